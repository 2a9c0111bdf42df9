import pytest

from sim.model.trust import judge, judge_partner, next_damage, next_trust


def test_a_quarter_of_trust_by_hand():
    assert next_trust(0.5, 0.1, 0.8, 0.2, 0.14, 3.0) == pytest.approx(0.5 + 0.0448 - 0.042)


def test_equal_bad_news_costs_three_times_what_good_news_brings():
    won = next_trust(0.5, 0.0, 1.0, 0.0, 0.1, 3.0) - 0.5
    lost = 0.5 - next_trust(0.5, 0.0, 0.0, 1.0, 0.1, 3.0)
    assert won == pytest.approx(0.05)
    assert lost == pytest.approx(0.15)


def test_damage_is_a_ceiling_of_trust():
    assert next_trust(0.7, 0.3, 1.0, 0.0, 0.4, 3.0) == pytest.approx(0.7)
    assert next_trust(0.8, 0.3, 1.0, 0.0, 0.4, 3.0) == pytest.approx(0.8)
    assert next_trust(0.6, 0.3, 1.0, 0.0, 0.4, 3.0) == pytest.approx(0.64)


def test_trust_cannot_fall_below_nothing():
    assert next_trust(0.5, 0.0, 0.0, 1.0, 0.4, 6.0) == 0.0
    assert next_trust(0.5, 1.0, 1.0, 1.0, 0.4, 6.0) == 0.0


def test_full_trust_and_no_trust_without_news_stay():
    assert next_trust(1.0, 0.0, 1.0, 0.0, 0.4, 3.0) == 1.0
    assert next_trust(0.0, 0.0, 0.0, 1.0, 0.4, 3.0) == 0.0


def test_a_breach_damages_and_time_heals():
    assert next_damage(0.2, 0.5, 0.15, 0.03) == pytest.approx(0.254)
    assert next_damage(0.5, 0.0, 0.15, 0.1) == pytest.approx(0.45)
    assert next_damage(0.0, 1.0, 0.6, 0.3) == pytest.approx(0.6)
    assert next_damage(1.0, 1.0, 0.6, 0.0) == 1.0


def test_the_partner_judges_by_its_news_under_the_old_damage(quarter_of):
    now = quarter_of(
        parameters={
            "trust_gain": 0.2,
            "negativity": 2.0,
            "damage_rate": 0.5,
            "damage_healing": 0.1,
        },
        trust=0.4,
        damage=0.2,
        good_news=[1.0, 0.0, 0.5, 0.0],
        bad_news=[0.0, 0.5, 0.0, 0.0],
        breach=[0.0, 0.5, 0.0, 1.0],
    )
    judge(now)
    assert now.alliances.trust == pytest.approx([0.48, 0.32, 0.44, 0.4])
    assert now.alliances.damage == pytest.approx([0.18, 0.38, 0.18, 0.58])


def test_the_vendor_judges_by_intent_and_demands_and_knows_no_damage(quarter_of):
    now = quarter_of(
        parameters={"trust_gain": 0.2, "negativity": 2.0, "demand_weight": 0.5},
        vendor_trust=0.5,
        trust=0.9,
        damage=0.9,
        intent=[1.0, 0.0, 0.5, 0.0],
    )
    now.alliances.demand = now.alliances.intent[::-1].copy()  # 0, .5, 0, 1
    judge_partner(now)
    assert now.alliances.vendor_trust == pytest.approx([0.6, 0.45, 0.55, 0.4])
    assert now.alliances.trust == pytest.approx([0.9] * 4)


def test_ended_alliances_keep_both_trusts_and_the_damage(quarter_of):
    now = quarter_of(
        status=[2, 2, 1, 0],
        trust=0.5,
        vendor_trust=0.5,
        damage=0.5,
        intent=1.0,
        good_news=0.0,
        bad_news=1.0,
        breach=1.0,
    )
    now.alliances.demand = now.alliances.breach * 0.0
    judge_partner(now)
    judge(now)
    for values in (now.alliances.trust, now.alliances.vendor_trust, now.alliances.damage):
        assert values[:2] == pytest.approx([0.5, 0.5])
        assert values[2] == values[3] != pytest.approx(0.5)
