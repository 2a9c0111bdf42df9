"""Portfolio files that are read, and those that are refused with all their problems at once."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim.base.paths import config_folder
from sim.base.problems import ProblemsError
from sim.portfolio import file, read_portfolio
from sim.portfolio.columns import COLUMNS
from sim.portfolio.names import is_a_total

Problems = Callable[[str | bytes], list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def to_file(content: str | bytes) -> Path:
        path = tmp_path / "my.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return to_file


@pytest.fixture
def problems(write: Callable[[str | bytes], Path]) -> Problems:
    def of(content: str | bytes) -> list[str]:
        with pytest.raises(ProblemsError) as caught:
            read_portfolio(write(content))
        assert str(caught.value) == "\n".join(caught.value.problems)
        return caught.value.problems

    return of


def test_only_the_name_is_needed(write: Callable[..., Path]) -> None:
    portfolio = read_portfolio(write("name\nAlpha\nBeta\n"))
    assert portfolio.names == ("Alpha", "Beta")
    assert all(np.isnan(values).all() for values in portfolio.facts.values())


@pytest.mark.parametrize(
    "content",
    [
        "name,score,trust\nAlpha,55,0.4\n",
        "\ufeffName;Score;Trust\r\nAlpha;55,0;0,4\r\n",
        "TRUST\tNAME\tSCORE\n40%\tAlpha\t55\n",
        "\n name , score (0-100) , trust \n\n  Alpha , 55 , .4 \n , , \n",
        'Partner,notes,score,trust\nAlpha,"says: ""no, thanks""",55,0.4',
        "name,score,trust,,\nAlpha,55,0.4,,\n",
    ],
)
def test_marks_case_order_blanks_and_byte_order_marks_do_not_matter(
    content: str, write: Callable[..., Path]
) -> None:
    portfolio = read_portfolio(write(content))
    assert portfolio.names == ("Alpha",)
    assert (portfolio.facts["score"].item(), portfolio.facts["trust"].item()) == (55.0, 0.4)


def test_every_problem_is_named_at_once_with_its_row_and_column(problems: Problems) -> None:
    found = problems(
        "Name;Score;Trust;clear objective\nAlpha;140;0,5;high\n\nBeta;50\n ALPHA ;-3;60;20\n;50;;\n"
    )
    assert found == [
        "my.csv, row 2, column score: '140' given; must be a number from 0 to 100",
        "my.csv, row 2, column clear_objective: 'high' given; must be a number from 0 to 100; "
        "write the number that the word stands for",
        "my.csv, row 4: 2 cells given; must be 4, as in the header",
        "my.csv, row 5, column name: 'ALPHA' given; row 2 is that partner already; give each "
        "partner one row",
        "my.csv, row 5, column score: '-3' given; must be a number from 0 to 100",
        "my.csv, row 5, column trust: '60' given; must be a number from 0 to 1"
        "; if the numbers are percentages, call it trust (%)",
        "my.csv, row 6, column name: blank; every partner needs a name",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "nothing in it"),
        (" \n;;\n", "nothing in it"),
        ("name,score\n", "only a header in it"),
        ("score\n5\n", "row 1: no column with the partners' names; call it name"),
        ("Alpha,840\nBeta,5\n", "row 1: no column with the partners' names; call it name"),
        (
            "name,score,Score\nA,11,11\n",
            "row 1, columns 'score' and 'Score': both understood as sc",
        ),
        ('name,score\n"A,5\n', "row 2: not readable as CSV"),
        (
            "name\nSmith, Jones\n",
            "row 2: 2 cells given; must be 1, as in the header; put what hol",
        ),
        (
            "name,score\n" + "A" * 101 + ",55\n",
            "row 2, column name: 101 letters given; at most 100",
        ),
        ("name,score\nA\x00B,55\n", "row 2, column name: 'A\\x00B' given; must be plain text"),
        (
            "name\nАльфа\n".encode("cp1251"),
            "row 2: byte 0xc0 is neither UTF-8 nor Western European",
        ),
        ("name\nM\x9fller\n".encode("latin-1"), "byte 0x9f is neither UTF-8 nor Western European"),
        (b"\xff\xfen\x00a", "begins as UTF-16, but holds bytes that are not"),
    ],
)
def test_files_that_are_no_portfolio(content: str | bytes, told: str, problems: Problems) -> None:
    (only,) = problems(content)
    assert only.startswith("my.csv")
    assert told in only


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            "name,score,trust\nA,99,0\n",
            "column score: 99 given; it is the mean of the twelve factors, so with those given "
            "from 0.0 to 95.8",
        ),
        (
            "name,trust,trust and credibility\nA,0.9,20\n",
            "column trust_and_credibility: 20 given; it is the mean of both sides' trust, so with "
            "trust 0.9 from 45.0 to 95.0",
        ),
    ],
)
def test_facts_that_contradict_each_other(content: str, told: str, problems: Problems) -> None:
    assert problems(content) == [f"my.csv, row 2, {told}"]


