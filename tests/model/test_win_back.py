import numpy as np
import pytest

from sim.core.state import PARTNER, TERMINATED, TRANSACTIONAL
from sim.model.win_back import has_recovered, take_back

EAGER = {"win_back": 0.5}


def test_both_intent_and_trust_must_recover():
    intent, trust = np.array([0.25, 0.24, 0.3, 0.3]), np.array([0.3, 0.9, 0.29, 0.3])
    assert list(has_recovered(intent, trust, 0.25, 0.3)) == [True, False, False, True]


def waiting(quarter_of, **given):
    usual = {
        "levers": EAGER,
        "status": TRANSACTIONAL,
        "intent": 0.5,
        "trust": 0.5,
        "recovered_quarters": 1,
        "regions": 2.0,
        "joint_pipeline": 30.0,
        "committed": [1.0, 1.0, 0.0, 0.0],
    }
    now = quarter_of(**usual | given)
    take_back(now)
    return now.alliances


def test_after_two_recovered_quarters_an_account_is_a_partner_again(quarter_of):
    alliance = waiting(quarter_of, recovered_quarters=[0, 1, 2, 0])
    assert list(alliance.recovered_quarters) == [1, 2, 3, 1]
    assert list(alliance.status) == [TRANSACTIONAL, PARTNER, PARTNER, TRANSACTIONAL]
    assert list(alliance.returned) == [0, 1, 1, 0]


def test_it_comes_back_with_its_vision_but_without_regions_and_joint_deals(quarter_of):
    alliance = waiting(quarter_of, recovered_quarters=[0, 1, 1, 1])
    assert list(alliance.committed) == [1, 1, 0, 0]
    assert list(alliance.regions) == [2, 0, 0, 0]
    assert list(alliance.joint_pipeline) == [30, 0, 0, 0]


@pytest.mark.parametrize(
    "reason", [{"intent": 0.2}, {"trust": 0.25}, {"levers": {}}, {"status": PARTNER}]
)
def test_a_quarter_without_recovery_starts_the_count_again(quarter_of, reason):
    alliance = waiting(quarter_of, **reason)
    assert list(alliance.recovered_quarters) == [0, 0, 0, 0]
    assert list(alliance.returned) == [0, 0, 0, 0]


def test_each_vendor_wins_back_its_own(quarter_of):
    alliance = waiting(quarter_of, levers={"win_back": np.array([0.0, 0.1])})
    assert list(alliance.status) == [TRANSACTIONAL, TRANSACTIONAL, PARTNER, PARTNER]


def test_who_ended_this_quarter_does_not_come_back(quarter_of):
    now = quarter_of(
        levers=EAGER, status=TRANSACTIONAL, intent=0.5, trust=0.5, recovered_quarters=1
    )
    now.alliances.status[:] = [TERMINATED, TRANSACTIONAL, TERMINATED, TRANSACTIONAL]
    take_back(now)
    assert list(now.alliances.status) == [TERMINATED, PARTNER, TERMINATED, PARTNER]
