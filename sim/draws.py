"""Luck by address: every random number is a pure function of where it is used.

The address is (seed, replication, name, quarter, row). Nothing is consumed in order, so a policy,
a batch, a block or an engine cannot shift anybody's luck, and a replication alone meets the same
luck as in a batch.

Two steps make a number. SplitMix64's finaliser turns the address into a 64-bit word:
``z = key(seed, replication, table) + (counter + 1) * 0x9E3779B97F4A7C15``, then two xor-shift
multiplies. Each word is cut into four lanes of 16 bits. A normal is the quantile
``ndtri((lane + 1/2) / 65536)``, scaled to variance 1, so it takes 65,536 equally likely values
within +-4.3. A uniform is the upper 24 bits of two lanes over 2^24, in [0, 1). Both are exact in
single precision, so single and double runs meet the same luck.

Source: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_WORDS = 8  # words reserved a row and quarter; more draws fit without moving the others
_ROW_BITS = np.uint64(28)
_LANES = 4
_SPARE_BITS = 8
_MASK, _MASK_SCALE = np.uint64(2**24 - 1), 2.0**-24


@dataclass(frozen=True)
class Draw:
    """Where a named draw lives.

    Attributes:
        level: The table it has one value a row of: ``alliance``, ``partner`` or ``market``.
        kind: ``normal`` or ``uniform``.
        lane: First lane in the row's words, in units of 16 bits.
        size: Number of values a row.
    """

    level: str
    kind: str
    lane: int
    size: int = 1


DRAWS = {
    "market": Draw("market", "normal", 0),
    "rival": Draw("partner", "normal", 0),
    "view": Draw("alliance", "normal", 0, size=12),
    "arms_length": Draw("alliance", "normal", 12),
    "joint": Draw("alliance", "normal", 13),
    "value_reading": Draw("alliance", "normal", 14),
    "vision": Draw("alliance", "uniform", 16),
    "turnover": Draw("alliance", "uniform", 18),
    "termination": Draw("alliance", "uniform", 20),
}
"""Every random number of a run by name; a new one takes free lanes and moves no other."""


class Luck(Protocol):
    """Where a phase gets its random numbers from."""

    def draw(self, name: str, quarter: int) -> Array:
        """Return the draws of a quarter, shape (rows,), or (size, rows) where size > 1."""


@dataclass(frozen=True)
class GivenLuck:
    """Draws from stored arrays, name to (quarters, ..., rows), as for docking."""

    arrays: dict[str, Array]

    def draw(self, name: str, quarter: int) -> Array:
        """Return the stored draws of a quarter."""
        values: Array = self.arrays[name][quarter]
        return values


class AddressedLuck:
    """Draws made from their addresses, for a batch of replications of equal size.

    Args:
        seed: Any non-negative integer below 2^64.
        replications: Numbers of the replications in the batch.
        rows: Rows a replication, by level, as in ``{"alliance": 60, "partner": 20, "market": 1}``.
        dtype: Type of the numbers.
    """

    def __init__(
        self,
        seed: int,
        replications: Array,
        rows: dict[str, int],
        dtype: npt.DTypeLike = np.float64,
    ) -> None:
        self._keys = {level: stream_keys(seed, replications, level) for level in rows}
        self._rows = {level: np.arange(n, dtype=np.uint64) for level, n in rows.items()}
        self._sizes = {level: n * len(replications) for level, n in rows.items()}
        self._dtype: np.dtype[Any] = np.dtype(dtype)
        self._quarter = -1
        self._cache: dict[str, Array] = {}

    def draw(self, name: str, quarter: int) -> Array:
        """Return the draws of a quarter; asked twice, they are made once."""
        if quarter != self._quarter:
            self._quarter, self._cache = quarter, {}
        if name not in self._cache:
            self._cache[name] = self._make(DRAWS[name], quarter)
        return self._cache[name]

    def _make(self, what: Draw, quarter: int) -> Array:
        if what.kind == "uniform":
            word = self._word(what.level, quarter, what.lane // _LANES)
            high = np.uint64(16 * (what.lane % _LANES) + _SPARE_BITS)
            return ((word >> high) & _MASK).astype(self._dtype) * _MASK_SCALE
        values = np.empty((what.size, self._sizes[what.level]), self._dtype)
        for row, lane in zip(values, range(what.lane, what.lane + what.size), strict=True):
            word = self._word(what.level, quarter, lane // _LANES)
            row[:] = normal_quantiles().take(word.view(np.uint16)[lane % _LANES :: _LANES])
        return values[0] if what.size == 1 else values

    def _word(self, level: str, quarter: int, word: int) -> Array:
        cached = f"{level}/{word}"
        if cached not in self._cache:
            block = np.uint64(quarter * _WORDS + word) << _ROW_BITS
            counter = (block + self._rows[level] + np.uint64(1)) * _GOLDEN
            address = self._keys[level][:, None] + counter
            self._cache[cached] = finalise(address).astype("<u8", copy=False).ravel()
        return self._cache[cached]


def finalise(z: Array) -> Array:
    """Scramble 64-bit words: SplitMix64's output function, a bijection."""
    z = z ^ (z >> np.uint64(30))
    z *= _MIX_1
    z ^= z >> np.uint64(27)
    z *= _MIX_2
    z ^= z >> np.uint64(31)
    return z


def stream_keys(seed: int, replications: Array, purpose: str) -> Array:
    """Return one 64-bit key a replication, shape (replications,); a purpose has up to 8 letters."""
    named = np.uint64(int.from_bytes(purpose.encode(), "little"))
    with np.errstate(over="ignore"):
        base = finalise(finalise(np.atleast_1d(np.uint64(seed)) * _GOLDEN + named) + _GOLDEN)
        return finalise(finalise(base + (replications.astype(np.uint64) + np.uint64(1)) * _MIX_1))


@cache
def normal_quantiles() -> Array:
    """Return the 65,536 equally likely values of a standard normal draw, in single precision."""
    from scipy.special import ndtri  # imported here: it costs more than the rest of the module

    values = ndtri((np.arange(65536) + 0.5) / 65536)
    return np.asarray(values / np.sqrt(np.mean(values * values)), dtype=np.float32)
