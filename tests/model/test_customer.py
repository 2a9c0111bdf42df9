import numpy as np
import pytest

from sim.model.customer import (
    buy_again,
    experience,
    repeat_business,
    satisfaction_target,
    team_execution,
)
from sim.model.factors import FLEXIBILITY, KPIS, METRICS


def test_a_satisfied_customer_buys_again_a_dissatisfied_one_less():
    assert repeat_business(np.array([0.0, 0.5, 1.0]), 0.2) == pytest.approx([0.8, 1.0, 1.2])
    assert list(repeat_business(np.array([0.0, 1.0]), 0.0)) == [1.0, 1.0]


def test_two_teams_work_as_one():
    assert team_execution(0.36, 0.25, 0.5, 0.8) == pytest.approx(0.3 * 0.4)


def test_what_joint_execution_misses_shared_metrics_can_catch():
    assert satisfaction_target(0.4, 0.0, 0.0, 0.0, 0.0, 0.5) == pytest.approx(0.4)
    assert satisfaction_target(0.4, 0.5, 0.0, 0.0, 0.0, 0.5) == pytest.approx(0.7)
    assert satisfaction_target(1.0, 0.0, 0.0, 0.0, 0.0, 0.5) == 1.0


def test_shelfware_and_broken_plans_cost_satisfaction():
    assert satisfaction_target(0.4, 0.5, 0.5, 0.0, 0.0, 0.6) == pytest.approx(0.7 * 0.7)
    assert satisfaction_target(0.4, 0.5, 0.0, 0.5, 0.2, 0.6) == pytest.approx(0.7 * 0.6)
    assert satisfaction_target(0.4, 0.5, 0.0, 0.5, 1.0, 0.6) == pytest.approx(0.7)


def test_new_deals_of_both_kinds_follow_satisfaction(quarter_of):
    now = quarter_of(
        satisfaction=[0.0, 0.5, 1.0, 0.75],
        arms_length_inflow=100.0,
        joint_inflow=10.0,
        parameters={"customer_weight": 0.4},
    )
    buy_again(now)
    assert now.alliances.repeat == pytest.approx([0.6, 1, 1.4, 1.2])
    assert now.alliances.arms_length_inflow == pytest.approx([60, 100, 140, 120])
    assert now.alliances.joint_inflow == pytest.approx([6, 10, 14, 12])


def experiencing(quarter_of, **given):
    usual = {
        "factors": {METRICS: 0.2, KPIS: 0.8, FLEXIBILITY: 0.25},
        "satisfaction": 0.4,
        "teamwork": 0.36,
        "execution": 0.25,
        "fit": 1.0,
        "morale": 1.0,
        "disruption": 0.0,
        "won_arms_length": 0.0,
        "won_joint": 0.0,
        "pulled_arms_length": 0.0,
        "pulled_joint": 0.0,
    }
    now = quarter_of(parameters={"customer_speed": 0.5, "shelfware_weight": 0.5}, **usual | given)
    experience(now)
    return now.alliances.satisfaction


def test_satisfaction_follows_what_the_quarter_earned(quarter_of):
    # team .3, shared metrics .5: .65 is earned; halfway from .4
    assert experiencing(quarter_of) == pytest.approx([0.525] * 4)


def test_pulled_deals_count_by_their_share_of_all_deals_at_list(quarter_of):
    deals = {
        "won_arms_length": [10.0, 0.0, 30.0, 0.0],
        "won_joint": [0.0, 10.0, 10.0, 0.0],
        "pulled_arms_length": [10.0, 0.0, 20.0, 5.0],
        "pulled_joint": [0.0, 30.0, 20.0, 0.0],
    }
    pulled = np.array([0.5, 0.75, 0.5, 1.0])
    target = 0.65 * (1 - 0.5 * pulled)
    assert experiencing(quarter_of, **deals) == pytest.approx(0.4 + 0.5 * (target - 0.4))


def test_disruption_costs_less_where_sides_are_flexible(quarter_of):
    target = 0.65 * (1 - 0.4 * 0.75)
    found = experiencing(quarter_of, disruption=0.4)
    assert found == pytest.approx([0.4 + 0.5 * (target - 0.4)] * 4)


def test_customers_of_ended_alliances_and_prospects_stay_as_they_are(quarter_of):
    found = experiencing(quarter_of, status=[0, 1, 2, 3])
    assert found == pytest.approx([0.525, 0.525, 0.4, 0.4])


def test_customers_start_halfway(start_of):
    assert list(start_of().alliances.satisfaction) == [0.5] * 4
