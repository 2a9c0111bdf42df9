from math import exp

import numpy as np
import pytest

from sim.model.factors import AUTONOMY, BUILT, LONG_TERM, TRUST


@pytest.fixture
def start(start_of, world_of):
    factors = np.full((12, 4), 0.5)
    factors[0] = [0.5, 0.5, 0.25, 0.25]
    factors[6] = [0.5, 1.0, 0.0, 0.5]
    world = world_of(
        trust=[0.5, 0.5, 0.25, 1.0],
        vendor_trust=0.7,
        value=[1.0, 0.0],
        size=[400.0, 100.0],
        discount=[0.05, 0.2, 0.3, 0.9],
        threads=[0.5, 2.0, 4.0, 9.0],
        factors=factors,
    )
    parameters = {
        "low_value_intent": 0.5,
        "joint_potential": 4.0,
        "crowding": 0.5,
        "joint_cycle": 2.0,
        "cycle_trust": 0.5,
        "arms_length_cycle": 1.0,
        "invitation_trust": 0.5,
        "lowest_discount": 0.1,
        "highest_discount": 0.4,
        "most_threads": 5.0,
    }
    return start_of(world, {"control": np.array([0.2, 1.0])}, parameters)


def stock(cycle):
    kept = exp(-1 / (3 * cycle))
    return kept / (1 - kept) / 3


def test_loyalty_starts_at_trust_and_the_rest_at_nothing(start):
    alliance = start.alliances
    assert alliance.loyalty == pytest.approx([0.5, 0.5, 0.25, 1.0])
    nothing = ("damage", "disruption", "committed", "regions", "value_estimate", "status")
    for name in (*nothing, "low_intent_quarters", "quarters_since_region"):
        assert list(getattr(alliance, name)) == [0, 0, 0, 0]
    assert list(alliance.offered_quarter) == [-99] * 4


def test_columns_that_start_alike_are_not_the_same_array(start):
    alliance = start.alliances
    alliance.loyalty[0] = alliance.damage[0] = alliance.status[0] = 1
    assert alliance.trust[0] == 0.5
    assert alliance.disruption[0] == alliance.low_intent_quarters[0] == 0


def test_vendors_start_with_a_small_habit_and_no_fear(start):
    assert start.vendors.habit == pytest.approx([0.1, 0.1])
    assert start.vendors.fear == pytest.approx([0, 0])
    assert start.vendors.accounts == pytest.approx([2, 2])
    assert start.vendors.quota_base == pytest.approx([500, 500])


def test_discounts_and_ties_start_within_their_ends(start):
    assert start.alliances.discount == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert start.alliances.threads == pytest.approx([1, 2, 4, 5])


def test_intent_starts_at_its_target(start):
    assert start.alliances.intent == pytest.approx([0.5, 0.25, 0.25, 0.25])


def test_derived_factors_mirror_trust_intent_and_control(start):
    factors = start.alliances.factors
    assert factors[TRUST] == pytest.approx([0.6, 0.6, 0.475, 0.85])
    assert factors[LONG_TERM] == pytest.approx([0.5, 0.25, 0.25, 0.25])
    assert factors[AUTONOMY] == pytest.approx([0.8, 0.8, 0.0, 0.0])
    assert factors[list(BUILT)][1] == pytest.approx([0.5] * 4)


def test_pipelines_start_at_their_steady_stock(start):
    alliance = start.alliances
    reached = 0.8 * stock(1.0)
    assert alliance.arms_length_pipeline == pytest.approx([400 * reached, 100 * reached] * 2)
    # invitations 1/2, 1/2, 1/17, 16/17 times intent
    claims = [0.25, 0.125, 0.25 / 17, 4 / 17]
    joint = [
        1600 * claims[0] / (1 + 0.5 * claims[2]) * stock(1.5),
        400 * claims[1] / (1 + 0.5 * claims[3]) * 1.25 * stock(1.5),
        1600 * claims[2] / (1 + 0.5 * claims[0]) * 0.75 * stock(1.75),
        400 * claims[3] / (1 + 0.5 * claims[1]) * stock(1.0),
    ]
    assert alliance.joint_pipeline == pytest.approx(joint)


def test_a_world_may_know_better_where_alliances_start(start_of, world_of):
    unknown = np.nan
    world = world_of(
        trust=0.5,
        intent=[0.8, unknown, 0.8, unknown],
        autonomy=[0.3, unknown, unknown, 1.0],
        regions=[0, unknown, 2, 4],
    )
    now = start_of(world, {"control": 0.2}, {"crowding": 0.0, "joint_cycle": 1.0, "cycle_trust": 0})
    alliance = now.alliances
    assert alliance.intent == pytest.approx([0.8, 0.5, 0.8, 0.5])
    assert alliance.factors[LONG_TERM] == pytest.approx([0.8, 0.5, 0.8, 0.5])
    assert alliance.factors[AUTONOMY] == pytest.approx([0.3, 0.8, 0.8, 1.0])
    assert list(alliance.regions) == [0, 0, 2, 4]
    home = 1600 * 0.5 * stock(1.0)
    stocks = [0.8 * home, 0.5 * home, 0.8 * 2.3 * home, 0.5 * 3.6 * home]
    assert alliance.joint_pipeline == pytest.approx(stocks)


def test_prospects_start_on_the_bench_with_what_they_will_bring(start_of, world_of):
    world = world_of(status=[0, 3, 0, 1], trust=0.6, factors=0.8)
    now = start_of(world, parameters={"newcomer_factors": 0.25})
    alliance = now.alliances
    assert list(alliance.status) == [0, 3, 0, 1]
    assert list(alliance.prospect) == [0, 1, 0, 0]
    assert alliance.factors[list(BUILT), 1] == pytest.approx(0.2)
    assert alliance.factors[list(BUILT), 0] == pytest.approx(0.8)
    assert alliance.factors[AUTONOMY] == pytest.approx([0.9] * 4)
    assert alliance.factors[TRUST, 1] == pytest.approx(0.55)
    assert alliance.loyalty == pytest.approx([0.6] * 4)
    for name in ("intent", "arms_length_pipeline", "joint_pipeline", "joint_volume"):
        values = getattr(alliance, name)
        assert values[1] == 0
        assert values[0] > 0
    assert alliance.factors[LONG_TERM, 1] == 0
    assert alliance.joint_pipeline[3] == 0


def test_seats_and_quota_are_those_of_the_alliances_at_the_start(start_of, world_of):
    now = start_of(world_of(status=[0, 3, 0, 0], size=[100.0, 300.0]))
    assert list(now.vendors.accounts) == [1, 2]
    assert list(now.vendors.quota_base) == [100, 400]
