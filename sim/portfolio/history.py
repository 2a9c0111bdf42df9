"""A vendor's own past, read from a file: revenue and discount by partner and quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.policies import names
from sim.portfolio.file import read_bytes, rows_of
from sim.portfolio.headings import slug
from sim.portfolio.numbers import readings, style_of, take_apart

FEWEST_QUARTERS, FEWEST_PARTNERS = 6, 3
NAMES = {"partner": "partner", "account": "partner", "name": "partner", "quarter": "quarter"}
NAMES |= {"revenue": "revenue", "discount": "discount", "policy": "policy"}


@dataclass(frozen=True)
class History:
    """What a vendor's partners brought.

    Attributes:
        partners: Names.
        quarters: Labels of the quarters, in order.
        revenue: Revenue, shape (partners, quarters); 0 where the file has no row.
        discount: Going discount, same shape; NaN where unknown.
        policy: Name of the policy followed; what vendors do today if the file does not say.
        remarks: What was left out.
    """

    partners: list[str]
    quarters: list[str]
    revenue: Array
    discount: Array
    policy: str
    remarks: list[str]


def read_history(path: Path) -> History:
    """Return the history of a file with the columns partner, quarter, revenue and discount.

    Quarters sort as text, as in ``2024 Q1``, or as numbers. A row that is missing is a quarter
    without business; numbers are read as those of portfolios are, or refused.

    Raises:
        ProblemsError: Something is wrong; all problems are listed, by row.
    """
    file = path.name
    rows, remarks = rows_of(read_bytes(path), file)
    if not rows:
        raise ProblemsError([f"{file}: empty; needs partner, quarter, revenue and discount"])
    (_, header), *body = rows
    place = {NAMES[slug(text)]: at for at, text in enumerate(header) if slug(text) in NAMES}
    missing = [name for name in ("partner", "quarter", "revenue") if name not in place]
    if missing:
        raise ProblemsError([f"{file}: no column {' or '.join(missing)}; headings are {header}"])
    unused = [text for text in header if slug(text) not in NAMES and text.strip()]
    if unused:
        remarks = [*remarks, f"{file}: not used: {', '.join(unused)}"]
    cells = {name: {row: values[at].strip() for row, values in body} for name, at in place.items()}
    problems: list[str] = []
    revenue = _numbers(file, "revenue", cells["revenue"], problems, low=0.0)
    discount = _numbers(file, "discount", cells.get("discount", {}), problems, low=0.0, high=1.0)
    partners = list(dict.fromkeys(cells["partner"].values()))
    labels = sorted(set(cells["quarter"].values()), key=_in_order)
    if len(labels) < FEWEST_QUARTERS or len(partners) < FEWEST_PARTNERS:
        problems.append(
            f"{file}: {len(partners)} partners in {len(labels)} quarters; needs at least "
            f"{FEWEST_PARTNERS} in {FEWEST_QUARTERS}"
        )
    seen: dict[tuple[str, str], int] = {}
    for row, _ in body:
        key = cells["partner"][row], cells["quarter"][row]
        if key in seen:
            problems.append(
                f"{file}, row {row}: {key[0]} in {key[1]} stands in row {seen[key]} too"
            )
        seen[key] = row
    policies = sorted(set(cells.get("policy", {}).values()) - {""})
    if len(policies) > 1:
        problems.append(f"{file}: policy: {', '.join(policies)} given; one for the whole history")
    problems += [
        f"{file}: policy: {unknown('policy', name, names())}"
        for name in policies
        if name not in names()
    ]
    if problems:
        raise ProblemsError(problems)
    table = np.zeros((len(partners), len(labels)))
    known = np.full(table.shape, np.nan)
    for row, _ in body:
        at = partners.index(cells["partner"][row]), labels.index(cells["quarter"][row])
        table[at] = revenue.get(row, 0.0)
        known[at] = discount.get(row, np.nan)
    policy = policies[0] if policies else "status_quo"
    return History(partners, labels, table, known, policy, remarks)


def _in_order(label: str) -> tuple[float, str]:
    return (float(label), "") if label.replace(".", "", 1).isdigit() else (0.0, label)


def _numbers(
    file: str,
    name: str,
    cells: Mapping[int, str],
    problems: list[str],
    *,
    low: float,
    high: float = np.inf,
) -> dict[int, float]:
    """Return the numbers of a column by row; blanks are left out."""
    taken = {row: take_apart(text) for row, text in cells.items() if text}
    for row, number in taken.items():
        if number is None:
            problems.append(f"{file}, row {row}, {name}: {cells[row]!r} given; must be a number")
    digits = {row: number.digits for row, number in taken.items() if number is not None}
    style = style_of(digits, 1e12 if high == np.inf else 100.0, {})
    if style.problem:
        problems.append(f"{file}, row {style.row}, {name}: {style.problem}")
        return {}
    found: dict[int, float] = {}
    for row, text in digits.items():
        values = readings(text)
        value = values[style.mark] if style.mark in values else next(iter(values.values()))
        number = taken[row]
        value = value / 100.0 if number is not None and number.is_percent else value
        if not low <= value <= high:
            limit = "0 or more" if high == np.inf else f"from {low:g} to {high:g}, or a percentage"
            problems.append(f"{file}, row {row}, {name}: {cells[row]!r} given; must be {limit}")
        found[row] = value
    return found
