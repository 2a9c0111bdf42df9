import numpy as np
import pytest

from sim.model.ask import ask, quarter_end_ask, quota_gap


def test_the_gap_is_the_share_of_the_quota_still_missing():
    assert quota_gap(80.0, 100.0) == pytest.approx(0.2)
    assert quota_gap(0.0, 100.0) == 1.0


def test_above_quota_there_is_no_gap():
    assert quota_gap(120.0, 100.0) == 0.0


def test_the_ask_grows_with_the_gap_up_to_the_readiness_to_push():
    assert quarter_end_ask(0.5, 0.15, 0.3) == pytest.approx(0.25)
    assert quarter_end_ask(0.5, 0.3, 0.3) == pytest.approx(0.5)
    assert quarter_end_ask(0.5, 0.9, 0.3) == pytest.approx(0.5)


def test_without_a_gap_or_a_push_nobody_is_asked():
    assert quarter_end_ask(1.0, 0.0, 0.3) == 0.0
    assert quarter_end_ask(0.0, 1.0, 0.3) == 0.0


def asking(quarter_of, **more):
    given = {
        "levers": {"push": np.array([1.0, 0.5])},
        "parameters": {
            "quota_share": 0.25,
            "full_ask_gap": 0.4,
            "pull_forward": 0.5,
            "market_growth": 0.05,
        },
        "vendors": {"quota_base": [800.0, 1600.0]},  # quotas of 200 and 400
        "won_arms_length": [100.0, 50.0, 200.0, 0.0],
        "won_joint": [50.0, 0.0, 0.0, 0.0],
        "discount": 0.2,  # revenues of 160 and 160: gaps of .2 and .6
        "arms_length_pipeline": 1000.0,
        "joint_pipeline": 500.0,
        "invitation": 0.5,
        "share": 0.2,
        "win_rate": 0.3,
        "velocity_gain": 2.0,
    }
    now = quarter_of(**given | more)
    ask(now)
    return now


def test_a_vendor_short_of_quota_asks_all_its_accounts(quarter_of):
    now = asking(quarter_of)
    assert now.vendors.attainment == pytest.approx([0.8, 0.4])
    assert now.vendors.ask == pytest.approx([0.5, 0.5])
    assert now.alliances.ask == pytest.approx([0.5] * 4)
    assert now.alliances.quota_gap == pytest.approx([0.2, 0.2, 0.6, 0.6])


def test_the_quota_grows_with_the_trend(quarter_of):
    now = asking(quarter_of, quarter=2)  # 220.5 and 441
    assert now.vendors.attainment == pytest.approx([160 / 220.5, 160 / 441])
    assert now.vendors.ask == pytest.approx([(1 - 160 / 220.5) / 0.4, 0.5])


def test_the_ask_pulls_open_deals_in_and_what_is_pulled_is_gone(quarter_of):
    now = asking(quarter_of)
    assert now.alliances.arms_length_pipeline == pytest.approx([750] * 4)
    assert now.alliances.joint_pipeline == pytest.approx([375] * 4)
    assert now.alliances.pulled_arms_length == pytest.approx([50] * 4)
    assert now.alliances.pulled_joint == pytest.approx([75] * 4)


def test_without_pull_forward_the_ask_moves_no_deal(quarter_of):
    now = asking(quarter_of, parameters={"pull_forward": 0.0})
    assert now.alliances.arms_length_pipeline == pytest.approx([1000] * 4)
    assert now.alliances.pulled_arms_length == pytest.approx([0] * 4)
    assert now.alliances.pulled_joint == pytest.approx([0] * 4)


def test_an_adaptive_vendor_holds_the_ask_back_where_trust_is_low(quarter_of):
    levers = {"push": np.array([1.0, 0.5]), "adaptation": np.array([1.0, 0.5])}
    now = asking(quarter_of, levers=levers, invitation=[0.0, 0.75, 0.0, 1.0])
    assert now.alliances.ask == pytest.approx([0.0, 0.375, 0.25, 0.5])
    assert now.vendors.ask == pytest.approx([0.5, 0.5])  # the pressure within is the same


def test_ended_alliances_are_not_asked_and_mere_customers_are(quarter_of):
    now = asking(quarter_of, status=[2, 1, 0, 2])
    assert now.alliances.ask == pytest.approx([0, 0.5, 0.5, 0])


def test_a_scenario_may_force_the_ask_but_not_on_ended_alliances(quarter_of):
    forced = {"forced_ask": [0.9, np.nan, 0.0, 0.9]}
    now = asking(quarter_of, status=[0, 0, 0, 2], hooks=forced)
    assert now.alliances.ask == pytest.approx([0.9, 0.5, 0.0, 0.0])
