"""What may stand in a cell of a portfolio file."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.factors import FACTORS
from sim.portfolio.columns import COLUMNS, FACTOR_COLUMNS, column_name


@pytest.mark.parametrize(
    ("column", "text", "value"),
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
def test_a_cell_is_read_in_the_unit_of_its_column(column: str, text: str, value: float) -> None:
    assert COLUMNS[column].value(text) == value


@pytest.mark.parametrize("text", ["", "  ", "unknown", "N/A", "-", "?"])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_blank_leaves_any_fact_open(column: str, text: str) -> None:
    assert math.isnan(COLUMNS[column].value(text))


@pytest.mark.parametrize(
    ("column", "text", "allowed"),
    [
        ("score", "140", "a number from 0 to 100"),
        ("score", "-1", "a number from 0 to 100"),
        ("score", "high", "a number from 0 to 100"),
        ("score", "nan", "a number from 0 to 100"),
        ("score", "1_0", "a number from 0 to 100"),
        ("score", "5,5", "write it like 1234.5"),
        ("yearly_revenue", "1 200", "write it like 1234.5"),
        ("yearly_revenue", "0", "from 0.1 to 10,000,000 k€"),
        ("yearly_revenue", "inf", "from 0.1 to 10,000,000 k€"),
        ("yearly_revenue", "5%", "from 0.1 to 10,000,000 k€"),
        ("discount", "20", r"from 0 to 0.9 \(did you mean 20%\?\)"),
        ("trust", "60", r"did you mean 60%\?"),
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
    with pytest.raises(ValueError, match=allowed):
        COLUMNS[column].value(text)


def test_a_decimal_comma_needs_another_mark_between_cells() -> None:
    assert COLUMNS["trust"].value("0,45", has_decimal_comma=True) == 0.45
    assert COLUMNS["trust"].value("0.45", has_decimal_comma=True) == 0.45
    assert COLUMNS["trust"].value("0.450", has_decimal_comma=True) == 0.45
    with pytest.raises(ValueError, match="must be"):
        COLUMNS["trust"].value("0,45")


def test_a_dot_that_could_part_thousands_is_asked_about() -> None:
    with pytest.raises(ValueError, match="write 1200 or 1,200"):
        COLUMNS["yearly_revenue"].value("1.200", has_decimal_comma=True)
    assert COLUMNS["yearly_revenue"].value("1.200") == 1.2


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Yearly revenue (k€)", "yearly_revenue"),
        (" SCORE ", "score"),
        ("Long-term relationship", "long_term_relationship"),
        ("agreed KPIs", "agreed_kpis"),
        ("Partner name", "name"),
        ("Region count", "regions"),
    ],
)
def test_headers_are_read_kindly(header: str, name: str) -> None:
    assert column_name(header) == name


def test_every_factor_has_a_column() -> None:
    assert len(FACTOR_COLUMNS) == len(FACTORS) == 12
    assert set(FACTOR_COLUMNS) < set(COLUMNS)


@given(column=st.sampled_from(sorted(COLUMNS)), share=st.floats(0, 1), comma=st.booleans())
def test_any_number_in_range_survives_writing_and_reading(
    column: str, share: float, comma: bool
) -> None:
    spec = COLUMNS[column]
    number = spec.low + share * (spec.high - spec.low)
    number = float(int(number)) if spec.is_whole else min(number, spec.high)
    text = repr(number).replace(".", ",") if comma else repr(number)
    assert spec.value(text, has_decimal_comma=comma) == number


@given(column=st.sampled_from(sorted(COLUMNS)), text=st.text(max_size=12), comma=st.booleans())
def test_any_text_is_a_number_in_range_a_blank_or_refused(
    column: str, text: str, comma: bool
) -> None:
    spec = COLUMNS[column]
    try:
        number = spec.value(text, has_decimal_comma=comma)
    except ValueError:
        return
    assert math.isnan(number) or spec.low <= number <= spec.high
