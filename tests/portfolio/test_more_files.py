"""More files of the kinds that people have, written here; each is read right, or refused."""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping, Sequence

import pytest

from sim.base.problems import ProblemsError
from sim.portfolio import portfolio_from, reading_notes

NAN = math.nan
Facts = Mapping[str, Sequence[float]]


def rows(*lines: str) -> str:
    return "\n".join(lines) + "\n"


READ: dict[str, tuple[str | bytes, Facts, str]] = {
    "excel's hint at the mark between cells": (
        rows("sep=;", "name;yearly_revenue", "A;1.200,50", "B;840"),
        {"yearly_revenue": (1200.5, 840)},
        "",
    ),
    "French: spaces between thousands, comma, percent after a space": (
        rows("Entreprise;Chiffre d'affaires (k€);Remise (%)", "A;1 200,5;17,5 %", "B;840;20"),
        {"yearly_revenue": (1200.5, 840), "discount": (0.175, 0.2)},
        "",
    ),
    "Swiss: apostrophes and a dash": (
        rows("name,yearly_revenue", "A,CHF 1'200'000.-", "B,CHF 840'000.-"),
        {"yearly_revenue": (1200, 840)},
        "",
    ),
    "Indian groups": (
        rows("name,revenue (INR)", 'A,"12,00,000"', 'B,"8,40,000"'),
        {"yearly_revenue": (1200, 840)},
        "",
    ),
    "German headings": (
        rows("Firma;Jahresumsatz (TEUR);Rabatt %;Anzahl Kontakte", "A;1.200;17;3", "B;840;20;1"),
        {"yearly_revenue": (1200, 840), "discount": (0.17, 0.2), "contacts": (3, 1)},
        "Jahresumsatz (TEUR): '1.200' is 1200, as '840' has no decimals",
    ),
    "thousands shown by decimals in another column": (
        rows("name;yearly_revenue;discount", "A;1.200;0,17", "B;2.500;0,2"),
        {"yearly_revenue": (1200, 2500), "discount": (0.17, 0.2)},
        "yearly_revenue: '1.200' is 1200, as '0,17' in discount shows",
    ),
    "thousands shown by a longer number": (
        rows("name;revenue (€)", "A;1.200.000", "B;840.000"),
        {"yearly_revenue": (1200, 840)},
        "revenue (€): '840.000' is 840000, as money has no third decimal",
    ),
    "UTF-16 without a mark": (
        rows("name,score", "Alpha,55", "Beta,60").encode("utf-16-le"),
        {"score": (55, 60)},
        "encoding: UTF-16",
    ),
    "UTF-16, big end first": (
        b"\xfe\xff" + rows("name,score", "Alpha,55", "Beta,60").encode("utf-16-be"),
        {"score": (55, 60)},
        "encoding: UTF-16",
    ),
    "half years": (
        rows("name,Revenue H1 (k€),Revenue H2 (k€)", "A,400,440", "B,500,620"),
        {"yearly_revenue": (840, 1120)},
        "Revenue H1 (k€): 2 half-years added up to a year: smallest 840, largest 1,120, total "
        "1,960",
    ),
    "twelve months": (
        rows(
            "name," + ",".join(
                f"{m} 2026 revenue"
                for m in calendar.month_abbr[1:]
            ),
            "A," + ",".join(["70"] * 12),
            "B," + ",".join(["100"] * 11) + ",20",
        ),
        {"yearly_revenue": (840, 1120)},
        "Jan 2026 revenue: 12 months added up to a year: smallest 840, largest 1,120, total 1,960",
    ),
    "quarters across two years": (
        rows("partner,Q3 25 revenue,Q4 25 revenue,Q1 26 revenue,Q2 26 revenue", "A,1,2,3,4"),
        {"yearly_revenue": (10,)},
        "Q3 25 revenue: 4 quarters added up to a year: smallest 10, largest 10, total 10",
    ),
    "a year beside its quarters": (
        rows("name,Revenue Q1,Revenue Q2,Revenue Q3,Revenue Q4,Revenue", "A,1,2,3,4,10"),
        {"yearly_revenue": (10,)},
        "not used: Revenue Q1, Revenue Q2, Revenue Q3, Revenue Q4",
    ),
    "quarters without a word for revenue": (
        rows("name,Q1,Q2,Q3,Q4", "A,1,2,3,4"),
        {},
        "Q1: if this is revenue, call it and the like revenue Q1",
    ),
    "revenue a month": (
        rows("name,MRR ($k)", "A,70", "B,10"),
        {"yearly_revenue": (840, 120)},
        "MRR ($k): revenue of a month, times 12 for a year",
    ),
    "millions, one with three decimals": (
        rows("name,revenue (M€)", "A,1.234", "B,0.84"),
        {"yearly_revenue": (1234, 840)},
        "revenue (M€): '1.234' is 1.234, as '0.84' shows",
    ),
    "amounts under a million, all in thousands": (
        rows("Account,Annual Contract Revenue,Revenue", 'A,1,"$840,000"', 'B,2,"$310,000"'),
        {"yearly_revenue": (840, 310)},
        "Revenue: '840,000' is 840000, as money has no third decimal",
    ),
    "revenue by a name that is not known": (
        rows("Partner,Net Revenue,Gross Revenue", "A,840,900", "B,310,400"),
        {},
        "Net Revenue: if this is meant as yearly_revenue, call it yearly_revenue",
    ),
    "magnitudes cell by cell": (
        rows("name,revenue", "A,$1.2M", "B,$840k", "C,$900.5K"),
        {"yearly_revenue": (1200, 840, 900.5)},
        "",
    ),
    "a subtotal, a grand total and a row without a name that adds up": (
        rows("name,revenue (k€)", "A,100", "B,200", "Total EMEA,300", "C,50", "Grand Total,350"),
        {"yearly_revenue": (100, 200, 50)},
        "no partners, left out: row 4 (Total EMEA), row 6 (Grand Total)",
    ),
    "a last row without a name that adds up": (
        rows("name,revenue (k€)", "A,100", "B,200", ",300"),
        {"yearly_revenue": (100, 200)},
        "no partners, left out: row 4 (no name)",
    ),
    "a partner named like a total": (
        rows("name,revenue (k€)", "Total Energies,100", "B,200"),
        {"yearly_revenue": (100, 200)},
        "row 2 (Total Energies) is named like a total, and read as a partner",
    ),
    "a last row that adds up by chance, or not": (
        rows("name,revenue (k€)", "A,100", "B,200", "C,300", "D,600"),
        {"yearly_revenue": (100, 200, 300, 600)},
        "row 5 (D) has the sum of the rows above it; if it is no partner, take it out",
    ),
    "the header again": (
        rows("name,score", "A,55", "name,score", "B,60"),
        {"score": (55, 60)},
        "row 3 left out: the header again",
    ),
    "a closing line right below": (
        rows("name,score", "A,55", "B,60", "Confidential - do not share,"),
        {"score": (55, 60)},
        "row 4 below the table left out: Confidential - do not share",
    ),
    "cells beyond the header, all blank": (
        rows("name;score", "A;55;;", "B;60;"),
        {"score": (55, 60)},
        "",
    ),
    "a column of marks": (
        rows("name,values partnership (yes/no)", "A,x", "B,", "C,nein"),
        {"values_partnership": (1, NAN, 0)},
        "values partnership (yes/no): a mark such as x is yes; a blank is left open, so write no "
        "for no",
    ),
    "twins by accent and form": (
        rows("name", "Café Réseau SA", "Cafe Reseau", "B"),
        {},
        "rows 2 and 3 may be one partner: Café Réseau SA, Cafe Reseau",
    ),
    "status as its own column": (
        rows("name,status,score", "A,Partner,55", "B,customer,60", "C,,70"),
        {"score": (55, 60, 70)},
        "",
    ),
    "status as a CRM has it": (
        rows("name,Status,score", "A,Active,55", "B,Contacted,60"),
        {"score": (55, 60)},
        "not used: Status",
    ),
    "regions listed": (
        rows("name,regions", "A,UK; DACH", "B,EMEA", "C,2"),
        {"regions": (2, 1, 2)},
        "regions: 'UK; DACH' counted as 2, 'EMEA' counted as 1",
    ),
    "a heading in capitals with a unit behind a comma": (
        rows("PARTNER NAME,YEARLY REVENUE in k€,TRUST (1-10)", "A,840,7", "B,1120,10"),
        {"yearly_revenue": (840, 1120), "trust": (6 / 9, 1)},
        "",
    ),
    "accounting and a minus in front": (
        rows("name,score", "A,55", "B,+60"),
        {"score": (55, 60)},
        "",
    ),
    "three decimals everywhere below one": (
        rows("name,revenue (M€)", "A,0.840", "B,1.120"),
        {"yearly_revenue": (840, 1120)},
        "revenue (M€): '1.120' is 1.12, as '0.840' shows",
    ),
    "an example row left in a template": (
        rows("name,score (0-100)", "Example partner (replace this row),64", "A,55", "B,60"),
        {"score": (55, 60)},
        "row 2 left out: the example of the template",
    ),
}  # fmt: skip


