"""Which policy is best, and how surely."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array

RESAMPLES = 4000


def chance_of_being_best(values: Array, seed: int = 0, resamples: int = RESAMPLES) -> Array:
    """Return for each policy the share of bootstrap samples in which its mean is the highest.

    Replications are drawn with replacement, the same ones for all policies, since these met the
    same luck. It tells the luck of the simulated worlds, not what is unknown about the rules.

    Args:
        values: Outcome, more is better, shape (policies, replications); no NaN.
        seed: Seed of the resampling.
        resamples: Number of bootstrap samples.

    Returns:
        Shares that sum to 1, shape (policies,).
    """
    count = values.shape[1]
    rng = np.random.default_rng(seed)
    times_drawn = rng.multinomial(count, np.full(count, 1.0 / count), size=resamples)
    best = (values @ times_drawn.T).argmax(axis=0)
    return np.bincount(best, minlength=len(values)) / resamples
