"""The cells of one column as numbers in the column's unit, or what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sim.portfolio.cell import BLANKS, ERRORS, shown
from sim.portfolio.columns import COLUMNS, Column
from sim.portfolio.headings import Heading, slug
from sim.portfolio.names import counted_people, counted_regions
from sim.portfolio.numbers import (
    Number,
    Style,
    is_open,
    looks_like_a_date,
    readings,
    style_of,
    take_apart,
    ways_to_say,
)

Problem = tuple[int, str]
"""Number of the row, and what is wrong in it."""

ALIKE = 5
"""Cells of a column that are each told of when they are wrong in the same way."""


@dataclass
class ColumnCells:
    """A column of a file that is understood: its cells, taken apart.

    Attributes:
        heading: What the file calls it and says of it.
        cells: Row to cell.
        numbers: Row to a number, taken apart.
        known: Row to a value that words or names stand for.
        refused: Row to why the cell is none of these.
        remarks: What a reader should know of how it was read.
        style: The decimal mark; set once other columns are known.
    """

    heading: Heading
    cells: Mapping[int, str]
    numbers: dict[int, Number] = field(default_factory=dict)
    known: dict[int, float] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    style: Style = field(default_factory=Style)

    @cached_property
    def spec(self) -> Column:
        """The column that is meant."""
        return COLUMNS[self.heading.column]

    @property
    def called(self) -> str:
        """What messages call it: by its own name, or as the file does."""
        text = self.heading.text
        return self.spec.name if slug(text) == self.spec.name else repr(text)

    @property
    def most(self) -> float:
        """The largest number that makes sense as written."""
        unit = self.heading.unit
        if unit.scale:
            return unit.scale[1]
        if self.spec.unit in ("1", "pt") and (unit.is_percent or self.spec.unit == "pt"):
            return 100.0
        return self.spec.high * (1000.0 / (unit.magnitude or 1.0) if unit.is_money else 1.0)

    @property
    def is_large(self) -> bool:
        """Whether the header says millions, of which nobody has thousands."""
        return (self.heading.unit.magnitude or 0) >= 1e6

    @property
    def is_plain_money(self) -> bool:
        """Whether the cells are amounts of a currency, and not thousands or millions of it."""
        units = [self.heading.unit, *(number.unit for number in self.numbers.values())]
        is_said = self.heading.unit.currency or all(unit.currency for unit in units[1:])
        return bool(is_said) and all(unit.magnitude is None for unit in units)

    def take_apart(self) -> None:
        """Sort the cells into numbers, words, blanks and what is refused."""
        counted: list[str] = []
        errors: list[str] = []
        for row, text in self.cells.items():
            low = " ".join(text.lower().split())
            if low == "na" and self.spec.name == "regions":
                self.refused[row] = "North America or not available? write 1, or leave it blank"
            elif low in BLANKS:
                continue
            elif ERRORS.fullmatch(low):
                errors.append(f"row {row} ({text})")
            elif low in self.spec.words:
                self.known[row] = self.spec.words[low]
            elif looks_like_a_date(low):
                self.refused[row] = "that is a date" + (
                    "; a spreadsheet makes dates of cells such as 3-5" if len(low) < 7 else ""
                )
            elif number := take_apart(text):
                self._take_number(row, number)
            elif count := self._count(text):
                self.known[row] = float(count)
                counted.append(f"{shown(text)} counted as {count}")
            else:
                self.refused[row] = self._neither(low)
        if errors:
            self.remarks.append(f"errors of a spreadsheet left open: {_some(errors)}")
        if counted:
            self.remarks.append(_some(counted))
        if {"x", "✓", "✔"} & {t.strip().lower() for t in self.cells.values()}:
            self.remarks.append("a mark such as x is yes; a blank is left open, so write no for no")

    def _take_number(self, row: int, number: Number) -> None:
        if not readings(number.digits):
            hint = "; write it like 1234.5" if re.search(r"[.,' ]", number.digits) else ""
            self.refused[row] = f"must be {self.spec.allowed}{hint}"
        elif (number.is_percent and self.spec.unit not in ("1", "pt")) or (
            number.unit.is_money and self.spec.unit != "k€"
        ):
            self.refused[row] = f"must be {self.spec.allowed}"
        else:
            self.numbers[row] = number

    def _count(self, text: str) -> int:
        count: Callable[[str], int] = {
            "contacts": counted_people,
            "regions": counted_regions,
        }.get(self.spec.name, lambda text: 0)
        return count(text)

    def _neither(self, low: str) -> str:
        """Return why a cell that is no number, word or list is refused."""
        if re.fullmatch(r"[a-f][+-]?", low):
            share = "0.8 or 80%" if self.spec.unit == "1" else "80"
            return f"that is a grade; write the number that it stands for, as {share}, in each row"
        if self.spec.unit in ("1", "pt") and re.fullmatch(r"\d+ ?/ ?\d+", low):
            return "write the number alone, and the scale in the heading, as in " + (
                f"{self.spec.name} (0-{low.split('/')[1].strip()})"
            )
        if re.fullmatch(r"[★☆⭐✩]+", low):
            return f"write the number of stars, and the heading as {self.spec.name} (1-5)"
        hint = ", or first and last names to count" if self.spec.name == "contacts" else ""
        if self.spec.unit in ("1", "pt") and low.replace(" ", "").isalpha():
            hint = "; write the number that the word stands for"
        return f"must be {self.spec.allowed}{hint}"

    def settle(self, elsewhere: Mapping[str, str], said: str = "") -> None:
        """Find the decimal mark, looking at other columns where this one does not tell.

        Args:
            elsewhere: Decimal marks that other columns are sure of, and a cell that shows each.
            said: The decimal mark of the file, if its owner has said it.
        """
        digits = {row: number.digits for row, number in self.numbers.items()}
        self.style = style_of(
            digits,
            self.most,
            elsewhere,
            may_group=not self.is_large,
            is_money=self.is_plain_money,
            said=said,
        )
        if self.style.why:
            self.remarks.append(self.style.why)

    def number(self, row: int) -> float:
        """Return what a cell says, in the unit that it is written in."""
        found = readings(self.numbers[row].digits)
        return found.get(self.style.mark, next(iter(found.values())))

    def told(self) -> list[Problem]:
        """Return the cells refused, those that are alike as one from the sixth on."""
        alike: dict[str, list[int]] = {}
        for row, why in self.refused.items():
            alike.setdefault(why, []).append(row)
        problems: list[Problem] = []
        where = f"column {self.called}"
        if self.style.problem:
            digits = self.numbers[self.style.row].digits
            ways = ways_to_say(digits) if is_open(digits) else ""
            problems.append((self.style.row, f"{where}: {self.style.problem}{ways}"))
        for why, rows in alike.items():
            if len(rows) <= ALIKE:
                problems += [(row, f"{where}: {self._given(row)}{why}") for row in rows]
                continue
            others = ", ".join(map(str, rows[1:ALIKE]))
            like = f"and the like in {len(rows) - 1:,} more rows ({others}, ...)"
            problems.append(
                (rows[0], f"{where}: {shown(self.cells[rows[0]])} given, {like}; {why}")
            )
        return problems

    def _given(self, row: int) -> str:
        text = self.cells[row]
        return f"{shown(text)} given; " if text else ""


def _some(items: list[str], most: int = 3) -> str:
    more = f" and {len(items) - most:,} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more