def test_a_score_may_be_rounded(write: Callable[..., Path]) -> None:
    factors = [name for name in COLUMNS if COLUMNS[name].about.startswith("relationship factor")]
    header = ",".join(["name", "score", *factors])
    assert len(read_portfolio(write(f"{header}\nA,55,{','.join(['54.6'] * 12)}\n"))) == 1
    with pytest.raises(ProblemsError, match=r"with those given 54\.0"):
        read_portfolio(write(f"{header}\nA,55,{','.join(['54'] * 12)}\n"))


def test_a_flood_of_problems_is_cut(problems: Problems) -> None:
    found = problems("name\n" + "P\n" * 251)
    assert len(found) == 101
    assert found[-1] == "my.csv: 150 more problems"


def test_huge_files_are_refused(problems: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    (told,) = problems("name\n" + "".join(f"P{i}\n" for i in range(file.MOST_ROWS + 1)))
    assert told == "my.csv: more than 10,000 partners; leave some out"
    monkeypatch.setattr(file, "MOST_BYTES", 100)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it was read"))
    (told,) = problems("name\n" + "P" * 200)
    assert "a portfolio has at most" in told


def test_paths_that_are_no_file(tmp_path: Path, write: Callable[..., Path]) -> None:
    path = write("name\nA\n")
    for given_path, told in (
        (tmp_path, f"is a folder; name a CSV or .xlsx file in it, such as {path.name}"),
        (tmp_path / "my.cvs", rf"no such file \(did you mean {path}\?\)"),
        (tmp_path / "nowhere" / "x.csv", "no such file; nor is there a folder"),
        (Path("/dev/null"), "is not a file"),
        (tmp_path / ("x" * 300), "can't be read"),
    ):
        with pytest.raises(ProblemsError, match=told):
            read_portfolio(given_path)


def test_the_example_is_of_24_alliances_and_varied() -> None:
    portfolio = read_portfolio(config_folder() / "population" / "portfolio_example.csv")
    assert len(portfolio) == 24
    for column in ("culture", "score", "trust", "yearly_revenue", "values_partnership"):
        known = portfolio.facts[column][portfolio.is_known(column)]
        assert 15 <= len(known) < 24
        assert known.min() < 0.5 * known.max()


def test_facts_cannot_be_changed(write: Callable[..., Path]) -> None:
    portfolio = read_portfolio(write("name,score\nA,55\n"))
    with pytest.raises(ValueError, match="read-only"):
        portfolio.facts["score"][0] = 9


names = st.lists(
    st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=20),
    min_size=1,
    max_size=6,
    unique_by=lambda name: " ".join(name.casefold().split()),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(names=names, score=st.floats(10.5, 100), mark=st.sampled_from([",", ";", "\t"]))
@example(names=["Å", "Ø"], score=55.0, mark=",")
@example(names=["Max"], score=55.0, mark=",")
def test_any_portfolio_survives_writing_and_reading(
    tmp_path: Path, names: list[str], score: float, mark: str
) -> None:
    """But for a partner named as a total, whose score is everybody's: that one is asked about."""
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=mark)
        rows.writerow(["name", "score"])
        rows.writerows([name, repr(score)] for name in names)
    totals = [name for name in names if is_a_total(name)]
    if totals:
        with pytest.raises(ProblemsError) as caught:
            read_portfolio(path)
        assert len(caught.value.problems) == len(totals)
        return
    portfolio = read_portfolio(path)
    assert portfolio.names == tuple(names)
    assert (portfolio.facts["score"] == score).all()
