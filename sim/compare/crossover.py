"""Crossover: the quarter from which a policy that starts behind stays ahead."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array


def crossover_quarter(difference: Array) -> tuple[int | None, Array]:
    """Return the first quarter from which a cumulative difference stays above zero.

    Quarters are counted from 1; a difference that falls back to zero or below has not crossed yet.

    Args:
        difference: Cumulative difference from the baseline, shape (R, quarters).

    Returns:
        The crossover of the mean path (None if it never stays above zero), and that of every
        replication, shape (R,), NaN where it never does.
    """
    difference = np.asarray(difference, dtype=np.float64)
    mean = _first_lasting(difference.mean(axis=0, keepdims=True))[0]
    return None if np.isnan(mean) else int(mean), _first_lasting(difference)


def _first_lasting(difference: Array) -> Array:
    quarters = difference.shape[1]
    is_behind = ~(difference > 0)
    quarters_since = np.argmax(is_behind[:, ::-1], axis=1)
    lead = np.where(is_behind.any(axis=1), quarters_since, quarters)
    return np.where(lead > 0, quarters - lead + 1.0, np.nan)
