"""The published case: Partner A (data storage) and Partner B (a global systems integrator).

Partner B treated Partner A as a vendor and demanded high discounts; the relationship scored 55 of
100 and covered the UK. Both went through the VST process and agreed a vision.

Published (seed 001): the score of 55; UK only; the factors that were missing (joint value
proposition, executive support, common vision, trust, operational alignment); a commitment to a
fivefold increase of business within 18 months; a higher score within 90 days; then Germany, DACH
and other EMEA countries. Assumption: every other number in ``abp_case.csv``, such as 45 for the
five missing factors, trust of 0.45, a discount of 30% and two contacts. Cultures, the size of
Partner B and its rivals are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval, paired_difference
from sim.base.paths import config_folder
from sim.model.factors import score
from sim.run.result import Result

EIGHTEEN_MONTHS = 6
"""Quarters."""


def case_path() -> Path:
    """Return the file with Partner A's side of the case: one row, Partner B."""
    return config_folder() / "population" / "abp_case.csv"


@dataclass(frozen=True)
class CaseOutcome:
    """What became of the case, beside what was published.

    "Agreed" are the worlds in which Partner B agrees the vision in the first quarter, as it did.

    Attributes:
        start_score: Score before the first quarter (published: 55).
        agreed: Share of the worlds in which the vision is agreed at once.
        score_after_quarter: Score a quarter on, where agreed (published: it rose within 90 days).
        multiple: Revenue six quarters on over the first quarter's, all worlds.
        multiple_agreed: The same where agreed (published: a commitment to fivefold).
        multiple_otherwise: The same in those worlds under the other policy.
        regions: Regions covered six quarters on where agreed, 1 for UK only.
        gain: Profit over the run, VST less the other policy, k€.
    """

    start_score: Interval
    agreed: float
    score_after_quarter: Interval
    multiple: Interval
    multiple_agreed: Interval
    multiple_otherwise: Interval
    regions: Interval
    gain: Interval


def case_outcome(vst: Result, other: Result) -> CaseOutcome:
    """Return what became of the case under VST and another policy, on the same worlds and luck.

    Args:
        vst: Result under VST, at least seven quarters.
        other: Result under the policy it is compared with.
    """
    is_agreed = vst.outcomes["committed"][:, 0] > 0
    return CaseOutcome(
        start_score=mean_interval(score(vst.factors[0].mean(axis=1).T)),
        agreed=float(is_agreed.mean()),
        score_after_quarter=mean_interval(vst.outcomes["score"][is_agreed, 0]),
        multiple=_multiple(vst.outcomes["revenue"]),
        multiple_agreed=_multiple(vst.outcomes["revenue"][is_agreed]),
        multiple_otherwise=_multiple(other.outcomes["revenue"][is_agreed]),
        regions=mean_interval(1.0 + vst.outcomes["regions"][is_agreed, EIGHTEEN_MONTHS]),
        gain=paired_difference(vst.total("profit"), other.total("profit")),
    )


def _multiple(revenue: Array) -> Interval:
    return ratio_interval(revenue[:, EIGHTEEN_MONTHS], revenue[:, 0])


def ratio_interval(part: Array, whole: Array) -> Interval:
    """Return the ratio of two means and its 95% interval, by linearisation; NaN where none tell.

    ``r = mean(part) / mean(whole)``, with the spread of ``(part - r whole) / mean(whole)``.
    """
    base = whole.mean() if len(whole) else np.nan
    ratio = part.mean() / base if len(whole) else np.nan
    spread = mean_interval((part - ratio * whole) / base)
    return Interval(ratio, ratio + spread.low, ratio + spread.high)
