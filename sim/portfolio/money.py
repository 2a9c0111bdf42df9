"""Revenue: from amounts as a file has them to thousands a year in its currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.base.wording import EURO, money_unit, written_in
from sim.portfolio.cell import shown
from sim.portfolio.reading import number_text
from sim.portfolio.units import PARTS
from sim.portfolio.values import ColumnCells

THOUSAND = 1000.0

MOST_UNASKED = 50_000.0
TYPICAL_UNASKED = 10_000.0
"""k€: a largest and a median revenue that are not believed without a unit. Assumption: nearly all
alliances earn less than 50 and half of a portfolio less than 10 million a year."""

LEAST_TYPICAL = 5.0
"""k€: a median revenue that a reader is asked to look at where amounts have a currency alone."""


@dataclass
class Revenue:
    """Revenue of a year in thousands.

    Attributes:
        columns: Columns of the file that it is made from: one, or one for each part of the year.
        each: Row to thousands, of each of the columns.
        values: Row to revenue of a year, thousands.
        currency: Code of the currency; empty if the file does not say.
        problems: What is wrong with it as a whole, by row.
    """

    columns: Sequence[ColumnCells]
    each: list[dict[int, float]]
    values: dict[int, float]
    currency: str
    problems: list[tuple[int, str]]

    def judged(self, top: int) -> list[tuple[int, str]]:
        """Return what is wrong with it, amounts beyond belief among it, once sums are left out."""
        for row in list(self.values):
            if why := self.columns[0].spec.misfit(self.values[row]):
                told = _wrong_amount(self.columns[0], row, self.values.pop(row), why)
                self.columns[0].refused[row] = told
        if len(self.columns) > 1:
            _say_sum(self.columns, self.values)
        if self.values and not self.problems and not any(c.refused for c in self.columns):
            return _beyond_belief(self.columns, self.values, top)
        return self.problems


def read_revenue(columns: Sequence[ColumnCells], top: int) -> Revenue:
    """Return revenue from one column, or added up from the parts of a year.

    Args:
        columns: The columns; several if each is a part of the year.
        top: Row of the header, where problems of a whole column are told.
    """
    problems: list[tuple[int, str]] = []
    each = [_thousands(column, problems, top) for column in columns]
    currencies = sorted({_currency(column) for column in columns} - {""})
    if len(currencies) > 1 and not problems:
        problems.append((top, f"revenue in {' and '.join(currencies)}; give all in one currency"))
    currency = currencies[0] if currencies else ""
    _say_times(columns[0])
    values = dict(each[0]) if len(columns) == 1 else _added(columns, each)
    return Revenue(columns, each, values, currency, problems)


def _currency(column: ColumnCells) -> str:
    return column.heading.unit.currency or next(
        (n.unit.currency for n in column.numbers.values() if n.unit.currency), ""
    )


def _thousands(column: ColumnCells, problems: list[tuple[int, str]], top: int) -> dict[int, float]:
    """Return row to thousands a year. What a cell says itself goes before what the header says."""
    said, numbers = column.heading.unit, column.numbers
    found: dict[str, int] = {}
    for row, number in numbers.items():
        if number.unit.currency:
            found.setdefault(number.unit.currency, row)
    if said.currency:
        found = {said.currency: top} | {c: r for c, r in found.items() if c != said.currency}
    if len(found) > 1:
        where = ", ".join(f"{c} in row {row}" for c, row in found.items())
        problems.append((top, f"column {column.called}: {where}; give all in one currency"))
    has_unit = [row for row, number in numbers.items() if number.unit.is_money]
    if has_unit and not said.is_money and len(has_unit) < len(numbers):
        example = shown(column.cells[has_unit[0]])
        for row in numbers.keys() - set(has_unit):
            column.refused[row] = (
                f"no unit, while row {has_unit[0]} has {example}; write the unit in every cell, or "
                f"in the heading, as in {column.heading.text} (k€)"
            )
    times = said.times or 1
    return {
        row: column.number(row) * times * _factor(column, row) / THOUSAND
        for row in numbers
        if row not in column.refused
    }


def _factor(column: ColumnCells, row: int) -> float:
    """Return how many units of money one is: thousands, if neither cell nor header say."""
    said, own = column.heading.unit, column.numbers[row].unit
    if own.magnitude is not None:
        return own.magnitude
    if said.magnitude is not None:
        return said.magnitude
    return 1.0 if said.currency or own.currency else THOUSAND


def _say_times(column: ColumnCells) -> None:
    times = column.heading.unit.times or 1
    if times > 1:
        span = {4: "quarter", 12: "month"}[times]
        column.remarks.append(f"revenue of a {span}, times {times} for a year")


def _say_sum(columns: Sequence[ColumnCells], values: Mapping[int, float]) -> None:
    part, ordered = columns[0].heading.unit.part, sorted(values.values())
    if part and ordered:
        columns[0].remarks.append(
            f"{PARTS[part[0]][0]} {part[0]}s added up to a year: smallest "
            f"{number_text(ordered[0])}, largest {number_text(ordered[-1])}, total "
            f"{number_text(sum(ordered))}"
        )


def _added(columns: Sequence[ColumnCells], each: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """Return row to the sum of all parts; a row with some of them blank is refused."""
    values = {}
    rows = sorted({row for part in each for row in part})
    for row in rows:
        blank = [c for c, part in zip(columns, each, strict=True) if row not in part]
        for column in blank:
            column.refused.setdefault(
                row, "blank, while other parts of the year are given; write 0 if nothing was sold"
            )
        for column, part in zip(columns, each, strict=True):
            if part.get(row, 0.0) < 0:
                column.refused[row] = "revenue cannot be negative"
        if not blank:
            values[row] = sum(part[row] for part in each)
    return values


def _wrong_amount(column: ColumnCells, row: int, value: float, why: str) -> str:
    if value < 0:
        text = column.cells[row]
        reads = f" ({text} reads as minus)" if "(" in text or text.endswith("-") else ""
        return f"revenue cannot be negative{reads}; {why}"
    if value == 0:
        return f"{why}; no revenue yet cannot be simulated, leave the row out or the cell blank"
    return why


def _beyond_belief(
    columns: Sequence[ColumnCells], values: Mapping[int, float], top: int
) -> list[tuple[int, str]]:
    """Return the question that amounts raise whose unit nobody has given, if they do.

    Small amounts with a currency alone are only remarked on.
    """
    column = columns[0]
    ordered = sorted(values.values())
    middle, most, total = ordered[len(ordered) // 2], ordered[-1], sum(ordered)
    heading = column.heading.text
    is_said = any(c.heading.unit.magnitude for c in columns) or any(
        n.unit.magnitude for c in columns for n in c.numbers.values()
    )
    has_currency = any(_currency(c) for c in columns)
    if not is_said and not has_currency and (most > MOST_UNASKED or middle > TYPICAL_UNASKED):
        return [
            (
                top,
                f"column {column.called}: no unit given, and as thousands the largest would be "
                f"{most / THOUSAND:,.0f} million and the total {total / THOUSAND:,.0f} million; "
                f"write {heading} (€) if they are euros, {heading} (k€) if they are thousands",
            )
        ]
    if not is_said and has_currency and middle < LEAST_TYPICAL:
        column.remarks.append(
            f"small: the largest is {most * THOUSAND:,.0f} a year; if the amounts are thousands or "
            f"millions, say so in the heading, as in {heading} ({thousands_of(_currency(column))})"
        )
    return []


def thousands_of(currency: str) -> str:
    """Return thousands of a currency as people write them; of euros if it is not known."""
    with written_in(currency or EURO):
        return money_unit("k")


def revenue_unit(columns: Sequence[ColumnCells], currency: str) -> str:
    """Return the unit of revenue and from what it was turned into that."""
    name = thousands_of(currency)
    said = columns[0].heading.unit
    if said.part:
        return f"{name} a {said.part[0]}"
    if said.magnitude == THOUSAND and not (said.times or 1) > 1:
        return f"{name} a year"
    source = _written_unit(columns[0], currency)
    return f"{name} a year, from {source}" if source else f"{name} a year"


def _written_unit(column: ColumnCells, currency: str) -> str:
    """Return the unit that amounts are written in; empty where the file does not say."""
    said = column.heading.unit
    scale = {THOUSAND: "k", 1e6: "M", 1e9: "bn"}.get(said.magnitude or 1.0, "")
    if said.magnitude is None and any(n.unit.magnitude for n in column.numbers.values()):
        return "what each cell says"
    with written_in(currency or EURO):
        money = money_unit(scale).strip() if currency or scale else ""
    span = {4: " a quarter", 12: " a month"}.get(said.times or 1, "")
    return f"{money}{span}".strip()
