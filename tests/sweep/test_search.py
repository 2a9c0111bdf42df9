"""The search for the best policy, on profits written by hand: what wins, and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.cli.search import optimism_in_words, search_sentences
from sim.config.schema import Config
from sim.config.sweep import LEVERS, SearchConfig, Span
from sim.policies import Levers, Preset, find
from sim.sweep import search as module
from sim.sweep.objective import objective, objective_interval
from sim.sweep.read import SweepOutcomes
from sim.sweep.search import (
    Searched,
    Tried,
    axes_of,
    dominates,
    is_within,
    scenario_cells,
    search,
    start_of,
    suggested,
)

WORLDS = np.array([[4.0, 1.0, 3.0, 2.0], [40.0, 10.0, 30.0, 20.0]])


def test_what_a_policy_is_worth() -> None:
    assert objective(WORLDS, "mean", 0.1) == 13.75
    assert objective(WORLDS, "worst", 0.1) == 2.5
    assert objective(WORLDS, "cvar", 0.25) == 1.5  # the two worst of eight worlds
    assert objective(WORLDS, "cvar", 0.5) == 2.5
    assert objective(WORLDS, "cvar", 0.01) == 1.0  # one world at least


def test_the_interval_of_a_worth_is_the_middle_of_a_bootstrap_over_replications() -> None:
    values = np.arange(100.0)[None, :] + np.array([[0.0], [1000.0]])
    found = objective_interval(values, "mean", 0.1)
    assert found.mean == 549.5
    # A mean of 100 draws has a standard error of 28.87 / 10; both scenarios share the draws.
    assert found.low == pytest.approx(549.5 - 1.96 * 2.887, abs=0.4)
    assert found.high == pytest.approx(549.5 + 1.96 * 2.887, abs=0.4)
    assert objective_interval(values, "mean", 0.1) == found
    other = objective_interval(values, "mean", 0.1, seed=1)
    assert other != found
    assert other.mean == 549.5


def test_one_dominates_if_no_worse_by_any_and_better_by_some() -> None:
    assert dominates((2.0, 1.0), (1.0, 1.0))
    assert not dominates((1.0, 1.0), (1.0, 1.0))
    assert not dominates((2.0, 1.0), (1.0, 2.0))
    assert not dominates((1.0, 1.0), (2.0, 1.0))


def test_levers_searched_are_those_named_or_all_over_their_range() -> None:
    assert axes_of(SearchConfig(levers={"push": [0.0, 1.0]})) == {"push": [0.0, 1.0]}
    found = axes_of(SearchConfig())
    assert {name: (axis.low, axis.high) for name, axis in found.items()} == {  # type: ignore[union-attr]
        name: (spec.low, spec.high) for name, spec in LEVERS.items()
    }


def test_a_search_could_have_asked_for_what_lies_within() -> None:
    start = Levers(vision=0.5)
    axes = {"push": Span(low=0.2, high=0.6), "concession": [0.0, 0.5]}

    def within(**levers: float) -> bool:
        return is_within(Levers(**{"vision": 0.5, "concession": 0.5, **levers}), axes, start)  # type: ignore[arg-type]

    assert within(push=0.2)
    assert within(push=0.6)
    assert not within(push=0.1)
    assert not within(push=0.7)
    assert not within(push=0.3, concession=0.4)
    assert not within(push=0.3, vision=0.4)


class Trial:
    """Suggests the upper end of what it is asked for."""

    number = 7

    def suggest_categorical(self, name: str, values: list[Any]) -> Any:
        return values[-1]

    def suggest_int(self, name: str, low: int, high: int) -> int:
        return high

    def suggest_float(self, name: str, low: float, high: float) -> float:
        return high


def test_a_trial_sets_the_levers_searched_and_no_other() -> None:
    whole = next(name for name, spec in LEVERS.items() if spec.is_whole)
    axes = {"push": Span(low=0.0, high=0.4), whole: Span(low=1, high=3), "concession": [0.1, 0.3]}
    policy = suggested(Trial(), axes, Levers(vision=0.6))
    assert (policy.name, policy.title) == ("tried_7", "Policy 7")
    levers = policy.levers
    assert (levers.push, levers.concession, levers.vision) == (0.4, 0.3, 0.6)
    assert getattr(levers, whole) == 3
    listed = suggested(Trial(), {whole: [1.0, 2.0]}, Levers()).levers
    assert isinstance(getattr(listed, whole), int)


def test_a_policy_has_a_cell_a_scenario_with_all_replications() -> None:
    base = Config(policies=["vst"])
    cells = scenario_cells(base, Preset("mine", Levers()), ["base", "recession"], 5)
    assert [cell.future for cell in cells] == [{"scenario": "base"}, {"scenario": "recession"}]
    assert len({cell.id for cell in cells}) == 2
    assert [(cell.first, cell.replications) for cell in cells] == [(0, 5)] * 2


def test_a_search_starts_from_the_levers_of_the_policy_of_the_config() -> None:
    assert start_of(Config(policies=["vst"])) == Levers()
    config = Config(policies=["vst"], policy={"name": "vst", "push": 0.3})  # type: ignore[arg-type]
    assert start_of(config).push == 0.3
    baseline = Config(policies=["vst"], baseline="vst", policy={"name": "vst"})  # type: ignore[arg-type]
    assert start_of(baseline) == find("vst").levers  # type: ignore[attr-defined]


class Bench:
    """Stands for the store: profit follows from the levers, two worlds a scenario."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.known: dict[str, np.ndarray] = {}
        self.run: list[list[str]] = []
        self.broken: set[float] = set()
        self.breaks_in = ""  # the scenario in which they break; all of them if empty
        monkeypatch.setattr(module, "run_cells", self.run_cells)
        monkeypatch.setattr(module, "_profits", self.profits)

    def run_cells(self, store: Any, base: Config, cells: Any, count: int, progress: Any) -> None:
        assert base.search is None
        cells = list(cells)
        assert count == len(cells)
        self.run.append([str(cell.future["scenario"]) for cell in cells])
        for cell in cells:
            push = cell.policy.levers.push
            bad = cell.future["scenario"] == "recession"
            if push not in self.broken or (self.breaks_in and not bad):
                # The best push is 0.3 in good times; in bad ones the less the better.
                mean = 60.0 - 20.0 * push if bad else 100.0 - 100.0 * (push - 0.3) ** 2
                self.known[cell.id] = np.array([mean - 1.0, mean + 1.0])

    def profits(self, store: Any, cells: Sequence[str]) -> dict[str, np.ndarray]:
        return {cell: self.known[cell] for cell in cells if cell in self.known}


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def found_by(bench: Bench, **search_keys: Any) -> Searched:
    keys = {"levers": {"push": {"low": 0.0, "high": 1.0}}, "trials": 40, "together": 8}
    wanted = SearchConfig.model_validate(keys | search_keys)
    return search(None, Config(policies=["vst"], replications=2, search=wanted))  # type: ignore[arg-type]


