"""Rows that hold sums, means or counts of other rows, told from partners by name and numbers.

Partners may be called Max, Media or Ø. So a name alone leaves nothing out: where the numbers do not
show what a row is, its owner is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isclose
from statistics import mean, median
from typing import NamedTuple

from sim.portfolio.layout import Rows, Table
from sim.portfolio.names import begins_as_a_total, is_a_total
from sim.portfolio.numbers import COMMA, POINT, readings, take_apart

NEAR = 1e-3
"""Relative difference that rounding may leave between a sum and what stands below it."""

FEWEST = 2
"""Rows that a figure must be of: of a single one it could be a second partner's own."""


def without_totals(table: Table, name_at: int) -> tuple[Rows, list[tuple[int, str]]]:
    """Return the rows that are partners, and what must be asked of others; left out rows are said.

    A row is left out if its name is one for a total or begins as one does, or is blank in the last
    row, and all its numbers are sums, means, medians or counts of the same column: of all rows
    above, of those since the last row left out, or of all others. At least one of the numbers must
    be one that no other row has.
    """
    kept: Rows = []
    since = 0
    left_out, problems = [], []
    for place, (number, cells) in enumerate(table.rows):
        name = cells[name_at] if name_at < len(cells) else ""
        is_last_unnamed = not name and place == len(table.rows) - 1
        if not (is_a_total(name) or begins_as_a_total(name) or is_last_unnamed):
            kept.append((number, cells))
            continue
        others = [row for row in table.rows if row[0] != number and not _is_named(row, name_at)]
        groups = [kept, kept[since:], others]
        found = [_figures(name, cells, name_at, group) for group in groups]
        if any(found_all for found_all, _ in found):
            left_out.append(f"row {number} ({name or 'no name'})")
            since = len(kept)
        elif is_a_total(name) or any(some for _, some in found if name):
            problems.append((number, _asked(name)))
        else:
            if name:
                table.remarks.append(
                    f"row {number} ({name}) is named like a total, and read as a partner"
                )
            kept.append((number, cells))
    if left_out:
        table.remarks.append(f"no partners, left out: {', '.join(left_out)}")
    return kept, problems


def _is_named(row: tuple[int, list[str]], name_at: int) -> bool:
    return name_at < len(row[1]) and is_a_total(row[1][name_at])


def _asked(name: str) -> str:
    more = (
        f"write more of its name, such as {name} Ltd,"
        if is_a_total(name)
        else "begin its name otherwise"
    )
    return (
        f"{name!r} may be a total or a partner: its numbers do not show which; take the row out if "
        f"it is no partner, {more} if it is one"
    )


def _figures(name: str, cells: Sequence[str], name_at: int, others: Rows) -> tuple[bool, bool]:
    """Return whether a row is shown to hold figures of others, and whether it holds any sum."""
    all_are, is_own, is_sum = True, False, False
    if is_a_total(name) and (count := re.search(r"\d+", name)):
        all_are = is_own = int(count[0]) == len(others)
    for at, text in enumerate(cells):
        if at == name_at or take_apart(text) is None:
            continue
        column = [row[at] for _, row in others if at < len(row)]
        fits = [_fit(text, column, mark) for mark in (POINT, COMMA)]
        all_are &= any(fit.is_figure for fit in fits)
        is_own |= any(fit.is_figure and fit.is_own for fit in fits)
        is_sum |= any(fit.is_sum for fit in fits)
    return len(others) >= FEWEST and all_are and is_own, is_sum


class _Fit(NamedTuple):
    """How a number stands to those of other rows.

    Attributes:
        is_figure: Whether it is their sum, mean, median or count.
        is_own: Whether no other row has it.
        is_sum: Whether it is their sum.
    """

    is_figure: bool = False
    is_own: bool = False
    is_sum: bool = False


def _fit(text: str, column: Sequence[str], mark: str) -> _Fit:
    """Return how a cell stands to its column, both read with a decimal mark where they can be."""
    own = _value(text, mark)
    others = [known[0] for cell in column if (known := _value(cell, mark)) is not None]
    if own is None or not others:
        return _Fit()
    value, step = own
    near = max(NEAR * abs(value), 0.5 * step)

    def is_near(figure: float) -> bool:
        return abs(value - figure) <= near

    is_sum = is_near(sum(others))
    figures = (mean(others), median(others), float(len(others)), float(len(column)))
    return _Fit(is_sum or any(map(is_near, figures)), value not in others, is_sum)


def _value(text: str, mark: str) -> tuple[float, float] | None:
    """Return a cell's number, and what its last digit counts; None if it is no number."""
    number = take_apart(text)
    found = readings(number.digits) if number else {}
    if number is None or not found:
        return None
    used, times = mark if mark in found else next(iter(found)), number.unit.magnitude or 1.0
    decimals = len(number.digits.partition(used)[2])
    return found[used] * times, times * 10.0**-decimals


def adds_up_by_chance(named: Sequence[tuple[int, str]], values: Mapping[int, float]) -> list[str]:
    """Return what to say of a last row, named as a partner, that has the sum of all others."""
    if len(named) < 4:
        return []
    row, name = named[-1]
    others = sum(values.get(above, 0.0) for above, _ in named[:-1])
    if begins_as_a_total(name) or not isclose(values.get(row, -1.0), others, rel_tol=NEAR):
        return []
    return [
        f"row {row} ({name}) has the sum of the rows above it; if it is no partner, take it out"
    ]
