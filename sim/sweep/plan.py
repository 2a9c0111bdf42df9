"""The plan of a sweep: which cells it has, and where each stands in the design."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from sim.base.arrays import Array
from sim.config.schema import Config
from sim.config.sweep import LEVERS, SweepConfig
from sim.policies import Policy, find
from sim.study.study import chosen_policies
from sim.sweep.cell import Cell, Futures, Values, cell_id, policy_digest, with_levers
from sim.sweep.design import Point, Points, future_of, points


class Planned(NamedTuple):
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
        futures, tried_here = Futures(self.base), lru_cache(KEPT)(self._tried)
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
            for policy, digest, asked, is_baseline in tried_here(point.get("policy"), levers):
                made = cell_id(digest, where, self.first, self.replications)
                cell = Cell(made, policy, future, self.first, self.replications)
                yield Planned(cell, number, asked, is_baseline)

    def _tried(
        self, named: float | str | None, levers: tuple[tuple[str, float | str], ...]
    ) -> list[tuple[Policy, str, str, bool]]:
        """Return the policies at a point, its levers set: each, its digest, asked as, is baseline.

        Args:
            named: The policy that the point itself names, if it does.
            levers: The levers that it sets.
        """
        tried = {self.baseline.name: (self.baseline, "")}
        for policy in self.asked if named is None else [find(str(named))]:
            changed = with_levers(policy, dict(levers))
            tried[changed.name] = changed, policy.name
        return [
            (policy, policy_digest(policy), asked, policy.name == self.baseline.name)
            for policy, asked in tried.values()
        ]

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
"""Choices of levers that are kept in mind, so that policies are not made anew at every point."""


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
