"""What a config costs, told before it is begun: cells, worlds, memory, disk and about how long.

The figures per value are measured on one machine (docs/sweeps.md has estimate beside truth); they
are there to tell seconds from hours, and to refuse what cannot fit (`sim.cli.room`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from sim.cli.doubt import MOST_ALLIANCES, is_asked
from sim.compare.outcomes import OUTCOMES
from sim.config.ensemble import Recipe
from sim.config.schema import Config
from sim.config.sweep import Span, SweepConfig
from sim.ensemble.doubt import WORLDS
from sim.ensemble.sets import size_of
from sim.ensemble.stored import stored_sets
from sim.ensemble.targets import TOGETHER
from sim.run.measures import MEASURES
from sim.run.recorder import PANEL
from sim.run.simulate import BLOCK_BYTES, LARGE
from sim.study.study import chosen_policies, prepare
from sim.sweep.batch import SECONDS_PER_CALLS, SECONDS_PER_ROW
from sim.sweep.plan import plan

GB = 1e9
PROCESS = 0.15 * GB  # the program itself, and each worker
JUDGE = 0.1 * GB  # what judges cells
PAGE = 0.1 * GB  # figures and the report
PER_ROW = 190.0  # bytes a byte of precision, of an alliance that is worked on
PER_LARGE_ROW = 40.0  # the same of one among so many that only what lasts is kept
PER_KEPT = 40.0  # bytes in memory, of a value on its way to a file
PER_STORED = 6.0  # bytes on disk, of a value
PER_JUDGED_CELL = 2000.0  # bytes in memory, beside its outcomes
PER_JUDGED = 32.0  # of an outcome of a replication that is judged
PER_KNOWN_CELL = 130.0  # bytes in memory, of a cell kept in mind as no grid tells whether it is new
PER_DRAWN = 20.0  # of a value of a Latin hypercube
LEDGER = 120.0  # bytes on disk, of a cell
PER_LISTED = 500.0  # the same of one that is judged, in cells.csv
SECONDS = 1.5  # to begin
PAGE_SECONDS = 4.0
PAGE_DISK = 15e6
CELLS_DISK = 2e6  # what is written beside cells and their table, a page at most


@dataclass(frozen=True)
class Cost:
    """What a config asks of a machine, at most.

    Attributes:
        cells: Policies in futures; of a study, policies.
        worlds: Worlds drawn for each cell.
        rows: Alliances times quarters, over all cells and worlds.
        memory: Part of the program to bytes, those that exist at the same time.
        disk: Bytes written.
        seconds: About how long it takes.
        workers: Processes that share the work.
    """

    cells: int
    worlds: int
    rows: float
    memory: Mapping[str, float]
    disk: float
    seconds: float
    workers: int

    @property
    def bytes(self) -> float:
        """Memory of all parts."""
        return sum(self.memory.values())


def cost_of(config: Config, jobs: int = 1) -> Cost:
    """Return what a config costs; of a multirun, as many times as it has jobs."""
    if config.sweep is not None:
        return _sweep(config, config.sweep)
    if config.search is not None:
        return _search(config)
    if config.ensemble is not None:
        return _ensemble(config)
    one = _study(config)
    if jobs == 1:
        return one
    kept = jobs * one.cells * one.worlds * len(OUTCOMES) * PER_JUDGED
    return replace(
        one,
        cells=jobs * one.cells,
        rows=jobs * one.rows,
        memory={**one.memory, "outcomes": kept},
        disk=jobs * one.disk,
        seconds=jobs * one.seconds,
    )


def _study(config: Config) -> Cost:
    seats, accounts = _seats(config)
    worlds = _most_worlds(config)
    cells = len(chosen_policies(config))
    rows = float(cells) * worlds * seats * config.quarters
    values = float(cells) * worlds * _values(config, accounts)
    at_once = min(worlds * seats, _block(config, seats))
    workers = min(config.workers, ceil(worlds * seats / at_once))
    page = PAGE if config.figures else 0.0
    seconds = (rows / _cores(workers) + _rows_of_rules(config, seats)) * SECONDS_PER_ROW
    return Cost(
        cells=cells,
        worlds=worlds,
        rows=rows,
        memory={
            "workers": workers * PROCESS if workers > 1 else 0.0,
            "worlds": workers * _worked_on(config, seats, at_once),
            "results": values * PER_KEPT,
            "program": PROCESS + page,
        },
        disk=values * PER_STORED + (PAGE_DISK if config.figures else 1e5),
        seconds=SECONDS + seconds + PAGE_SECONDS * config.figures,
        workers=workers,
    )


def _rows_of_rules(config: Config, seats: int) -> float:
    """Return the alliances times quarters of a study in all rule sets, if it asks them."""
    if not is_asked(config) or seats > MOST_ALLIANCES:
        return 0.0
    cells = size_of(stored_sets()) * len(chosen_policies(config))
    return float(cells) * WORLDS * seats * config.quarters


def _sweep(config: Config, sweep: SweepConfig) -> Cost:
    planned = plan(config)
    largest = _largest_population(config, sweep)
    cells = planned.count
    judged = cells * (PER_JUDGED_CELL + _most_worlds(config) * len(OUTCOMES) * PER_JUDGED)
    known = 0.0 if planned.points.are_distinct else cells * PER_KNOWN_CELL
    if sweep.design == "latin":  # drawn whole
        axes = {**sweep.levers, **sweep.uncertainties}.values()
        known += sweep.points * sum(isinstance(axis, Span) for axis in axes) * PER_DRAWN
    return _cells(largest, cells, cells, judged if sweep.answer else 0.0, known)


def _search(config: Config) -> Cost:
    assert config.search is not None
    wanted = config.search
    tried = wanted.trials * len(wanted.scenarios)
    again = (len(config.policies) + 2) * len(wanted.scenarios)
    judged = again * (PER_JUDGED_CELL + wanted.fresh * len(OUTCOMES) * PER_JUDGED)
    equal = again * (1 + wanted.fresh / config.replications)
    return _cells(config, tried + 2 * again, tried + equal, judged, 0.0)


def _ensemble(config: Config) -> Cost:
    """Return the cost of building the ensemble; a set is measured in some five runs of 20 quarters.

    One part of `TOGETHER` sets exists at a time, all vendors watched.
    """
    recipe = Recipe(**config.ensemble.model_dump()) if config.ensemble else Recipe()
    seats, _ = _seats(config)
    early = (recipe.first + (recipe.waves - 1) * recipe.later) * recipe.worlds
    worlds = early + recipe.candidates * recipe.fresh
    at_once = TOGETHER * max(recipe.worlds, recipe.fresh) * seats
    rows = 5.0 * worlds * seats * config.quarters
    return Cost(
        cells=recipe.first + (recipe.waves - 1) * recipe.later + recipe.candidates,
        worlds=worlds,
        rows=rows,
        memory={"worlds": _worked_on(config, seats, at_once), "program": PROCESS},
        disk=2000.0 * worlds / recipe.worlds,
        seconds=SECONDS + rows * SECONDS_PER_ROW,
        workers=1,
    )


def _cells(config: Config, cells: int, equal: float, judged: float, known: float) -> Cost:
    """Return the cost of cells; `equal` is their number in worlds of the config's own number."""
    seats, accounts = _seats(config)
    worlds = _most_worlds(config)
    each = float(worlds) * seats * config.quarters
    workers = 1
    if config.launcher.name == "local":
        workers = config.launcher.workers or os.cpu_count() or 1
    here = config.launcher.name != "dask"
    values = float(worlds) * (
        len(OUTCOMES) + (0 if config.record == "summary" else _values(config, accounts))
    )
    at_once = min(worlds * seats, _block(config, seats))
    page = PAGE if config.figures else 0.0
    return Cost(
        cells=cells,
        worlds=worlds,
        rows=equal * each,
        memory={
            "workers": workers * PROCESS if config.launcher.name == "local" else 0.0,
            "worlds": workers * _worked_on(config, seats, at_once) * here,
            "plan": known,
            "answer": judged,
            "program": PROCESS + JUDGE + page,
        },
        disk=equal * (LEDGER + values * PER_STORED)
        + (cells * PER_LISTED if judged else 0.0)
        + CELLS_DISK,
        seconds=SECONDS
        + equal * (SECONDS_PER_CALLS + each * SECONDS_PER_ROW) / _cores(workers)
        + PAGE_SECONDS * config.figures,
        workers=workers,
    )


