"""A batch: cells that run as one task and are written as one part."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil

import numpy as np

from sim.base.arrays import Array
from sim.base.problems import ProblemsError
from sim.compare.outcomes import MAY_BE_UNKNOWN, OUTCOMES
from sim.config.schema import Config
from sim.own import own_modules
from sim.run.recorder import PANEL
from sim.run.result import Result
from sim.study.study import prepare
from sim.sweep.cell import Cell, Values, future_config, unlike_parameters
from sim.sweep.stack import Copy, run_stacked

SECONDS_PER_CALLS = 2e-3  # of a cell in a stack, beside its arithmetic
SECONDS_PER_ROW = 0.4e-6  # of an alliance and quarter
MOST_CELLS = 256
MOST_BATCHES = 20_000
"""Batches, and so parts of a table, that a sweep is cut into; a larger one is cut more coarsely."""

Columns = Mapping[str, Array]


@dataclass(frozen=True)
class Batch:
    """Some cells of one base config.

    Attributes:
        base: The config that cells differ from.
        cells: The cells, those of one future side by side.
    """

    base: Config
    cells: Sequence[Cell]

    @property
    def id(self) -> str:
        """Hash of the cells."""
        return hashlib.sha256("".join(cell.id for cell in self.cells).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Finished:
    """What became of a cell.

    Attributes:
        cell: The cell.
        tables: Table to its columns, a row a replication or finer; empty if the cell failed.
        reason: Why it failed; empty if it did not.
        trace: Where it failed.
    """

    cell: Cell
    tables: Mapping[str, Columns] = field(default_factory=dict)
    reason: str = ""
    trace: str = ""


def batches(base: Config, cells: Iterable[Cell], count: int) -> Iterator[Batch]:
    """Yield cells in batches of about a second each, longer where there are very many cells.

    Args:
        base: The config that cells differ from.
        cells: The cells.
        count: How many there are, about.
    """
    scale = max(1, ceil(count / MOST_CELLS / MOST_BATCHES))
    most, longest = MOST_CELLS * scale, 1.0
    kept: list[Cell] = []
    seconds = 0.0
    for cell in cells:
        if not kept:
            each = seconds_of(base, cell.replications)
            longest = max(1.0, count * each / MOST_BATCHES)
        kept.append(cell)
        seconds += each
        if seconds >= longest or len(kept) == most:
            yield Batch(base, kept)
            kept, seconds = [], 0.0
    if kept:
        yield Batch(base, kept)


def seconds_of(base: Config, replications: int) -> float:
    """Return about how long a cell takes on one core."""
    seats = base.population.vendors * base.population.alliances_per_vendor
    return SECONDS_PER_CALLS + SECONDS_PER_ROW * replications * seats * base.quarters


def run_batch(batch: Batch) -> list[Finished]:
    """Run every cell of a batch; one that fails takes no other with it."""
    finished = {
        one.cell.id: one
        for cells in _apart(batch.cells, partial(_run_apart, batch.base))
        for one in _run(batch.base, cells)
    }
    return [finished[cell.id] for cell in batch.cells]


def _apart(cells: Iterable[Cell], mark: Callable[[Cell], Hashable]) -> list[list[Cell]]:
    """Return cells parted by a mark, each part in the order given."""
    parts: dict[Hashable, list[Cell]] = {}
    for cell in cells:
        parts.setdefault(mark(cell), []).append(cell)
    return list(parts.values())


def _run_apart(base: Config, cell: Cell) -> Hashable:
    """Return what a cell's companions in a block must share with it, beside the base.

    In double precision a parameter is the same to the last bit as a number and as one value a
    world, wherever the mechanisms are our own; elsewhere futures do not mix.
    """
    may_mix = base.precision == "double" and not own_modules("mechanism")
    shared = unlike_parameters(cell.future) if may_mix else cell.future
    return _told(shared), cell.first, cell.replications


def _told(values: Values) -> Hashable:
    return tuple(sorted(values.items()))


def _run(base: Config, cells: Sequence[Cell]) -> list[Finished]:
    """Run cells together; where that fails, future by future, and then each alone."""
    try:
        return _run_together(base, cells)
    except Exception as error:
        if len(cells) == 1:
            return [_failed(cells[0], error)]
        parts = _apart(cells, lambda cell: _told(cell.future))
        if len(parts) == 1:
            parts = [[cell] for cell in cells]
        return [one for part in parts for one in _run(base, part)]


def _failed(cell: Cell, error: Exception) -> Finished:
    if isinstance(error, ProblemsError):
        return Finished(cell, reason="; ".join(error.problems))
    trace = "".join(traceback.format_exception(error))
    return Finished(cell, reason=f"{type(error).__name__}: {error}", trace=trace)


def _run_together(base: Config, cells: Sequence[Cell]) -> list[Finished]:
    """Run cells that differ in policy and parameters only."""
    panel = PANEL if base.record == "alliances" else ()
    settings = {
        _told(some[0].future): prepare(future_config(base, some[0].future), panel).setting
        for some in _apart(cells, lambda cell: _told(cell.future))
    }
    copies = [Copy(cell.policy, settings[_told(cell.future)].parameters) for cell in cells]
    setting = next(iter(settings.values()))
    numbers = np.arange(cells[0].first, cells[0].first + cells[0].replications)
    results = run_stacked(copies, setting, numbers)
    return [
        _finished(cell, result, base.record) for cell, result in zip(cells, results, strict=True)
    ]


def _finished(cell: Cell, result: Result, record: str) -> Finished:
    outcomes = {name: outcome.of(result) for name, outcome in OUTCOMES.items()}
    for name, values in outcomes.items():
        broken = int(np.sum(~np.isfinite(values)))
        if broken and name not in MAY_BE_UNKNOWN:
            return Finished(cell, reason=f"{name} is not finite in {broken} replications")
    tables = {"replications": {"replication": result.replications, **outcomes}}
    if record != "summary":
        tables["quarters"] = result.columns()
    if record == "alliances":
        tables["alliances"] = result.panel_columns()
    return Finished(cell, tables)
