from math import exp

import numpy as np
import pytest

from sim.model.velocity import (
    joint_win_rate,
    one_team_exponent,
    sales_cycle,
    speed_up,
    velocity_gain,
)


def test_trust_raises_the_win_rate_relative_to_its_base():
    assert joint_win_rate(0.0, 1.0, 0.3, 0.53) == pytest.approx(0.3)
    assert joint_win_rate(0.5, 0.8, 0.3, 0.53) == pytest.approx(0.3036)


def test_trust_shortens_the_cycle():
    assert sales_cycle(0.0, 2.0, 0.46) == 2.0
    assert sales_cycle(0.5, 2.0, 0.46) == pytest.approx(1.54)
    assert sales_cycle(1.0, 2.0, 0.46) == pytest.approx(1.08)


def test_one_team_execution_by_hand():
    assert one_team_exponent(0.25, 1.0, 0.8, 0.5, 0.7, 1.2) == pytest.approx(0.8)
    assert one_team_exponent(0.36, 0.25, 1.0, 1.0, 0.5, 1.5) == pytest.approx(0.8)


@pytest.mark.parametrize("missing", range(4))
def test_each_ingredient_missing_leaves_the_lowest_exponent(missing):
    team = [1.0, 1.0, 1.0, 1.0]
    team[missing] = 0.0
    assert one_team_exponent(*team, 0.7, 1.2) == pytest.approx(0.7)


def test_a_perfect_team_has_the_highest_exponent():
    assert one_team_exponent(1.0, 1.0, 1.0, 1.0, 0.7, 1.2) == pytest.approx(1.2)


def test_at_exponent_one_partnering_adds_nothing():
    assert velocity_gain(np.array([1e-9, 0.5, 40.0]), np.ones(3)) == pytest.approx([1, 1, 1])


def test_velocity_is_raised_to_a_power_by_hand():
    gains = velocity_gain(np.array([1.0, 3.0, 1.0]), np.array([2.0, 0.5, 0.5]))
    assert gains == pytest.approx([3, 1 / 3, 2**0.5 - 1])


def test_without_sales_velocity_the_gain_is_the_exponent():
    assert velocity_gain(np.array([0.0, 0.0]), np.array([0.7, 1.2])) == pytest.approx([0.7, 1.2])


def test_the_gain_meets_its_limit_without_a_step():
    small = velocity_gain(np.array([1e-300, 1e-12, 1e-6]), np.full(3, 0.7))
    assert small == pytest.approx([0.7, 0.7, 0.7], rel=1e-6)


def speeding(quarter_of, **more):
    given = {
        "parameters": {
            "base_win_rate": 0.4,
            "win_rate_trust": 0.5,
            "base_joint_reach": 0.2,
            "reach_days": 5.0,
            "joint_cycle": 2.0,
            "cycle_trust": 0.5,
            "lowest_exponent": 0.5,
            "highest_exponent": 1.5,
            "reference_velocity": 0.25,
        },
        "trust": 0.4,
        "effective_selling": 5.0,
        "teamwork": 0.25,
        "execution": 0.36,
        "fit": 1.0,
        "morale": 1.0,
        "joint_pipeline": 0.0,
        "joint_inflow": 0.0,
    }
    now = quarter_of(**given | more)
    speed_up(now)
    return now.alliances


def test_more_regions_spread_selling_thinner(quarter_of):
    alliance = speeding(quarter_of, regions=[0, 1, 2, 4])
    reached = [0.2 + 0.8 * (1 - exp(-1 / multiple)) for multiple in (1.0, 1.8, 2.3, 3.6)]
    assert alliance.win_rate == pytest.approx([0.48 * r for r in reached])
    assert alliance.cycle == pytest.approx([1.6] * 4)


def test_the_exponent_takes_team_fit_and_morale(quarter_of):
    alliance = speeding(quarter_of, fit=[1.0, 0.5, 0.5, 0.0], morale=[1.0, 1.0, 0.5, 1.0])
    assert alliance.exponent == pytest.approx([0.8, 0.65, 0.575, 0.5])
    assert alliance.velocity_gain == pytest.approx([0.8, 0.65, 0.575, 0.5])  # nothing in play


def test_the_gain_is_that_of_velocity_over_the_reference(quarter_of):
    alliance = speeding(
        quarter_of,
        partners={"size": [400.0, 200.0]},
        effective_selling=0.0,  # win rate .4 x 1.2 x .2 = .096, over a cycle of 1.6: .06
        joint_pipeline=[5000.0, 0.0, 0.0, 2500.0],
        joint_inflow=[0.0, 5000.0, 10000.0, 0.0],
        teamwork=0.0,  # exponent .5
    )
    # velocities over references of 100 and 50: 3, 3, 3, 3
    assert alliance.velocity_gain == pytest.approx([1 / 3] * 4)
