"""What a search is for: the mean, the bad tail, or the worst scenario of an outcome."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import LEVEL, Interval

RESAMPLES = 2000


def objective(values: Array, kind: str, tail: float) -> float:
    """Return what a policy is worth.

    Args:
        values: Its outcome, shape (scenarios, replications).
        kind: ``mean`` over all; ``cvar``, the mean over the worst share `tail` of all worlds of all
            scenarios (Rockafellar & Uryasev 2000); or ``worst``, the mean in the worst scenario.
        tail: Share of worlds that cvar calls worst, 0..1.
    """
    if kind == "mean":
        return float(values.mean())
    if kind == "worst":
        return float(values.mean(axis=1).min())
    worst = np.sort(values, axis=None)[: max(1, round(tail * values.size))]
    return float(worst.mean())


def objective_interval(values: Array, kind: str, tail: float, seed: int = 0) -> Interval:
    """Return the objective with its interval: percentiles of a bootstrap over replications."""
    rng = np.random.default_rng(seed)
    count = values.shape[1]
    again = [
        objective(values[:, rows], kind, tail)
        for rows in rng.integers(0, count, (RESAMPLES, count))
    ]
    low, high = np.quantile(again, [0.5 * (1.0 - LEVEL), 0.5 * (1.0 + LEVEL)])
    return Interval(np.float64(objective(values, kind, tail)), low, high)
