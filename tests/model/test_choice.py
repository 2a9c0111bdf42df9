from math import exp

import numpy as np
import pytest

from sim.model.choice import attraction, invitation_rate, rival_pull


def test_loyalty_and_a_discount_attract():
    assert attraction(0.5, 0.2, 1.5, 1.5, 4.0) == pytest.approx(exp(1.95))
    assert attraction(0.0, 0.0, 1.5, 1.5, 4.0) == 1.0


def test_a_partner_that_does_not_mind_prices_is_not_pulled_by_them():
    assert attraction(0.5, 0.4, 0.0, 2.0, 12.0) == pytest.approx(exp(1.0))


def test_the_rival_makes_better_and_worse_offers():
    pulls = rival_pull(np.array([0.0, 1.0, -1.0]), 2.0, 0.3)
    assert pulls == pytest.approx([exp(2), exp(2.3), exp(1.7)])


def test_half_the_invitations_come_at_the_invitation_trust():
    assert invitation_rate(np.array([0.5, 0.3]), 0.5)[0] == pytest.approx(0.5)
    assert invitation_rate(0.3, 0.3) == pytest.approx(0.5)


def test_invitations_rise_steeply_with_trust():
    rates = invitation_rate(np.array([0.0, 0.25, 1.0]), 0.5)
    assert rates == pytest.approx([0, 1 / 17, 16 / 17])


def test_a_partner_adds_up_its_vendors_and_the_rival(quarter_of):
    now = quarter_of(
        parameters={"rival_attraction": 1.0, "rival_noise": 0.5, "discount_pull": 2.0},
        partners={"price_sensitivity": [1.0, 0.5]},
        luck={"rival": [1.0, -1.0]},
        loyalty=0.0,
        discount=[0.1, 0.2, 0.3, 0.4],
        trust=0.5,
        intent=[0.8, 0.4, 0.2, 0.0],
        status=[0, 0, 1, 2],
    )
    pull = np.exp([0.2, 0.2, 0.6, 0.0]) * [1, 1, 1, 0]
    assert now.alliances.pull == pytest.approx(pull)
    assert now.alliances.claim == pytest.approx([0.4, 0.2, 0.0, 0.0])
    assert now.partners.pulls == pytest.approx([pull[0] + pull[2], pull[1] + pull[3]])
    assert now.partners.claims == pytest.approx([0.4, 0.2])
    rivals = exp(1.5), exp(0.5)
    assert now.partners.everybody == pytest.approx(now.partners.pulls + rivals)
    assert now.partners.temptation == pytest.approx([1.0, 0.0])
