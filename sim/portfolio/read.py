"""A portfolio: a vendor's real alliances, read from a file as people have them, and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.portfolio.columns import COLUMNS, NAME, NOTES, STATUS, STATUSES
from sim.portfolio.consistency import ROUNDING, contradictions
from sim.portfolio.echo import read_columns
from sim.portfolio.file import MOST_ROWS, read_bytes, rows_of, too_many
from sim.portfolio.headings import called, choose
from sim.portfolio.layout import Rows, Table, find_table, without_example
from sim.portfolio.money import Revenue, read_revenue
from sim.portfolio.names import name_problems, near_twins
from sim.portfolio.numbers import DECIMAL, marks_shown
from sim.portfolio.reading import Reading
from sim.portfolio.scales import half_a_step, looks_small, on_scale
from sim.portfolio.totals import adds_up_by_chance, without_totals
from sim.portfolio.values import ColumnCells, Problem

MOST_PROBLEMS = 100

REVENUE = "yearly_revenue"


@dataclass(frozen=True, eq=False)
class Portfolio:
    """A vendor's alliances, one row each.

    Attributes:
        names: Names of the partners.
        facts: Column (see `sim.portfolio.columns.COLUMNS`) to its values in the columns' units,
            shape (alliances,), NaN where the file leaves them open.
        statuses: ``partner`` or ``customer``, empty where the file does not say; empty as a whole
            if it has no such column. Customers start as mere vendor relations.
        currency: Currency of revenue, such as ``USD``; empty if the file does not say. No rate is
            applied: thousands of it stand where the model has k€.
        reading: What was understood of the file; None if there is none.
    """

    names: tuple[str, ...]
    facts: Mapping[str, Array]
    statuses: tuple[str, ...] = ()
    currency: str = ""
    reading: Reading | None = None

    def __len__(self) -> int:
        """Return the number of alliances."""
        return len(self.names)

    def is_known(self, column: str) -> Array:
        """Return for each alliance whether the file gives the column."""
        return ~np.isnan(self.facts[column])


def read_portfolio(
    path: Path | str, sheet: str | None = None, decimal: str | None = None
) -> Portfolio:
    """Read and check a portfolio.

    A row is a partner and a column a fact about it; only its name is needed. How the file is
    written is found out, and said in `Portfolio.reading`: encoding, what parts cells, where the
    header stands, units and scales in headings, decimal marks. What could be read in two ways is
    refused. Columns that are not known are not used.

    Args:
        path: A CSV file, or an Excel workbook (.xlsx).
        sheet: Sheet of a workbook; the first, if left out.
        decimal: ``comma`` or ``point``, what stands before decimals; needed only where a file does
            not show it.

    Raises:
        ProblemsError: Something is wrong with it; every problem is listed, up to a hundred.
    """
    path = Path(path)
    return _read(read_bytes(path), path.name, sheet, decimal)


@lru_cache(maxsize=1)
def _read(raw: bytes, file: str, sheet: str | None, decimal: str | None) -> Portfolio:
    """Read a file once, though it is checked, echoed and used."""
    return portfolio_from(raw, file, sheet, decimal=decimal)


def headings_of(raw: bytes, file: str, meant: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what is understood of each heading, also of a file that is then refused.

    Empty if the column is not used; nothing at all where no header is found.
    """
    try:
        table = _table_of(raw, file, None, meant or {})
    except ProblemsError:
        return {}
    headings, _ = choose(table.headings)
    return {heading.text: heading.column for heading in headings if heading.text}


def _table_of(raw: bytes, file: str, sheet: str | None, meant: Mapping[str, str]) -> Table:
    """Return the table of a file, its headings as they are understood or meant."""
    rows, remarks = rows_of(raw, file, sheet)
    if not rows:
        raise ProblemsError(
            [f"{file}: nothing in it; needs a header with at least name, then a row a partner"]
        )
    table = find_table(rows)
    if problems := _meant_problems(table, meant):
        raise ProblemsError([f"{file}: {problem}" for problem in problems])
    told = [f"column {text!r} read as {column or 'not used'}, as you say"
            for text, column in meant.items()]  # fmt: skip
    table.remarks[:0] = [*remarks, *told]
    table.headings = [
        called(heading, meant[heading.text]) if heading.text in meant else heading
        for heading in table.headings
    ]
    return table


def _meant_problems(table: Table, meant: Mapping[str, str]) -> list[str]:
    texts, known = {heading.text for heading in table.headings}, (NAME, STATUS, NOTES, *COLUMNS, "")
    return [
        *(unknown("column", text, texts) for text in meant if text not in texts),
        *(unknown("column", column, known) for column in meant.values() if column not in known),
    ]