def test_a_lever_with_a_known_optimum_is_found(bench: Bench) -> None:
    found = found_by(bench)
    assert len(found.tried) == 40
    assert found.winner.policy.levers.push == pytest.approx(0.3, abs=0.03)
    assert found.winner.objectives[0] == max(t.objectives[0] for t in found.tried)
    assert found.winner.objectives[0] == pytest.approx(100.0, abs=0.1)
    assert found.front == [found.winner]
    assert [len(cells) for cells in bench.run] == [8] * 5


def test_the_last_round_asks_for_no_more_than_was_wanted(bench: Bench) -> None:
    found = found_by(bench, trials=10, together=8)
    assert [len(cells) for cells in bench.run] == [8, 2]
    assert len(found.tried) == 10


def test_progress_is_over_a_cell_a_scenario_for_each_policy(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells: list[int] = []
    progress = module.Progress
    monkeypatch.setattr(module, "Progress", lambda count: cells.append(count) or progress(count))
    found_by(bench, trials=8, scenarios=["base", "recession"])
    assert cells == [16]


def test_policies_of_the_config_that_lie_within_are_tried_first(bench: Bench) -> None:
    keys = {"levers": {"push": {"low": 0.0, "high": 1.0}}, "trials": 4}
    policy = {"name": "vst"}
    config = Config(policies=["vst"], policy=policy, search=keys)  # type: ignore[arg-type]
    start = start_of(config)
    found = search(None, config)  # type: ignore[arg-type]
    assert found.tried[0].policy.levers == start


def test_the_front_holds_what_nothing_else_beats_the_best_by_the_first_first(bench: Bench) -> None:
    found = found_by(bench, scenarios=["recession", "base"], second="worst", trials=30)
    assert bench.run[0] == ["base"] * 8 + ["recession"] * 8
    means = [t.objectives for t in found.front]
    assert means == sorted(means, reverse=True)
    assert found.front[0] == found.winner
    for one in found.tried:
        better = [o for o in found.tried if dominates(o.objectives, one.objectives)]
        assert (one in found.front) == (not better)
    assert 1 < len(found.front) < len(found.tried)


def test_a_policy_whose_cell_failed_is_named_and_counts_as_tried(bench: Bench) -> None:
    first = found_by(bench, trials=8)
    bench.known.clear()
    bench.broken = {first.tried[2].policy.levers.push}
    found = found_by(bench, trials=8)
    assert found.failed == {first.tried[2].policy.name: "a cell of it failed"}
    assert len(found.tried) == 7


def test_a_policy_fails_with_any_of_its_scenarios(bench: Bench) -> None:
    asked = {"trials": 8, "scenarios": ["base", "recession"]}
    first = found_by(bench, **asked)
    bench.known.clear()
    bench.broken = {first.tried[2].policy.levers.push}
    bench.breaks_in = "recession"
    found = found_by(bench, **asked)
    assert list(found.failed) == [first.tried[2].policy.name]
    assert len(found.tried) == 7


def test_profits_are_read_cell_by_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"number": np.array([0.0, 0.0, 2.0, 2.0]), "profit": np.array([1.0, 2.0, 5.0, 6.0])}
    asked: list[Any] = []

    def read(folder: Path, cells: Sequence[str], outcomes: Sequence[str]) -> Any:
        asked.append((folder, list(cells), list(outcomes)))
        return told

    monkeypatch.setattr(module, "read_outcomes_of", read)
    found = module._profits(SimpleNamespace(folder=Path("s")), ["a", "b", "c"])  # type: ignore[arg-type]
    assert asked == [(Path("s"), ["a", "b", "c"], ["profit"])]
    assert {cell: values.tolist() for cell, values in found.items()} == {"a": [1, 2], "c": [5, 6]}


