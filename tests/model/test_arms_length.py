from math import exp

import numpy as np
import pytest

from sim.model.arms_length import compete, mean_one_noise, reach


def test_selling_days_extend_the_reach_from_its_base():
    assert reach(0.0, 0.4, 5.0) == pytest.approx(0.4)
    assert reach(5.0, 0.4, 5.0) == pytest.approx(0.4 + 0.6 * (1 - exp(-1)))
    assert reach(10.0, 0.0, 5.0) == pytest.approx(1 - exp(-2))
    assert reach(0.0, 1.0, 5.0) == 1.0


def test_opportunity_noise_has_mean_one():
    assert mean_one_noise(1.0, 0.25) == pytest.approx(exp(0.21875))
    assert mean_one_noise(3.0, 0.0) == 1.0
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    mean = np.sum(weights * mean_one_noise(nodes, 0.8)) / np.sum(weights)
    assert mean == pytest.approx(1.0)


def competing(quarter_of, **more):
    given = {
        "parameters": {"rival_attraction": 0.0, "opportunity_noise": 0.2, "reach_days": 5.0},
        "loyalty": 0.0,
        "discount": 0.0,
        "selling_days": 10.0,
        "useful_time": 0.5,
        "partner_days": 0.0,
    }
    now = quarter_of(**given | more)
    compete(now)
    return now


def test_equal_vendors_and_the_rival_share_a_partner_equally(quarter_of):
    now = competing(quarter_of)
    assert now.alliances.share == pytest.approx([1 / 3] * 4)


def test_shares_follow_attraction_partner_by_partner(quarter_of):
    now = competing(
        quarter_of,
        parameters={"rival_attraction": 0.0, "rival_noise": 0.5, "loyalty_pull": 2.0},
        partners={"price_sensitivity": [1.0, 1.5]},
        luck={"rival": [0.0, 2.0]},
        loyalty=[0.5, 0.0, 0.0, 0.0],
        discount=[0.0, 0.2, 0.0, 0.0],  # pull of 4 x 1.5 x .2
    )
    first, second = exp(1.0) + 2, exp(1.2) + 1 + exp(1.0)
    shares = [exp(1.0) / first, exp(1.2) / second, 1 / first, 1 / second]
    assert now.alliances.share == pytest.approx(shares)


def test_ended_vendors_leave_their_share_to_the_others(quarter_of):
    now = competing(quarter_of, status=[2, 0, 1, 0])
    assert now.alliances.share == pytest.approx([0, 1 / 3, 1 / 2, 1 / 3])
    assert now.alliances.arms_length_inflow[0] == 0.0
    assert now.alliances.arms_length_inflow[2] > 0.0


def test_the_inflow_by_hand(quarter_of):
    now = competing(
        quarter_of,
        parameters={"base_reach": 0.4, "reach_days": 5.0, "opportunity_noise": 0.2},
        partners={"size": [400.0, 100.0]},
        demand=1.1,
        disruption=[0.25, 0.0, 1.0, 0.0],
        partner_days=[0.0, 0.0, 0.0, 5.0],
        luck={"arms_length": [0.0, 1.0, 0.0, 0.0]},
    )
    assert now.alliances.effective_selling == pytest.approx([5, 5, 5, 10])
    one, two = 0.4 + 0.6 * (1 - exp(-1)), 0.4 + 0.6 * (1 - exp(-2))
    usual = exp(-0.02)  # noise drawn at its median
    inflow = [330 * one * usual, 110 * one * exp(0.18), 0, 110 * two * usual]
    assert now.alliances.arms_length_inflow == pytest.approx(inflow)
