"""Rows of sums and means: left out where their numbers show it, asked about where they do not."""

from __future__ import annotations

import pytest

from sim.base.problems import ProblemsError
from sim.portfolio import Portfolio, portfolio_from, reading_notes


def read(*rows: str, mark: str = ",") -> Portfolio:
    head = mark.join(["name", "revenue (k€)", "score"])
    return portfolio_from("\n".join([head, *rows]).encode(), "my.csv")


LEFT_OUT = {
    "a sum, and no mean": (["A,100,50", "B,250,60", "Total,350,"], "row 4 (Total)"),
    "a sum, and a mean": (["A,100,50", "B,250,60", "Total,350,55"], "row 4 (Total)"),
    "a mean rounded to whole points": (["A,100,50", "B,250,61", "Ø,,56"], "row 4 (Ø)"),
    "a median": (["A,100,50", "B,250,61", "C,300,90", "D,500,91", "Median,275,75.5"],
                 "row 6 (Median)"),
    "a count in the name": (["A,100,50", "B,250,60", "Count: 2,,"], "row 4 (Count: 2)"),
    "a count in a column": (["A,100,50", "B,250,60", "Count,2,2"], "row 4 (Count)"),
    "at the top": (["Total,350,", "A,100,50", "B,250,60"], "row 2 (Total)"),
    "of what came since": (
        ["A,100,50", "B,250,60", "Total North,350,", "C,10,70", "D,30,80", "Total South,40,75",
         "Grand Total,390,65"],
        "row 4 (Total North), row 7 (Total South), row 8 (Grand Total)",
    ),
    "no name": (["A,100,50", "B,250,60", ",350,"], "row 4 (no name)"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_what_holds_figures_of_others_is_left_out_and_named(kind: str) -> None:
    rows, named = LEFT_OUT[kind]
    portfolio = read(*rows)
    assert portfolio.names == tuple(row[0] for row in rows if row[1] == "," and row[0] in "ABCD")
    assert portfolio.reading is not None
    assert f"no partners, left out: {named}" in reading_notes(portfolio.reading)


ASKED = {
    "no numbers": (["A,100,50", "B,250,60", "Total,,"], 4, "Total"),
    "a sum of other rows than these": (["A,100,50", "B,250,60", "Total,900,"], 4, "Total"),
    "a sum, but no mean": (["A,100,50", "B,250,60", "Total,350,51"], 4, "Total"),
    "of a single row": (["A,100,50", "Total,100,"], 3, "Total"),
    "a mean that others have too": (["A,100,50", "B,100,50", "Ø,100,50"], 4, "Ø"),
    "the largest, as a partner might be": (["A,100,50", "B,250,60", "Max,250,60"], 4, "Max"),
    "a partner between others": (["A,100,50", "Media,70,64", "B,250,60"], 3, "Media"),
    "another count": (["A,100,50", "B,250,60", "Count: 3,,"], 4, "Count: 3"),
}


@pytest.mark.parametrize("kind", ASKED)
def test_a_row_only_named_like_a_total_is_asked_about(kind: str) -> None:
    rows, row, name = ASKED[kind]
    with pytest.raises(ProblemsError) as caught:
        read(*rows)
    assert caught.value.problems == [
        f"my.csv, row {row}: {name!r} may be a total or a partner: its numbers do not show which; "
        "take the row out if it is no partner, write more of its name, such as "
        f"{name} Ltd, if it is one"
    ]


def test_what_the_question_offers_is_taken() -> None:
    assert read("A,100,50", "Media Ltd,70,64", "B,250,60").names == ("A", "Media Ltd", "B")


def test_a_sum_with_another_mean_is_asked_about_where_its_name_begins_as_a_total() -> None:
    with pytest.raises(ProblemsError, match="begin its name otherwise if it is one"):
        read("A,100,50", "B,250,60", "Total EMEA,350,51")


@pytest.mark.parametrize("total", ["2.040,00", "2,040.00", "2040", "2,04M"])
def test_a_sum_is_found_whatever_mark_and_unit_it_has(total: str) -> None:
    raw = f"name;revenue\nA;1.200,00k\nB;840,00k\nTotal;{total}{'k' * ('M' not in total)}\n"
    assert portfolio_from(raw.encode(), "my.csv").names == ("A", "B")


def test_a_thousandth_of_the_sum_is_none() -> None:
    with pytest.raises(ProblemsError, match="row 4: 'Total' may be a total or a partner"):
        portfolio_from(b"name;revenue (k)\nA;1.200,00\nB;840,00\nTotal;2.04\n", "my.csv")
