"""Differences between policies that met the same luck, and what pairing them is worth."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import LEVEL, Interval


def variance_cut(values: Array, baseline: Array) -> Array:
    """Return the share of variance of a difference of means that pairing takes away.

    ``1 - var(a - b) / (var a + var b)``: 0 for unrelated luck, 1 for a constant difference,
    negative where the same luck helps one and hurts the other.

    Args:
        values: One value a replication, shape (R,) or (R, T).
        baseline: The same of the baseline.
    """
    alone = values.var(axis=0, ddof=1) + baseline.var(axis=0, ddof=1)
    paired = (values - baseline).var(axis=0, ddof=1)
    cut: Array = 1.0 - paired / np.where(alone > 0, alone, np.inf)
    return cut


def bca_interval(values: Array, level: float = LEVEL, seed: int = 0) -> Interval:
    """Return the mean and its BCa bootstrap interval, for skewed outcomes.

    Source: Efron 1987; as in scipy, 9999 resamples. A constant has an interval of no width.

    Args:
        values: One value a replication, shape (R,).
        level: Confidence level.
        seed: Seed of the resampling.
    """
    from scipy.stats import bootstrap

    mean = float(values.mean())
    if np.ptp(values) == 0.0:
        return Interval(mean, mean, mean)
    rng = np.random.default_rng(seed)
    found = bootstrap((values,), np.mean, confidence_level=level, method="BCa", rng=rng)
    low, high = found.confidence_interval
    return Interval(mean, float(low), float(high))
