"""Which lever and which line of the books made a difference: the shares add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from sim.base.arrays import Array
from sim.compare.books import by_line
from sim.compare.walk import changed_levers, shares, steps
from sim.policies import Levers, Policy, Preset, Sight, find
from sim.run.measures import MEASURES
from sim.run.result import Result
from sim.run.setting import Setting
from sim.run.simulate import simulate

DAY_COST = 0.5


def result(**outcomes: float) -> Result:
    """Two worlds of one quarter in which all is as given, and one more in the second world."""
    zero = {name: np.zeros((2, 1)) for name in MEASURES}
    given = {name: np.array([[value], [value + 1.0]]) for name, value in outcomes.items()}
    return Result("p", "P", np.arange(2), zero | given, {}, np.zeros((2, 2, 1, 12)))


def test_lines_of_the_books_by_hand() -> None:
    yours = result(
        arms_length_revenue=100, joint_revenue=50, revenue=150, margin=70, paid_days=20, profit=55
    )
    pinned = result(
        arms_length_revenue=130, joint_revenue=10, revenue=140, margin=60, paid_days=30, profit=45
    )
    lines = by_line(yours, pinned, DAY_COST)
    assert {line.name: line.amount.mean for line in lines} == {
        "arms_length_revenue": -30,
        "joint_revenue": 40,
        "unit_costs": 0,
        "days": 5,
        "programmes": -5,
    }
    assert lines[0].label == "Arm's-length revenue"


@pytest.fixture(scope="module")
def setting() -> Setting:
    return replace(Setting(), replications=4)


@pytest.mark.parametrize("names", [("transactional", "vst"), ("status_quo", "adaptive")])
def test_lines_of_the_books_add_up_to_the_difference_of_profit(
    setting: Setting, names: tuple[str, str]
) -> None:
    pinned, yours = simulate([find(name) for name in names], setting).values()
    gain = yours.total("profit") - pinned.total("profit")
    lines = by_line(yours, pinned, setting.parameters.day_cost)
    assert sum(line.amount.mean for line in lines) == pytest.approx(gain.mean(), abs=1e-9)
    assert sum(line.amount.mean != 0 for line in lines) >= 4


class Turning(Policy):
    """Pushes from the third quarter on, the more the less long its horizon."""

    name, title, about = "turning", "Turning", ""

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        return {"push": (seen.quarter >= 2) * (1.0 - seen.horizon)}


def test_levers_that_differ_are_found_whatever_a_policy_sees() -> None:
    plain = Preset("plain", Levers())
    other = Preset("other", Levers(vision=0.5, push=0.2))
    assert set(changed_levers(plain, other, 4)) == {"push", "vision"}
    assert changed_levers(plain, plain, 4) == []
    assert changed_levers(plain, Turning(), 4) == ["push"]
    assert changed_levers(plain, Turning(), 2) == []
    assert "push" in changed_levers(find("status_quo"), plain, 1)


def test_a_step_of_the_walk_has_some_levers_of_the_second_policy() -> None:
    first = Preset("first", Levers(push=0.1, vision=0.2, focus=3))
    second = Preset("second", Levers(push=0.7, vision=0.8, focus=5))
    seen = Sight(0, *(np.array([0.5]),) * 3)
    ways = steps(first, second, ["vision", "push", "focus"])
    told = [
        {k: float(dict(way.decide(seen))[k][0]) for k in ("push", "vision", "focus")}
        for way in ways
    ]  # type: ignore[index]
    assert told == [
        {"push": 0.1, "vision": 0.8, "focus": 3},
        {"push": 0.7, "vision": 0.8, "focus": 3},
    ]
    assert all(way.is_constant for way in ways)
    assert not steps(first, Turning(), ["vision", "push"])[0].is_constant


def test_shares_of_levers_add_up_to_the_difference_of_profit(setting: Setting) -> None:
    first, second = find("status_quo"), find("vst")
    order = changed_levers(first, second, 20)
    stops = list(simulate([first, *steps(first, second, order), second], setting).values())
    profits = [stop.total("profit") for stop in stops]
    found = shares(order, profits)
    assert [share.name for share in found] == order
    assert len(found) > 5
    whole = (profits[-1] - profits[0]).mean()
    assert sum(share.amount.mean for share in found) == pytest.approx(whole, abs=1e-9)
    assert found[2].amount.mean == pytest.approx((profits[3] - profits[2]).mean())
