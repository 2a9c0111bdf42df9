"""Excel workbooks: cells as their reader sees them, sheets chosen, damage refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from sim.base.problems import ProblemsError
from sim.portfolio import Portfolio, portfolio_from, reading_notes
from sim.portfolio.sheet import shown

Sheets = dict[str, Sequence[Sequence[Any]]]


def packed(sheets: Sheets, hidden: str = "") -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(sheets: Sheets, sheet: str | None = None, hidden: str = "") -> Portfolio:
    return portfolio_from(packed(sheets, hidden), "my.xlsx", sheet)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (840, "General", "840"),
        (0.17, "0%", "17%"),
        (0.175, "0.0%", "17.5%"),
        (840000, '#,##0 "€"', "840000 €"),
        (840000, "[$€-407] #,##0", "840000 €"),
        (840000, "[$-409]#,##0", "840000"),
        (840000, '#,##0,"k€"', "840 k€"),
        (1200000, '0.0,,"M$"', "1.2 M$"),
        (840000, "#,##0,", "840"),
        (1.234, "0.000", "1.2340"),
        (1200000.0, "General", "1200000"),
        (840, '0 "partners"', "840"),
        (True, "General", "TRUE"),
        (date(2026, 3, 5), "mm-dd-yy", "2026-03-05"),
        (None, "General", ""),
        (" Alpha ", "General", "Alpha"),
    ],
)
def test_a_cell_is_what_its_reader_sees(value: Any, form: str, text: str) -> None:
    assert shown(value, form) == text


def test_numbers_of_a_sheet_have_no_thousands_in_doubt() -> None:
    rows = [["Partner", "revenue (k€)", "score"], ["A", 1.234, 55], ["B", 2.5, 60]]
    portfolio = read({"Partners": [["FY26"], [], *rows]})
    assert portfolio.facts["yearly_revenue"].tolist() == [1.234, 2.5]
    assert portfolio.reading is not None
    assert reading_notes(portfolio.reading) == [
        "sheet: 'Partners'",
        "header found in row 3; rows 1 to 2 above it left out: FY26",
    ]


def test_text_in_a_sheet_is_as_doubtful_as_anywhere() -> None:
    with pytest.raises(ProblemsError, match=r"'1\.200' given, which could be 1200 or 1\.2"):
        read({"Partners": [["Partner", "revenue (k€)"], ["A", "1.200"]]})


def test_the_sheet_may_be_chosen() -> None:
    sheets: Sheets = {"Notes": [["hello"]], "Partners": [["name"], ["A"]], "Old": [["name"], ["B"]]}
    assert read(sheets, "Old").names == ("B",)
    portfolio = read(sheets, hidden="Notes")
    assert portfolio.names == ("A",)
    assert portfolio.reading is not None
    assert portfolio.reading.remarks == (
        "sheet: 'Partners'; others are Notes, Old: population.sheet=NAME",
    )
    with pytest.raises(ProblemsError) as caught:
        read(sheets, "Partner")
    assert caught.value.problems == [
        "my.xlsx: no sheet 'Partner' (did you mean Partners?); there are Notes, Old, Partners"
    ]
    with pytest.raises(ProblemsError, match="no column with the partners' names") as caught:
        read(sheets)
    assert caught.value.problems[-1].endswith(
        "call it name (sheet: 'Notes'; others are Partners, Old: population.sheet=NAME)"
    )


def test_a_formula_without_a_value_is_refused() -> None:
    with pytest.raises(ProblemsError, match="cell B2: a formula without a value"):
        read({"Partners": [["name", "score"], ["A", "=50+5"]]})


def test_a_wrong_size_of_a_sheet_hides_nothing() -> None:
    raw = packed({"Partners": [["name", "score"], ["A", 55], ["B", 60]]})
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as whole, zipfile.ZipFile(file, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, whole.read(name).replace(b'ref="A1:B3"', b'ref="A1"'))
    assert portfolio_from(file.getvalue(), "my.xlsx").facts["score"].tolist() == [55, 60]


def test_a_footer_of_a_sheet_is_left_out() -> None:
    rows = [["name", "score"], ["A", 55], ["B", None], [], ["Partner report"], ["Copyright me"]]
    portfolio = read({"Partners": rows})
    assert portfolio.names == ("A", "B")


def test_a_partner_alone_below_a_blank_row_stays() -> None:
    assert read({"Partners": [["name", "score"], ["A", 55], [], ["B"]]}).names == ("A", "B")


def test_a_damaged_workbook_and_other_archives_are_refused() -> None:
    whole = packed({"Partners": [["name"], ["A"]]})
    for raw in (whole[:200], whole[:-30], whole[:300] + b"x" * 50 + whole[350:]):
        with pytest.raises(ProblemsError, match=r"my\.xlsx: (not readable as|a ZIP)"):
            portfolio_from(raw, "my.xlsx")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(ProblemsError, match="an OpenDocument file, not an Excel workbook"):
        portfolio_from(file.getvalue(), "my.ods")


def test_what_is_hidden_or_merged_is_told() -> None:
    book = Workbook()
    sheet = book.active
    for row in [["name", "trust", "score"], ["A", 0.5, 60], ["B", 0.6, None], ["C", 0.7, 70]]:
        sheet.append(row)
    plain, file = io.BytesIO(), io.BytesIO()
    book.save(plain)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[90].hidden = True  # nothing stands in it
    sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells("C2:C3")
    book.save(file)
    before, after = (portfolio_from(f.getvalue(), "my.xlsx") for f in (plain, file))
    assert after.facts["trust"].tolist() == [0.5, 0.6, 0.7]
    assert reading_notes(after.reading)[len(reading_notes(before.reading)) :] == [
        "hidden in the workbook, and read like the others: rows 3",
        "hidden in the workbook, and read like the others: columns B",
        "merged cells: C2:C3; what they hold counts for the first cell of each, and the others are "
        "read as blank",
    ]