def portfolio_from(
    raw: bytes,
    file: str,
    sheet: str | None = None,
    meant: Mapping[str, str] | None = None,
    *,
    decimal: str | None = None,
) -> Portfolio:
    """Return the portfolio in a file's bytes; see `read_portfolio`.

    Args:
        raw: The bytes.
        file: What messages call it.
        sheet: Sheet of a workbook; the first, if left out.
        meant: Heading to the column that its owner says it means, empty for none, where it is not
            to be found out.
        decimal: ``comma`` or ``point``, what stands before decimals where the file does not show.
    """
    table = _table_of(raw, file, sheet, meant or {})
    headings, wrong = choose(table.headings)
    table.headings = headings
    places = {heading.column: heading.place for heading in headings}
    if NAME not in places:
        wrong[-1] += "".join(f" ({told})" for told in table.remarks if told.startswith("sheet"))
        raise ProblemsError(_told(file, [(table.top, what) for what in wrong]))
    if not table.rows:
        raise ProblemsError([f"{file}: only a header in it; needs a row a partner below it"])
    problems: list[Problem] = [(table.top, what) for what in wrong]
    problems += [(table.top, f"column {h.text!r}: {h.problem}") for h in headings if h.problem]
    usable = [h for h in headings if h.column in COLUMNS and not h.problem]
    table.rows = without_example(table, places[NAME])
    rows, asked = without_totals(table, places[NAME])
    partners, lengths = _whole_rows(rows, table)
    if len(partners) > MOST_ROWS:
        raise ProblemsError([too_many(file)])
    problems += asked + lengths

    columns = _settled(
        [ColumnCells(h, {n: row[h.place] for n, row in partners}) for h in usable],
        next((mark for mark, word in DECIMAL.items() if word == decimal), ""),
    )
    money = [column for column in columns if column.spec.name == REVENUE]
    revenue = None
    if money and not any(c.style.problem for c in money) and not wrong:
        revenue = read_revenue(money, table.top)
        named = [(number, row[places[NAME]]) for number, row in partners]
        table.remarks += adds_up_by_chance(named, revenue.values)
    revenue_values = revenue.values if revenue else {}
    values = {c.heading.place: _values(c, revenue) for c in columns}
    if revenue:
        problems += revenue.judged(table.top)
    numbers = [number for number, _ in partners]
    names = [" ".join(row[places[NAME]].split()) for _, row in partners]
    problems += name_problems(numbers, names)
    kept = set(numbers)
    for column in columns:
        column.refused = {row: why for row, why in column.refused.items() if row in kept}
        problems += column.told()

    facts = {name: np.full(len(partners), np.nan) for name in COLUMNS}
    for column in columns:
        found = revenue_values if column in money else values[column.heading.place]
        facts[column.spec.name][:] = [found.get(number, np.nan) for number in numbers]
    problems += contradictions(numbers, facts, max(map(half_a_step, columns), default=ROUNDING))
    if not partners and not problems:
        problems.append((table.top, "no partner below the header"))
    if problems:
        raise ProblemsError(_told(file, problems))
    for array in facts.values():
        array.setflags(write=False)
    statuses = _statuses(table, partners)
    reading = Reading(
        file,
        len(partners),
        read_columns(
            table.headings,
            partners,
            {c.heading.place: (c, _kept(values[c.heading.place], kept)) for c in columns},
            revenue,
        ),
        (*table.remarks, *near_twins(numbers, names)),
        meant or {},
    )
    return Portfolio(tuple(names), facts, statuses, revenue.currency if revenue else "", reading)


def _settled(columns: list[ColumnCells], said: str) -> list[ColumnCells]:
    """Return columns with their cells taken apart and their decimal marks found."""
    for column in columns:
        column.take_apart()
        column.settle({}, said)
    shown = marks_shown(
        [
            (column.called, column.style, {r: n.digits for r, n in column.numbers.items()})
            for column in columns
        ]
    )
    for column in columns:
        if column.style.problem:
            column.settle(shown, said)
    return columns


def _values(column: ColumnCells, revenue: Revenue | None) -> dict[int, float]:
    """Return row to value of a column; of one part of a year, what it has itself."""
    if column.spec.name == REVENUE:
        return revenue.each[revenue.columns.index(column)] if revenue else {}
    if column.style.problem:
        return {}
    values = on_scale(column)
    looks_small(column, values)
    return values


def _kept(values: Mapping[int, float], rows: set[int]) -> dict[int, float]:
    return {row: value for row, value in values.items() if row in rows}


def _statuses(table: Table, partners: Rows) -> tuple[str, ...]:
    """Return each partner's status; nothing, and the column not used, if any word is another."""
    for place, heading in enumerate(table.headings):
        if heading.column != STATUS:
            continue
        found = [row[heading.place].lower() for _, row in partners]
        if all(not text or text in STATUSES for text in found) and any(found):
            return tuple(STATUSES.get(text, "") for text in found)
        table.headings[place] = type(heading)(heading.place, heading.text)
    return ()


def _told(file: str, problems: list[Problem]) -> list[str]:
    """Return problems in order of rows, each with its place."""
    ordered = sorted(problems, key=lambda problem: problem[0])
    told = [
        f"{file}, row {number}{', ' if what.startswith('column') else ': '}{what}"
        for number, what in ordered[:MOST_PROBLEMS]
    ]
    left = len(problems) - MOST_PROBLEMS
    return [*told, f"{file}: {left:,} more problems"] if left > 0 else told


def _whole_rows(rows: Rows, table: Table) -> tuple[Rows, list[Problem]]:
    """Return the rows as long as the header, and what is wrong with the others."""
    wanted = len(table.headings)
    wrong = [(number, len(row)) for number, row in rows if len(row) != wanted]
    hint = '; put what holds a comma or semicolon in "quotes"'
    if wrong and len(wrong) == len(rows) and all(given > wanted for _, given in wrong):
        hint += "; if commas part decimals here, part cells by semicolons"
    problems = [
        (row, f"{given} cells given; must be {wanted}, as in the header" + hint * (given > wanted))
        for row, given in wrong
    ]
    return [(number, row) for number, row in rows if len(row) == wanted], problems
