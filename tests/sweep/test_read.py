"""Outcomes of a sweep as arrays: every cell in its place, what is missing as NaN."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.compare.outcomes import OUTCOMES
from sim.sweep import read as module
from sim.sweep.read import SweepOutcomes, known_mean, read_outcomes

NAN = np.nan


def placed(cell: str, point: int, asked: str, is_baseline: bool = False, title: str = "") -> Any:
    policy = SimpleNamespace(title=title or f"{asked}, changed")
    made = SimpleNamespace(id=cell, policy=policy)
    return SimpleNamespace(cell=made, point=point, asked=asked, is_baseline=is_baseline)


def plan(first: int, cells: list[Any]) -> Any:
    return SimpleNamespace(
        planned=cells, points=[{"push": 0.0}, {"push": 1.0}], first=first, replications=2,
        baseline=SimpleNamespace(name="vst"),
    )  # fmt: skip


def test_every_cell_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    # The cell that is the baseline is also what "vst" is at the first point.
    first = [placed("a", 0, "vst", True), placed("b", 0, "mine"), placed("c", 1, "vst"),
             placed("d", 1, "mine"), placed("e", 1, "", True)]  # fmt: skip
    second = [placed("f", 0, "vst", True), placed("g", 0, "mine")]
    numbers = {"a": 0, "b": 1, "d": 3, "e": 4, "f": 5, "g": 6}  # c failed
    there = [(n, r) for cell, n in numbers.items() for r in ((2, 3) if cell in "fg" else (0, 1))]
    told = {
        "number": np.array([n for n, _ in there]),
        "replication": np.array([r for _, r in there]),
    }
    told |= {
        name: 10.0 * told["number"] + told["replication"] + at for at, name in enumerate(OUTCOMES)
    }
    asked: list[Any] = []

    def read(folder: Path, cells: list[str], outcomes: list[str]) -> Any:
        asked.append((folder, cells, outcomes))
        return told

    monkeypatch.setattr(module, "read_outcomes_of", read)
    found = read_outcomes(Path("s"), [plan(0, first), plan(2, second)])
    assert asked == [(Path("s"), list("abcdefg"), list(OUTCOMES))]
    assert found.policies == ["vst", "mine"]
    assert found.titles == ["VST", "mine, changed"]  # the file's title; a point changed the other
    assert found.baseline == "vst"
    assert list(found.points) == [{"push": 0.0}, {"push": 1.0}]
    np.testing.assert_equal(
        found.values["profit"],
        [
            [[0, 1, 52, 53], [NAN] * 4],
            [[10, 11, 62, 63], [30, 31, NAN, NAN]],
        ],
    )
    np.testing.assert_equal(found.baselines["profit"], [[0, 1, 52, 53], [40, 41, NAN, NAN]])
    np.testing.assert_equal(
        found.values["revenue"], found.values["profit"] + list(OUTCOMES).index("revenue")
    )


def outcomes(profit: Any, base: Any, points: list[dict[str, Any]]) -> SweepOutcomes:
    values = {"profit": np.array(profit, float), "trust": np.array(profit, float) / 10}
    baselines = {"profit": np.array(base, float), "trust": np.array(base, float) / 10}
    return SweepOutcomes(["one", "two"], ["One", "Two"], "vst", points, values, baselines)


POINTS = [{"push": 0.0, "scenario": "base"}, {"push": 1.0, "scenario": "base"}]


def test_a_point_is_complete_with_every_policy_and_the_baseline() -> None:
    whole = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    assert outcomes(whole, [[0, 0], [0, 0]], POINTS).complete.tolist() == [True, True]
    assert outcomes(whole, [[0, 0], [NAN, NAN]], POINTS).complete.tolist() == [True, False]
    short = [[[1, 2], [3, NAN]], [[NAN, NAN], [7, 8]]]
    assert outcomes(short, [[0, 0], [0, 0]], POINTS).complete.tolist() == [False, True]


def test_only_replications_that_every_point_has_count() -> None:
    found = outcomes([[[1, 2], [3, NAN]], [[5, 6], [7, 8]]], [[1, 1], [2, 4]], POINTS)
    np.testing.assert_equal(found.over_points("profit"), [[2], [6]])
    np.testing.assert_allclose(found.over_points("trust"), [[0.2], [0.6]])
    np.testing.assert_equal(found.baseline_over_points("profit"), [1.5])
    assert [found.gain_over_points(policy).mean for policy in (0, 1)] == [0.5, 4.5]
    np.testing.assert_equal(found.means("profit"), [[1.5, 3], [5.5, 7.5]])
    np.testing.assert_equal(found.gains, [[[0, 1], [1, NAN]], [[4, 5], [5, 4]]])


def test_inputs_are_what_points_differ_in() -> None:
    def inputs(*points: dict[str, Any]) -> dict[str, Any]:
        one = np.zeros((2, len(points), 1))
        return {k: v.tolist() for k, v in outcomes(one, one[0], list(points)).inputs.items()}

    assert inputs({"push": 0.0, "scenario": "base"}, {"push": 1.0, "scenario": "base"}) == {
        "push": [0.0, 1.0]
    }
    assert inputs({"push": 0.0}) == {}
    assert inputs({"policy": "a", "x": 1.0}, {"policy": "b", "x": 2.0}) == {"x": [1.0, 2.0]}
    assert inputs({"x": 1.0, "y": 1.0}, {"x": 2.0}) == {"x": [1.0, 2.0]}


def test_levers_among_the_inputs_are_seen() -> None:
    one = np.zeros((2, 1, 1))
    assert outcomes(one, one[0], [{"push": 0.0, "trust_gain": 0.1}]).has_levers
    assert not outcomes(one, one[0], [{"trust_gain": 0.1}]).has_levers


def test_a_mean_leaves_out_what_is_unknown() -> None:
    np.testing.assert_equal(
        known_mean(np.array([[1.0, NAN, 3.0], [NAN] * 3, [5.0, NAN, NAN]])), [2, NAN, 5]
    )