def say(comma: str, point: str) -> str:
    """Return the end of what is told of a cell that could be two numbers."""
    return (
        f", or say of the whole file population.decimal=comma ({comma}) or "
        f"population.decimal=point ({point})"
    )


REFUSED: dict[str, tuple[str | bytes, Sequence[str]]] = {
    "thousands in doubt": (
        rows("name,revenue (k€)", 'A,"1,234"', 'B,"2,714"'),
        ("row 2, column 'revenue (k€)': '1,234' given, which could be 1234 or 1.234; write 1234 or "
         "1.2340"
         + say("1.234", "1234"),),
    ),
    "thousands in doubt beside decimals": (
        rows("name;revenue (k€)", "A;1,200", "B;840,5"),
        ("row 2, column 'revenue (k€)': '1,200' given, which could be 1200 or 1.2; write 1200 or "
         "1.2"
         + say("1.2", "1200"),),
    ),
    "thousands in doubt where others have a point": (
        rows("name,revenue (k€),trust", "A,1.234,0.5", "B,2.714,0.6"),
        ("row 2, column 'revenue (k€)': '1.234' given, which could be 1234 or 1.234; write 1234 or "
         "1.2340"
         + say("1234", "1.234"),),
    ),
    "money with one decimal mark for two things": (
        rows("name;revenue", "A;€1,200", "B;€840,50"),
        ("row 2, column 'revenue': '1,200' given, which could be 1200 or 1.2; write 1200 or 1.2"
         + say("1.2", "1200"),),
    ),
    "millions in doubt": (
        rows("name;revenue (M€)", "A;1.234", "B;2"),
        ("row 2, column 'revenue (M€)': '1.234' given, which could be 1234 or 1.234; write 1234 or "
         "1.2340"
         + say("1234", "1.234"),),
    ),
    "both marks": (
        rows("name;revenue (k€)", "A;1,200.50", "B;1.200,50"),
        ("row 3, column 'revenue (k€)': '1.200,50' given, while row 2 has '1,200.50'; which mark "
         "parts decimals? write all with the same",),
    ),
    "units in some cells": (
        rows("name,revenue", "A,€840k", "B,900"),
        ("row 3, column 'revenue': '900' given; no unit, while row 2 has '€840k'; write the unit "
         "in every cell, or in the heading, as in revenue (k€)",),
    ),
    "three quarters": (
        rows("name,Revenue Q1,Revenue Q2,Revenue Q3", "A,1,2,3"),
        ("row 1: revenue by quarter: no column for quarter 4; give all 4 of a year, or one column "
         "of revenue per quarter, as in revenue (k€ per quarter)",),
    ),
    "the same quarter twice": (
        rows("name,Revenue Q1 25,Revenue Q2,Revenue Q3,Revenue Q4,Revenue Q1 26", "A,1,2,3,4,5"),
        ("row 1, columns 'Revenue Q1 25' and 'Revenue Q1 26': both understood as yearly_revenue; "
         "rename or remove the one that is not meant",),
    ),
    "a blank quarter": (
        rows("name,Revenue Q1,Revenue Q2,Revenue Q3,Revenue Q4", "A,1,2,3,4", "B,1,,3,4"),
        ("row 3, column 'Revenue Q2': blank, while other parts of the year are given; "
         "write 0 if nothing was sold",),
    ),
    "two years": (
        rows("name,Revenue 2025,Revenue 2026", "A,1,2"),
        ("row 1, columns 'Revenue 2025' and 'Revenue 2026': both understood as yearly_revenue; "
         "rename or remove the one that is not meant",),
    ),
    "a share beside points": (
        rows("name,score", "A,0.64", "B,55"),
        ("row 2, column score: '0.64' given; a share of 1 beside others up to 55 of 100? write 64, "
         "or score (0-100) in the heading if it is right",),
    ),
    "many cells wrong in the same way": (
        rows("name,score", *(f"P{i},good" for i in range(9))),
        ("row 2, column score: 'good' given, and the like in 8 more rows (3, 4, 5, 6, ...); must "
         "be a number from 0 to 100; write the number that the word stands for",),
    ),
    "a cell refused beside sums that are left out": (
        rows("name,revenue (k€),score", "A,10,55", "B,20,60", "Total X,30,bad", "C,30,bad"),
        ("row 5, column score: 'bad' given; must be a number from 0 to 100; write the number that "
         "the word stands for",),
    ),
    "an error as a name": (
        rows("name,score", "#REF!,55", "B,60"),
        ("row 2, column name: '#REF!' given; that is an error, no name",),
    ),
    "a web page named .xls": (
        "<html><table><tr><td>name</td></tr></table></html>",
        (": this is a web page (HTML); open it in a spreadsheet and save it as CSV or .xlsx",),
    ),
    "a line of JSON after another": (
        '{"name": "A"}\n{"name": "B"}\n',
        (": this is JSON; save it as CSV or .xlsx",),
    ),
    "XML": ("<?xml version='1.0'?><a/>", (": this is XML; open it in a spreadsheet and save it as "
                                          "CSV or .xlsx",)),
    "a PDF": (b"%PDF-1.7 ...", (": this is a PDF; save it as CSV or .xlsx",)),
    "a ZIP archive cut short": (
        b"PK\x03\x04....",
        (": not readable as an Excel workbook (BadZipFile); open it in a spreadsheet and save it "
         "anew as .xlsx",),
    ),
    "prose": (
        "Dear all, please find attached our partners.\nBest, Jane\n",
        ("row 1: no column with the partners' names; call it name",),
    ),
    "Polish in its own code page": (
        rows("name", "Łódź Systemy").encode("cp1250"),
        ("row 2: byte 0xa3 is neither UTF-8 nor Western European; save the file as "
         '"CSV UTF-8"',),
    ),
    "Japanese in its own code page": (
        rows("name", "株式会社サンプル").encode("shift_jis"),
        ("row 2: byte 0x8a is neither UTF-8 nor Western European; save the file as "
         '"CSV UTF-8"',),
    ),
    "a sheet asked of a CSV": ("", (": nothing in it; needs a header with at least name, then a "
                                    "row a partner",)),
    "a row too short": (
        rows("name,score,trust", "A,55,0.5", "B,60"),
        ("row 3: 2 cells given; must be 3, as in the header",),
    ),
}  # fmt: skip


