"""Shares, points and counts: from the scale that a column is written on to the model's own."""

from __future__ import annotations

from collections.abc import Mapping

from sim.portfolio.cell import shown
from sim.portfolio.consistency import ROUNDING
from sim.portfolio.values import ColumnCells

POINTS = 100.0
TOPS = (1, 5, 10)
"""Largest values of usual scales that are not points of 100."""


def on_scale(column: ColumnCells) -> dict[int, float]:
    """Return row to value of a column that is no money; what does not fit is refused.

    A scale in the heading is read so that its lowest is 0 and its highest all of it: 4 of (1-5) is
    three quarters. A percentage in the heading is the unit of all cells.
    """
    values = dict(column.known)
    for row, number in column.numbers.items():
        value, why = _value(column, column.number(row), is_percent=number.is_percent)
        if why:
            column.refused[row] = why
        else:
            values[row] = value
    plain = {r: column.number(r) for r, n in column.numbers.items() if not n.is_percent}
    if column.spec.unit == "pt" and not column.heading.unit.scale and plain and not column.refused:
        _ask_for_a_scale(column, plain, values)
    return values


def _value(column: ColumnCells, number: float, *, is_percent: bool) -> tuple[float, str]:
    """Return what a number means in the column's unit, and why it does not fit, if so."""
    spec, unit = column.spec, column.heading.unit
    whole = POINTS if spec.unit == "pt" else 1.0
    if spec.unit in ("1", "pt") and (is_percent or unit.is_percent):
        number = number * whole / 100.0
    elif unit.scale and spec.unit != "count":
        low, high = unit.scale
        if not low <= number <= high:
            return 0.0, f"must be from {low:g} to {high:g}, as the heading says"
        number = whole * (number - low) / (high - low)
    why = spec.misfit(number)
    if why and spec.unit == "1" and not (is_percent or unit.is_percent or unit.scale):
        return 0.0, why + _hint(column, number)
    return number, why


def _hint(column: ColumnCells, number: float) -> str:
    """Return what may have been meant by a share above 1."""
    if not column.spec.high < number <= 100:
        return ""
    name = column.spec.name
    most = max(column.number(r) for r, n in column.numbers.items() if not n.is_percent)
    if name != "discount" and most in (4, 5, 9, 10) and most == int(most):
        top = 5 if most <= 5 else 10
        return f"; if it is a scale, put it in the heading: {name} (1-{top}) or {name} (0-{top})"
    if most <= 100 and number > 1:
        return f"; if the numbers are percentages, call it {name} (%)"
    return ""


def _ask_for_a_scale(
    column: ColumnCells, plain: Mapping[int, float], values: dict[int, float]
) -> None:
    """Refuse points that look like shares or like marks on a short scale."""
    name, unit = column.spec.name, column.heading.unit
    most = max(plain.values())
    if unit.is_percent:
        if most <= 1:
            column.remarks.append(
                f"the largest is {most:g}%; if these are shares of 1, call it {name} (0-1)"
            )
        return
    row = next(iter(plain))
    if len(plain) == len(column.numbers) and most <= TOPS[-1]:
        top = next(top for top in TOPS if most <= top)
        scales = f"{name} (0-1)" if top == 1 else f"{name} (1-{top}) or {name} (0-{top})"
        column.refused = {
            row: f"no more than {most:g} in the whole column; on what scale? write {scales} in the "
            f"heading, or {name} (0-100) if it is points of 100"
        }
    elif shares := [r for r, v in plain.items() if 0 < v < 1]:
        for row in shares:
            column.refused[row] = (
                f"a share of 1 beside others up to {max(values.values()):g} of 100? write "
                f"{100 * plain[row]:g}, or {name} (0-100) in the heading if it is right"
            )


def half_a_step(column: ColumnCells) -> float:
    """Return by how many points of 100 a value may be off because of its scale: 12.5 for 1-5."""
    scale = column.heading.unit.scale
    if scale is None or column.spec.unit == "count" or scale[1] - scale[0] <= 1:
        return ROUNDING
    return max(ROUNDING, 0.5 * POINTS / (scale[1] - scale[0]))


def unit_told(column: ColumnCells) -> str:
    """Return the unit of a column, and from what it was turned into that."""
    unit = {"1": "0 to 1", "pt": "0 to 100", "count": "count"}[column.spec.unit]
    said = column.heading.unit
    if said.scale and said.scale != (0.0, POINTS if column.spec.unit == "pt" else 1.0):
        return f"{unit}, from {said.scale[0]:g}-{said.scale[1]:g}"
    return f"{unit}, from %" if said.is_percent and column.spec.unit == "1" else unit


def looks_small(column: ColumnCells, values: Mapping[int, float]) -> None:
    """Remark on percentages that are all under 1%, which are mostly shares."""
    if column.heading.unit.is_percent and column.spec.unit == "1" and column.numbers:
        row = max(column.numbers, key=column.number)
        if values and not column.numbers[row].is_percent and column.number(row) <= 1:
            column.remarks.append(
                f"{shown(column.cells[row])} is {column.number(row):g}%, as the heading says %; if "
                f"the cells are shares, call it {column.spec.name}"
            )
