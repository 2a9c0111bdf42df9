"""Rule sets: many values of the model's parameters at once, and the worlds that meet them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import Spec, specs
from sim.ensemble.worlds import Worlds
from sim.model.quarter import Parameters

ROOM = 0.02
"""Smallest distance of the two discounts in a set."""

Sets = Mapping[str, Array]
"""Parameter to its value in each set, shape (sets,); a parameter left out stands at its default."""


def doubted() -> list[Spec]:
    """Return the parameters whose plausible range is wider than a point, in order."""
    return [spec for spec in specs(Parameters) if spec.plausible[0] < spec.plausible[1]]


def drawn(count: int, seed: int) -> dict[str, Array]:
    """Return rule sets drawn from what is believed of each parameter alone.

    A scrambled Sobol sequence, taken through `from_cube`; a power of 2 spreads best.
    """
    return from_cube(drawn_points(count, seed))


def drawn_points(count: int, seed: int) -> Array:
    """Return points of a scrambled Sobol sequence, shape (count, doubted parameters)."""
    from scipy.stats import qmc  # imported here: only a build draws

    points: Array = qmc.Sobol(len(doubted()), scramble=True, rng=seed).random(count)
    return points


def from_cube(points: Array) -> dict[str, Array]:
    """Return the rule sets of points of the unit cube, shape (sets, doubted parameters).

    Assumption: each parameter is triangular over its plausible range, its mode the default, and
    independent of the others; whole numbers are rounded, and a lowest discount that would not stay
    under the highest is moved there.
    """
    sets: dict[str, Array] = {}
    for spec, u in zip(doubted(), points.T, strict=True):
        (low, high), mode = spec.plausible, spec.default
        share = (mode - low) / (high - low)
        below = low + np.sqrt(u * (high - low) * (mode - low))
        above = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
        values = np.where(u < share, below, above)
        sets[spec.name] = np.rint(values) if spec.is_whole else values
    sets["lowest_discount"] = np.minimum(sets["lowest_discount"], sets["highest_discount"] - ROOM)
    return sets


def size_of(sets: Sets) -> int:
    """Return the number of sets."""
    return len(next(iter(sets.values())))


def some(sets: Sets, chosen: Array | slice) -> dict[str, Array]:
    """Return some of the sets."""
    return {name: values[chosen] for name, values in sets.items()}


def rules_of(sets: Sets, worlds: int) -> Parameters:
    """Return parameters with one value a world: `worlds` worlds of the first set, and so on."""
    given: dict[str, Any] = {name: np.repeat(values, worlds) for name, values in sets.items()}
    return Parameters(**given)


def world_numbers(sets: Sets, worlds: int) -> Array:
    """Return which of the seed's worlds the sets meet: all of them the same."""
    return np.tile(np.arange(worlds), size_of(sets))


def worlds_of(sets: Sets, worlds: int, seed: int) -> Worlds:
    """Return the worlds that rule sets are measured in; every set meets the same and their luck."""
    number = size_of(sets) * worlds
    return Worlds(seed, number, rules_of(sets, worlds), world_numbers(sets, worlds))
