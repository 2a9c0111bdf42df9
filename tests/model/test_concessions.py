import numpy as np
import pytest

from sim.model.concessions import bargain, concession_demand, next_discount


def test_the_demand_by_hand():
    demand = concession_demand(1.5, 0.4, 0.5, 0.2, 0.08, 0.3, 0.15)
    assert demand == pytest.approx(0.9 * (0.08 + 0.15 + 0.03))


def test_a_loyal_partner_demands_nothing():
    assert concession_demand(1.5, 1.0, 1.0, 1.0, 0.5, 1.0, 0.5) == 0.0


def test_a_demand_is_at_most_full():
    assert concession_demand(1.5, 0.0, 1.0, 1.0, 0.5, 1.0, 0.5) == 1.0


def test_the_discount_ratchets_by_concession_and_eases_by_trust():
    assert next_discount(0.2, 0.5, 0.6, 0.0, 0.1, 0.4, 0.08) == pytest.approx(0.26)
    assert next_discount(0.2, 0.0, 0.6, 0.5, 0.1, 0.4, 0.08) == pytest.approx(0.196)
    assert next_discount(0.2, 0.5, 0.6, 0.5, 0.1, 0.4, 0.08) == pytest.approx(0.256)


def test_the_discount_stays_between_its_ends():
    assert next_discount(0.4, 1.0, 1.0, 0.0, 0.1, 0.4, 0.5) == pytest.approx(0.4)
    assert next_discount(0.1, 1.0, 1.0, 1.0, 0.1, 0.4, 0.5) == pytest.approx(0.4)
    assert next_discount(0.1, 0.0, 1.0, 1.0, 0.1, 0.4, 0.5) == pytest.approx(0.1)


def test_a_quarter_of_bargaining_by_hand(quarter_of):
    now = quarter_of(
        levers={"concession": np.array([0.5, 1.0])},
        parameters={
            "lowest_discount": 0.1,
            "highest_discount": 0.5,
            "demand_base": 0.1,
            "demand_by_ask": 0.4,
            "demand_by_history": 0.2,
            "discount_easing": 0.1,
        },
        partners={"price_sensitivity": [1.0, 0.5]},
        loyalty=[0.5, 0.0, 0.5, 0.0],
        ask=[0.5, 0.0, 0.0, 0.25],
        discount=[0.2, 0.3, 0.1, 0.5],
        invitation=[0.5, 0.0, 0.5, 1.0],
    )
    bargain(now)
    assert now.alliances.demand == pytest.approx([0.175, 0.1, 0.05, 0.2])
    moved = [0.2 + 0.02625 - 0.005, 0.3 + 0.01, 0.1 + 0.02, 0.5 - 0.04]
    assert now.alliances.discount == pytest.approx(moved)


def test_ended_alliances_keep_their_discount(quarter_of):
    now = quarter_of(status=[2, 0, 1, 0], loyalty=0.0, ask=1.0, discount=0.2, invitation=0.0)
    bargain(now)
    assert now.alliances.discount[0] == pytest.approx(0.2)
    assert np.all(now.alliances.discount[1:] > 0.2)
