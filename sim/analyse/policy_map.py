"""The policy map: which policy is best, over two inputs, and whether that is more than luck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import paired_difference
from sim.sweep.read import SweepOutcomes, known_mean

MOST_VALUES = 40
"""Values an input may have to be an axis of a map."""


@dataclass(frozen=True)
class PolicyMap:
    """A map; arrays have shape (values of y, values of x).

    Attributes:
        x: Name of the input along.
        y: Name of the input up.
        at_x: Its values, ascending.
        at_y: Its values, ascending.
        scenario: Scenario of the map; empty if there is but one.
        policies: Names of the policies; `best` points into them.
        best: Policy with the highest mean profit; -1 where a cell is missing.
        is_clear: Whether the interval of its lead over the runner-up leaves out zero.
        gain: Mean gain of the best policy over the baseline, k€.
        gain_is_clear: Whether the interval of that leaves out zero.
    """

    x: str
    y: str
    at_x: Array
    at_y: Array
    scenario: str
    policies: Sequence[str]
    best: Array
    is_clear: Array
    gain: Array
    gain_is_clear: Array


def policy_maps(outcomes: SweepOutcomes) -> list[PolicyMap]:
    """Return a map a scenario, over the first two inputs that are numbers, where these are a grid.

    Points that share both, and the scenario, are averaged.
    """
    inputs = outcomes.inputs
    axes = [
        name
        for name, values in inputs.items()
        if values.dtype.kind == "f" and len(np.unique(values)) <= MOST_VALUES
    ][:2]
    if len(axes) < 2 or not _is_grid(inputs[axes[0]], inputs[axes[1]]):
        return []
    scenario = inputs.get("scenario")
    names = [""] if scenario is None else list(dict.fromkeys(scenario.tolist()))
    maps = []
    for name in names:
        here = np.ones(len(outcomes.points), bool) if scenario is None else scenario == name
        maps.append(_map(outcomes, axes[0], axes[1], name, here))
    return maps


def _is_grid(x: Array, y: Array) -> bool:
    """Return whether every value of one comes with every value of the other."""
    pairs = np.unique(np.stack([x, y]), axis=1).shape[1]
    return bool(pairs == len(np.unique(x)) * len(np.unique(y)))


def _map(outcomes: SweepOutcomes, x: str, y: str, scenario: str, here: Array) -> PolicyMap:
    inputs = outcomes.inputs
    at_x, at_y = np.unique(inputs[x]), np.unique(inputs[y])
    shape = (len(at_y), len(at_x))
    best, gain = np.full(shape, -1), np.full(shape, np.nan)
    is_clear, gain_is_clear = np.zeros(shape, bool), np.zeros(shape, bool)
    for (row, column), mask in _squares(inputs[x], inputs[y], at_x, at_y, here & outcomes.complete):
        values = outcomes.values["profit"][:, mask].mean(axis=1)
        base = outcomes.baselines["profit"][mask].mean(axis=0)
        means = known_mean(values)
        order = np.argsort(-means)
        best[row, column] = order[0]
        if len(order) > 1:
            is_clear[row, column] = paired_difference(
                values[order[0]], values[order[1]]
            ).excludes_zero
        lead = paired_difference(values[order[0]], base)
        gain[row, column], gain_is_clear[row, column] = lead.mean, lead.excludes_zero
    return PolicyMap(
        x, y, at_x, at_y, scenario, outcomes.policies, best, is_clear, gain, gain_is_clear
    )


def _squares(
    x: Array, y: Array, at_x: Array, at_y: Array, use: Array
) -> Iterator[tuple[tuple[int, int], Array]]:
    """Yield the place of every square of the map that has points, and a mask of these."""
    for row, value_y in enumerate(at_y):
        for column, value_x in enumerate(at_x):
            mask = use & (x == value_x) & (y == value_y)
            if mask.any():
                yield (row, column), mask
