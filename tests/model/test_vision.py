import numpy as np
import pytest

from sim.model.vision import acceptance_chance, share_vision

EAGER = {"vision": 1.0}
ACCEPTING = {"vision": 0.0}


def test_acceptance_needs_an_offer_a_partner_that_values_it_and_trust():
    assert acceptance_chance(0.5, 0.8, 0.4) == pytest.approx(0.256)
    assert acceptance_chance(1.0, 1.0, 1.0) == 1.0
    assert acceptance_chance(0.0, 1.0, 1.0) == 0.0
    assert acceptance_chance(1.0, 0.0, 1.0) == 0.0
    assert acceptance_chance(1.0, 1.0, 0.0) == 0.0


def test_an_accepted_vision_brings_days_costs_and_a_workshop(quarter_of):
    now = quarter_of(
        levers=EAGER,
        luck=ACCEPTING,
        parameters={"vision_partner_days": 14.0, "vision_workshop_cost": 25.0},
        trust=0.5,
        intent=[0.5, 0.25, 0.0, 1.0],
    )
    share_vision(now)
    assert list(now.alliances.committed) == [1, 1, 1, 1]
    assert list(now.alliances.workshop) == [1, 1, 1, 1]
    assert now.alliances.partner_days == pytest.approx([7, 3.5, 0, 14])
    assert now.alliances.vision_cost == pytest.approx([37, 37, 37, 37])


def test_a_running_vision_costs_its_support_and_no_second_workshop(quarter_of):
    now = quarter_of(levers=EAGER, luck=ACCEPTING, trust=0.5, committed=1.0)
    share_vision(now)
    assert list(now.alliances.workshop) == [0, 0, 0, 0]
    assert now.alliances.vision_cost == pytest.approx([12] * 4)
    assert list(now.alliances.offered_quarter) == [-99] * 4


def test_a_partner_accepts_only_below_its_chance(quarter_of):
    now = quarter_of(
        levers={"vision": 0.5},
        partners={"value": [1.0, 0.5]},
        luck={"vision": [0.49, 0.24, 0.5, 0.26]},
        trust=1.0,
    )
    share_vision(now)
    assert list(now.alliances.committed) == [1, 1, 0, 0]
    assert list(now.alliances.offered_quarter) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "reason",
    [
        {"status": 1},
        {"status": 2},
        {"culture_gap": 0.7, "levers": EAGER | {"walk_gap": 0.6}},
        {"hooks": {"vision_allowed": 0.0}},
        {"quarter": 5, "offered_quarter": 2},
    ],
)
def test_a_vision_is_not_offered_to(quarter_of, reason):
    now = quarter_of(**{"levers": EAGER, "luck": ACCEPTING, "trust": 0.9} | reason)
    before = now.alliances.offered_quarter.copy()
    share_vision(now)
    assert list(now.alliances.committed) == [0, 0, 0, 0]
    assert list(now.alliances.workshop) == [0, 0, 0, 0]
    assert now.alliances.vision_cost == pytest.approx([0] * 4)
    assert list(now.alliances.offered_quarter) == list(before)


def test_a_refused_vision_is_offered_again_after_the_wait(quarter_of):
    now = quarter_of(quarter=6, levers=EAGER, luck=ACCEPTING, trust=0.9, offered_quarter=2)
    share_vision(now)
    assert list(now.alliances.committed) == [1, 1, 1, 1]
    assert list(now.alliances.offered_quarter) == [6, 6, 6, 6]


def test_a_gap_at_the_walking_limit_is_still_offered_a_vision(quarter_of):
    now = quarter_of(levers=EAGER | {"walk_gap": 0.6}, luck=ACCEPTING, trust=0.9, culture_gap=0.6)
    share_vision(now)
    assert list(now.alliances.committed) == [1, 1, 1, 1]


def test_a_vision_breaks_when_trust_or_the_partnership_is_lost(quarter_of):
    now = quarter_of(
        parameters={"vision_break_trust": 0.3},
        committed=1.0,
        trust=[0.3, 0.29, 0.9, 0.9],
        status=[0, 0, 1, 2],
        intent=0.5,
    )
    share_vision(now)
    assert list(now.alliances.committed) == [1, 0, 0, 0]
    assert now.alliances.partner_days == pytest.approx([7, 0, 0, 0])
    assert now.alliances.vision_cost == pytest.approx([12, 0, 0, 0])


def test_a_vision_accepted_without_enough_trust_costs_a_workshop_and_breaks_at_once(quarter_of):
    now = quarter_of(levers=EAGER, luck=ACCEPTING, trust=0.2)
    share_vision(now)
    assert list(now.alliances.committed) == [0, 0, 0, 0]
    assert list(now.alliances.workshop) == [1, 1, 1, 1]
    assert now.alliances.vision_cost == pytest.approx([25] * 4)


def test_a_demoted_account_may_share_a_vision_as_far_as_it_is_worked_on(quarter_of):
    now = quarter_of(
        levers=EAGER | {"win_back": np.array([0.5, 0.0])},
        luck={"vision": [0.49, 0.0, 0.5, 0.0]},
        trust=1.0,
        intent=0.5,
        status=[1, 0, 1, 1],
    )
    share_vision(now)
    assert list(now.alliances.committed) == [1, 1, 0, 0]
    assert list(now.alliances.offered_quarter) == [0, 0, -99, -99]
    assert now.alliances.partner_days == pytest.approx([7, 7, 0, 0])


def test_half_the_work_is_half_the_chance(quarter_of):
    now = quarter_of(
        levers=EAGER | {"win_back": 0.5}, luck={"vision": 0.5}, trust=1.0, status=[1, 0, 1, 1]
    )
    share_vision(now)
    assert list(now.alliances.committed) == [0, 1, 0, 0]
    assert list(now.alliances.offered_quarter) == [0] * 4


def test_a_vision_ends_where_nobody_works_on_the_demoted_account_any_more(quarter_of):
    now = quarter_of(
        levers={"win_back": np.array([0.1, 0.0])}, committed=1.0, trust=0.9, status=[1, 3, 1, 0]
    )
    share_vision(now)
    assert list(now.alliances.committed) == [1, 0, 0, 1]
