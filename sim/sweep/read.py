"""The outcomes of a sweep as arrays, read from its store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, paired_difference
from sim.compare.outcomes import OUTCOMES
from sim.config.sweep import LEVERS
from sim.sweep.checked import read_outcomes_of
from sim.sweep.design import Point
from sim.sweep.plan import Plan


@dataclass(frozen=True)
class SweepOutcomes:
    """What came of every policy at every point, beside the baseline in the same future.

    Attributes:
        policies: Policies asked for, by name.
        titles: The same for people.
        baseline: Policy that the others are compared with.
        points: The points of the design.
        values: Outcome to (policies, points, replications); NaN where a cell failed or does not
            exist, or where a point has fewer replications than another.
        baselines: Outcome to (points, replications), of the baseline.
    """

    policies: Sequence[str]
    titles: Sequence[str]
    baseline: str
    points: Sequence[Point]
    values: Mapping[str, Array]
    baselines: Mapping[str, Array]

    @cached_property
    def complete(self) -> Array:
        """Points at which no cell is missing, as a mask."""
        there = np.isfinite(self.values["profit"]).any(axis=2)
        base = np.isfinite(self.baselines["profit"]).any(axis=1)
        return np.asarray(there.all(axis=0) & base)

    @property
    def inputs(self) -> dict[str, Array]:
        """What points differ in, input to its value at each point; names are strings."""
        inputs = {}
        for name in self.points[0]:
            if name != "policy" and all(name in point for point in self.points):
                values = np.array([point[name] for point in self.points])
                if len(np.unique(values)) > 1:
                    inputs[name] = values
        return inputs

    @property
    def has_levers(self) -> bool:
        """Whether points set levers, so that a policy is not the same at each."""
        return any(name in LEVERS for point in self.points for name in point)

    @property
    def gains(self) -> Array:
        """Profit over the baseline's in the same world, shape (policies, points, replications)."""
        return self.values["profit"] - self.baselines["profit"]

    def means(self, outcome: str) -> Array:
        """Return means over replications, shape (policies, points); NaN where there is none."""
        return known_mean(self.values[outcome])

    def over_points(self, outcome: str) -> Array:
        """Return means over complete points by replication, shape (policies, replications).

        Only replications that every point has count.
        """
        values = self.values[outcome][:, self.complete]
        shared = np.isfinite(self.values["profit"][:, self.complete]).all(axis=(0, 1))
        return known_mean(np.moveaxis(values[:, :, shared], 1, 2))

    def gain_over_points(self, policy: int) -> Interval:
        """Return the paired gain in mean profit over points of a policy, by its number, k€."""
        return paired_difference(
            self.over_points("profit")[policy], self.baseline_over_points("profit")
        )

    def baseline_over_points(self, outcome: str) -> Array:
        """Return the same of the baseline, shape (replications,)."""
        shared = np.isfinite(self.values["profit"][:, self.complete]).all(axis=(0, 1))
        return known_mean(self.baselines[outcome][self.complete][:, shared].T)


def known_mean(values: Array) -> Array:
    """Return the mean over the last axis, NaN left out."""
    known = np.isfinite(values)
    count = known.sum(axis=-1)
    total = np.where(known, values, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def read_outcomes(folder: Path, plans: Sequence[Plan]) -> SweepOutcomes:
    """Return the outcomes of a sweep.

    Args:
        folder: Its store.
        plans: Its plan, or those of all its rounds of replications.

    Raises:
        ProblemsError: What holds them is damaged, missing or of another schema.
    """
    first = plans[0]
    asked: dict[str, str] = {}
    for placed in first.planned:
        if placed.asked:
            asked.setdefault(placed.asked, placed.cell.policy.title)
    rows: dict[str, list[tuple[int, int]]] = {}  # cell to (policy, point); -1 is the baseline
    order = list(asked)
    for placed in (placed for plan in plans for placed in plan.planned):
        places = rows.setdefault(placed.cell.id, [])
        if placed.asked:
            places.append((order.index(placed.asked), placed.point))
        if placed.is_baseline:
            places.append((-1, placed.point))
    points = list(first.points)
    last = max(plan.first + plan.replications for plan in plans)
    shape = (len(order) + 1, len(points), last)
    arrays = {name: np.full(shape, np.nan) for name in OUTCOMES}
    found = read_outcomes_of(folder, list(rows), list(OUTCOMES))
    placed_at = list(rows.values())
    cells, at = found["number"], found["replication"]
    for start, end in pairwise(np.flatnonzero(np.diff(cells, prepend=-1, append=-1))):
        numbers = at[start:end]
        for policy, point in placed_at[cells[start]]:
            for name in OUTCOMES:
                arrays[name][policy, point, numbers] = found[name][start:end]
    return SweepOutcomes(
        policies=order,
        titles=[_title(name, title) for name, title in asked.items()],
        baseline=first.baseline.name,
        points=points,
        values={name: values[:-1] for name, values in arrays.items()},
        baselines={name: values[-1] for name, values in arrays.items()},
    )


def _title(name: str, title: str) -> str:
    """Return the title of a policy as asked for, without the levers that a point set."""
    from sim.policies import find, names

    return find(name).title if name in names() else title
