"""The luck that worlds are drawn with, by address too: (seed, replication, name, row).

So a world is the same alone and in a batch. Each value takes a word of its own. Distributions go
through 65,536 equally likely quantiles, as the normals of a run do; all are exact in single
precision, so single and double start alike.
"""

from __future__ import annotations

from functools import cache
from math import comb

import numpy as np

from sim.base.arrays import Array
from sim.core.draws import finalise, normal_quantiles, row_counters, stream_keys

_GRID = 4096
_TABLE_SHIFT, _UNIFORM_SHIFT = np.uint64(48), np.uint64(40)


class WorldLuck:
    """Draws for some worlds of equal size; each has the shape (replications x rows,).

    Args:
        seed: Any non-negative integer below 2^64.
        replications: Numbers of the replications.

    Attributes:
        worlds: How many there are.
    """

    def __init__(self, seed: int, replications: Array) -> None:
        self._seed, self._replications = seed, replications
        self.worlds = len(replications)

    def words(self, name: str, rows: int) -> Array:
        """Return a 64-bit word for each row, shape (replications, rows)."""
        keys = stream_keys(self._seed, self._replications, name)
        return finalise(np.add.outer(keys, row_counters(rows)))

    def uniform(self, name: str, rows: int, low: float = 0.0, high: float = 1.0) -> Array:
        """Return numbers from low to high, each as likely."""
        words = self.words(name, rows).ravel() >> _UNIFORM_SHIFT
        return (low + (high - low) * 2.0**-24 * words).astype(np.float32)

    def normal(self, name: str, rows: int) -> Array:
        """Return standard normals."""
        return self.through(normal_quantiles(), name, rows)

    def beta(self, name: str, rows: int, shape: tuple[int, int]) -> Array:
        """Return draws of Beta(a, b), for whole a and b."""
        return self.through(beta_quantiles(*shape), name, rows)

    def through(self, quantiles: Array, name: str, rows: int) -> Array:
        """Return draws of a distribution given by its 65,536 equally likely quantiles."""
        lanes = (self.words(name, rows).ravel() >> _TABLE_SHIFT).view(np.int64)
        return quantiles.take(lanes)

    def order(self, name: str, size: int) -> Array:
        """Return the numbers from 0 to size in random order, shape (replications, size)."""
        return np.argsort(self.words(name, size), axis=1)


@cache
def beta_quantiles(a: int, b: int) -> Array:
    """Return 65,536 equally likely values of Beta(a, b), right to 2e-5.

    The distribution function is that of the a-th smallest of a + b - 1 uniforms,
    ``sum over j >= a of C(n, j) x^j (1 - x)^(n - j)`` with ``n = a + b - 1``, inverted by straight
    lines between 4,097 points.
    """
    x, n = np.linspace(0.0, 1.0, _GRID + 1), a + b - 1
    below = np.sum([comb(n, j) * x**j * (1.0 - x) ** (n - j) for j in range(a, n + 1)], axis=0)
    return np.interp((np.arange(65536) + 0.5) / 65536, below, x).astype(np.float32)
