from math import exp

import numpy as np
import pytest

from sim.model.market import call_accounts, demand, growth_factor, open_market


def test_the_trend_starts_at_one_and_compounds():
    assert growth_factor(0, 0.05) == 1.0
    assert growth_factor(2, 0.1) == pytest.approx(1.21)


def test_demand_is_trend_times_noise_times_path():
    assert demand(1.21, np.array([0.0, 2.0]), 0.5, 0.1) == pytest.approx([0.605, 0.605 * exp(0.2)])


def test_market_noise_is_not_corrected_to_mean_one():
    assert demand(1.0, np.array([1.0]), 1.0, 0.3) == pytest.approx([exp(0.3)])


def test_the_market_grows_wobbles_and_follows_the_scenario(quarter_of):
    now = quarter_of(
        quarter=2,
        parameters={"market_growth": 0.05, "market_noise": 0.1},
        luck={"market": 1.0},
        hooks={"market": 0.8},
    )
    open_market(now)
    assert now.markets.demand == pytest.approx([1.1025 * 0.8 * exp(0.1)])
    assert now.partners.spend == pytest.approx(now.partners.size * now.markets.demand)


def test_a_shock_disrupts_plans_at_least_as_much_as_it_says(quarter_of):
    now = quarter_of(disruption=[0.0, 0.2, 0.5, 0.0], hooks={"disruption": [0.3, 0.3, 0.3, 0.0]})
    call_accounts(now)
    assert now.alliances.disruption == pytest.approx([0.3, 0.3, 0.5, 0.0])
