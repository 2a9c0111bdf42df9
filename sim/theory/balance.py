"""Where what moves along a straight line stays: a state of 0 to 1, and a pulled pipeline."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.base.arrays import Array
from sim.model.closing import monthly_decay, three_months


def balance(first: Array, last: Array) -> Array:
    """Return where a state of 0..1 stays that a quarter moves along a straight line.

    Args:
        first: Where it is a quarter after 0.
        last: Where it is a quarter after 1.

    Returns:
        The root, 0 where nothing ever moves the state.
    """
    leaves = 1.0 - (last - first)
    return np.where(leaves > 0, first / np.where(leaves > 0, leaves, 1.0), 0.0)


def hangover(pulled: Array, cycle: Array | float) -> Array:
    """Return the share of the inflow that still closes by itself when some is pulled each quarter.

    The pipeline that reproduces itself when the share `pulled` (0..1) of what is open at each
    quarter-end is pulled in, run through a quarter. With K the share open after a month, it is
    ``1 - pulled (K + K^2 + K^3)/3 / (1 - K^3 (1 - pulled))``.
    """
    return hangover_of(cycle)(pulled)


def hangover_of(cycle: Array | float) -> Callable[[Array], Array]:
    """Return the `hangover` of a sales cycle, by the share pulled."""
    kept = monthly_decay(cycle)
    one = np.ones_like(kept)
    from_stock, from_inflow = (
        three_months(one, np.zeros(()), kept)[0],
        three_months(0.0 * one, one, kept)[0],
    )

    def by_share(pulled: Array) -> Array:
        stays = 1.0 - pulled
        stock = stays * from_inflow / (1.0 - stays * from_stock)
        return three_months(stock, one, kept)[1]

    return by_share