def outcomes(found: list[float], named: list[float], base: list[float]) -> SweepOutcomes:
    """Two policies in one future, the one found and one with a name; a world each value."""
    return SweepOutcomes(
        policies=["best_found", "vst"],
        titles=["Best found", "VST"],
        baseline="transactional",
        points=[{"scenario": "base"}],
        values={"profit": np.array([[found], [named]])},
        baselines={"profit": np.array([base])},
    )


def test_optimism_is_the_gain_in_the_search_less_that_in_fresh_worlds() -> None:
    seen = outcomes([300.0, 300.0], [0.0, 0.0], [100.0, 100.0])
    fresh = outcomes([260.0, 280.0], [0.0, 0.0], [100.0, 120.0])
    assert optimism_in_words(seen, fresh, 0) == "+40 k€ [40, 40]"
    assert optimism_in_words(fresh, seen, 0) == "-40 k€ [-40, -40]"


def test_the_answer_of_a_search_tells_of_fresh_worlds() -> None:
    winner = Tried(Preset("tried_3", Levers()), (321.0,))
    found = Searched([winner, winner], winner, [winner], {})
    seen = outcomes([300.0, 300.0], [0.0, 0.0], [100.0, 100.0])
    fresh = outcomes([260.0, 260.0], [200.0, 200.0], [100.0, 100.0])
    wanted = SearchConfig(fresh=2)
    config = Config(policies=["vst"], baseline="transactional")
    assert search_sentences(found, seen, fresh, config, wanted) == [
        "The best of 2 policies tried has a 5-year mean profit of 260 k€ [260, 260] in 2 worlds "
        "that the search never saw; in those it was searched on it had 321 k€.",
        "Optimism of the search: +40 k€ [40, 40] of mean gain over transactional.",
        "Against VST, the best policy with a name, its mean profit is +60 k€ [60, 60].",
    ]
