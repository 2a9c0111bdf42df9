"""Numbers written in many locales are read back; files broken at random never surprise."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.problems import ProblemsError
from sim.portfolio import portfolio_from

MARKS = [",", ";", "\t", "|"]


@dataclass(frozen=True)
class Locale:
    """How a country writes numbers: its decimal mark, and what stands between thousands."""

    decimal: str
    thousands: str

    def write(self, number: float, decimals: int) -> str:
        text = f"{number:,.{decimals}f}"
        return text.translate({ord(","): self.thousands, ord("."): self.decimal})


LOCALES = [
    Locale(decimal, thousands)
    for decimal, others in ((".", ",' \u202f"), (",", ".'’ \xa0"))
    for thousands in (*others, "")
]


def written(rows: list[list[str]], mark: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode()


@settings(deadline=None)
@given(
    numbers=st.lists(st.floats(0.1, 9e6), min_size=1, max_size=6),
    decimals=st.integers(0, 4),
    locale=st.sampled_from(LOCALES),
    mark=st.sampled_from(MARKS),
    unit=st.sampled_from([("", " (k€)"), ("€", " (k€)"), (" k€", ""), (" kEUR", "")]),
)
def test_numbers_of_any_locale_are_read_back_or_asked_about(
    numbers: list[float],
    decimals: int,
    locale: Locale,
    mark: str,
    unit: tuple[str, str],
) -> None:
    """Where thousands and decimals cannot be told apart both readings are offered, never guessed.

    A guess would be off by a thousand, so no tolerance can hide it.
    """
    wanted = [max(0.1, round(number, decimals)) for number in numbers]
    cells = [locale.write(n, max(decimals, 1) if n < 1 else decimals) for n in wanted]
    rows = [["name", f"revenue{unit[1]}"]]
    rows += [[f"P{i}", f"{cell}{unit[0]}"] for i, cell in enumerate(cells)]
    try:
        portfolio = portfolio_from(written(rows, mark), "my.csv")
    except ProblemsError as error:
        assert "which could be" in str(error)  # noqa: PT017
        assert any(is_in_doubt(cell) for cell in cells)
        return
    read = portfolio.facts["yearly_revenue"].tolist()
    assert all(math.isclose(a, b, rel_tol=1e-9) for a, b in zip(read, wanted, strict=True))


def is_in_doubt(cell: str) -> bool:
    """Return whether a cell has one mark with three digits behind it and up to three before."""
    parts = cell.replace(",", ".").split(".")
    return len(parts) == 2 and len(parts[1]) == 3 and 1 <= len(parts[0]) <= 3


@settings(deadline=None)
@given(
    shares=st.lists(st.floats(0, 0.9), min_size=1, max_size=5),
    decimals=st.integers(2, 4),
    comma=st.booleans(),
    percent=st.sampled_from(["", "%", " %", "heading"]),
    mark=st.sampled_from(MARKS),
)
def test_shares_are_read_back_however_they_are_written(
    shares: list[float], decimals: int, comma: bool, percent: str, mark: str
) -> None:
    wanted = [round(share, decimals) for share in shares]
    scale = 100 if percent else 1
    cells = [f"{scale * share:.{decimals}f}" for share in wanted]
    cells = [cell.replace(".", ",") if comma else cell for cell in cells]
    sign = "" if percent == "heading" else percent
    rows = [["name", "discount (%)" if percent == "heading" else "discount"]]
    rows += [[f"P{i}", cell + sign] for i, cell in enumerate(cells)]
    read = portfolio_from(written(rows, mark), "my.csv").facts["discount"].tolist()
    assert all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(read, wanted, strict=True))


WHOLE = b"""Partner;Revenue (k\xe2\x82\xac);Trust (1-5);score;contacts;values partnership;Notes
Alpha;1.200,5;4;64;3;ja;"a; quoted ""note"" here"
Beta;840;2;41;Jane Roe, John Doe;nein;
Gamma;2.714,25;5;58,5;1;;x
Total;4.754,75;;;;;
"""
FACTS = {
    "Alpha": (1200.5, 0.75, 64.0, 3.0, 1.0),
    "Beta": (840.0, 0.25, 41.0, 2.0, 0.0),
    "Gamma": (2714.25, 1.0, 58.5, 1.0, math.nan),
}
COLUMNS = ("yearly_revenue", "trust", "score", "contacts", "values_partnership")


PUT = [
    *(b"\x00", b"\xff", b'"', b";", b",", b"\n", b"\r", b".", b"%", b"-", b"NaN", b"(", b"{"),
    *(b"\xe2\x82", b"1e9", b"\xef\xbb\xbf", b"#REF!", b"<table", b"PK\x03\x04"),
]


PUT = [
    *(b"\x00", b"\xff", b'"', b";", b",", b"\n", b"\r", b".", b"%", b"-", b"NaN", b"(", b"{"),
    *(b"\xe2\x82", b"1e9", b"\xef\xbb\xbf", b"#REF!", b"<table", b"PK\x03\x04"),
]


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """Return the file with some bytes taken away, put in, changed, or lines swapped."""
    raw = WHOLE
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(raw) - 1)) if raw else 0
        what = draw(st.sampled_from(["cut", "put", "drop line", "twice", "end", "swap"]))
        lines = raw.split(b"\n")
        line = draw(st.integers(0, len(lines) - 1))
        if what == "cut":
            raw = raw[:place] + raw[place + draw(st.integers(1, 8)) :]
        elif what == "put":
            raw = raw[:place] + draw(st.sampled_from(PUT)) + raw[place:]
        elif what == "drop line":
            raw = b"\n".join(lines[:line] + lines[line + 1 :])
        elif what == "twice":
            raw = b"\n".join([*lines[: line + 1], *lines[line:]])
        elif what == "end":
            raw = raw[:place]
        else:
            raw = raw.replace(b";", draw(st.sampled_from([b",", b"\t", b"|", b" "])))
    return raw


def test_the_whole_file_is_read_as_it_is() -> None:
    portfolio = portfolio_from(WHOLE, "my.csv")
    for i, name in enumerate(portfolio.names):
        for column, value in zip(COLUMNS, FACTS[name], strict=True):
            assert portfolio.facts[column][i] == value or math.isnan(value)


@settings(deadline=None)
@given(raw=broken())
def test_a_broken_file_is_read_or_refused_with_its_place(raw: bytes) -> None:
    try:
        portfolio = portfolio_from(raw, "my.csv")
    except ProblemsError as error:
        assert all(problem.startswith("my.csv") for problem in error.problems)  # noqa: PT017
        return
    assert portfolio.reading is not None
    assert portfolio.reading.partners == len(portfolio) >= 1
    assert len(set(portfolio.names)) == len(portfolio)
    for column, values in portfolio.facts.items():
        known = values[~(values != values)]
        assert ((known >= 0) & (known <= 1e7)).all(), column


@settings(deadline=None)
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        portfolio_from(raw, "my.csv")
    except ProblemsError as error:
        assert error.problems  # noqa: PT017
