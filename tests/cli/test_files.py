"""A user's own file on the command line: read, template, the echo before a run, and its title."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from sim.cli import app

Run = Callable[..., str]
QUICK = ("replications=2", "quarters=4", "policies=[vst]", "baseline=vst", "output=out")
FILE = "name,revenue (k€),Tier\nAlpha,840,Gold\nBeta,1120,\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in a folder with ``my.csv``; return what it printed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.csv").write_text(FILE, "utf-8")

    def of(*words: str) -> str:
        monkeypatch.setattr("sys.argv", ["alliances", *words])
        app.main()
        return capsys.readouterr().out

    return of


def refused(run: Run, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    with pytest.raises(SystemExit) as left:
        run(*words)
    assert left.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return [line.strip() for line in printed.err.splitlines()[1:]]


def test_read_prints_what_is_understood_and_runs_nothing(run: Run, tmp_path: Path) -> None:
    printed = run("read", "my.csv")
    assert printed.startswith(
        "my.csv: 2 partners read as follows; check that it is what you mean\n"
    )
    assert printed.endswith("\n- not used: Tier\n")
    assert [path.name for path in tmp_path.iterdir()] == ["my.csv"]


def test_a_template_is_written_read_and_run(run: Run, tmp_path: Path) -> None:
    for name in ("new.csv", "new.xlsx"):
        assert "fill it in, a row a partner, then: population.path=new" in run("template", name)
        assert "1 partner read" in run("read", name)
    assert "2 partners" not in run("read", "new.xlsx", "sheet=portfolio")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("read", "my.csv", "decimal=dot"), "read: decimal=dot given; must be comma or point"),
        (("read",), "read: 0 files given; read FILE prints what is understood"),
        (("read", "a.csv", "b.csv"), "read: 2 files given"),
        (("read", "mine.csv"), "mine.csv: no such file (did you mean my.csv?)"),
        (("read", "my.csv", "sheet=A"), "my.csv: population.sheet given, but this is no workbook"),
        (("read", "my.csv", "-m"), "read: -m given; read FILE prints what is understood"),
        (("template", "--help"), "template: --help given; template FILE writes a file to fill in"),
        (("template",), "template: 0 files given; template FILE writes a file to fill in"),
        (("template", "my.csv"), "template: 'my.csv' is there already; name another"),
        (("template", "my.doc"), "template: 'my.doc' given; must end in .csv or .xlsx"),
    ],
)
def test_wrong_words_are_refused(
    run: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    (problem,) = refused(run, capsys, *words)
    assert told in problem


def test_a_file_is_echoed_before_it_is_run_and_titles_its_page(run: Run, tmp_path: Path) -> None:
    printed = run("population.path=my.csv", *QUICK)
    echo, answer = printed.split("- not used: Tier\n")
    assert "Column in the file" in echo
    assert "my.csv (the focal vendor's alliances from a file" in answer
    (folder,) = (tmp_path / "out" / "headline").iterdir()
    page = (folder / "report.html").read_text("utf-8")
    assert "<title>my.csv: Push or relationship?</title>" in page
    assert "<h2>How my.csv was read</h2>" in page
    assert re.search(r">revenue \(k€\)</t[hd]><td[^>]*>yearly_revenue</td>", page)
    assert "<li>not used: Tier</li>" in page


def population(run: Run, *words: str) -> dict[str, object]:
    return dict(yaml.safe_load(run("--cfg", "job", *words))["population"])


def test_a_path_is_enough(run: Run) -> None:
    own = population(run, "population.path=my.csv")
    assert (own["name"], own["title"], own["path"]) == ("csv", "my.csv", "my.csv")
    assert own == population(run, "population=csv", "population.path=my.csv")
    small = population(run, "population=small", "population.path=my.csv")
    assert (small["name"], small["title"], small["vendors"]) == ("small", "my.csv", 3)
    named = population(run, "population.path=my.csv", "population.title=Ours")
    assert named["title"] == "Ours"


def test_home_and_commas_in_a_path(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert population(run, "population.path=~/my.csv")["title"] == "my.csv"
    assert "2 partners" in run("read", "~/my.csv")
    (tmp_path / "a, b (2).csv").write_text(FILE, "utf-8")
    assert population(run, "population.path=a, b (2).csv")["path"] == "a, b (2).csv"
    problems = refused(run, capsys, "-m", "population.path=a, b.csv")
    assert problems[-1] == (
        "population.path: commas part several files; one path with a comma needs quotes within "
        "quotes: \"population.path='a, b.csv'\""
    )


def test_each_file_of_a_multirun_is_echoed_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("name\nGamma\n", "utf-8")
    words = ("-m", "population.path=my.csv,other.csv", "seed=1,2", "figures=false", *QUICK)
    printed = run(*words)
    assert printed.count("my.csv: 2 partners read") == 1
    assert printed.count("other.csv: 1 partner read") == 1


def test_another_currency_in_the_file_is_pointed_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "usd.csv").write_text(FILE.replace("k€", "k$"), "utf-8")
    told = "- amounts in the file are USD, and results would call them EUR: say currency=USD"
    assert told in run("population.path=usd.csv", "figures=false", *QUICK)
    assert told not in run("population.path=usd.csv", "currency=USD", "figures=false", *QUICK)


def test_a_sheet_of_a_workbook_may_be_chosen(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("template", "new.xlsx")
    assert population(run, "population.path=new.xlsx")["sheet"] is None
    (problem,) = refused(run, capsys, "population.path=new.xlsx", "population.sheet=Partners")
    assert problem == "new.xlsx: no sheet 'Partners'; there are columns, portfolio"
