"""The ensemble, built in waves: draw, measure, learn where the targets are met, look there again.

The first wave is drawn from the prior; each later one where an emulator fitted to all sets so far
takes them to be plausible. The last filter measures candidates in fresh, larger worlds. Every part
is kept as it is done, so that a build that is stopped goes on where it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.config.ensemble import Recipe
from sim.ensemble.emulator import emulator, plausible_points
from sim.ensemble.sets import Sets, doubted, drawn_points, from_cube, some
from sim.ensemble.targets import TOGETHER, Target, is_plausible, measured

LATE = ("median_life",)
"""Figures that cost as much as all others; only sets that meet these are asked for them."""


@dataclass(frozen=True)
class Built:
    """What came of a build.

    Attributes:
        sets: The plausible sets.
        figures: Their figures, in the fresh worlds.
        passed: By wave and by figure, the share of sets that met it; the last row is the filter.
    """

    sets: dict[str, Array]
    figures: dict[str, Array]
    passed: list[dict[str, float | str]]


Report = Callable[[str, int, int], None]
"""Told of every part done: wave, sets done, sets in all."""


def build(recipe: Recipe, known: Sequence[Target], parts: Path, report: Report) -> Built:
    """Build an ensemble.

    Args:
        recipe: How.
        known: The targets.
        parts: Folder in which every part is kept; it belongs to this recipe and this code alone.
        report: Told of progress.
    """
    early = [t for t in known if t.figure not in LATE]
    points = np.empty((0, len(doubted())))
    figures: dict[str, Array] = {t.figure: np.empty(0) for t in early}
    passed: list[dict[str, float | str]] = []
    for wave in range(recipe.waves):
        if wave == 0:
            new = drawn_points(recipe.first, recipe.seed)
        else:
            new = _next_points(points, figures, early, recipe, recipe.later, wave)
        seeds = partial(_own_worlds, recipe.seed + 1000 * (wave + 1))
        found = _measured(f"wave{wave + 1}", new, early, recipe.worlds, seeds, parts, report)
        points = np.concatenate([points, new])
        figures = {name: np.concatenate([figures[name], found[name]]) for name in figures}
        passed.append(_shares(f"wave {wave + 1}", found, early))
    new = _next_points(points, figures, early, recipe, recipe.candidates, recipe.waves)
    fresh = partial(_same_worlds, recipe.seed)
    found = _measured("filter", new, early, recipe.fresh, fresh, parts, report)
    kept = is_plausible(found, early)
    late = [t for t in known if t.figure in LATE]
    if late and kept.any():
        more = _measured("late", new[kept], late, recipe.fresh, fresh, parts, report)
        found = {name: values[kept] for name, values in found.items()} | more
        new, kept = new[kept], is_plausible(found, known)
    passed.append(_shares("filter", found, known))
    return Built(
        some(from_cube(new), kept), {name: values[kept] for name, values in found.items()}, passed
    )


def _own_worlds(seed: int, first: int) -> int:
    """Let each part of a wave meet worlds of its own: the emulator then learns rules, not luck."""
    return seed + first // TOGETHER


def _same_worlds(seed: int, first: int) -> int:
    return seed


def _next_points(
    points: Array,
    figures: dict[str, Array],
    known: Sequence[Target],
    recipe: Recipe,
    count: int,
    wave: int,
) -> Array:
    """Return points to measure next; more of them begin with the same ones."""
    seed = recipe.seed + 100 * wave
    learned = emulator(points, figures, known, seed)
    some_at_a_time = [
        plausible_points(learned, TOGETHER, points.shape[1], recipe.steps, [seed, first])
        for first in range(0, count, TOGETHER)
    ]
    return np.concatenate(some_at_a_time)[:count]


def _measured(
    name: str,
    points: Array,
    known: Sequence[Target],
    worlds: int,
    seeds: Callable[[int], int],
    parts: Path,
    report: Report,
) -> dict[str, Array]:
    """Return figures of points, part by part, those done before read back.

    `seeds` gives the seed of the worlds that a part meets, from the number of its first set.
    """
    figures, total = [t.figure for t in known], len(points)
    found: list[dict[str, Array]] = []
    for first in range(0, total, TOGETHER):
        sets = from_cube(points[first : first + TOGETHER])
        path = parts / f"{name}_{first:05d}.npz"
        found.append(_kept(path, sets, figures, worlds, seeds(first)))
        report(name, min(first + TOGETHER, total), total)
    return {figure: np.concatenate([part[figure] for part in found]) for figure in figures}


def _kept(path: Path, sets: Sets, figures: list[str], worlds: int, seed: int) -> dict[str, Array]:
    """Return the figures of a part, read if they were kept for the very same sets."""
    if path.exists():
        with np.load(path) as file:
            is_same = all(np.array_equal(file[f"set.{name}"], sets[name]) for name in sets)
            if is_same and all(figure in file.files for figure in figures):
                return {figure: file[figure] for figure in figures}
    found = measured(sets, figures, worlds, seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(unfinished := path.with_suffix(".part"), "wb") as file:
        columns: dict[str, Any] = {**found, **{f"set.{k}": values for k, values in sets.items()}}
        np.savez(file, **columns)
    os.replace(unfinished, path)
    return found


def _shares(name: str, found: dict[str, Array], known: Sequence[Target]) -> dict[str, float | str]:
    told: dict[str, float | str] = {"wave": name, "sets": float(len(next(iter(found.values()))))}
    for target in known:
        if target.figure in found:
            near = is_plausible({target.figure: found[target.figure]}, [target])
            told[target.figure] = float(near.mean())
    told["all"] = float(is_plausible(found, known).mean())
    return told