def content(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


@pytest.mark.parametrize("kind", READ)
def test_a_file_is_read_as_a_person_means_it(kind: str) -> None:
    text, facts, note = READ[kind]
    portfolio = portfolio_from(content(text), "my.csv")
    for column, values in portfolio.facts.items():
        wanted = facts.get(column, [NAN] * len(portfolio))
        assert values.tolist() == pytest.approx(list(wanted), nan_ok=True), column
    assert portfolio.reading is not None
    told = reading_notes(portfolio.reading)
    assert note in told if note else told == []


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_is_refused_with_row_and_reason(kind: str) -> None:
    text, told = REFUSED[kind]
    with pytest.raises(ProblemsError) as caught:
        portfolio_from(content(text), "my.csv")
    assert caught.value.problems == [
        f"my.csv{'' if line.startswith(':') else ', '}{line}" for line in told
    ]


def test_statuses_are_read_where_all_are_known() -> None:
    text = READ["status as its own column"][0]
    assert portfolio_from(content(text), "my.csv").statuses == ("partner", "customer", "")
    text = READ["status as a CRM has it"][0]
    assert portfolio_from(content(text), "my.csv").statuses == ()


def test_a_sheet_is_only_asked_of_a_workbook() -> None:
    with pytest.raises(ProblemsError, match=r"population.sheet given, but this is no workbook"):
        portfolio_from(b"name\nA\n", "my.csv", "Partners")


ALL_OPEN = b"name;revenue\nAcme;1.200\nBolt;3.450\n"


@pytest.mark.parametrize(
    ("decimal", "revenue"), [("comma", [1200.0, 3450.0]), ("point", [1.2, 3.45])]
)
def test_what_a_column_does_not_show_its_owner_can_say(decimal, revenue):
    with pytest.raises(ProblemsError) as caught:
        portfolio_from(ALL_OPEN, "my.csv")
    assert caught.value.problems == [
        "my.csv, row 2, column 'revenue': '1.200' given, which could be 1200 or 1.2; write 1200 or "
        "1.2, or say of the whole file population.decimal=comma (1200) or population.decimal=point "
        "(1.2)"
    ]
    told = portfolio_from(ALL_OPEN, "my.csv", decimal=decimal)
    assert told.facts["yearly_revenue"].tolist() == revenue
    assert f"as population.decimal={decimal} says" in " ".join(reading_notes(told.reading))


def test_what_is_said_of_a_file_must_not_be_against_what_it_shows():
    text = b"name;trust\nAcme;0,5\nBolt;0,25\n"
    assert portfolio_from(text, "my.csv", decimal="comma").facts["trust"].tolist() == [0.5, 0.25]
    with pytest.raises(ProblemsError, match=r"'0,5' given, while population.decimal says point$"):
        portfolio_from(text, "my.csv", decimal="point")
