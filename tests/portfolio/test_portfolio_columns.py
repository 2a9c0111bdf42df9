"""What may stand in a cell of a portfolio file, column by column."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.problems import ProblemsError
from sim.model.factors import FACTORS
from sim.portfolio import portfolio_from
from sim.portfolio.columns import COLUMNS, FACTOR_COLUMNS


def value(column: str, text: str) -> float:
    """Return what a cell of a file with one partner says; a heading may say its unit."""
    quoted = text.replace('"', '""')
    raw = f'name,{column}\nA,"{quoted}"\n'.encode()
    name = "yearly_revenue" if "revenue" in column else column.split(" (")[0]
    return float(portfolio_from(raw, "my.csv").facts[name][0])


def refusal(column: str, text: str) -> str:
    with pytest.raises(ProblemsError) as caught:
        value(column, text)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("column", "text", "wanted"),
    [
        ("score", "55", 55.0),
        ("score", "55 %", 55.0),
        ("trust", "0.4", 0.4),
        ("trust", "40%", 0.4),
        ("discount", "25%", 0.25),
        ("discount", ".2", 0.2),
        ("culture", "dog", 0.25),
        ("culture", " Cat ", 0.75),
        ("culture", "0.1", 0.1),
        ("regions", "5", 5.0),
        ("contacts", "3.0", 3.0),
        ("yearly_revenue", "1.2e3", 1200.0),
        ("values_partnership", "Yes", 1.0),
        ("values_partnership", "no", 0.0),
        ("values_partnership", "30%", 0.3),
    ],
)
def test_a_cell_is_read_in_the_unit_of_its_column(column: str, text: str, wanted: float) -> None:
    assert value(column, text) == wanted


@pytest.mark.parametrize("text", ["", "  ", "unknown", "N/A", "-", "?", "tbd", "k.A.", "NULL"])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_blank_leaves_any_fact_open(column: str, text: str) -> None:
    assert math.isnan(value(column, text))


@pytest.mark.parametrize(
    ("column", "text", "allowed"),
    [
        ("score", "140", "a number from 0 to 100"),
        ("score", "-1", "a number from 0 to 100"),
        ("score", "high", "a number from 0 to 100"),
        ("score", "inf", "a number from 0 to 100"),
        ("score", "1_0", "a number from 0 to 100"),
        ("score", "5,5,5", "write it like 1234.5"),
        ("yearly_revenue", "1 20", "from 0.1 to 10,000,000 k€"),
        ("yearly_revenue (per month)", "1", "says both a year and a part of it; take one out"),
        (
            "yearly_revenue (Q3 only)",
            "1",
            "(Q3 only) is not understood; units are such as (€), (k€)",
        ),
        ("yearly_revenue (%)", "1", "revenue cannot be a percentage or on a scale"),
        ("score (k€)", "1", "score cannot be money; rename the column if it is not meant"),
        ("regions (%)", "1", "regions is a plain count"),
        ("trust (survey)", "1", "(survey) is not understood; units are such as (%), (0-1), (1-5)"),
        ("yearly_revenue (€)", "$840", "EUR in row 1, USD in row 2; give all in one currency"),
        (
            "yearly_revenue",
            "840000",
            "no unit given, and as thousands the largest would be 840 mil",
        ),
        ("yearly_revenue (k€)", "€1,200", "could be 1200 or 1.2; write 1200 or 1.2"),
        ("yearly_revenue", "1,200", "'1,200' given, which could be 1200 or 1.2; write 1200 or 1.2"),
        ("yearly_revenue", "1.234", "could be 1234 or 1.234; write 1234 or 1.2340"),
        ("yearly_revenue", "0", "from 0.1 to 10,000,000 k€"),
        ("yearly_revenue", "inf", "from 0.1 to 10,000,000 k€"),
        ("yearly_revenue", "5%", "from 0.1 to 10,000,000 k€"),
        ("discount", "20", "from 0 to 0.9; if the numbers are percentages, call it discount (%)"),
        ("trust", "60", "if the numbers are percentages, call it trust (%)"),
        ("trust", "4", "if it is a scale, put it in the heading: trust (1-5) or trust (0-5)"),
        ("trust", "9", "put it in the heading: trust (1-10) or trust (0-10)"),
        ("trust (1-5)", "6", "must be from 1 to 5, as the heading says"),
        ("score", "7", "write score (1-10) or score (0-10) in the heading, or score (0-100)"),
        ("score", "4/5", "write the number alone, and the scale in the heading, as in score (0-5)"),
        ("score", "★★★", "write the number of stars, and the heading as score (1-5)"),
        ("score", "B", "that is a grade; write the number that it stands for, as 80"),
        ("trust", "b-", "that is a grade; write the number that it stands for, as 0.8 or 80%"),
        ("regions", "NA", "North America or not available? write 1, or leave it blank"),
        ("regions", "Global", "a whole number from 1 to 5"),
        ("contacts", "many", "or first and last names to count"),
        ("contacts", "1,000", "could be 1000 or 1; write 1000 or 1"),
        ("contacts", "Roe, Jane", "or first and last names to count"),
        ("contacts", "5%", "a whole number from 1 to 1,000"),
        ("contacts", "3 k€", "a whole number from 1 to 1,000"),
        ("score", "5-Mar", "that is a date; a spreadsheet makes dates of cells such as 3-5"),
        ("yearly_revenue", "(840)", "revenue cannot be negative ((840) reads as minus)"),
        ("regions", "6", "a whole number from 1 to 5"),
        ("regions", "1.5", "a whole number from 1 to 5"),
        ("contacts", "0", "a whole number from 1 to 1,000"),
        ("culture", "wolf", "dog, cat, unknown or a number from 0 to 1"),
        ("values_partnership", "maybe", "yes, no, unknown or a number from 0 to 1"),
    ],
)
def test_anything_else_is_refused_with_what_is_allowed(
    column: str, text: str, allowed: str
) -> None:
    assert allowed in refusal(column, text)


@pytest.mark.parametrize(
    ("column", "text", "wanted"),
    [
        ("trust", "0,45", 0.45),
        ("trust", "0,450", 0.45),
        ("score", "64.500", 64.5),
        ("score (1-5)", "4", 75),
        ("score (0-5)", "4", 80),
        ("score (0-100)", "4", 4),
        ("score (0-1)", "0.64", 64),
        ("score (%)", "64", 64),
        ("trust (0-10)", "7", 0.7),
        ("trust (%)", "62", 0.62),
        ("trust (%)", "62%", 0.62),
        ("discount (%)", "0.5", 0.005),
        ("culture", "long-term", 0.75),
        ("culture (1-5)", "1", 0),
        ("values_partnership", "WAHR", 1),
        ("values_partnership (yes/no)", "nein", 0),
        ("contacts", "Jane Roe, John Doe", 2),
        ("contacts", "Roe, Jane; Doe, John", 2),
        ("contacts", "Jane Roe and John de la Doe; j.poe@example.org", 3),
        ("contacts", "2,000", 2),
        ("regions", "EMEA; NA", 2),
        ("regions", "UK", 1),
        ("yearly_revenue (M€)", "1.2", 1200),
        ("yearly_revenue (€)", "840000", 840),
        ("yearly_revenue (€)", "840,000", 840),
        ("yearly_revenue", "$1.200", 1.2),
        ("yearly_revenue [USD]", "$840,000", 840),
        ("revenue (k€ per quarter)", "210", 840),
        ("yearly_revenue (k€)", "€840", 840),
        ("yearly_revenue (k€)", "1.2M", 1200),
        ("yearly_revenue", "45k", 45),
        ("yearly_revenue", "1,2 Mio. €", 1200),
        ("yearly_revenue", "€ 840,000.00", 840),
        ("yearly_revenue", "1'200", 1200),
        ("yearly_revenue", "1 200", 1200),
        ("yearly_revenue", "８４０", 840),
    ],
)
def test_scales_units_and_words_are_read(column: str, text: str, wanted: float) -> None:
    assert value(column, text) == pytest.approx(wanted)


def test_every_factor_has_a_column() -> None:
    assert len(FACTOR_COLUMNS) == len(FACTORS) == 12
    assert set(FACTOR_COLUMNS) < set(COLUMNS)


@settings(deadline=None)
@given(column=st.sampled_from(sorted(COLUMNS)), share=st.floats(0, 1), comma=st.booleans())
def test_any_number_in_range_is_read_as_it_is_or_asked_about(
    column: str, share: float, comma: bool
) -> None:
    """Points up to 10 and thousands in doubt are asked about; nothing becomes another number."""
    spec = COLUMNS[column]
    number = spec.low + share * (spec.high - spec.low)
    number = float(int(number)) if spec.is_whole else min(number, spec.high)
    text = repr(number).replace(".", ",") if comma else repr(number)
    try:
        assert value(column, text) == number
    except ProblemsError as error:
        asked = ("on what scale?", "which could be", "no unit given")
        assert any(word in str(error) for word in asked)  # noqa: PT017


@settings(deadline=None)
@given(column=st.sampled_from(sorted(COLUMNS)), text=st.text(max_size=12))
def test_any_text_is_a_number_in_range_a_blank_or_refused(column: str, text: str) -> None:
    try:
        number = value(column, text)
    except ProblemsError as error:
        assert "my.csv" in str(error)  # noqa: PT017
        return
    assert math.isnan(number) or COLUMNS[column].low <= number <= COLUMNS[column].high
