"""When there are replications enough."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import mean_interval
from sim.sweep.read import SweepOutcomes


def is_settled(differences: Array, half_width: float) -> Array:
    """Return whether the mean difference is known to a share of itself, to either side.

    Looking after every doubling and stopping when it looks narrow enough makes intervals cover a
    little less than they say; a difference of nearly zero is never settled.

    Args:
        differences: Paired differences, replications first; NaN are left out.
        half_width: Wanted half-width of the interval over the mean.
    """
    found = mean_interval(differences)
    return np.asarray(0.5 * (found.high - found.low) <= half_width * np.abs(found.mean))


def unsettled(outcomes: SweepOutcomes, half_width: float) -> Array:
    """Return a mask of the points at which some policy's gain in profit is not settled."""
    gains = outcomes.gains
    settled = is_settled(np.moveaxis(gains, 2, 0), half_width)
    failed = ~np.isfinite(gains).any(axis=2)
    return np.asarray(~(settled | failed).all(axis=0))
