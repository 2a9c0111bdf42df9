"""A portfolio file to fill in: every column with its unit, and a row that shows how."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sim.base.problems import ProblemsError
from sim.portfolio.columns import (
    COLUMNS,
    FACTOR_COLUMNS,
    FACTORS_IF_OPEN,
    IF_OPEN,
    NAME,
    NOTES,
    PARTNER,
    STATUS,
    STATUSES,
    Column,
)
from sim.portfolio.layout import EXAMPLE

SHOWN: dict[str, str | int] = {
    "culture": "cat",
    "score": 64,
    "trust": 62,
    "yearly_revenue": 840,
    "discount": 17,
    "regions": 2,
    "contacts": 3,
    "values_partnership": "yes",
}
"""Cells of the example row; columns that are not here are blank in it."""


def write_template(path: Path) -> None:
    """Write a template; its name says of which kind, ``.csv`` or ``.xlsx``.

    Raises:
        ProblemsError: There is a file of that name already, it ends in something else, or its
            folder cannot be written.
    """
    kinds = {".csv": _csv, ".xlsx": _workbook}
    if path.suffix.lower() not in kinds:
        raise ProblemsError([f"template: {str(path)!r} given; must end in .csv or .xlsx"])
    try:
        with path.open("xb") as file:
            file.write(kinds[path.suffix.lower()]())
    except FileExistsError:
        raise ProblemsError([f"template: {str(path)!r} is there already; name another"]) from None
    except OSError as error:
        raise ProblemsError(
            [f"template: {str(path)!r} cannot be written ({error.strerror})"]
        ) from None


def heading(column: Column) -> str:
    """Return a column's heading with its unit, as a reader would write it."""
    units = {"pt": "0-100", "k€": "k€"}
    if column.name in ("trust", "discount"):
        return f"{column.name} (%)"
    return f"{column.name} ({units[column.unit]})" if column.unit in units else column.name


def rows() -> list[list[str | int]]:
    """Return the header and the example row."""
    ordered = [c for c in COLUMNS.values() if c.name not in FACTOR_COLUMNS]
    ordered += [COLUMNS[name] for name in FACTOR_COLUMNS]
    header: list[str | int] = [
        NAME,
        STATUS,
        *(heading(column) for column in ordered),
        NOTES,
    ]
    example: list[str | int] = [
        EXAMPLE,
        PARTNER,
        *(SHOWN.get(column.name, "") for column in ordered),
        "any text",
    ]
    return [header, example]


def _csv() -> bytes:
    """Return the template as CSV; the byte order mark lets a spreadsheet see that it is UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows())
    return text.getvalue().encode("utf-8-sig")


def _workbook() -> bytes:
    """Return the template as a workbook with a second sheet that explains the columns."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet, about = book.active, book.create_sheet("columns")
    sheet.title = "portfolio"
    for row in rows():
        sheet.append([cell if cell != "" else None for cell in row])
    about.append(["column", "what it is", "what a cell may hold", "if left blank"])
    about.append([NAME, "the partner", "any text; the only column that is needed", ""])
    words = " or ".join(dict.fromkeys(STATUSES.values()))
    about.append([STATUS, "customer is a mere vendor relation", words, f"read as {PARTNER}"])
    for column in COLUMNS.values():
        allowed = "a percentage" if heading(column).endswith("(%)") else column.allowed
        about.append(
            [column.name, column.about, allowed, IF_OPEN.get(column.name, FACTORS_IF_OPEN)]
        )
    about.append([NOTES, "whatever you like; not used", "any text", ""])
    for part in (sheet, about):
        part.freeze_panes = "B2"
        for cell in part[1]:
            cell.font = Font(bold=True)
        for letter, cells in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", part.columns, strict=False):
            longest = max(len(str(cell.value or "")) for cell in cells)
            part.column_dimensions[letter].width = min(60, longest + 2)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
