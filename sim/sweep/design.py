"""Designs: from axes to points; lists are crossed with one another, ranges are sampled together."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.base.problems import ProblemsError
from sim.config.sweep import LEVERS, UNCERTAINTIES, Axes, Span, SweepConfig, cell_problems

Point = dict[str, float | str]


def points(sweep: SweepConfig, seed: int) -> list[Point]:
    """Return the points of a sweep's design, axis to value.

    Args:
        sweep: What to vary and how.
        seed: Seed of designs with luck in them (Latin hypercube, Sobol, Morris).

    Raises:
        ProblemsError: A design table can't be read.
    """
    axes = {**sweep.levers, **sweep.uncertainties}
    if sweep.design == "list":
        return [dict(cell) for cell in sweep.cells]
    if sweep.design == "table":
        return read_table(Path(str(sweep.table)))
    if sweep.design == "zip":
        return [
            dict(zip(axes, row, strict=True)) for row in zip(*_lists(axes).values(), strict=True)
        ]
    if sweep.design == "grid":
        steps = {
            name: np.linspace(axis.low, axis.high, sweep.points).tolist()
            if isinstance(axis, Span)
            else list(axis)
            for name, axis in axes.items()
        }
        return [_whole(dict(zip(steps, row, strict=True))) for row in product(*steps.values())]
    spans, lists = _spans(axes), _lists(axes)
    sampled = _scaled(sample(sweep.design, sweep.points, len(spans), seed), spans)
    return [
        {**dict(zip(lists, chosen, strict=True)), **point}
        for chosen in product(*lists.values())
        for point in sampled
    ]


def sample(design: str, size: int, dimensions: int, seed: int) -> Array:
    """Return points of the unit cube, shape (points, dimensions)."""
    from scipy.stats import qmc

    if design == "latin":
        return qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed)).random(size)
    if design == "sobol":
        return saltelli(size, dimensions, seed)
    return trajectories(size, dimensions, seed)


def saltelli(size: int, dimensions: int, seed: int) -> Array:
    """Return A, B and every AB_i below one another, shape (size * (dimensions + 2), dimensions).

    AB_i is A with column i from B. Source: Saltelli et al. 2010, table 2.
    """
    from scipy.stats import qmc

    rng = np.random.default_rng(seed)
    both = qmc.Sobol(2 * dimensions, rng=rng).random(size)
    a, b = both[:, :dimensions], both[:, dimensions:]
    mixed = [np.where(np.arange(dimensions) == i, b, a) for i in range(dimensions)]
    return np.concatenate([a, b, *mixed])


MORRIS_LEVELS = 4
MORRIS_STEP = MORRIS_LEVELS / (2 * (MORRIS_LEVELS - 1))


def trajectories(count: int, dimensions: int, seed: int) -> Array:
    """Return Morris trajectories, each of `dimensions` + 1 points that differ in one coordinate.

    Four levels, steps of 2/3, coordinates in random order, starts at random among the levels from
    which the step stays within the cube. Source: Morris 1991.
    """
    rng = np.random.default_rng(seed)
    paths = np.empty((count, dimensions + 1, dimensions))
    for path in paths:
        low = rng.integers(0, MORRIS_LEVELS // 2, dimensions) / (MORRIS_LEVELS - 1)
        upward = rng.random(dimensions) < 0.5
        path[:] = np.where(upward, low, low + MORRIS_STEP)
        for step, i in enumerate(rng.permutation(dimensions), start=1):
            path[step:, i] = low[i] + MORRIS_STEP if upward[i] else low[i]
    return paths.reshape(-1, dimensions)


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
    rows = (low + cube * (high - low)).tolist()
    return [_whole(dict(zip(spans, row, strict=True))) for row in rows]


def _whole(point: Point) -> Point:
    """Return a point with whole numbers where only these make sense."""
    known = {**LEVERS, **UNCERTAINTIES}
    return {
        name: float(round(value))
        if isinstance(value, float) and name in known and known[name].is_whole
        else value
        for name, value in point.items()
    }
