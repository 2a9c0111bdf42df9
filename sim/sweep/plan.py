"""The plan of a sweep: which cells it has, and where each stands in the design."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sim.config.schema import Config
from sim.config.sweep import LEVERS, SweepConfig
from sim.policies import Policy, find
from sim.study.study import chosen_policies
from sim.sweep.cell import Cell, cell_id, future_digest, with_levers
from sim.sweep.design import Point, points


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
    """All cells of a sweep; a cell may stand in several places.

    Attributes:
        base: The config that cells differ from.
        planned: Cells in the order of the design, the baseline of each future among them.
        points: The points of the design.
    """

    base: Config
    planned: Sequence[Planned]
    points: Sequence[Point]

    @property
    def cells(self) -> list[Cell]:
        """Every cell once, those of one future side by side."""
        futures: dict[tuple[tuple[str, float | str], ...], dict[str, Cell]] = {}
        for placed in self.planned:
            key = tuple(sorted(placed.cell.future.items()))
            futures.setdefault(key, {})[placed.cell.id] = placed.cell
        return [cell for cells in futures.values() for cell in cells.values()]

    @property
    def id(self) -> str:
        """Hash of all cells in their places."""
        told = "".join(f"{placed.point}{placed.cell.id}" for placed in self.planned)
        return hashlib.sha256(told.encode()).hexdigest()


def plan(config: Config, first: int = 0, replications: int | None = None) -> Plan:
    """Return the plan of a config's sweep.

    Every point of the design is tried with every policy of the config, or with its own if it names
    one, its levers set on them; the baseline, as it is, runs in every future.

    Raises:
        ProblemsError: The design table can't be read, or levers are set on a policy without.
    """
    sweep = config.sweep or SweepConfig()
    base = config.model_copy(update={"sweep": None})
    baseline = find(config.baseline)
    # What is asked for: the baseline comes first in the list if nobody asked for it.
    asked = chosen_policies(config)[-(1 if config.policy else len(config.policies)) :]
    count = config.replications if replications is None else replications
    strategies: dict[tuple[object, ...], Policy] = {}
    digests: dict[tuple[object, ...], str] = {}
    planned: list[Planned] = []
    design = points(sweep, config.seed)
    for number, point in enumerate(design):
        levers = {name: value for name, value in point.items() if name in LEVERS}
        future = {n: v for n, v in point.items() if n not in LEVERS and n != "policy"}
        where = tuple(sorted(future.items()))
        if where not in digests:
            digests[where] = future_digest(base, future)
        tried = {baseline.name: (baseline, "")}
        for policy in [find(str(point["policy"]))] if "policy" in point else asked:
            key = (policy.name, *sorted(levers.items()))
            if key not in strategies:
                strategies[key] = with_levers(policy, levers)
            tried[strategies[key].name] = (strategies[key], policy.name)
        for policy, asked_as in tried.values():
            made = cell_id(base, policy, digests[where], first, count)
            cell = Cell(made, policy, future, first, count)
            planned.append(Planned(cell, number, asked_as, policy.name == baseline.name))
    return Plan(base, planned, design)
