"""Facts of one alliance that cannot all be true: its score, its factors and its trust."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.base.arrays import Array
from sim.model.factors import TRUST
from sim.portfolio.columns import FACTOR_COLUMNS

ROUNDING = 0.5
"""Points by which a score may differ from its factors, where points are given one by one."""


def contradictions(
    rows: Sequence[int], facts: Mapping[str, Array], rounding: float = ROUNDING
) -> list[tuple[int, str]]:
    """Return what contradicts itself: number of the row, and what is wrong in it.

    Trust and credibility is the mean of both sides' trust, so ``trust`` bounds it; the score is the
    mean of the twelve factors, so those that are given bound it.

    Args:
        rows: Number of each row.
        facts: Column to its values, NaN where open.
        rounding: Points to allow for rounding: half a step of the coarsest scale in use.
    """
    trust, both = facts["trust"], facts[FACTOR_COLUMNS[TRUST]]
    has_trust, has_both = ~np.isnan(trust), ~np.isnan(both)
    lowest_both = np.where(has_trust, 50.0 * np.nan_to_num(trust), 0.0)
    highest_both = lowest_both + np.where(has_trust, 50.0, 100.0)
    is_torn = (
        has_trust & has_both & ~_within(np.nan_to_num(both), lowest_both, highest_both, rounding)
    )

    given = np.array([facts[name] for name in FACTOR_COLUMNS])
    low, high = np.nan_to_num(given), np.where(np.isnan(given), 100.0, given)
    low[TRUST] = np.where(has_both, low[TRUST], lowest_both)
    high[TRUST] = np.where(has_both, high[TRUST], highest_both)
    lowest, highest = low.mean(axis=0), high.mean(axis=0)
    score = facts["score"]
    is_off = ~np.isnan(score) & ~_within(np.nan_to_num(score), lowest, highest, rounding)

    torn = [
        (
            rows[i],
            f"column {FACTOR_COLUMNS[TRUST]}: {both[i]:g} given; it is the mean of both sides' "
            f"trust, so with trust {trust[i]:g} {_span(lowest_both[i], highest_both[i])}",
        )
        for i in np.flatnonzero(is_torn).tolist()
    ]
    off = [
        (
            rows[i],
            f"column score: {score[i]:g} given; it is the mean of the twelve factors, so with "
            f"those given {_span(lowest[i], highest[i])}",
        )
        for i in np.flatnonzero(is_off).tolist()
    ]
    return torn + off


def _within(values: Array, low: Array, high: Array, slack: float) -> Array:
    return (values >= low - slack) & (values <= high + slack)


def _span(low: float, high: float) -> str:
    return f"{low:.1f}" if high - low < 0.05 else f"from {low:.1f} to {high:.1f}"
