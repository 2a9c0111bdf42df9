"""Tables for spreadsheets: text stays text, in CSV and in the workbook."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from made_by_hand import BASE, PLANT
from openpyxl import load_workbook

from sim.config.schema import Config
from sim.report.workbook import Table, alliances_table, policies_table, write_workbook
from sim.study.output import harmless, write_csv

NAMES = ["Müller & Søn", "=1+1", "+49 30 1", "-", "@home", "株式会社", "a\tb", "bell\x07"]
ROWS = [{"name": name, "gain": -1.5, "quarter": None} for name in NAMES]


def test_a_csv_opens_in_excel_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv(path, ROWS)
    assert path.read_bytes().startswith("\N{ZERO WIDTH NO-BREAK SPACE}name,gain".encode())
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == [
        *("Müller & Søn", "'=1+1", "'+49 30 1", "'-", "'@home", "株式会社", "a\tb", "bell\x07")
    ]
    assert [row["gain"] for row in rows] == ["-1.5"] * len(NAMES)


@pytest.mark.parametrize("value", [-1.5, None, 3, True])
def test_only_text_is_made_harmless(value: object) -> None:
    assert harmless(value) is value


def test_a_workbook_holds_text_as_text_and_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Table("Sheet 1", "Some rows.", {"gain": "what it gains"}, ROWS)], "=Here")
    book = load_workbook(path)
    assert book.sheetnames == ["What this is", "Sheet 1"]
    told = [[cell.value for cell in row] for row in book["What this is"].iter_rows()]
    assert told == [
        ["What was simulated", "=Here"],
        [None, None],
        ["Sheet Sheet 1", "Some rows."],
        ["gain", "what it gains"],
    ]
    assert book["What this is"]["B1"].data_type == "s"
    cells = list(book["Sheet 1"].iter_rows(min_row=2))
    assert [row[0].value for row in cells] == [*NAMES[:-1], "bell\ufffd"]
    assert {row[0].data_type for row in cells} == {"s"}
    assert [row[1].value for row in cells] == [-1.5] * len(NAMES)


def test_the_same_tables_are_the_same_bytes(tmp_path: Path) -> None:
    table = Table("T", "", {}, ROWS)
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, [table], "Here")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert load_workbook(tmp_path / "a.xlsx").properties.modified.year == 1980


def test_every_column_of_the_policies_is_explained() -> None:
    table = policies_table([BASE, PLANT], Config(policies=["vst"], currency="CHF"))
    bare = {name.removesuffix("_low").removesuffix("_high") for name in table.rows[0]}
    assert bare - {"policy", "title"} == set(table.columns)
    assert table.columns["profit"] == "5-year profit, thousands of CHF"


def test_every_column_of_the_advice_is_explained() -> None:
    from made_by_hand import ADVICE

    from sim.portfolio.advice_table import as_table

    (row, *_), config = as_table(ADVICE), Config(policies=["vst"])
    table = alliances_table([row], config)
    for name in row:
        bare = name.removesuffix("_low").removesuffix("_high").removesuffix("_keur")
        told = [key for key in table.columns if all(part in bare for part in key.split("..."))]
        assert told or bare == "name", name
