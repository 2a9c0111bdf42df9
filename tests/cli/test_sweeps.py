"""Sweeps by command: many cells, one answer."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import app
from sim.sweep import query

QUICK = ("replications=4", "quarters=13", "launcher=serial")
Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an empty folder and return what it printed."""

    def command(*arguments: str) -> str:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["alliances", *arguments])
        app.main()
        return capsys.readouterr().out

    return command


def page(printed: str) -> str:
    """Return the report that the command says it wrote."""
    return Path(printed.rsplit("Report: ", 1)[1].strip()).read_text("utf-8")


def test_a_policy_map_in_one_command(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    command = ("experiment=policy_map", *QUICK, "sweep.points=2", "baseline=transactional")
    first, again = run(*command), run(*command)
    assert "48 cells run, 0 found in the store" in first
    assert "0 cells run, 48 found in the store" in again
    assert first.split("\n\n")[:2] == again.split("\n\n")[:2]
    text = page(again)
    for heading in ("The policy map", "The policies over all futures", "Regret"):
        assert f"<h2>{heading}</h2>" in text
    assert not re.search(r"""(src|href)=["']?http""", text)
    query.main(["results/policy_map/store", "select count(*) n from replications"])
    assert "192" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("design", "points", "told"),
    [("sobol", 4, "Sobol indices"), ("morris", 3, "Morris effects"), ("latin", 6, "Regret")],
)
def test_every_design_has_its_page(run: Run, design: str, points: int, told: str) -> None:
    printed = run(
        "experiment=policy_map", *QUICK, f"sweep.design={design}", f"sweep.points={points}",
        "policies=[transactional,vst]",
    )  # fmt: skip
    assert told in page(printed)


def test_levers_are_swept(run: Run) -> None:
    printed = run(
        "experiment=policy_map", *QUICK, "policies=[balanced]", "sweep.points=2",
        "sweep.uncertainties={scenario: [base]}", "sweep.levers={push: [0.0, 1.0]}",
    )  # fmt: skip
    assert "The settings that gain most" in page(printed)


def test_replications_are_added_on_demand(run: Run) -> None:
    printed = run(
        "experiment=policy_map", *QUICK, "sweep.points=2", "policies=[transactional,vst]",
        "baseline=transactional", "half_width=0.2", "most_replications=16",
    )  # fmt: skip
    cells = int(re.search(r"(\d+) cells run", printed)[1])  # type: ignore[index]
    assert 16 < cells <= 16 * 3


def test_a_study_draws_worlds_on_demand(run: Run) -> None:
    printed = run("policy=vst", "replications=4", "quarters=13", "half_width=0.01",
                  "most_replications=10", "figures=false")  # fmt: skip
    folder = Path(printed.rsplit("Files: ", 1)[1].strip())
    assert "replications: 10" in (folder / "config.yaml").read_text()


def test_a_multirun_ends_in_one_table(run: Run) -> None:
    printed = run("-m", "policy=vst,balanced,transactional", "scenario=base,pandemic", *QUICK[:2])
    table = printed.split("\n\n")[1].splitlines()
    assert len(table) == 2 + 6
    assert table[0].split()[:2] == ["Future", "Policy"]
    assert sum(line.startswith("pandemic") for line in table) == 3
    assert "earns most" in printed
    text = page(printed)
    assert "data:image/svg+xml" in text
    assert "Regret" in text


def test_a_job_that_fails_ends_no_other(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.cli import multirun

    answer = multirun.answer

    def broken(config: object, **rest: object) -> object:
        if config.scenario.name == "pandemic":  # type: ignore[attr-defined]
            raise FloatingPointError("planted")
        return answer(config, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(multirun, "answer", broken)
    with pytest.raises(SystemExit) as left:
        run("-m", "policy=vst,transactional", "scenario=pandemic,base", *QUICK[:2])
    assert left.value.code == 1
    printed = capsys.readouterr()
    assert printed.err.count("planted") == 2
    assert "earns most" in printed.out


@pytest.mark.parametrize("second", ["null", "cvar"])
def test_a_search_finds_and_tries_its_winner(run: Run, second: str) -> None:
    pytest.importorskip("optuna")
    command = (
        "experiment=best_policy", *QUICK, "search.trials=12", "search.fresh=6",
        f"search.second={second}",
    )  # fmt: skip
    printed, again = run(*command), run(*command)
    assert "Optimism of the search" in printed
    assert printed == again
    assert ("What one objective costs in the other" in page(printed)) == (second != "null")


def test_a_bad_sweep_is_refused_with_all_its_problems(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run("experiment=policy_map", "sweep.points=1", "sweep.outcomes=[proft]", "launcher=dsk")
    assert left.value.code == 2
    told = capsys.readouterr().err
    assert "did you mean dask?" in told
