import numpy as np
import pytest

from sim.model.campaign import (
    agree,
    agreement,
    attract,
    campaign_factor,
    campaign_news,
    cost_of_campaign,
    news_of_campaign,
)
from sim.model.factors import KPIS, OBJECTIVE

EAGER = {"campaign": 0.5}


def test_sides_agree_as_far_as_the_weakest_of_three():
    found = [agreement(0.2, 0.8, 0.9), agreement(0.9, 0.3, 0.8), agreement(0.7, 0.9, 0.4)]
    assert found == [0.2, 0.3, 0.4]


def test_a_campaign_multiplies_joint_deals_as_far_as_there_is_consensus():
    assert campaign_factor(0.5, 0.6, 2.0) == pytest.approx(1.6)
    assert campaign_factor(0.0, 1.0, 3.0) == 1.0


def test_a_campaign_without_consensus_is_bad_news():
    assert campaign_news(0.5, 0.2, 0.1) == pytest.approx(0.04)
    assert campaign_news(1.0, 1.0, 0.1) == 0.0


def agreed(quarter_of, **given):
    usual = {"levers": EAGER, "effort_weight": 0.8, "openness": 0.6}
    now = quarter_of(**usual | given)
    agree(now)
    return now.alliances


def test_money_goes_where_the_partner_matches_it(quarter_of):
    alliance = agreed(
        quarter_of,
        partners={"value": [1.0, 0.1]},
        committed=[0.0, 0.0, 1.0, 1.0],
        effort_weight=[1.0, 1.0, 0.5, 0.5],
    )
    assert alliance.campaigning == pytest.approx([0.5, 0.05, 0.25, 0.25])


def test_a_vision_makes_a_partner_match_as_far_as_it_reciprocates(quarter_of):
    alliance = agreed(
        quarter_of,
        partners={"value": 0.2},
        committed=[0.0, 1.0, 0.0, 1.0],
        effort_weight=1.0,
        parameters={"vision_reciprocity": 0.5},
    )
    assert alliance.campaigning == pytest.approx([0.1, 0.3, 0.1, 0.3])


def test_there_are_campaigns_with_partners_only(quarter_of):
    alliance = agreed(quarter_of, status=[0, 1, 2, 3])
    assert alliance.campaigning == pytest.approx([0.4, 0, 0, 0])


def test_consensus_takes_objective_kpis_and_openness(quarter_of):
    factors = {OBJECTIVE: [0.9, 0.3, 0.9, 0.9], KPIS: [0.9, 0.9, 0.2, 0.9]}
    alliance = agreed(quarter_of, factors=factors, openness=[0.6, 0.6, 0.6, 1.0], levers={})
    assert alliance.consensus == pytest.approx([0.6, 0.3, 0.2, 0.9])
    assert list(alliance.campaigning) == [0, 0, 0, 0]


def campaigning(quarter_of, **given):
    levers = {"campaign": np.array([1.0, 0.0])}
    usual = {"levers": levers, "campaigning": [0.5, 1.0, 0.0, 0.0], "consensus": 0.6}
    return quarter_of(**usual | given)


def test_campaigns_bring_joint_deals(quarter_of):
    now = campaigning(quarter_of, joint_inflow=100.0, parameters={"campaign_gain": 2.0})
    attract(now)
    assert now.alliances.joint_inflow == pytest.approx([160, 220, 100, 100])


def test_campaigns_cost_money_and_trust(quarter_of):
    now = campaigning(quarter_of, parameters={"campaign_cost": 20.0, "campaign_weight": 0.1})
    assert cost_of_campaign(now) == pytest.approx([10, 20, 0, 0])
    assert news_of_campaign(now) == pytest.approx([0.02, 0.04, 0, 0])


def test_where_nobody_campaigns_there_is_nothing_to_add(quarter_of):
    now = campaigning(quarter_of, levers={}, joint_inflow=100.0)
    attract(now)
    assert list(now.alliances.joint_inflow) == [100] * 4
    assert cost_of_campaign(now) == 0.0
    assert news_of_campaign(now) == 0.0


def test_campaigns_and_issues_are_among_what_partners_see(quarter_of):
    given = {"open_issues": 0.0, "settled": 0.0, "parameters": {"campaign_weight": 0.1}}
    quiet = campaigning(quarter_of, **given | {"campaigning": 0.0}).add_up("BAD_NEWS")
    seen = campaigning(quarter_of, **given).add_up("BAD_NEWS")
    assert seen - quiet == pytest.approx([0.02, 0.04, 0, 0])
    given["parameters"] |= {"issue_weight": 0.2}
    felt = campaigning(quarter_of, **given | {"open_issues": 0.5}).add_up("BAD_NEWS")
    assert felt - seen == pytest.approx([0.1] * 4)
