"""Phase 1, assessment: the vendor sees the twelve factors and the partner's value through noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.memo import until_levers_change
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import N_FACTORS, AllianceColumns, column, lasting
from sim.model.factors import BUILT, LONG_TERM, TRUST, score


@dataclass(frozen=True, kw_only=True)
class AssessmentParameters(ParameterGroup):
    """How well a vendor knows its alliances."""

    view_noise: float = parameter(
        0.25,
        0,
        0.5,
        "1",
        "noise of a one-sided view of a factor",
        "assumed, tuned",
        symbol="sd_view",
    )
    assessment_noise: float = parameter(
        0.06, 0, 0.5, "1", "noise of a 360 view of a factor", "assumed", symbol="sd_360"
    )
    view_bias: float = parameter(
        0.08,
        0,
        0.3,
        "1",
        "self-serving bias of the one-sided view",
        "assumed",
        symbol="bias_view",
    )
    value_reading_noise: float = parameter(
        0.5,
        0,
        2,
        "1",
        "noise of one quarter's reading of partner value",
        "assumed",
        symbol="sd_value",
    )


@dataclass(frozen=True, kw_only=True)
class AssessmentLevers(LeverGroup):
    """How well a vendor looks."""

    assessment: float = parameter(
        0.0, 0, 1, "1", "360 benchmark assessment", "seed 001: benchmark report", symbol="assess"
    )


@dataclass
class AssessmentColumns(AllianceColumns):
    """One value an alliance."""

    viewed: Array = column(
        "1", None, None, "factors as the vendor sees them", "Fh", lines=N_FACTORS
    )
    measured_score: Array = column(
        "pt", None, None, "score as the vendor sees it", "shat", start=0.0
    )
    value_estimate: Array = lasting(
        "1", None, None, "vendor's estimate of partner value", "mhat", start=0.0
    )


MEASURES = (
    Measure("measured_score", "Measured score", "pt", "mean", "score as the vendor sees it"),
)


def viewed_factors(
    factors: Array, assessed: Array, luck: Array, one_sided: float, both_sided: float, bias: float
) -> Array:
    """Return the factors as the vendor sees them, shape (12, alliances).

    ``view = factor + bias (1 - assessed) + sd luck`` with
    ``sd = one_sided + (both_sided - one_sided) assessed``: a full 360 assessment asks both sides,
    so it is unbiased and sharper. Not clipped: a measurement may leave 0..1.

    Args:
        factors: True factors, 0..1.
        assessed: Lever `assess` of the vendor, 0..1.
        luck: Standard normal draws, same shape as `factors`.
        one_sided: Noise of the vendor's own view.
        both_sided: Noise of a 360 view.
        bias: Bias of the vendor's own view.
    """
    viewed = (one_sided + (both_sided - one_sided) * assessed) * luck
    viewed += factors
    viewed += bias * (1.0 - assessed)
    return viewed


def next_estimate(
    estimate: Array, value: Array, luck: Array, noise: float, readings: Array | int
) -> Array:
    """Return the running mean of noisy quarterly readings of a partner's value.

    ``estimate + (value + noise luck - estimate) / readings``, this one counted.
    """
    return estimate + (value + noise * luck - estimate) / readings


def refresh_derived_factors(
    factors: Array, trust: Array, vendor_trust: Array, intent: Array
) -> None:
    """Write the two factors that mirror other states: trust and long-term relationship."""
    factors[TRUST] = 0.5 * (trust + vendor_trust)
    factors[LONG_TERM] = intent


@until_levers_change
def looked_at(now: Quarter) -> Array | slice:
    """Return the alliances whose vendor acts on what it sees or is watched.

    A vendor that works on all factors and does not adapt to the score has no use for either.
    """
    if now.watched is None:
        return slice(None)
    acts = (now.levers.focus < len(BUILT)) | (now.levers.adaptation > 0)
    return now.alliances_of(now.watched | acts)


def look(now: Quarter) -> None:
    """Update the factors and the score as vendors see them, of the alliances looked at."""
    alliance = now.alliances
    now.looked_at = at = looked_at(now)
    seen = now.per_alliance_at(at)
    alliance.viewed = viewed_factors(
        alliance.factors[:, at],
        now.lever("assessment")[at],
        now.draw("view", at),
        seen.view_noise,
        seen.assessment_noise,
        seen.view_bias,
    )
    measured = alliance.measured_score
    measured[at] = score(alliance.viewed)
    alliance.measured_score = measured


def is_judging_value(now: Quarter) -> bool:
    """Say whether anybody may act on its estimate of partners' value, or all are watched."""
    return now.watched is None or not now.is_settled or bool(now.levers.segmentation.any())


def assess(now: Quarter) -> None:
    """Update what the vendor believes: the factors, their score, the partner's value.

    Values are read in alliances only, from their first quarter on.
    """
    p, alliance = now.per_alliance, now.alliances
    factors = alliance.factors
    refresh_derived_factors(factors, alliance.trust, alliance.vendor_trust, alliance.intent)
    alliance.factors = factors
    look(now)
    if not is_judging_value(now):
        return
    estimate = next_estimate(
        alliance.value_estimate,
        now.trait("value"),
        now.draw("value_reading"),
        p.value_reading_noise,
        now.quarter - alliance.first_quarter + 1,
    )
    alliance.value_estimate = np.where(alliance.prospect > 0, alliance.value_estimate, estimate)
