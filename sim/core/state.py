"""The state of the world as tables of columns."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array

PARTNER, TRANSACTIONAL, TERMINATED, PROSPECT = 0, 1, 2, 3
N_FACTORS = 12


def column(
    unit: str,
    low: float | None,
    high: float | None,
    about: str,
    symbol: str = "",
    *,
    lines: int | None = None,
    lasts: Literal["float", "int8", "int16"] | None = None,
    start: float | None = None,
    sum_of: str | None = None,
) -> Any:
    """Declare a column.

    Args:
        unit: Its unit; ``1`` is a pure number.
        low: Lowest value, None where unbounded.
        high: Highest value, None where unbounded.
        about: Meaning, in one line.
        symbol: Its letter in the specification of the model.
        lines: Values a row, if more than one: the shape is then (lines, rows).
        lasts: Of what lasts from quarter to quarter, the type in which it can be kept: ``float`` is
            that of the run, ``int8`` a small whole number that is worked with as a float,
            ``int16`` a counter.
        start: Value before the first quarter, unless the world or `sim.model.start` has one.
        sum_of: Of a partner's column, the column of its alliances that it adds up.
    """
    known = {"unit": unit, "low": low, "high": high, "about": about, "symbol": symbol}
    known |= {"lines": lines, "lasts": lasts, "start": start, "sum_of": sum_of}
    return field(default=None, metadata=known)


def lasting(*known: Any, **more: Any) -> Any:
    """Declare a column that lasts, of the run's floating-point type."""
    return column(*known, **more, lasts="float")


def small(*known: Any, **more: Any) -> Any:
    """Declare a column that lasts, of small whole numbers worked with as floats."""
    return column(*known, **more, lasts="int8")


def counter(*known: Any, **more: Any) -> Any:
    """Declare a column that lasts, of whole numbers."""
    return column(*known, **more, lasts="int16")


@dataclass
class AllianceColumns:
    """One value an alliance (row), or several, as the twelve factors, shape (12, alliances).

    Some columns last, the others are a quarter's own intermediate values. Nobody acts on some of
    these, so where only some vendors are watched, the books beyond joint revenue hold the alliances
    recorded, which come first, `viewed` those looked at, and measured score and value estimate rest
    for all others.
    """

    vendor: Array = column("index", 0, None, "vendor of the alliance", "vi")
    partner: Array = column("index", 0, None, "partner of the alliance", "pi")
    seat: Array = column("index", 0, None, "row of the alliance within its replication")


@dataclass
class VendorColumns:
    """One value a vendor; the levers of its policy stand beside its state."""

    horizon: Array = column("1", 0, 1, "culture: 0 dog (short term), 1 cat (long term)", "h_v")
    accounts: Array = column("count", 1, None, "alliances held at the start", "n")


@dataclass
class PartnerColumns:
    """One value a partner."""

    horizon: Array = column("1", 0, 1, "culture: 0 dog (short term), 1 cat (long term)", "h_p")
    size: Array = column("k€/q", 0, None, "category spend, home region, list price", "s_p")
    replication: Array = column("index", 0, None, "replication (world) of the partner")


@dataclass
class ReplicationColumns:
    """One value a replication."""


def starting_columns(table: type, rows: int, dtype: npt.DTypeLike) -> dict[str, Array]:
    """Return the columns of a table that declare where they start, as they start."""
    return {
        f.name: np.full(rows, f.metadata["start"], _kind(f.metadata["lasts"], dtype))
        for f in fields(table)
        if f.metadata["start"] is not None
    }


def _kind(lasts: str | None, dtype: npt.DTypeLike) -> npt.DTypeLike:
    return np.int16 if lasts == "int16" else dtype


def sums(table: type) -> dict[str, str]:
    """Return the columns of partners that add up a column of their alliances: theirs to those."""
    return {f.name: f.metadata["sum_of"] for f in fields(table) if f.metadata["sum_of"]}


def lasting_columns(table: type) -> dict[str, str]:
    """Return the columns of a table that last from quarter to quarter, and how each is kept."""
    return {f.name: f.metadata["lasts"] for f in fields(table) if f.metadata["lasts"]}


def lay_out(table: Any, rows: int, dtype: npt.DTypeLike) -> None:
    """Give a table every column it still lacks, all zeros, so that a part of it can be written."""
    for item in fields(table):
        if getattr(table, item.name) is None:
            lines = item.metadata["lines"]
            shape = (rows,) if lines is None else (lines, rows)
            setattr(table, item.name, np.zeros(shape, dtype))


class Part:
    """Some rows of a table to read: views of its columns where the rows are a slice."""

    def __init__(self, table: Any, rows: Array | slice) -> None:
        """Look at the rows `rows` of `table`."""
        self._table, self._rows = table, rows

    def __getattr__(self, name: str) -> Any:
        """Return the rows of a column."""
        return getattr(self._table, name)[..., self._rows]


class Rows:
    """Some rows of a table: a read copies them, a write goes through to the table.

    A phase cannot tell it from the table itself, so an agent runs the engine's own phases.
    """

    def __init__(self, table: Any, index: Array) -> None:
        """View the rows `index` of `table`."""
        self.__dict__.update(_table=table, _index=index)

    def __getattr__(self, name: str) -> Any:
        """Return the rows of a column."""
        return getattr(self._table, name).take(self._index, axis=-1)

    def __setattr__(self, name: str, values: Any) -> None:
        """Write the rows of a column."""
        getattr(self._table, name)[..., self._index] = values

    def __reduce__(self) -> tuple[type[Rows], tuple[Any, Array]]:
        """Pickle the view; pickled together with its table, it stays a view of it."""
        return Rows, (self._table, self._index)
