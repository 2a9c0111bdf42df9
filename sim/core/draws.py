"""Luck by address: every random number is a pure function of where it is used.

The address is (seed, replication, name, quarter, row). Nothing is consumed in order, so a policy,
a batch, a block or an engine cannot shift anybody's luck, and a replication alone meets the same
luck as in a batch.

Two steps make a number. SplitMix64's finaliser turns the address into a 64-bit word:
``z = key(seed, replication, table) + (counter + 1) * 0x9E3779B97F4A7C15``, then two xor-shift
multiplies. Each word is cut into four lanes of 16 bits. A normal is the quantile
``quantile((lane + 1/2) / 65536)``, scaled to variance 1, so it takes 65,536 equally likely values
within +-4.3. A uniform is the upper 24 bits of two lanes over 2^24, in [0, 1). Both are exact in
single precision, so single and double runs meet the same luck.

Source: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import NormalDist
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array

Rows: TypeAlias = Array | slice

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_WORDS = 8  # words reserved a row and quarter; more draws fit without moving the others
_ROW_BITS = 28
MOST_ROWS = 2**_ROW_BITS
"""Alliances of a replication that have luck of their own."""
_LANES = 4
_HALF, _ABOVE_UNIFORM = np.uint64(32), np.uint64(40)  # 24 bits are left
_UNIFORM_STEP = 2.0**-24
_TOGETHER, _MOST_QUARTERS = 2**15, 20  # numbers made in a call: fewer cost as much as these
_FEW_ROWS = 2**9  # up to these, drawing for all costs no more than for some


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
    "promise": Draw("alliance", "normal", 15),
    "turnover": Draw("alliance", "uniform", 16),
    "termination": Draw("alliance", "uniform", 18),
    "vision": Draw("alliance", "uniform", 20),
    "signing": Draw("alliance", "uniform", 22),
    "voice": Draw("alliance", "uniform", 28),
}
"""Every random number of a run by name; a new one takes free lanes and moves no other."""


class Luck(Protocol):
    """Where a phase gets its random numbers from."""

    def draw(self, name: str, quarter: int, at: Rows | None = None) -> Array:
        """Return the draws of a quarter, shape (rows,), or (size, rows) where size > 1.

        With `at`, only those of some rows: the same numbers as without it.
        """


@dataclass(frozen=True)
class GivenLuck:
    """Draws from stored arrays, name to (quarters, ..., rows), as for docking."""

    arrays: dict[str, Array]

    def draw(self, name: str, quarter: int, at: Rows | None = None) -> Array:
        """Return the stored draws of a quarter."""
        values: Array = self.arrays[name][quarter]
        return values if at is None else values[..., at]


class AddressedLuck:
    """Draws made from their addresses, for a batch of replications of equal size.

    Args:
        seed: Any non-negative integer below 2^64.
        replications: Numbers of the replications in the batch.
        rows: Rows a replication, by level, as in ``{"alliance": 60, "partner": 20, "market": 1}``;
            a range, or an array of row numbers, is some rows of those.
        dtype: Type of the numbers.
        order: The alliances asked for, by their place among those of replication after
            replication; None for all of them in that order.
    """

    def __init__(
        self,
        seed: int,
        replications: Array,
        rows: Mapping[str, int | range | Array],
        dtype: npt.DTypeLike = np.float64,
        order: Array | None = None,
    ) -> None:
        self._bases = {}
        for level, n in rows.items():
            keys = stream_keys(seed, replications, level)
            self._bases[level] = np.add.outer(keys, row_counters(n)).ravel()
        if order is not None:
            self._bases["alliance"] = self._bases["alliance"].take(order)
        self._dtype: np.dtype[Any] = np.dtype(dtype)
        self._cache: dict[str, tuple[range, Array]] = {}
        self._rooms: dict[str, Array] = {}

    def draw(self, name: str, quarter: int, at: Rows | None = None) -> Array:
        """Return the draws of a quarter; asked twice, those of all rows are made once.

        Where rows are few, those of some quarters are made at once: calls cost more than numbers.
        """
        what = DRAWS[name]
        rows = len(self._bases[what.level])
        together = min(max(1, _TOGETHER // max(1, rows)), _MOST_QUARTERS)
        first = quarter - quarter % together
        quarters = range(first, first + together)
        known = self._cache.get(name)
        if known is None or known[0] != quarters:
            if at is not None and rows > _FEW_ROWS:
                return self._make(what, range(quarter, quarter + 1), at)
            known = self._cache[name] = quarters, self._make(what, quarters)
        start = (quarter - first) * rows
        values = known[1][..., start : start + rows]
        return values if at is None else values[..., at]

    def _make(self, what: Draw, quarters: range, at: Rows | None = None) -> Array:
        first, lane = divmod(what.lane, _LANES)
        last = (what.lane + what.size - 1) // _LANES
        words = self._words(what.level, quarters, range(first, last + 1), at)
        if what.kind == "uniform":
            word = words[0] if lane else words[0] << _HALF
            values = (word >> _ABOVE_UNIFORM).astype(self._dtype)
            values *= _UNIFORM_STEP
            return values
        by_row = words.view("<u2").reshape((*words.shape, _LANES))
        if what.size == 1:
            return normal_quantiles(self._dtype).take(by_row[0, :, lane])
        lanes = np.moveaxis(by_row, 2, 1).reshape(_LANES * len(words), words.shape[1])
        return normal_quantiles(self._dtype).take(lanes[lane : lane + what.size])

    def _words(self, level: str, quarters: range, numbers: range, at: Rows | None) -> Array:
        """Return words of each row, quarter after quarter, shape (numbers, quarters x rows)."""
        name = f"{level}/{numbers}"
        known = self._cache.get(name)
        if known is not None and known[0] == quarters:
            return known[1] if at is None else known[1][:, at]
        base = self._bases[level] if at is None else self._bases[level][at]
        counters = [
            [(quarter * _WORDS + word << _ROW_BITS) * int(_GOLDEN) % 2**64 for quarter in quarters]
            for word in numbers
        ]
        shape = len(numbers), len(quarters), len(base)
        made = self._room(name if at is None else f"{name}, some rows", shape)
        np.add(base, np.array(counters, np.uint64)[:, :, None], out=made)
        finalise(made, self._room(f"spare for {name}", shape))
        words = made.reshape(len(numbers), len(quarters) * len(base))
        if at is None:
            self._cache[name] = quarters, words
        return words

    def _room(self, name: str, shape: tuple[int, ...]) -> Array:
        """Return room for words, kept: new room costs as much as new words."""
        if name not in self._rooms or self._rooms[name].shape != shape:
            self._rooms[name] = np.empty(shape, "<u8")
        return self._rooms[name]


def finalise(words: Array, spare: Array | None = None) -> Array:
    """Scramble 64-bit words in place: SplitMix64's output function, a bijection.

    Args:
        words: What to scramble.
        spare: Room of the same size, if there is some.
    """
    shifted = np.right_shift(words, np.uint64(30), out=spare)
    words ^= shifted
    words *= _MIX_1
    np.right_shift(words, np.uint64(27), out=shifted)
    words ^= shifted
    words *= _MIX_2
    np.right_shift(words, np.uint64(31), out=shifted)
    words ^= shifted
    return words


def row_counters(rows: int | range | Array) -> Array:
    """Return what the rows of a stream, all or some, add to its key, shape (rows,)."""
    if isinstance(rows, np.ndarray):
        return (rows.astype(np.uint64) + np.uint64(1)) * _GOLDEN
    some = range(rows) if isinstance(rows, int) else rows
    return np.arange(some.start + 1, some.stop + 1, dtype=np.uint64) * _GOLDEN


def stream_keys(seed: int, replications: Array, purpose: str) -> Array:
    """Return one 64-bit key a replication, shape (replications,); a purpose has up to 8 letters."""
    with np.errstate(over="ignore"):
        base = _purpose_key(seed, purpose)
        return finalise(finalise(base + (replications.astype(np.uint64) + np.uint64(1)) * _MIX_1))


@lru_cache
def _purpose_key(seed: int, purpose: str) -> Array:
    named = np.uint64(int.from_bytes(purpose.encode(), "little"))
    return finalise(finalise(np.atleast_1d(np.uint64(seed)) * _GOLDEN + named) + _GOLDEN)


@cache
def normal_quantiles(dtype: npt.DTypeLike = np.float32) -> Array:
    """Return the 65,536 equally likely values of a standard normal draw, exact in float32."""
    quantile = NormalDist().inv_cdf
    upper = np.array([quantile((lane + 0.5) / 65536) for lane in range(32768, 65536)])
    values = np.concatenate([-upper[::-1], upper])
    values /= np.sqrt(np.mean(values * values))
    return values.astype(np.float32).astype(dtype)
