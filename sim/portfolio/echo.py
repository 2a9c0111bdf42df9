"""From columns that were read to the reading echo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from sim.portfolio.cell import BLANKS
from sim.portfolio.columns import FACTORS_IF_OPEN, IF_OPEN, NAME, NOTES, STATUS
from sim.portfolio.headings import ASKED, COMPANIES, Heading, slug
from sim.portfolio.layout import Rows
from sim.portfolio.money import Revenue, revenue_unit
from sim.portfolio.reading import ReadColumn, number_text
from sim.portfolio.scales import unit_told
from sim.portfolio.units import read_unit
from sim.portfolio.values import ColumnCells

TEXTS = {NAME: "name", NOTES: "text, not used", STATUS: "partner or customer"}


def read_columns(
    headings: Sequence[Heading],
    rows: Rows,
    facts: Mapping[int, tuple[ColumnCells, Mapping[int, float]]],
    revenue: Revenue | None,
) -> tuple[ReadColumn, ...]:
    """Return what was understood of each column of a file, in its order.

    Args:
        headings: What each heading means.
        rows: The partners' rows.
        facts: Place of each column that holds a fact, to its cells and row to value.
        revenue: Revenue, which may be made of several columns.
    """
    told = []
    used = {heading.column for heading in headings}
    company = next((h.text for h in headings if slug(h.text) in COMPANIES and h.column == NAME), "")
    for heading in headings:
        cells = {number: row[heading.place] for number, row in rows}
        if not heading.text and not any(cells.values()):
            continue
        if heading.place in facts:
            column, values = facts[heading.place]
            told.append(_fact(column, values, len(rows), revenue, company))
        elif heading.column:
            told.append(_text(heading, cells))
        else:
            header = heading.text or f"(column {heading.place + 1}, without a heading)"
            asks = _asked(heading.text, used)
            used |= {column for column, _ in asks}  # of many alike only the first is asked about
            told.append(ReadColumn(header, "", remarks=tuple(remark for _, remark in asks)))
    return tuple(told)


def _asked(text: str, used: set[str]) -> list[tuple[str, str]]:
    """Return the column that a heading that is not used may mean, and the question whether it does.

    Only columns are asked about that nothing else in the file gives.
    """
    unit = read_unit(text)
    if unit is not None and unit.part and "yearly_revenue" not in used:
        return [("yearly_revenue", f"if this is revenue, call it and the like revenue {text}")]
    words = slug(text).split("_")
    return [
        (column, f"if this is meant as {column}, call it {column}")
        for column, asked in ASKED.items()
        if column not in used and set(asked) & set(words)
    ]


def _text(heading: Heading, cells: Mapping[int, str]) -> ReadColumn:
    filled = [text for text in cells.values() if text]
    first = " ".join(filled[0].split()) if filled else ""
    return ReadColumn(
        header=heading.text,
        column=heading.column,
        unit=TEXTS[heading.column],
        given=first,
        read=first if heading.column != NOTES else "",
        known=len(filled),
        partners=len(cells),
    )


def _fact(
    column: ColumnCells,
    values: Mapping[int, float],
    partners: int,
    revenue: Revenue | None,
    company: str,
) -> ReadColumn:
    name = column.spec.name
    is_money = revenue is not None and column in revenue.columns
    ordered = sorted(values.values())
    row = next(iter(sorted(values)), None)
    remarks = list(column.remarks)
    blanks = {t: None for t in column.cells.values() if t and " ".join(t.lower().split()) in BLANKS}
    if blanks:
        remarks.append(f"left open: {', '.join(list(blanks)[:6])}")
    if is_money and company and slug(column.heading.text) in ("annual_revenue", "revenue"):
        remarks.append(
            f"read as your revenue with the partner; beside {company!r} it may be the partner's own"
        )
    return ReadColumn(
        header=column.heading.text,
        column=name,
        unit=revenue_unit(revenue.columns, revenue.currency)
        if revenue is not None and is_money
        else unit_told(column),
        given=" ".join(column.cells[row].split()) if row is not None else "",
        read=number_text(values[row]) if row is not None else "",
        known=len(values),
        partners=partners,
        smallest=ordered[0] if ordered else None,
        median=median(ordered) if ordered else None,
        largest=ordered[-1] if ordered else None,
        total=sum(ordered) if is_money and ordered else None,
        if_open=IF_OPEN.get(name, FACTORS_IF_OPEN),
        remarks=tuple(remarks),
    )
