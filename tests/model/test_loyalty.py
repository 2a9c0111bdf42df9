import numpy as np
import pytest

from sim.model.factors import OBJECTIVE
from sim.model.loyalty import bind, intent_target, next_intent, next_loyalty


def test_loyalty_follows_trust():
    assert next_loyalty(0.4, 0.8, 0.0, 0.15, 0.3) == pytest.approx(0.52)
    assert next_loyalty(0.8, 0.4, 0.0, 0.15, 1.0) == pytest.approx(0.4)


def test_a_rival_offer_lures_loyalty_away():
    assert next_loyalty(0.6, 0.6, 2.0, 0.25, 0.5) == pytest.approx(0.5)


def test_without_a_lure_rivals_do_not_matter():
    assert next_loyalty(0.6, 0.6, 5.0, 0.0, 0.5) == pytest.approx(0.6)


def test_intent_needs_trust_and_an_objective():
    assert intent_target(0.49, 0.25, 1.0, 0.0, 0.5, 0.5) == pytest.approx(0.35)
    assert intent_target(0.0, 1.0, 1.0, 0.0, 0.5, 0.5) == 0.0
    assert intent_target(1.0, 0.0, 1.0, 0.0, 0.5, 0.5) == 0.0


def test_a_partner_that_does_not_value_partnership_has_a_lower_ceiling():
    assert intent_target(1.0, 1.0, 0.0, 0.0, 0.5, 0.5) == pytest.approx(0.5)
    assert intent_target(1.0, 1.0, 0.1, 0.0, 0.4, 0.5) == pytest.approx(0.46)


def test_a_committed_vision_closes_part_of_the_gap():
    assert intent_target(0.49, 0.25, 1.0, 1.0, 0.5, 0.4) == pytest.approx(0.35 + 0.65 * 0.4)
    assert intent_target(1.0, 1.0, 1.0, 1.0, 0.5, 1.0) == pytest.approx(1.0)


def test_intent_moves_part_of_the_way():
    assert next_intent(0.2, 0.7, 0.4) == pytest.approx(0.4)


def test_a_quarter_of_binding_by_hand(quarter_of):
    now = quarter_of(
        parameters={
            "lure": 0.5,
            "loyalty_speed": 0.5,
            "intent_speed": 0.5,
            "low_value_intent": 0.5,
            "vision_intent": 0.4,
        },
        partners={"value": [0.2, 1.0], "price_sensitivity": [0.5, 1.0]},
        luck={"rival": [1.0, -1.0]},
        trust=0.49,
        loyalty=[0.2, 0.51, 0.6, 0.49],
        intent=0.1,
        committed=[0.0, 0.0, 1.0, 0.0],
        factors={OBJECTIVE: [0.25, 0.25, 0.25, 1.0]},
    )
    bind(now)
    lured = 0.49 / 1.25
    assert now.alliances.loyalty == pytest.approx([0.1 + lured / 2, 0.5, 0.3 + lured / 2, 0.49])
    targets = [0.6 * 0.35, 0.35, 0.35 + 0.65 * 0.4, 0.7]
    assert now.alliances.intent == pytest.approx([0.05 + t / 2 for t in targets])


def test_ended_alliances_have_no_intent_and_mere_customers_keep_theirs(quarter_of):
    now = quarter_of(status=[2, 1, 0, 0], trust=0.5, intent=0.5)
    bind(now)
    assert now.alliances.intent == pytest.approx([0.0, 0.5, 0.5, 0.5])
    assert np.all(now.alliances.loyalty == pytest.approx(0.5))


def test_prospects_keep_the_loyalty_they_will_come_with(quarter_of):
    now = quarter_of(
        loyalty=0.4,
        trust=0.8,
        committed=0.0,
        status=[0, 1, 2, 3],
        parameters={"loyalty_speed": 0.5, "lure": 0.0},
    )
    bind(now)
    assert now.alliances.loyalty == pytest.approx([0.6, 0.6, 0.6, 0.4])
    assert now.alliances.intent[3] == 0
