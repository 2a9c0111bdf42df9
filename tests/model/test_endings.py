import numpy as np
import pytest

from sim.model.endings import end, termination_chance


def test_the_chance_to_end_by_hand():
    assert termination_chance(1.0, 1.0, 0.005, 0.025) == pytest.approx(0.005)
    assert termination_chance(0.0, 0.0, 0.005, 0.025) == pytest.approx(0.03)
    assert termination_chance(0.5, 0.2, 0.01, 0.1) == pytest.approx(0.03)


def ending(quarter_of, **more):
    given = {
        "parameters": {
            "demotion_intent": 0.1,
            "base_termination": 0.01,
            "distrust_termination": 0.1,
        },
        "trust": 0.5,
        "intent": 0.2,
        "arms_length_pipeline": 100.0,
        "joint_pipeline": 50.0,
        "regions": 2,
        "committed": 1.0,
    }
    now = quarter_of(**given | more)
    end(now)
    return now.alliances


def test_a_partner_is_demoted_after_two_quarters_of_low_intent(quarter_of):
    now = quarter_of(parameters={"demotion_intent": 0.1}, intent=[0.09, 0.1, 0.09, 0.5])
    end(now)
    assert list(now.alliances.status) == [0, 0, 0, 0]
    assert list(now.alliances.low_intent_quarters) == [1, 0, 1, 0]
    now.alliances.intent[2] = 0.5
    end(now)
    assert list(now.alliances.status) == [1, 0, 0, 0]
    assert list(now.alliances.low_intent_quarters) == [2, 0, 0, 0]


def test_a_demoted_partner_keeps_only_its_arms_length_deals(quarter_of):
    alliance = ending(quarter_of, intent=0.05, low_intent_quarters=[1, 0, 1, 0])
    assert list(alliance.status) == [1, 0, 1, 0]
    assert alliance.arms_length_pipeline == pytest.approx([100] * 4)
    assert alliance.joint_pipeline == pytest.approx([0, 50, 0, 50])
    assert list(alliance.regions) == [0, 2, 0, 2]
    assert list(alliance.committed) == [0, 1, 0, 1]


def test_alliances_end_by_chance_and_lose_both_pipelines(quarter_of):
    hazard = {"base_termination": 0.0, "distrust_termination": 0.5}
    alliance = ending(
        quarter_of,
        parameters=hazard,
        luck={"termination": [0.0624, 0.0625, 0.0626, 1.0]},
        intent=0.5,  # chance of .5 x .5^2 x .5
    )
    assert list(alliance.status) == [2, 0, 0, 0]
    assert alliance.arms_length_pipeline == pytest.approx([0, 100, 100, 100])
    assert alliance.joint_pipeline == pytest.approx([0, 50, 50, 50])
    assert list(alliance.regions) == [0, 2, 2, 2]
    assert list(alliance.committed) == [0, 1, 1, 1]


def test_ended_alliances_keep_their_last_trust_damage_and_discount(quarter_of):
    kept = {"trust": 0.4, "vendor_trust": 0.3, "damage": 0.2, "discount": 0.25}
    alliance = ending(quarter_of, luck={"termination": 0.0}, **kept)
    assert list(alliance.status) == [2, 2, 2, 2]
    for name, value in kept.items():
        assert getattr(alliance, name) == pytest.approx(value)


def test_the_end_outranks_a_demotion_and_a_mere_customer_can_leave_too(quarter_of):
    alliance = ending(
        quarter_of,
        intent=0.05,
        low_intent_quarters=1,
        status=[0, 1, 2, 0],
        luck={"termination": [0.0, 0.0, 0.0, 1.0]},
    )
    assert list(alliance.status) == [2, 2, 2, 1]


def test_demotion_and_the_end_are_not_left_upwards(quarter_of):
    alliance = ending(quarter_of, status=[1, 2, 1, 2], intent=1.0, trust=1.0)
    assert list(alliance.status) == [1, 2, 1, 2]
    assert list(alliance.low_intent_quarters) == [0, 0, 0, 0]


def test_a_scenario_may_forbid_endings_but_a_killed_alliance_ends(quarter_of):
    alliance = ending(
        quarter_of,
        intent=0.05,
        low_intent_quarters=3,
        status=[0, 0, 1, 1],
        luck={"termination": 0.0},
        hooks={"endings_allowed": 0.0, "killed": [0, 1, 0, 1]},
    )
    assert list(alliance.status) == [0, 2, 1, 2]
    assert list(alliance.low_intent_quarters) == [4, 4, 0, 0]


def test_status_stays_a_whole_number(quarter_of):
    assert ending(quarter_of, luck={"termination": 0.0}).status.dtype == np.int16


def test_a_mere_customer_loses_the_joint_deals_it_had_but_keeps_a_vision(quarter_of):
    alliance = ending(quarter_of, status=[1, 0, 1, 0])
    assert list(alliance.joint_pipeline) == [0, 50, 0, 50]
    assert list(alliance.regions) == [0, 2, 0, 2]
    assert list(alliance.committed) == [1, 1, 1, 1]
