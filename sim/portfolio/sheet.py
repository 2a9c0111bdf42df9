"""A sheet of an Excel workbook as rows of text: each cell as its reader sees it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from contextlib import closing
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.base.wording import listed_some
from sim.portfolio.units import money_unit

Rows = list[tuple[int, list[str]]]

MOST_UNPACKED = 200_000_000
"""Bytes of a workbook once unpacked."""
MOST_LOOKED_AT = 30_000_000
"""Bytes of an unpacked workbook up to which it is looked through for what is hidden or merged."""
MOST_COLUMNS = 1000


def read_sheet(raw: bytes, file: str, sheet: str | None, most_rows: int) -> tuple[Rows, list[str]]:
    """Return the filled rows of a sheet, each with its number, and what a reader should know.

    Args:
        raw: The workbook.
        file: What messages call it.
        sheet: Name of the sheet; the first that is not hidden, if left out.
        most_rows: Rows at which to stop.

    Raises:
        ProblemsError: It is no workbook, has no such sheet, or a formula in it has no value.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of what it leaves out: charts, rules
            return _read(raw, file, sheet, most_rows)
    except ProblemsError:
        raise
    except Exception as error:  # a damaged workbook fails in any part of openpyxl
        raise ProblemsError(
            [
                f"{file}: not readable as an Excel workbook ({type(error).__name__}); open it in a "
                "spreadsheet and save it anew as .xlsx"
            ]
        ) from None


def _read(raw: bytes, file: str, sheet: str | None, most_rows: int) -> tuple[Rows, list[str]]:
    values, formulas = _opened(raw, file, only_values=True), _opened(raw, file, only_values=False)
    rows: Rows = []
    lacking: list[str] = []
    with closing(values), closing(formulas):
        name, told = _chosen(values, file, sheet)
        for part in (values[name], formulas[name]):
            part.reset_dimensions()  # what a file says of its size may be wrong
        both = zip(values[name].iter_rows(), formulas[name].iter_rows(), strict=True)
        for number, (cells, sources) in enumerate(both, start=1):
            row = [shown(c.value, c.number_format or "") for c in cells[:MOST_COLUMNS]]
            lacking += [
                source.coordinate
                for cell, source in zip(cells, sources, strict=True)
                if cell.value is None and source.data_type == "f"
            ]
            if any(row):
                rows.append((number, row))
            if len(rows) > most_rows:
                break
    width = max((len(row) for _, row in rows), default=0)
    rows = [(number, row + [""] * (width - len(row))) for number, row in rows]
    if lacking:
        raise ProblemsError(
            [
                f"{file}, cell {', '.join(lacking[:5])}: a formula without a value; open the file "
                "in a spreadsheet and save it there"
            ]
        )
    return rows, [*told, *_unseen(raw, name, {number for number, _ in rows})]


def _unseen(raw: bytes, name: str, filled: set[int]) -> list[str]:
    """Return what a reader of the sheet would not see as we do: hidden parts and merged cells.

    Args:
        raw: The workbook.
        name: Name of the sheet.
        filled: Rows that are read.
    """
    if _unpacked(raw) > MOST_LOOKED_AT:
        return ["too large to look for hidden rows and merged cells in it"]
    with closing(openpyxl.load_workbook(io.BytesIO(raw))) as book:
        sheet = book[name]
        rows = sorted(n for n, row in sheet.row_dimensions.items() if row.hidden and n in filled)
        columns = [
            column if part.min == part.max else f"{column} to {get_column_letter(part.max)}"
            for column, part in sheet.column_dimensions.items()
            if part.hidden and (part.min or 1) <= sheet.max_column
        ]
        merged = sorted(str(part) for part in sheet.merged_cells.ranges)
    told = [
        f"hidden in the workbook, and read like the others: {what} {listed_some(names)}"
        for what, names in (("rows", [str(n) for n in rows]), ("columns", columns))
        if names
    ]
    if merged:
        told.append(
            f"merged cells: {listed_some(merged)}; what they hold counts for the first cell of "
            "each, and the others are read as blank"
        )
    return told


def _unpacked(raw: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return sum(part.file_size for part in packed.infolist())


def _opened(raw: bytes, file: str, *, only_values: bool) -> Any:
    size = _unpacked(raw)
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = packed.namelist()
    if "xl/workbook.xml" not in parts:
        kind = "an OpenDocument file" if "content.xml" in parts else "a ZIP archive"
        raise ProblemsError([f"{file}: {kind}, not an Excel workbook; save it as CSV or .xlsx"])
    if size > MOST_UNPACKED:
        raise ProblemsError([f"{file}: {size / 1e6:,.0f} MB once unpacked; too large to read"])
    return openpyxl.load_workbook(io.BytesIO(raw), data_only=only_values, read_only=True)


def _chosen(book: Any, file: str, sheet: str | None) -> tuple[str, list[str]]:
    names = [part.title for part in book.worksheets]
    if sheet is not None:
        if sheet not in names:
            raise ProblemsError([f"{file}: {unknown('sheet', sheet, names)}"])
        return sheet, [f"sheet: {sheet!r}"]
    visible = [part.title for part in book.worksheets if part.sheet_state == "visible"] or names
    if not visible:
        raise ProblemsError([f"{file}: no sheet with cells in it"])
    others = [name for name in names if name != visible[0]]
    choose = f"; others are {', '.join(others)}: population.sheet=NAME" if others else ""
    return visible[0], [f"sheet: {visible[0]!r}{choose}"]


def shown(value: Any, form: str) -> str:
    """Return a cell as its reader sees it: percent, currency and thousands as formatted.

    A number stands with a decimal point and no mark between thousands. Where three decimals could
    be taken for thousands, a nought is added.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if not isinstance(value, int | float):
        return str(value).strip()
    if "%" in form:
        return f"{_plain(100.0 * value)}%"
    first = form.split(";")[0]
    scaled = re.search(r"[0#?](,+)(?![0#?,])", first)
    number = _plain(value / 1000 ** len(scaled[1])) if scaled else _plain(value)
    unit = _written(first)
    return f"{number} {unit}" if unit and money_unit(unit) else number


def _plain(number: float) -> str:
    text = f"{number:.12g}"
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text


def _written(form: str) -> str:
    """Return the text that a number format writes beside a number."""
    signs = "".join(re.findall(r"\[\$([^\]-]*)[^\]]*\]", form))
    bare = re.sub(r"\[[^\]]*\]", "", form)
    quoted = "".join("".join(parts) for parts in re.findall(r'"([^"]*)"|\\(\S)|([€£¥$])', bare))
    return f"{quoted}{signs}".strip()
