"""Confidence intervals of means over replications; every interval in the project is made here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.arrays import Array

LEVEL = 0.95
"""Confidence level of every interval."""


@dataclass(frozen=True)
class Interval:
    """A mean and its confidence interval.

    For values of shape (R,) each of the three is a number, for (R, T) an array of shape (T,).

    Attributes:
        mean: Mean over replications.
        low: Lower end; NaN where fewer than two replications tell.
        high: Upper end; NaN where fewer than two replications tell.
    """

    mean: Any
    low: Any
    high: Any

    @property
    def excludes_zero(self) -> Any:
        """Whether the interval lies on one side of zero; False where it is unknown."""
        return (self.low > 0) | (self.high < 0)


def mean_interval(values: Array, level: float = LEVEL) -> Interval:
    """Return the mean over replications and its t interval.

    ``mean ± t s / sqrt(n)`` with ``s`` the standard deviation of ``n`` replications (``n - 1`` in
    its denominator) and ``t`` the quantile ``(1 + level) / 2`` of Student's t with ``n - 1``
    degrees of freedom. Replications that are NaN are left out, in each column for itself.

    Args:
        values: One value a replication, shape (R,) or (R, T).
        level: Confidence level, 0..1.
    """
    values = np.asarray(values, dtype=np.float64)
    is_known = ~np.isnan(values)
    n = is_known.sum(axis=0)
    mean = np.where(is_known, values, 0.0).sum(axis=0) / np.maximum(n, 1)
    squared = np.where(is_known, values - mean, 0.0) ** 2
    spread = np.sqrt(squared.sum(axis=0) / np.maximum(n - 1, 1))
    half = t_quantile(n, level) * spread / np.sqrt(np.maximum(n, 1))
    half = np.where(n > 1, half, np.nan)
    mean = np.where(n > 0, mean, np.nan)
    return Interval(mean[()], (mean - half)[()], (mean + half)[()])


def paired_difference(values: Array, baseline: Array, level: float = LEVEL) -> Interval:
    """Return the mean of ``values - baseline`` and its interval, paired by replication."""
    return mean_interval(np.asarray(values) - np.asarray(baseline), level)


def t_quantile(n: Array, level: float) -> Array:
    """Return the two-sided quantile of Student's t for samples of `n` (1 is read as 2)."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(np.maximum(np.asarray(n) - 1, 1), 0.5 * (1.0 + level)))
