"""The reading echo, word for word; and a template that reads back as it says."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from sim.base.problems import ProblemsError
from sim.cli.files import told
from sim.portfolio import (
    COLUMNS,
    portfolio_from,
    read_portfolio,
    reading_notes,
    reading_rows,
)
from sim.portfolio.layout import EXAMPLE
from sim.portfolio.reading import ReadColumn
from sim.portfolio.template import write_template
from sim.report.table import aligned

FILE = """Partners FY26;;;;;
Partner;Revenue (M$);Trust (1-5);Discount (%);Tier;Notes
Alpha;1,2;4;17;Gold;joint practice
Beta;0,84;n/a;20;Silver;
Gamma;0,25;1;12,5;;
Total;2,29;;;;
"""

HEAD = "my.csv: 3 partners read as follows; check that it is what you mean"
TABLE = [
    "Column in the file | understood as | unit | known | smallest | median | largest | total | "
    "as given | as read",
    "Partner | name | name | 3 of 3 |  |  |  |  | Alpha | Alpha",
    "Revenue (M$) | yearly_revenue | $k a year, from $M | 3 of 3 | 250 | 840 | 1,200 | 2,290 | 1,2 "
    "| 1,200",
    "Trust (1-5) | trust | 0 to 1, from 1-5 | 2 of 3 | 0 | 0.375 | 0.75 |  | 4 | 0.75",
    "Discount (%) | discount | 0 to 1, from % | 3 of 3 | 0.125 | 0.17 | 0.2 |  | 17 | 0.17",
    "Notes | notes | text, not used | 1 of 3 |  |  |  |  | joint practice | ",
]
NOTES = [
    "not used: Tier",
    "Trust (1-5): left open: n/a",
    "header found in row 2; row 1 above it left out: Partners FY26",
    "no partners, left out: row 6 (Total)",
]


def test_the_echo_word_for_word() -> None:
    reading = portfolio_from(FILE.encode(), "my.csv").reading
    assert reading is not None
    rows = [line.split(" | ") for line in TABLE]
    assert reading_rows(reading) == rows
    assert reading_notes(reading) == NOTES
    notes = [f"- {note}" for note in NOTES]
    assert told(reading) == "\n".join([HEAD, "", aligned(rows), "", *notes])


def test_the_echo_is_plain_data() -> None:
    reading = portfolio_from(FILE.encode(), "my.csv").reading
    assert reading is not None
    assert json.loads(json.dumps(asdict(reading)))["partners"] == 3
    assert reading.columns[2] == ReadColumn(
        header="Trust (1-5)",
        column="trust",
        unit="0 to 1, from 1-5",
        given="4",
        read="0.75",
        known=2,
        partners=3,
        smallest=0.0,
        median=0.375,
        largest=0.75,
        if_open="drawn",
        remarks=("left open: n/a",),
    )
    assert reading.columns[4] == ReadColumn(header="Tier", column="")


@pytest.mark.parametrize("name", ["my.csv", "my.xlsx"])
def test_a_template_has_every_column_and_reads_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    write_template(path)
    portfolio = read_portfolio(path)
    assert portfolio.names == (EXAMPLE,)
    assert portfolio.reading is not None
    assert {column.column for column in portfolio.reading.columns} == {
        *("name", "status"),
        *COLUMNS,
        "notes",
    }
    known = {name: values[0] for name, values in portfolio.facts.items() if values[0] == values[0]}
    assert known == {
        "culture": 0.75,
        "score": 64,
        "trust": 0.62,
        "yearly_revenue": 840,
        "discount": 0.17,
        "regions": 2,
        "contacts": 3,
        "values_partnership": 1,
    }


def test_a_template_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "my.csv"
    path.write_text("mine")
    with pytest.raises(ProblemsError, match="is there already; name another"):
        write_template(path)
    assert path.read_text() == "mine"
    with pytest.raises(ProblemsError, match=r"must end in \.csv or \.xlsx"):
        write_template(tmp_path / "my.txt")
    with pytest.raises(ProblemsError, match="cannot be written"):
        write_template(tmp_path / "nowhere" / "my.csv")
