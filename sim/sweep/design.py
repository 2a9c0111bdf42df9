"""Designs: from axes to points; lists are crossed with one another, ranges are sampled together."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import prod
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.base.problems import ProblemsError
from sim.config.sweep import LEVERS, UNCERTAINTIES, Axes, Span, SweepConfig, cell_problems

Point = dict[str, float | str]

WHOLE = {name for name, spec in (LEVERS | UNCERTAINTIES).items() if spec.is_whole}
"""Axes on which only whole numbers make sense."""

ROWS = 10_000
"""Points that are turned from numbers into names and values at a time."""


@dataclass(frozen=True)
class Points:
    """The points of a design, made anew whenever they are gone through: there may be 10^8.

    Attributes:
        count: How many there are.
        futures: How many futures they stand in, at most.
        are_distinct: Whether points of one future stand side by side and no two are the same.
        make: Makes them, axis to value.
    """

    count: int
    futures: int
    are_distinct: bool
    make: Callable[[], Iterator[Point]]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Point]:
        return self.make()


def listed(given: Sequence[Point]) -> Points:
    """Return points that are given one by one."""
    futures = {tuple(sorted(future_of(point).items())) for point in given}
    return Points(len(given), len(futures), False, lambda: iter(given))


def future_of(point: Point) -> Point:
    """Return the part of a point that no vendor chooses."""
    return {name: x for name, x in point.items() if name not in LEVERS and name != "policy"}


def points(sweep: SweepConfig, seed: int) -> Points:
    """Return the points of a sweep's design.

    Args:
        sweep: What to vary and how.
        seed: Seed of designs with luck in them (Latin hypercube, Sobol, Morris).

    Raises:
        ProblemsError: A design table can't be read.
    """
    axes = {**sweep.levers, **sweep.uncertainties}
    if sweep.design == "list":
        return listed([dict(cell) for cell in sweep.cells])
    if sweep.design == "table":
        return listed(read_table(Path(str(sweep.table))))
    if sweep.design == "zip":
        rows = zip(*_lists(axes).values(), strict=True)
        return listed([dict(zip(axes, row, strict=True)) for row in rows])
    if sweep.design == "grid":
        return _grid(sweep)
    count = size(sweep.design, sweep.points, len(_spans(axes)))
    lists = _lists(axes)
    crossed = prod(len(axis) for axis in lists.values())
    of_futures = [len(axis) for name, axis in lists.items() if name not in LEVERS]
    is_sampled = any(name not in LEVERS for name in _spans(axes))
    futures = prod(of_futures) * (count if is_sampled else 1)
    return Points(count * crossed, futures, False, partial(_sampled, sweep, seed))


def _grid(sweep: SweepConfig) -> Points:
    """Return every combination, those of one future side by side."""
    futures, levers = (
        {name: _steps(name, axis, sweep.points) for name, axis in axes.items()}
        for axes in (sweep.uncertainties, sweep.levers)
    )

    def make() -> Iterator[Point]:
        for values in product(*futures.values()):
            future = dict(zip(futures, values, strict=True))
            for chosen in product(*levers.values()):
                yield dict(zip(levers, chosen, strict=True)) | future

    count = prod(len(steps) for steps in futures.values())
    return Points(count * prod(len(steps) for steps in levers.values()), count, True, make)


def _steps(name: str, axis: Span | list[float | str], count: int) -> list[float | str]:
    """Return the values of an axis of a grid, each once."""
    if isinstance(axis, list):
        return list(dict.fromkeys(axis))
    steps = np.linspace(axis.low, axis.high, count)
    return list(dict.fromkeys((np.rint(steps) if name in WHOLE else steps).tolist()))


def _sampled(sweep: SweepConfig, seed: int) -> Iterator[Point]:
    axes = {**sweep.levers, **sweep.uncertainties}
    spans, lists = _spans(axes), _lists(axes)
    for chosen in product(*lists.values()):
        told = dict(zip(lists, chosen, strict=True))
        for cube in sample(sweep.design, sweep.points, len(spans), seed):
            for first in range(0, len(cube), ROWS):
                for point in _scaled(cube[first : first + ROWS], spans):
                    yield told | point


def size(design: str, points: int, dimensions: int) -> int:
    """Return how many points a sample has."""
    return points * {"latin": 1, "sobol": dimensions + 2, "morris": dimensions + 1}[design]


def sample(design: str, size: int, dimensions: int, seed: int) -> Iterator[Array]:
    """Yield points of the unit cube, in blocks of shape (points, dimensions)."""
    from scipy.stats import qmc

    if design == "latin":
        yield qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(size)
    elif design == "sobol":
        yield from saltelli(size, dimensions, seed)
    else:
        yield from trajectories(size, dimensions, seed)


def saltelli(size: int, dimensions: int, seed: int) -> Iterator[Array]:
    """Yield A, B and every AB_i, each of shape (size, dimensions).

    AB_i is A with column i from B. Source: Saltelli et al. 2010, table 2.
    """
    from scipy.stats import qmc

    rng = np.random.default_rng(seed)
    both = qmc.Sobol(2 * dimensions, rng=rng).random(size)
    a, b = both[:, :dimensions], both[:, dimensions:]
    yield a
    yield b
    for i in range(dimensions):
        yield np.where(np.arange(dimensions) == i, b, a)


MORRIS_LEVELS = 4
MORRIS_STEP = MORRIS_LEVELS / (2 * (MORRIS_LEVELS - 1))


def trajectories(count: int, dimensions: int, seed: int) -> Iterator[Array]:
    """Yield Morris trajectories, each of `dimensions` + 1 points that differ in one coordinate.

    Four levels, steps of 2/3, coordinates in random order, starts at random among the levels from
    which the step stays within the cube. Source: Morris 1991.
    """
    rng = np.random.default_rng(seed)
    for _ in range(count):
        path = np.empty((dimensions + 1, dimensions))
        low = rng.integers(0, MORRIS_LEVELS // 2, dimensions) / (MORRIS_LEVELS - 1)
        upward = rng.random(dimensions) < 0.5
        path[:] = np.where(upward, low, low + MORRIS_STEP)
        for step, i in enumerate(rng.permutation(dimensions), start=1):
            path[step:, i] = low[i] + MORRIS_STEP if upward[i] else low[i]
        yield path


def read_table(path: Path) -> list[Point]:
    """Return the points of a CSV file, a column an axis (``policy`` names one), a row a cell.

    Raises:
        ProblemsError: It can't be read or holds something no axis can be; all problems are listed.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ProblemsError(
            [f"sweep.table: {str(path)!r} given; cannot be read ({error})"]
        ) from None
    if not rows:
        raise ProblemsError([f"sweep.table: {str(path)!r} given; has no row below its header"])
    table: list[Point] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=2):
        where = f"{path.name}, line {number}"
        if None in row or None in row.values():
            problems.append(f"{where}: not as many values as the header has columns")
            continue
        table.append({name: _value(text) for name, text in row.items() if text != ""})
        problems += cell_problems(where, table[-1])
    if problems:
        raise ProblemsError(problems)
    return table


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text.strip()


def _spans(axes: Axes) -> dict[str, Span]:
    return {name: axis for name, axis in axes.items() if isinstance(axis, Span)}


def _lists(axes: Axes) -> dict[str, list[float | str]]:
    return {name: axis for name, axis in axes.items() if isinstance(axis, list)}


def _scaled(cube: Array, spans: dict[str, Span]) -> list[Point]:
    low = np.array([span.low for span in spans.values()])
    high = np.array([span.high for span in spans.values()])
    rows = low + cube * (high - low)
    is_whole = [name in WHOLE for name in spans]
    rows[:, is_whole] = np.rint(rows[:, is_whole])
    return [dict(zip(spans, row, strict=True)) for row in rows.tolist()]
