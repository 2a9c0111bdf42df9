import numpy as np
import pytest

from sim.model.factors import COMMUNICATION, KNOWLEDGE, STRATEGY
from sim.model.turnover import loss_share, turn_over

LOST = (STRATEGY, COMMUNICATION, KNOWLEDGE)


def test_each_further_tie_divides_the_loss():
    assert loss_share(1.0, 0.6) == pytest.approx(0.6)
    assert loss_share(4.0, 0.6) == pytest.approx(0.15)


def leaving(quarter_of, **more):
    given = {
        "parameters": {"turnover_rate": 0.1, "turnover_loss": 0.6},
        "luck": {"turnover": 0.0},
        "trust": 0.5,
        "joint_pipeline": 100.0,
        "threads": [1.0, 3.0, 1.5, 2.0],
    }
    now = quarter_of(**given | more)
    turn_over(now)
    return now.alliances


def test_what_hung_on_the_contact_is_lost(quarter_of):
    alliance = leaving(quarter_of)
    kept = np.array([0.4, 0.8, 0.6, 0.7])
    assert alliance.trust == pytest.approx(0.5 * kept)
    assert alliance.joint_pipeline == pytest.approx(100 * kept)
    assert alliance.factors[list(LOST)] == pytest.approx(np.tile(0.5 * kept, (3, 1)))


def test_all_the_rest_stays(quarter_of):
    others = ("vendor_trust", "damage", "loyalty", "intent", "arms_length_pipeline", "discount")
    alliance = leaving(quarter_of, **dict.fromkeys(others, 0.3))
    for name in others:
        assert getattr(alliance, name) == pytest.approx(0.3)
    assert np.delete(alliance.factors, LOST, axis=0) == pytest.approx(0.5)


def test_one_tie_goes_but_never_the_last(quarter_of):
    assert leaving(quarter_of).threads == pytest.approx([1, 2, 1, 1])


def test_contacts_leave_by_chance(quarter_of):
    alliance = leaving(quarter_of, luck={"turnover": [0.09, 0.1, 0.11, 0.0]})
    assert alliance.trust == pytest.approx([0.2, 0.5, 0.5, 0.35])
    assert alliance.threads == pytest.approx([1, 3, 1.5, 1])


def test_a_scenario_may_make_contacts_leave(quarter_of):
    luck = {"turnover": [1.0, 1.0, 0.0, 1.0]}
    alliance = leaving(quarter_of, luck=luck, hooks={"forced_turnover": [0, 1, 1, 0]})
    assert alliance.trust == pytest.approx([0.5, 0.4, 0.3, 0.5])


def test_nobody_leaves_an_ended_alliance(quarter_of):
    alliance = leaving(quarter_of, status=[2, 1, 2, 0], hooks={"forced_turnover": 1.0})
    assert alliance.trust == pytest.approx([0.5, 0.4, 0.5, 0.35])
    assert alliance.threads == pytest.approx([1, 2, 1.5, 1])
    assert alliance.joint_pipeline == pytest.approx([100, 80, 100, 70])
