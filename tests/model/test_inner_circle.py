from math import exp

import pytest

from sim.model.factors import KNOWLEDGE
from sim.model.inner_circle import invite, joint_claim


def test_the_others_claims_crowd_out():
    assert joint_claim(0.4, 1.0, 0.5, 0.5) == pytest.approx(0.4 / 1.3)
    assert joint_claim(0.4, 1.0, 0.5, 0.0) == pytest.approx(0.4)


def test_a_lone_claim_is_not_crowded_even_if_rounding_makes_the_total_smaller():
    assert joint_claim(0.4, 0.4, 0.5, 2.0) == pytest.approx(0.4)
    assert joint_claim(0.4, 0.3, 0.5, 2.0) == pytest.approx(0.4)


def test_knowledge_exchange_moves_joint_deals_by_a_quarter_either_way():
    assert joint_claim(0.4, 0.4, 0.0, 0.3) == pytest.approx(0.3)
    assert joint_claim(0.4, 0.4, 1.0, 0.3) == pytest.approx(0.5)


def inviting(quarter_of, **more):
    given = {
        "parameters": {"crowding": 0.5, "joint_potential": 4.0, "opportunity_noise": 0.2},
        "luck": {"joint": 0.2},  # times .2, less .2^2 / 2: noise of 1.02
        "trust": 0.5,
        "intent": 0.8,
    }
    now = quarter_of(**given | more)
    invite(now)
    return now


def test_the_joint_inflow_by_hand(quarter_of):
    now = inviting(
        quarter_of,
        partners={"size": [100.0, 200.0]},
        demand=1.1,
        disruption=[0.5, 0.0, 0.0, 0.0],
        intent=[0.8, 0.8, 0.4, 0.8],
        factors={KNOWLEDGE: [0.5, 1.0, 0.5, 0.5]},
        luck={"joint": [0.0, 0.0, 0.0, 1.0]},
    )
    usual = exp(-0.02)
    assert now.alliances.invitation == pytest.approx([0.5] * 4)
    inflow = [
        220 * 0.4 / 1.1 * usual,
        880 * 0.4 / 1.2 * 1.25 * usual,
        440 * 0.2 / 1.2 * usual,
        880 * 0.4 / 1.2 * exp(0.18),
    ]
    assert now.alliances.joint_inflow == pytest.approx(inflow)


@pytest.mark.parametrize(
    ("regions", "multiple"), [(0, 1.0), (1, 1.8), (2, 2.3), (3, 3.0), (4, 3.6)]
)
def test_every_region_added_opens_more_of_the_market(quarter_of, regions, multiple):
    now = inviting(quarter_of, regions=regions)
    home = 1600 * 0.4 / 1.2 * exp(0.02)
    assert now.alliances.joint_inflow == pytest.approx([home * multiple] * 4)


def test_mere_customers_and_ended_alliances_are_not_invited_and_crowd_nobody(quarter_of):
    now = inviting(quarter_of, status=[0, 0, 1, 2])
    alone = 1600 * 0.4 * exp(0.02)
    assert now.alliances.joint_inflow == pytest.approx([alone, alone, 0, 0])
    assert now.alliances.invitation == pytest.approx([0.5] * 4)
