"""The table in a file: where its header stands, which rows are partners, and which are not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.base.problems import ProblemsError
from sim.portfolio.columns import NAME
from sim.portfolio.headings import COMPANY, PARTNER, Heading, read_heading
from sim.portfolio.names import is_a_total

Rows = list[tuple[int, list[str]]]

MARKS = (",", ";", "\t", "|")
LOOKED_AT, WIDEST = 50, 300
"""Rows at the top, and columns, in which the header is looked for."""

EXAMPLE = "Example partner (replace this row)"
"""Name in the row that a template comes with."""

_FOOTER = re.compile(
    r"\W*(copyright|©|\(c\) |confidential|generated|exported|downloaded|printed|source:|quelle:|"
    r"stand:|as of |filtered|applied filters|notes?:|page \d|all rights|end of|\d+ (rows|records))",
    re.IGNORECASE,
)


@dataclass
class Table:
    """The table in a file.

    Attributes:
        headings: What each heading means.
        top: Number of the header's row.
        rows: The rows below that may be partners, each with its number and as long as the header
            where nothing but blanks is beyond it.
        remarks: What was left out, and why.
    """

    headings: list[Heading]
    top: int
    rows: Rows
    remarks: list[str] = field(default_factory=list)


def parted(text: str, file: str, most_rows: int) -> tuple[Rows, list[str]]:
    """Return the filled rows of a CSV text, each with its number as a spreadsheet shows it.

    Raises:
        ProblemsError: Its quotes do not end.
    """
    told: list[str] = []
    mark, start = "", 1
    if not re.search(r"[^\s,;|\"]", text):
        return [], told
    if found := re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE):
        mark, text, start = found[1], text[found.end() :], 2
    mark = mark or _mark(text)
    if mark == "|":
        told.append("cells are parted by |")
    rows: Rows = []
    number = start - 1
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            number += 1
            if any(cell.strip() for cell in cells):
                rows.append((number, [cell.strip() for cell in cells]))
            if len(rows) > most_rows:
                break
    except csv.Error as error:
        what = "a quote opens that is not closed" if "unexpected end" in str(error) else str(error)
        raise ProblemsError(
            [f"{file}, row {number + 1}: not readable as CSV ({what}); check its quotes"]
        ) from None
    return rows, told


def _mark(text: str) -> str:
    """Return what parts the cells: the mark with which a row is most of a header.

    Where marks are alike in that, the one that most rows as long as the header have.
    """
    best, best_rank = ",", (0, 0)
    for mark in MARKS:
        rows: list[list[str]] = []
        try:
            for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
                rows.append(cells)
                if len(rows) == 2 * LOOKED_AT:
                    break
        except csv.Error:
            pass
        place, known = _header([(i, cells) for i, cells in enumerate(rows)])
        width = len(rows[place]) if rows else 0
        if width > 1:
            rank = (known, sum(len(cells) == width for cells in rows))
            if rank > best_rank:
                best, best_rank = mark, rank
    return best


def _header(rows: Rows) -> tuple[int, int]:
    """Return the place of the row that is most of a header, and how much of it is known."""
    best, most = 0, 0.0
    for place, (_, cells) in enumerate(rows[:LOOKED_AT]):
        found = [read_heading(cell).column for cell in cells[:WIDEST] if cell]
        known = len({column for column in found if column})
        has_name = any(column in (NAME, PARTNER, COMPANY) for column in found)
        if (known + (0.5 if has_name else 0)) > most:
            best, most = place, known + (0.5 if has_name else 0)
    return best, int(2 * most)


def find_table(rows: Rows) -> Table:
    """Return the table among the rows of a file.

    Left out, and said, are rows above the header, headers that come again, and rows below a blank
    one, or that end the file, with a single cell of text such as a copyright.
    """
    place, _ = _header(rows)
    top, header = rows[place]
    remarks = []
    if place:
        above = "; ".join(" ".join(filter(None, cells))[:60] for _, cells in rows[:place][:3])
        numbers = "row 1" if top == 2 else f"rows 1 to {top - 1}"
        remarks.append(f"header found in row {top}; {numbers} above it left out: {above}")
    headings = [read_heading(text, i) for i, text in enumerate(header)]
    body, footer = _without_footer(rows[place + 1 :], len(header))
    if footer:
        what = "; ".join(" ".join(filter(None, cells))[:60] for _, cells in footer[:3])
        more = f" and {len(footer) - 3} more" if len(footer) > 3 else ""
        remarks.append(f"{_rows([n for n, _ in footer])} below the table left out: {what}{more}")
    again = [number for number, cells in body if cells == header]
    if again:
        remarks.append(f"{_rows(again)} left out: the header again")
    kept = [(n, _cut(cells, len(header))) for n, cells in body if cells != header]
    return Table(headings, top, kept, remarks)


def _cut(cells: list[str], width: int) -> list[str]:
    """Return cells without blanks beyond the header."""
    return cells[:width] if not any(cells[width:]) else cells


def _without_footer(rows: Rows, width: int) -> tuple[Rows, Rows]:
    """Return the rows, and those at the end that only close an export.

    These are rows of one cell of text below a blank row, if they are as short in the file or one
    of them reads like a closing line; and closing lines without a blank row above.
    """
    if width == 1:
        return rows, []
    start = len(rows)
    while start and _is_alone(rows[start - 1][1]):
        start -= 1
    for place in range(max(start, 1), len(rows)):
        tail = [cells for _, cells in rows[place:]]
        is_below_gap = rows[place][0] > rows[place - 1][0] + 1
        is_short = all(len(cells) == 1 for cells in tail)
        closes = [_FOOTER.match(cells[0]) is not None for cells in tail]
        if (is_below_gap and (is_short or any(closes))) or all(closes):
            return rows[:place], rows[place:]
    return rows, []


def _is_alone(cells: list[str]) -> bool:
    return bool(cells[0]) and not any(cells[1:]) and not is_a_total(cells[0])


def without_example(table: Table, name_at: int) -> Rows:
    """Return the rows without the template's example, which is said."""
    is_example = [name_at < len(cells) and cells[name_at] == EXAMPLE for _, cells in table.rows]
    if len(table.rows) == 1 or not any(is_example):
        return table.rows
    numbers = [n for (n, _), example in zip(table.rows, is_example, strict=True) if example]
    table.remarks.append(f"{_rows(numbers)} left out: the example of the template")
    return [row for row in table.rows if row[0] not in numbers]


def _rows(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    some = ", ".join(map(str, numbers[:5]))
    return f"rows {some}" + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