def _cores(workers: int) -> int:
    return min(workers, os.cpu_count() or 1)


def _most_worlds(config: Config) -> int:
    if config.half_width is None:
        return config.replications
    return max(config.replications, config.most_replications)


def _seats(config: Config) -> tuple[int, int]:
    """Return the alliances of a world, and those of the focal vendor."""
    size = config.population
    if size.path is None:
        return size.vendors * size.alliances_per_vendor, size.alliances_per_vendor
    setting = prepare(config).setting
    world = setting.draw(setting.parameters, setting.seed, [0])
    return len(world.vendor), int(np.count_nonzero(world.vendor == 0))


def _values(config: Config, accounts: int) -> float:
    """Return how many values a world of a policy leaves, in all quarters."""
    each = 0 if config.record == "summary" else len(MEASURES)
    of_accounts = accounts * len(PANEL) if config.record == "alliances" else 0
    return config.quarters * float(max(each, 1) + of_accounts)


def _block(config: Config, seats: int) -> int:
    """Return the alliances that are worked on at once, of one world at least."""
    return max(seats, BLOCK_BYTES // _precision(config))


def _precision(config: Config) -> int:
    return 4 if config.precision == "single" else 8


def _worked_on(config: Config, seats: int, at_once: int) -> float:
    each = PER_LARGE_ROW if seats >= LARGE else PER_ROW
    return at_once * each * _precision(config)


def _largest_population(config: Config, sweep: SweepConfig) -> Config:
    """Return a config with the largest market that a sweep has."""
    changed = {}
    for name in ("vendors", "alliances_per_vendor"):
        axis = sweep.uncertainties.get(name)
        if axis is not None:
            values = [axis.low, axis.high] if isinstance(axis, Span) else axis
            changed[name] = int(max(float(value) for value in values))
    population = config.population.model_copy(update=changed)
    return config.model_copy(update={"population": population})
