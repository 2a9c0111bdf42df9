"""Standings and outcomes of runs written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.problems import ProblemsError
from sim.compare.outcomes import MAY_BE_UNKNOWN, OUTCOMES
from sim.compare.policies import (
    beside_push,
    compare_policies,
    compared_with,
    margin_share,
    summary_rows,
)
from sim.run.result import Result

SIX = np.arange(1.0, 7.0)  # six quarters: the first year is 1..4, the last four are 3..6


def result(policy: str, profit: list[list[float]], **outcomes: np.ndarray) -> Result:
    shape = np.array(profit).shape
    usual = {
        "present_value": 0.5 * np.array(profit),
        "revenue": np.broadcast_to(10.0 * SIX, shape),
        "margin": np.broadcast_to(SIX, shape),
        "trust": np.broadcast_to(SIX / 10, shape),
        "discount": np.broadcast_to(SIX / 20, shape),
        "partners": np.broadcast_to(SIX / 8, shape),
    }
    told = {"profit": np.array(profit)} | usual | outcomes
    return Result(policy, policy.title(), np.arange(shape[0]), told, {}, np.zeros((2, 2, 1, 12)))


PUSH = result("push", [[5.0] * 6, [5.0] * 6])
PLANT = result("plant", [[1, 1, 9, 9, 9, 9], [3, 3, 3, 9, 9, 9]])


def test_outcomes_of_a_run_by_hand() -> None:
    paths = {"present_value": 2, "reputation": 3, "satisfaction": 4, "open_issues": 5, "signed": 6,
             "returned": 7}  # fmt: skip
    profit = [[1, -3, 1, 9, 9, 9], [3, 3, 3, 9, 9, 9]]
    made = result("plant", profit, **{k: np.array([SIX * v] * 2) for k, v in paths.items()})
    expected = {
        "profit": [26, 36],
        "present_value": [42, 42],
        "lowest_cash": [-2, 0],
        "revenue": [210, 210],
        "first_year": [100, 100],
        "last_year": [180, 180],
        "margin": [0.1, 0.1],
        "trust": [0.6, 0.6],
        "discount": [0.3, 0.3],
        "lost": [0.25, 0.25],
        "reputation": [18, 18],
        "satisfaction": [24, 24],
        "open_issues": [30, 30],
        "signed": [126, 126],
        "returned": [147, 147],
    }
    assert {name: OUTCOMES[name].of(made).tolist() for name in expected} == expected


def test_what_a_vendor_wants_less_of_and_what_is_money() -> None:
    wanted = {name for name, outcome in OUTCOMES.items() if outcome.more_is_better}
    assert not wanted & {"discount", "lost", "open_issues"}
    for name in ("profit", "present_value", "lowest_cash", "revenue", "first_year", "last_year"):
        assert name in wanted
        assert OUTCOMES[name].unit == "k€"
    assert {"margin", "trust", "reputation", "satisfaction", "signed", "returned"} <= wanted
    assert "margin" in MAY_BE_UNKNOWN
    assert "profit" not in MAY_BE_UNKNOWN


def test_margin_is_that_of_the_last_four_quarters_and_unknown_without_revenue() -> None:
    margin = np.array([[9.0, 9, 1, 2, 3, 4], [9.0, 9, 1, 1, 1, 1]])
    revenue = np.array([[9.0, 9, 10, 10, 10, 10], [9.0, 9, 0, 0, 0, 0]])
    made = result("push", [[1.0] * 6] * 2, margin=margin, revenue=revenue)
    np.testing.assert_allclose(OUTCOMES["margin"].of(made), [0.25, np.nan])
    np.testing.assert_allclose(
        margin_share(np.ones(3), np.array([0.0, 4.0, 0.5])), [np.nan, 0.25, 2]
    )


def test_a_standing_by_hand() -> None:
    stands = compared_with(PLANT, PUSH)
    assert (stands.policy, stands.title) == ("plant", "Plant")
    assert (stands.profit.mean, stands.gain.mean) == (37, 7)  # type: ignore[union-attr]
    assert stands.gain.high - stands.gain.mean == pytest.approx(12.706 * 1.0, abs=0.01)  # type: ignore[union-attr]
    assert (stands.first_year.mean, stands.last_year.mean) == (100, 180)
    assert (stands.trust.mean, stands.margin.mean) == (0.6, 0.1)
    assert (stands.discount.mean, stands.lost.mean) == (0.3, 0.25)
    assert (stands.present_value.mean, stands.lowest_cash.mean) == (18.5, 0)
    # Behind on average by 3, 6, 5; then by 1, and ahead by 3 in the fifth quarter.
    assert (stands.crossover, stands.crossed, stands.depth) == (5, 1.0, -6.0)


def test_the_baseline_has_no_gain_and_no_crossover() -> None:
    stands = compared_with(PUSH, PUSH)
    assert (stands.gain, stands.crossover, stands.crossed, stands.depth) == (None, None, None, 0.0)


def test_the_lowest_cash_is_the_mean_of_each_worlds_lowest() -> None:
    # Each world is at its lowest in a quarter of its own: 8 after the second, 2 after the first.
    dipping = result("dipping", [[-3, -5, 9, 9, 9, 9], [-2, 3, 3, 9, 9, -40]])
    assert compared_with(dipping, PUSH).lowest_cash.mean == -13
    assert compared_with(PUSH, PUSH).lowest_cash.mean == 0


def test_who_never_crosses_in_a_world_is_not_counted() -> None:
    half = result("half", [[9.0] * 6, [1.0] * 6])
    stands = compared_with(half, PUSH)
    assert (stands.crossover, stands.crossed, stands.depth) == (None, 0.5, 0.0)


def test_a_table_has_three_columns_an_interval() -> None:
    compared = compare_policies({"plant": PLANT, "push": PUSH}, "push")
    assert [row.policy for row in compared] == ["plant", "push"]
    plant, push = summary_rows(compared)
    assert list(plant)[:8] == ["policy", "title", "profit", "profit_low", "profit_high", "gain",
                               "gain_low", "gain_high"]  # fmt: skip
    assert (plant["profit"], plant["gain"]) == (37, 7)
    assert plant["gain_low"] < plant["gain"] < plant["gain_high"]
    assert [push[name] for name in ("gain", "gain_low", "gain_high")] == [0, 0, 0]
    assert (push["crossover"], push["crossed"]) == (None, None)
    frame = compared.to_frame()
    assert list(frame.index) == ["plant", "push"]
    assert frame.loc["plant", "depth"] == -6
    assert "12.5" not in compared._repr_html_()
    assert "<td>37</td>" in compared._repr_html_()


def test_a_baseline_that_was_not_run_is_refused() -> None:
    with pytest.raises(ProblemsError, match=r"no result 'pushh'.*push"):
        compare_policies({"push": PUSH}, "pushh")


def test_the_push_is_set_beside_the_relationship_only_where_both_were_run() -> None:
    runs = {name: result(name, [[5.0] * 6] * 2) for name in ("vst", "transactional")}
    assert list(beside_push(runs)) == []
    assert list(beside_push({"relationship_first": runs["vst"]})) == []
    both = runs | {"relationship_first": result("relationship_first", [[6.0] * 6] * 2)}
    push, plant = beside_push(both)
    assert (push.policy, push.gain) == ("transactional", None)
    assert (plant.policy, plant.gain.mean) == ("relationship_first", 6)  # type: ignore[union-attr]
