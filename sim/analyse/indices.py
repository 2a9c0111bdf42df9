"""What an outcome depends on: Sobol indices and Morris effects, from designs made for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import LEVEL, Interval


@dataclass(frozen=True)
class Sobol:
    """Shares of an outcome's variance, each with arrays of shape (inputs,).

    Attributes:
        first: Share explained by the input alone.
        total: Share lost if the input were known, its interactions included.
    """

    first: Interval
    total: Interval


def sobol(values: Array, inputs: int, seed: int = 0) -> Sobol:
    """Return the Sobol indices of an outcome over the points of `sim.sweep.design.saltelli`.

    Intervals are percentiles of a bootstrap over base points.
    Source: Saltelli et al. 2010 (first order), Jansen 1999 (total).

    Args:
        values: Outcome at A, B and every AB_i, in order, shape (points * (inputs + 2),).
        inputs: Number of inputs.
        seed: Seed of the resampling.
    """
    a, b, *mixed = values.reshape(inputs + 2, -1)
    found = _sobol(a, b, np.array(mixed))
    rng = np.random.default_rng(seed)
    again = np.array(
        [
            _sobol(a[rows], b[rows], np.array(mixed)[:, rows])
            for rows in rng.integers(0, len(a), (1000, len(a)))
        ]
    )
    tail = 0.5 * (1.0 - LEVEL)
    low, high = np.quantile(again, [tail, 1.0 - tail], axis=0)
    first, total = (Interval(found[i], low[i], high[i]) for i in (0, 1))
    return Sobol(first, total)


def _sobol(a: Array, b: Array, mixed: Array) -> Array:
    """Return first-order and total indices, shape (2, inputs)."""
    both = np.concatenate([a, b])
    variance, centre = both.var(), both.mean()
    if variance == 0.0:
        return np.zeros((2, len(mixed)))
    first = ((b - centre) * (mixed - a)).mean(axis=1) / variance
    total = 0.5 * ((a - mixed) ** 2).mean(axis=1) / variance
    return np.array([first, total])


@dataclass(frozen=True)
class Morris:
    """Effects of going through an input's whole range, each of shape (inputs,).

    Attributes:
        mean: Mean effect, in units of the outcome.
        size: Mean absolute effect (mu*): how much the input matters.
        spread: Standard deviation of effects: how much that hangs on the other inputs.
    """

    mean: Array
    size: Array
    spread: Array


def morris(values: Array, cube: Array) -> Morris:
    """Return the elementary effects of an outcome along the trajectories of a design.

    Source: Morris 1991; mu* is Campolongo et al. 2007.

    Args:
        values: Outcome at each point, shape (trajectories * (inputs + 1),).
        cube: The points in the unit cube, shape (trajectories * (inputs + 1), inputs).
    """
    inputs = cube.shape[1]
    steps = np.diff(cube.reshape(-1, inputs + 1, inputs), axis=1)
    rises = np.diff(values.reshape(-1, inputs + 1), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    slopes = rises / np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    effects = np.empty_like(slopes)
    np.put_along_axis(effects, moved, slopes, axis=1)
    spread = effects.std(axis=0, ddof=1) if len(effects) > 1 else np.full(inputs, np.nan)
    return Morris(effects.mean(axis=0), np.abs(effects).mean(axis=0), spread)
