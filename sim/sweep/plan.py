"""The plan of a sweep: which cells it has, and where each stands in the design."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from sim.base.arrays import Array
from sim.config.schema import Config
from sim.config.sweep import LEVERS, SweepConfig
from sim.policies import Policy, find
from sim.study.study import chosen_policies
from sim.sweep.cell import Cell, Futures, Values, cell_id, policy_digest, with_levers
from sim.sweep.design import Point, Points, future_of, points


@dataclass(frozen=True)
class Planned:
    """A cell in its place.

    Attributes:
        cell: The cell.
        point: Number of its point in the design, from 0.
        asked: Policy that the sweep asks for here, before the point sets its levers; empty if the
            cell is only there to compare with.
        is_baseline: Whether the point's other cells are compared with this one.
    """

    cell: Cell
    point: int
    asked: str
    is_baseline: bool


@dataclass(frozen=True)
class Plan:
    """All cells of a sweep, made anew whenever they are gone through: there may be 10^8.

    Every point of the design is tried with every policy asked for, or with its own if it names one,
    its levers set on them; the baseline, as it is, runs in every future.

    Attributes:
        base: The config that cells differ from.
        points: The points of the design.
        asked: Policies tried at every point.
        baseline: Policy that the others are compared with.
        first: Number of the first replication.
        replications: How many.
        wanted: Whether each point is wanted; all are if left out.
    """

    base: Config
    points: Points
    asked: Sequence[Policy]
    baseline: Policy
    first: int
    replications: int
    wanted: Array | None = None

    @property
    def count(self) -> int:
        """How many cells there are, at most."""
        count = len(self.points)
        if self.wanted is not None:
            count = int(self.wanted.sum())
        is_asked = any(policy.name == self.baseline.name for policy in self.asked)
        has_levers = any(name in LEVERS for name in next(iter(self.points), {}))
        more = 0 if is_asked and not has_levers else min(count, self.points.futures)
        return count * len(self.asked) + more

    @property
    def planned(self) -> Iterator[Planned]:
        """Cells in the order of the design, the baseline of each future among them."""
        futures, strategy = Futures(self.base), lru_cache(KEPT)(_strategy)
        baseline = self.baseline, policy_digest(self.baseline)
        known: Point | None = None
        where = ""
        for number, point in enumerate(self.points):
            if self.wanted is not None and not self.wanted[number]:
                continue
            future = future_of(point)
            if future == known:
                future = known  # one object for all its cells
            else:
                known, where = future, futures.digest(future)
            levers = tuple((name, value) for name, value in point.items() if name in LEVERS)
            tried = {self.baseline.name: (*baseline, "")}
            for policy in [find(str(point["policy"]))] if "policy" in point else self.asked:
                changed, digest = strategy(policy, levers)
                tried[changed.name] = changed, digest, policy.name
            for policy, digest, asked in tried.values():
                made = cell_id(digest, where, self.first, self.replications)
                cell = Cell(made, policy, future, self.first, self.replications)
                yield Planned(cell, number, asked, policy.name == self.baseline.name)

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell once, those of one future side by side wherever the design has them so.

        Where no two points are the same, only a future's baseline can come again, and only within
        its future; elsewhere all that was seen is kept in mind.
        """
        seen: set[str] = set()
        future: Values | None = None
        compared = ""
        for placed in self.planned:
            cell = placed.cell
            if self.points.are_distinct:
                if cell.future is not future:
                    future, compared = cell.future, ""
                if cell.id == compared:
                    continue
                if placed.is_baseline:
                    compared = cell.id
                yield cell
            elif cell.id not in seen:
                seen.add(cell.id)
                yield cell

    @property
    def id(self) -> str:
        """Hash of all cells in their places."""
        told = hashlib.sha256()
        for placed in self.planned:
            told.update(f"{placed.point}{placed.cell.id}".encode())
        return told.hexdigest()


KEPT = 4096
"""Strategies that are kept in mind, so that a policy's levers are not set anew at every point."""


def _strategy(policy: Policy, levers: tuple[tuple[str, float | str], ...]) -> tuple[Policy, str]:
    """Return a policy with some levers set, and its digest."""
    changed = with_levers(policy, dict(levers))
    return changed, policy_digest(changed)


def plan(config: Config, first: int = 0, replications: int | None = None) -> Plan:
    """Return the plan of a config's sweep.

    Raises:
        ProblemsError: The design table can't be read, or levers are set on a policy without.
    """
    sweep = config.sweep or SweepConfig()
    # What is asked for: the baseline comes first in the list if nobody asked for it.
    asked = chosen_policies(config)[-(1 if config.policy else len(config.policies)) :]
    made = Plan(
        base=config.model_copy(update={"sweep": None}),
        points=points(sweep, config.seed),
        asked=asked,
        baseline=find(config.baseline),
        first=first,
        replications=config.replications if replications is None else replications,
    )
    # A policy whose levers cannot be set is told before anything runs.
    is_explicit = sweep.design in ("list", "table")
    deque(islice(made.planned, None if is_explicit else 1), maxlen=0)
    return made
