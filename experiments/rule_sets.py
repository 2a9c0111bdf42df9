"""Many rule sets at once: their worlds stand side by side in one run, and each set sees its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, TypeVar

import numpy as np

from experiments.everything import EXPERIMENTS, THEORY, sorted_rows
from experiments.frame import Row
from sim.base.arrays import Array
from sim.ensemble.worlds import Worlds
from sim.model.quarter import Parameters
from sim.policies import Policy
from sim.run.result import Result

Done = TypeVar("Done")

AT_ONCE = 200
"""Worlds run together: many enough to make calls cheap, few enough for what is kept of them."""


@dataclass
class Part(Worlds):
    """The worlds of one rule set among those of many.

    Attributes:
        whole: The worlds of all sets.
        first: Place of the first of its own.
    """

    whole: Worlds | None = None
    first: int = 0

    def run(self, *policies: str | Policy, **case: Any) -> list[Result]:
        """Return its part of the results; all sets run at once, when the first one asks."""
        assert self.whole is not None
        mine = slice(self.first, self.first + self.number)
        return [part_of(result, mine) for result in self.whole.run(*policies, **case)]


def part_of(result: Result, worlds: slice) -> Result:
    """Return the result in some of its worlds."""
    return Result(
        result.policy,
        result.title,
        result.replications[worlds],
        {name: values[worlds] for name, values in result.outcomes.items()},
        {name: values[worlds] for name, values in result.panel.items()},
        result.factors[:, worlds],
    )


def side_by_side(seed: int, worlds: int, sets: Sequence[Parameters]) -> list[Part]:
    """Return the worlds of each rule set; every set meets the same worlds and luck."""
    numbers = np.tile(np.arange(worlds), len(sets))
    whole = Worlds(seed, len(numbers), one_a_world(sets, worlds), numbers)
    return [Part(seed, worlds, p, whole=whole, first=i * worlds) for i, p in enumerate(sets)]


def one_a_world(sets: Sequence[Parameters], worlds: int) -> Parameters:
    """Return parameters with one value a world where sets differ, and one number where not."""
    given: dict[str, Any] = {}
    for name in (f.name for f in fields(Parameters)):
        values = [getattr(p, name) for p in sets]
        same = all(value == values[0] for value in values)
        given[name] = values[0] if same else spread(name, values, worlds)
    return Parameters(**given)


def spread(name: str, values: Sequence[Any], worlds: int) -> Array:
    """Return a value a world.

    Raises:
        ValueError: It is no number, so sets that differ in it cannot stand side by side.
    """
    if not all(isinstance(value, int | float) for value in values):
        raise ValueError(f"{name} differs between rule sets, and is no number")
    return np.repeat(np.asarray(values), worlds)


def rows_of_sets(
    seed: int, worlds: int, sets: Sequence[Parameters], leave_out: Sequence[str] = ()
) -> Iterator[list[Row]]:
    """Yield the rows of each rule set, in order.

    An untuned model may overflow, or divide 0 by 0: that becomes NaN in silence. What also solves
    the mean field has cases of its own for each set, and runs by itself. Sets that hold levers
    unlike those of their neighbours run apart from them.
    """
    for some in batches(sets, max(1, AT_ONCE // worlds)):
        found: list[list[Row]] = [[] for _ in some]
        with np.errstate(all="ignore"):
            parts = side_by_side(seed, worlds, some)
            for experiment in EXPERIMENTS:
                if experiment.name in leave_out:
                    continue
                for part, rows in zip(parts, found, strict=True):
                    alone = Worlds(seed, worlds, part.parameters)
                    rows += experiment.rows(alone if experiment.name in THEORY else part)
        yield from (sorted_rows(rows) for rows in found)


def batches(sets: Sequence[Parameters], most: int) -> Iterator[list[Parameters]]:
    """Yield neighbours that hold the same levers, so many at most."""
    for _, alike in groupby(sets, key=lambda p: p.held):
        some = list(alike)
        for start in range(0, len(some), most):
            yield some[start : start + most]


def with_progress(found: Iterable[Done], total: int, what: str) -> Iterator[Done]:
    """Yield what is found and tell on standard error how far it is."""
    for number, each in enumerate(found, 1):
        print(f"\r{number} of {total} {what}", end="", file=sys.stderr, flush=True)
        yield each
    print(file=sys.stderr)
