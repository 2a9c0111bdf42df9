"""The answer to a search, word by word, from a search and outcomes written by hand."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import yaml

from sim.base.problems import ProblemsError
from sim.cli import search as module
from sim.cli.search import (
    answer_search,
    front_rows,
    optimism_in_words,
    search_sentences,
    try_out,
    winner_rows,
    write_search,
)
from sim.config.schema import Config
from sim.config.sweep import LEVERS, SearchConfig
from sim.policies import Levers, Preset
from sim.sweep.read import SweepOutcomes
from sim.sweep.search import Searched, Tried

FIRST = Tried(Preset("tried_0", Levers(push=0.2), "Policy 0"), (321.0, 20.0))
SECOND = Tried(Preset("tried_1", Levers(push=0.4), "Policy 1"), (300.0, 50.0))
FOUND = Searched([SECOND, FIRST], FIRST, [FIRST, SECOND], {})
WANTED = SearchConfig(
    fresh=3, trials=4, scenarios=["base", "recession"], second="worst",
    levers={"push": {"low": 0.0, "high": 0.5}, "focus": [3, 9]},
)  # fmt: skip


def outcomes(profit: Any, base: Any, policies: Sequence[str] = ("vst", "best_found")) -> Any:
    """Outcomes of policies in two scenarios, shape (policies, scenarios, worlds)."""
    return SweepOutcomes(
        policies=list(policies),
        titles=[name.replace("_", " ").title() for name in policies],
        baseline="transactional",
        points=[{"scenario": "base"}, {"scenario": "recession"}],
        values={"profit": np.array(profit, float)},
        baselines={"profit": np.array(base, float)},
    )


def test_the_interval_of_optimism_adds_both_variances() -> None:
    def one(*gains: float) -> SweepOutcomes:
        return outcomes([[gains, gains]], [[0.0, 0.0]] * 2, ["best_found"])  # type: ignore[no-any-return]

    # Of two worlds d apart a half-width is 12.706 d / 2: 3 and 4 together are 5.
    assert optimism_in_words(one(97, 103), one(56, 64), 0) == "+40 k€ [-24, 104]"


def test_the_winner_is_compared_with_the_best_policy_with_a_name() -> None:
    names = ("balanced", "best_found", "vst")
    base = [[10.0, 10.0]] * 2
    fresh = outcomes(
        [[[50, 70], [10, 10]], [[90, 90], [40, 40]], [[40, 40], [30, 30]]], base, names
    )
    seen = outcomes([[[0, 0], [0, 0]], [[99, 99], [51, 51]], [[0, 0], [0, 0]]], base, names)
    config = Config(policies=["vst"], baseline="relationship_first", quarters=8)
    wanted = SearchConfig(objective="worst", fresh=2, scenarios=["base", "recession"])
    # Means are 35 against 35, the worst scenarios 10 against 30: by the worst VST is better.
    told = search_sentences(FOUND, seen, fresh, config, wanted)
    assert told == [
        "The best of 2 policies tried has a 2-year mean profit in the worst scenario of 40 k€ "
        "[40, 40] in 2 worlds that the search never saw; in those it was searched on it had "
        "321 k€.",
        "Optimism of the search: +10 k€ [10, 10] of mean gain over relationship first.",
        "Against Vst, the best policy with a name, its mean profit is +30 k€ [30, 30].",
    ]
    mean = search_sentences(FOUND, seen, fresh, config, SearchConfig(fresh=2))
    assert mean[2].startswith("Against Balanced, ")
    alone = outcomes([[[90, 90], [40, 40]]], base, ["best_found"])
    told = search_sentences(FOUND, alone, alone, config, wanted)
    assert told[2] == (
        "Against Best Found, the best policy with a name, its mean profit is 0 k€ [0, 0]."
    )


def test_the_levers_of_the_winner() -> None:
    head, *rows = winner_rows(FOUND, WANTED)
    assert head == ["Lever", "winner", "range", "about"]
    assert [row[0] for row in rows] == [name.replace("_", " ") for name in LEVERS]
    told = {row[0]: row[1:] for row in rows}
    assert told["push"] == ["0.2", "0 to 1", LEVERS["push"].about]
    assert told["focus"] == ["9", "1 to 9", LEVERS["focus"].about]
    assert told["follow up"] == ["0.3", "not searched", LEVERS["follow_up"].about]


def test_the_front() -> None:
    assert front_rows(FOUND, WANTED) == [
        ["Policy", "mean profit", "mean profit in the worst scenario"],
        ["Policy 0", "321 k€", "20 k€"],
        ["Policy 1", "300 k€", "50 k€"],
    ]


@pytest.mark.parametrize("second", ["worst", None])
def test_the_files_of_a_search(tmp_path: Path, second: str | None) -> None:
    config = Config(name="mine", policies=["vst"])
    tried = FOUND
    if second is None:
        one = Tried(FIRST.policy, FIRST.objectives[:1])
        tried = Searched([one], one, [one], {})
    write_search(tmp_path, config, tried, WANTED.model_copy(update={"second": second}))
    best = yaml.safe_load((tmp_path / "best.yaml").read_text("utf-8"))
    assert list(best)[:3] == ["name", "title", "about"]
    assert best == {"name": "best", "title": "Best found", "about": "Found by mine."} | {
        name: getattr(FIRST.policy.levers, name) for name in LEVERS
    }
    with (tmp_path / "tried.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = ["mean", "worst"] if second else ["mean"]
    assert list(rows[0]) == ["policy", *kinds, *LEVERS]
    told = [[row["policy"], *(float(row[kind]) for kind in kinds), row["push"]] for row in rows]
    whole = [["tried_1", 300.0, 50.0, "0.4"], ["tried_0", 321.0, 20.0, "0.2"]]
    assert told == (whole if second else [["tried_0", 321.0, "0.2"]])
    assert "code_sha256" in (tmp_path / "provenance.json").read_text("utf-8")


def test_policies_are_tried_in_each_scenario_beside_the_baseline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = Config(policies=["vst"], baseline="balanced", search=WANTED)
    asked = [Preset("best_found", Levers()), Preset("vst", Levers(push=0.1))]
    ran: list[Any] = []
    monkeypatch.setattr(module, "run_cells", lambda *told: ran.append(told))
    monkeypatch.setattr(module, "read_outcomes", lambda folder, plans: (folder, plans))
    folder, [plan] = try_out(SimpleNamespace(folder=Path("s")), config, asked, WANTED, 7)  # type: ignore
    assert folder == Path("s")
    assert plan.base == config.model_copy(update={"search": None})
    assert list(plan.points) == [{"scenario": "base"}, {"scenario": "recession"}]
    assert (plan.asked, plan.baseline.name) == (asked, "balanced")
    assert (plan.first, plan.replications) == (0, 7)
    [(_, base, cells, count)] = ran
    assert base == plan.base
    assert len(list(cells)) == count == 6


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Let a search find `FOUND`, and keep what is then tried out."""
    asked: list[tuple[Any, ...]] = []

    def try_out(store: Any, config: Config, policies: Any, wanted: Any, worlds: int) -> Any:
        asked.append((config.seed, [policy.name for policy in policies], worlds))
        best = 120 if len(asked) == 1 else 110
        return outcomes([[[60] * 2] * 2, [[best] * 2] * 2], [[10] * 2] * 2)

    monkeypatch.setattr(module, "search", lambda store, config: FOUND)
    monkeypatch.setattr(module, "try_out", try_out)
    return asked


