"""Rows that hold sums of other rows, told by their numbers where their names do not tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isclose

from sim.portfolio.names import begins_as_a_total

NEAR = 1e-3
"""Relative difference that rounding may leave between a sum and what stands below it."""


def last_is_a_sum(named: Sequence[tuple[int, str]], values: Mapping[int, float]) -> int:
    """Return the last row if it has no name and the sum of all others; 0 if not."""
    if len(named) < 3 or named[-1][1]:
        return 0
    last = named[-1][0]
    others = sum(values.get(row, 0.0) for row, _ in named[:-1])
    return last if isclose(values.get(last, -1.0), others, rel_tol=NEAR) else 0


def sums_named(
    named: Sequence[tuple[int, str]], values: Mapping[int, float]
) -> tuple[set[int], list[str]]:
    """Return rows to leave out, named like ``Total EMEA`` and holding a sum, and what to say.

    A sum is one of all rows above or of those since the last sum. A row so named that holds no sum
    stays, and so does a last row that holds one by its number alone; both are pointed out.
    """
    out: set[int] = set()
    remarks = []
    above = since = 0.0
    for row, name in named:
        value = values.get(row)
        is_sum = value is not None and any(
            isclose(value, total, rel_tol=NEAR) for total in (above, since) if total
        )
        if begins_as_a_total(name) and is_sum:
            out.add(row)
            since = 0.0
            remarks.append(f"row {row} ({name}) left out: the sum of the rows above it")
            continue
        if begins_as_a_total(name):
            remarks.append(f"row {row} ({name}) is named like a total, and read as a partner")
        elif is_sum and row == named[-1][0] and len(named) > 3 and name:
            remarks.append(
                f"row {row} ({name}) has the sum of the rows above it; if it is no partner, take "
                "it out"
            )
        above += value or 0.0
        since += value or 0.0
    return out, remarks
