"""The reading echo: what was understood of a file, column by column, for its owner to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReadColumn:
    """A column of a file as it was read; plain data, for a terminal, a page or JSON.

    Attributes:
        header: The heading as the file has it.
        column: The column that was understood; empty if it is not used.
        unit: Unit of the values read, and from what they were turned into it.
        given: A cell as the file has it.
        read: The same cell as read.
        known: Number of partners for whom the value is known.
        partners: Number of partners.
        smallest: Smallest value read; None if it is text or nothing is known.
        median: Median of the values read.
        largest: Largest value read.
        total: Total of the values read; of revenue alone.
        if_open: What is done for partners whose value is not known.
        remarks: What else a reader should know of how it was read.
    """

    header: str
    column: str
    unit: str = ""
    given: str = ""
    read: str = ""
    known: int = 0
    partners: int = 0
    smallest: float | None = None
    median: float | None = None
    largest: float | None = None
    total: float | None = None
    if_open: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What was understood of a file.

    Attributes:
        file: Its name.
        partners: Number of partners read.
        columns: Its columns, in its order.
        remarks: What was noticed of the file as a whole: rows left out, near twins, its encoding.
        meant: Heading to the column that its owner said it means; empty for none.
    """

    file: str
    partners: int
    columns: tuple[ReadColumn, ...]
    remarks: tuple[str, ...] = ()
    meant: Mapping[str, str] = field(default_factory=dict)


def reading_rows(reading: Reading) -> list[list[str]]:
    """Return the columns that are used as rows of text, the header first."""
    head = ["Column in the file", "understood as", "unit", "known", "smallest", "median", "largest",
            "total", "as given", "as read"]  # fmt: skip
    rows = [head]
    for column in reading.columns:
        if column.column:
            rows.append(
                [
                    column.header,
                    column.column,
                    column.unit,
                    f"{column.known} of {column.partners}",
                    *(_number(v) for v in (column.smallest, column.median, column.largest)),
                    _number(column.total),
                    _cut(column.given),
                    _cut(column.read),
                ]
            )
    return rows


def reading_notes(reading: Reading) -> list[str]:
    """Return what stands beside the table: columns not used, how cells were read, rows left out."""
    unused = [column.header for column in reading.columns if not column.column]
    notes = [f"not used: {', '.join(unused)}"] if unused else []
    for column in reading.columns:
        notes += [f"{column.header}: {remark}" for remark in column.remarks]
    return [*notes, *reading.remarks]


def number_text(value: float) -> str:
    """Return a value as people write it: whole from a thousand on, else four digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _number(value: float | None) -> str:
    return "" if value is None else number_text(value)


def _cut(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:21]}..."
