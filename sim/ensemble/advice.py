"""Plausible rule sets for the advice on a portfolio: one a world, so that it costs no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.ensemble.doubt import can_be_found_out, held_fixed, left_open
from sim.ensemble.sets import Sets, rules_of, size_of, some
from sim.portfolio import Rules
from sim.portfolio.advice import worlds_for
from sim.run.setting import Setting

MOST_SETS = 100
"""Rule sets that advice is asked in at most: its shares are then right to a tenth."""

ROUNDING = 1e-9
"""Sums of weights are not exact."""


def rules_for(
    setting: Setting, sets: Sets, weights: Array | None = None, most: int = MOST_SETS
) -> Rules:
    """Return plausible rule sets for advice, each in the world of the number it stands at.

    Args:
        setting: The simulation under luck alone; what somebody set in it holds in all sets.
        sets: All rule sets.
        weights: Weight of each; all alike if left out.
        most: Sets to take at most; a large portfolio is asked in fewer, as it is in worlds.
    """
    number = worlds_for(setting.draw.accounts, min(most, size_of(sets)))
    chosen = by_weight(size_of(sets), weights, number, setting.seed)
    met = left_open(some(sets, chosen), setting)
    given: dict[str, Any] = dict(held_fixed(setting))
    parameters = replace(rules_of(met, 1), **given)
    labels = can_be_found_out()
    return Rules(
        replace(
            setting,
            parameters=parameters,
            world_numbers=None,
            replications=number,
            done=0,
            precision="single",
        ),
        {f"your {labels[name].lower()}": met[name] for name in labels if name in met},
    )


def by_weight(size: int, weights: Array | None, number: int, seed: int) -> Array:
    """Return which rule sets to take, as many of each as its weight asks for, in their order.

    The sets are put in a random order and taken at even steps of weight, so that sets that weigh
    alike stand once at most.
    """
    share = np.full(size, 1.0) if weights is None else weights
    order = np.random.default_rng(seed).permutation(size)
    reached = np.cumsum(share[order]) / share.sum()
    at = np.searchsorted(reached, (np.arange(number) + 0.5) / number - ROUNDING)
    return np.sort(order[np.minimum(at, size - 1)])
