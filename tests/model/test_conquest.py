import numpy as np
import pytest

from sim.model.choice import attraction
from sim.model.conquest import conquer, share_gained


def test_the_share_gained_is_that_of_a_cheaper_vendor_among_the_same_rivals():
    loyalty, discount, cut, sensitivity = 0.4, 0.2, 0.1, 1.2
    mine = attraction(loyalty, discount, sensitivity, 1.5, 4.0)
    cheaper = attraction(loyalty, discount + cut, sensitivity, 1.5, 4.0)
    others = 3.0
    share, larger = mine / (mine + others), cheaper / (cheaper + others)
    assert share_gained(share, cut, sensitivity, 4.0) == pytest.approx((larger - share) / share)


def test_who_has_it_all_or_cuts_nothing_gains_nothing():
    assert share_gained(1.0, 0.1, 1.0, 4.0) == 0.0
    assert share_gained(0.3, 0.0, 1.0, 4.0) == 0.0


def test_an_ask_conquers_on_top_of_what_closed(quarter_of):
    rates = {"ask_conquest": 2.0, "spot_discount": 0.1, "highest_discount": 0.4}
    now = quarter_of(
        parameters=rates | {"discount_pull": 4.0},
        ask=[1.0, 0.5, 1.0, 0.0],
        discount=[0.2, 0.2, 0.35, 0.2],
        share=0.25,
        won_arms_length=100.0,
        pulled_arms_length=20.0,
    )
    conquer(now)
    lifted = np.expm1(4.0 * np.array([0.1, 0.05, 0.05, 0.0]))
    gained = lifted * 0.75 / (1 + 0.25 * lifted)
    assert now.alliances.conquered == pytest.approx(2.0 * gained * 120)


def test_by_default_an_ask_conquers_nothing(quarter_of):
    now = quarter_of(ask=1.0, share=0.25, won_arms_length=100.0, pulled_arms_length=20.0)
    conquer(now)
    assert list(now.alliances.conquered) == [0, 0, 0, 0]


def test_an_ask_conquers_more_where_buyers_mind_the_price(quarter_of):
    now = quarter_of(
        partners={"price_sensitivity": [0.5, 2.0]},
        parameters={"ask_conquest": 1.0, "spot_discount": 0.1, "discount_pull": 4.0},
        ask=1.0,
        discount=0.1,
        share=0.25,
        won_arms_length=100.0,
        pulled_arms_length=0.0,
    )
    conquer(now)
    lifted = np.expm1([0.2, 0.8])
    gained = 100 * lifted * 0.75 / (1 + 0.25 * lifted)
    assert now.alliances.conquered == pytest.approx([*gained, *gained])
