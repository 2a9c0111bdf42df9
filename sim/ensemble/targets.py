"""Targets: published figures that a plausible rule set must come near, and how near.

The table stands in ``results/ensemble/targets.csv``. Tolerances are judgement, so they stand beside
every figure: for the observation, for the model's own discrepancy, and for the luck of the worlds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from sim.base.arrays import Array
from sim.base.paths import ensemble_folder
from sim.ensemble.figures import FIGURES
from sim.ensemble.sets import Sets, size_of, some, worlds_of

TOGETHER = 256
"""Rule sets measured at once: enough to make calls cheap, few enough to hold."""

TOO_FAR = 2.0
"""Implausibility above which a set is no longer plausible. Source: history matching, 2 to 3."""


@dataclass(frozen=True)
class Target:
    """A published figure to come near.

    Attributes:
        figure: Name in `sim.ensemble.figures.FIGURES`.
        group: ``C`` to calibrate by, ``seed`` a number of the sources, ``anchor`` of the
            specification.
        source: Where the figure is published.
        published: The figure.
        scale: Whether distances are those of the figure or of its logarithm.
        observation: Standard deviation of the published figure.
        discrepancy: That of what the model cannot know.
        simulation: That of a mean over the worlds of the last check.
    """

    figure: str
    group: str
    source: str
    published: float
    scale: Literal["linear", "log"]
    observation: float
    discrepancy: float
    simulation: float

    @property
    def tolerance(self) -> float:
        """The three standard deviations together: the root of the sum of their squares."""
        return float(np.hypot(np.hypot(self.observation, self.discrepancy), self.simulation))

    @property
    def accepted(self) -> tuple[float, float]:
        """The values that are not too far."""
        ends = (-TOO_FAR * self.tolerance, TOO_FAR * self.tolerance)
        if self.scale == "log":
            low, high = (float(self.published * np.exp(end)) for end in ends)
        else:
            low, high = (self.published + end for end in ends)
        return low, high

    def implausibility(self, values: Array) -> Array:
        """Return how many tolerances values lie from the published figure; infinite for NaN."""
        is_log = self.scale == "log"
        with np.errstate(invalid="ignore", divide="ignore"):
            away = np.log(values / self.published) if is_log else values - self.published
            far = np.abs(away) / self.tolerance
        return np.where(np.isnan(far), np.inf, far)


def targets() -> list[Target]:
    """Return the targets of the table, in its order."""
    with (ensemble_folder() / "targets.csv").open(encoding="utf-8") as file:
        return [_read(row) for row in csv.DictReader(file)]


def _read(row: dict[str, str]) -> Target:
    numbers = {k: float(row[k]) for k in ("published", "observation", "discrepancy", "simulation")}
    scale: Literal["linear", "log"] = "log" if row["scale"] == "log" else "linear"
    return Target(row["figure"], row["group"], row["source"], scale=scale, **numbers)


def scaled(known: Sequence[Target], factor: float) -> list[Target]:
    """Return targets with the judged tolerances, those of observation and model, times a factor."""
    return [
        replace(t, observation=t.observation * factor, discrepancy=t.discrepancy * factor)
        for t in known
    ]


def measured(sets: Sets, figures: Sequence[str], worlds: int, seed: int) -> dict[str, Array]:
    """Return figures of rule sets, each the mean over the worlds in which it exists.

    Args:
        sets: The rule sets.
        figures: Names of figures.
        worlds: Worlds that each set meets.
        seed: Seed of worlds and luck.

    Returns:
        Figure to one value a set; NaN where it exists in no world.
    """
    parts = list(measured_in_parts(sets, figures, worlds, seed))
    return {name: np.concatenate([part[name] for part in parts]) for name in figures}


def measured_in_parts(
    sets: Sets, figures: Sequence[str], worlds: int, seed: int
) -> Iterator[dict[str, Array]]:
    """Yield figures of rule sets, some sets at a time."""
    for first in range(0, size_of(sets), TOGETHER):
        part = worlds_of(some(sets, slice(first, first + TOGETHER)), worlds, seed)
        with np.errstate(all="ignore"):  # an odd rule set may overflow; it is then far from any
            yield {name: _mean(FIGURES[name](part).reshape(-1, worlds)) for name in figures}


def _mean(values: Array) -> Array:
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)


def is_plausible(figures: dict[str, Array], known: Sequence[Target]) -> Array:
    """Say which sets come near enough to every target that has been measured."""
    far = [t.implausibility(figures[t.figure]) for t in known if t.figure in figures]
    worst: Array = np.max(far, axis=0)
    return worst <= TOO_FAR
