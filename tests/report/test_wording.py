"""Numbers as people write them."""

from __future__ import annotations

import pytest

from sim.base.intervals import Interval
from sim.base.wording import (
    counted,
    listed,
    listed_some,
    money,
    money_interval,
    money_unit,
    number,
    percent,
    span,
    written_in,
    years,
)

AMOUNTS = {
    "EUR": ("340 k€", "-3.84 M€", "+12.3 M€", "0 k€", "+5.03 M€ [-0.12, 5.54]", "k€", "M€"),
    "USD": ("$340k", "-$3.84M", "+$12.3M", "$0k", "+$5.03M [-0.12, 5.54]", "$k", "$M"),
    "CHF": (
        *("CHF 340k", "-CHF 3.84M", "+CHF 12.3M", "CHF 0k"),
        *("+CHF 5.03M [-0.12, 5.54]", "CHF k", "CHF M"),
    ),
}


@pytest.mark.parametrize("currency", AMOUNTS)
def test_amounts_as_readers_of_the_currency_write_them(currency: str) -> None:
    with written_in(currency):
        written = (
            money(340.2),
            money(-3840.0),
            money(12_300.0, signed=True),
            money(-0.3, signed=True),
            money_interval(Interval(5030.0, -120.0, 5540.0), signed=True),
            money_unit("k"),
            money_unit("M"),
        )
    assert written == AMOUNTS[currency]
    assert money(1.0) == "1 k€"


def test_an_error_leaves_the_currency_as_it_was() -> None:
    with pytest.raises(ZeroDivisionError), written_in("USD"):
        raise ZeroDivisionError
    assert money(1.0) == "1 k€"


def test_an_interval_has_the_unit_of_its_largest_number() -> None:
    assert money_interval(Interval(999.0, 990.0, 1001.0)) == "1.00 M€ [0.99, 1.00]"
    assert money_interval(Interval(-500.0, -999.0, -1.0)) == "-500 k€ [-999, -1]"
    assert money_interval(Interval(0.2, -0.4, 9_999.0)) == "0.00 M€ [0.00, 10.00]"
    assert money_interval(Interval(9_000.0, 8_000.0, 10_000.0)) == "9.0 M€ [8.0, 10.0]"


@pytest.mark.parametrize(
    ("value", "digits", "signed", "text"),
    [
        (-0.4, 0, False, "0"),
        (-0.6, 0, False, "-1"),
        (0.4, 0, True, "0"),
        (0.004, 2, True, "0.00"),
        (1234.5, 1, True, "+1,234.5"),
        (-1234.5, 1, True, "-1,234.5"),
    ],
)
def test_what_rounds_to_zero_has_no_sign(
    value: float, digits: int, signed: bool, text: str
) -> None:
    assert number(value, digits, signed=signed) == text


def test_shares_spans_and_lists() -> None:
    assert [percent(0.385), percent(float("nan"))] == ["38%", "–"]
    assert [years(20), years(6), span(20), span(4), span(6), span(1)] == [
        *("5-year", "6-quarter", "5 years", "1 year", "6 quarters", "1 quarter")
    ]
    assert [counted(1, "alliance"), counted(2000, "alliance")] == ["1 alliance", "2,000 alliances"]
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed(["A, Inc.", "B", "C"]) == "A, Inc.; B and C"
    assert listed_some(list("ABC"), 3) == "A, B and C"
    assert listed_some(list("ABCDEFGH"), 3) == "A, B and 6 more"