@pytest.mark.parametrize("figures", [True, False])
def test_the_winner_is_tried_where_it_was_searched_and_in_fresh_worlds(
    tmp_path: Path,
    searched: list[tuple[Any, ...]],
    capsys: pytest.CaptureFixture[str],
    figures: bool,
) -> None:
    config = Config(
        name="my_search", policies=["vst"], seed=5, replications=2, search=WANTED, figures=figures,
        output=str(tmp_path),
    )  # fmt: skip
    answer_search(config)
    assert searched == [(5, ["best_found", "vst"], 2), (6, ["best_found", "vst"], 3)]
    levers, verdict, told, files = capsys.readouterr().out.rstrip("\n").split("\n\n")
    assert levers.startswith("Lever ")
    assert [line.split("  ")[0] for line in verdict.splitlines()[2:]] == ["Best Found", "Vst"]
    assert told.splitlines()[1:] == [
        "Optimism of the search: +10 k€ [10, 10] of mean gain over "
        f"{config.baseline.replace('_', ' ')}.",
        "Against Vst, the best policy with a name, its mean profit is +50 k€ [50, 50].",
    ]
    [folder] = [path for path in (tmp_path / "my_search").iterdir() if path.name != "store"]
    lines = [f"Store: {tmp_path / 'my_search' / 'store'}", f"Files: {folder}"]
    assert files.splitlines() == lines + [f"Report: {folder / 'report.html'}"] * figures
    assert len(folder.name) == 12
    assert (folder / "report.html").exists() == figures
    if figures:
        page = " ".join((folder / "report.html").read_text("utf-8").split())
        assert "My search" in page
        assert (
            "4 policies tried in base, recession, 2 worlds each; rivals follow status quo." in page
        )
        assert "Seed 5, fresh worlds from seed 6. best.yaml is the winner" in page
        assert "3 worlds a scenario, the same for every policy; differences paired." in page
        assert [part.partition("</h2>")[0] for part in page.split("<h2>")[1:]] == [
            "The best policy found",
            "In worlds that the search never saw",
            "What one objective costs in the other",
            "How far to trust this",
        ]
        assert "Policies tried that no other beats by both, in the worlds of the search." in page


def test_a_search_in_which_all_failed_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = SimpleNamespace(tried=[], failed={"a": "broken", "b": "lost"})
    monkeypatch.setattr(module, "search", lambda store, config: nothing)
    config = Config(policies=["vst"], search=WANTED, output=str(tmp_path))
    with pytest.raises(ProblemsError) as caught:
        answer_search(config)
    assert caught.value.problems == ["search: every policy tried failed", "broken", "lost"]
