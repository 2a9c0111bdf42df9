import numpy as np
import pytest

from sim.core.state import PARTNER, PROSPECT, TERMINATED, TRANSACTIONAL
from sim.model.factors import OBJECTIVE
from sim.model.loyalty import intent_target
from sim.model.recruiting import (
    blur,
    cost_of_signing,
    empty_seats,
    first_trust,
    promise_of,
    ranks,
    recruit,
    signing_chance,
    welcome,
)
from sim.model.reputation import earn_name
from sim.model.vision import NEVER

EAGER = {"recruit": 1.0}


def test_a_prospect_promises_its_value_through_the_culture_gap():
    assert promise_of(0.8, 0.25, 2.0, 1.0, 0.1) == pytest.approx(0.8 * 0.75 + 0.2)
    assert promise_of(0.8, 0.9, 0.0, 1.5, 0.1) == 0.0


def test_an_assessment_sharpens_the_look():
    assert blur(np.array([0.0, 0.5, 1.0]), 0.5, 0.1) == pytest.approx([0.5, 0.3, 0.1])


def test_ranks_are_within_a_vendor_and_ties_go_to_the_earlier_row():
    vendor = np.array([0, 0, 0, 2, 2, 5])
    promise = np.array([0.1, 0.9, 0.1, 0.4, 0.7, -0.2])
    assert list(ranks(vendor, promise)) == [1, 0, 2, 1, 0, 0]


def test_half_sign_at_the_reference_name():
    assert signing_chance(0.4, 0.4) == pytest.approx(0.5)
    assert signing_chance(0.8, 0.4) == pytest.approx(0.8)
    assert signing_chance(0.0, 0.4) == 0.0


def test_seats_are_empty_where_there_is_no_partner():
    assert list(empty_seats(np.array([10.0, 10.0]), np.array([7.0, 12.0]))) == [3, 0]


def test_a_name_goes_before_a_newcomer():
    assert first_trust(0.6, 0.2, 0.5) == pytest.approx(0.4)


def bench(quarter_of, world_of, **given):
    """One vendor, two lost accounts, four prospects that promise 0.5, 0.9, 0.1 and 0.7."""
    world = world_of((0,) * 6, tuple(range(6)), status=[2, 1, 3, 3, 3, 3])
    value = [1.0, 1.0, 0.5, 0.9, 0.1, 0.7]
    usual = {
        "world": world,
        "levers": EAGER,
        "partners": {"value": value},
        "culture_gap": 0.0,
        "status": [TERMINATED, TRANSACTIONAL, *[PROSPECT] * 4],
        "trust": 0.4,
        "luck": {"signing": 0.0},
    }
    now = quarter_of(**usual | given)
    earn_name(now)
    recruit(now)
    return now


def test_the_most_promising_are_approached_as_many_as_there_are_empty_seats(quarter_of, world_of):
    now = bench(quarter_of, world_of)
    assert now.alliances.promise[2:] == pytest.approx([0.5, 0.9, 0.1, 0.7])
    assert list(now.alliances.approached) == [0, 0, 0, 1, 0, 1]
    assert list(now.alliances.signed) == [0, 0, 0, 1, 0, 1]


def test_half_a_seat_is_approached_as_a_whole(quarter_of, world_of):
    now = bench(quarter_of, world_of, levers={"recruit": 0.75})
    assert list(now.alliances.approached) == [0, 0, 0, 1, 0, 1]
    now = bench(quarter_of, world_of, levers={"recruit": 0.5})
    assert list(now.alliances.approached) == [0, 0, 0, 1, 0, 0]
    now = bench(quarter_of, world_of, levers={"recruit": 0.0})
    assert list(now.alliances.approached) == [0, 0, 0, 0, 0, 0]


def test_nobody_is_approached_across_too_wide_a_gap(quarter_of, world_of):
    gap = [0.0, 0.0, 0.3, 0.4, 0.0, 0.3]
    levers = EAGER | {"walk_gap": 0.3}
    now = bench(quarter_of, world_of, culture_gap=gap, levers=levers)
    assert list(now.alliances.approached) == [0, 0, 1, 0, 0, 1]


def test_a_partner_out_of_reach_leaves_its_seat_empty(quarter_of, world_of):
    gap = [0.0, 0.5, 0.0, 0.0, 0.0, 0.0]
    status = [PARTNER, PARTNER, *[PROSPECT] * 4]
    now = bench(quarter_of, world_of, status=status)
    assert list(now.alliances.approached) == [0] * 6
    levers = EAGER | {"walk_gap": 0.4}
    now = bench(quarter_of, world_of, status=status, culture_gap=gap, levers=levers)
    assert list(now.alliances.approached) == [0, 0, 0, 1, 0, 0]


def test_who_is_approached_signs_by_the_name(quarter_of, world_of):
    luck = {"signing": [0.0, 0.0, 0.0, 0.49, 0.0, 0.5]}
    now = bench(quarter_of, world_of, luck=luck, parameters={"signing_reputation": 0.4})
    assert now.alliances.reputation == pytest.approx([0.4] * 6)
    assert list(now.alliances.approached) == [0, 0, 0, 1, 0, 1]
    assert list(now.alliances.signed) == [0, 0, 0, 1, 0, 0]


def test_luck_of_the_look_decides_between_the_alike(quarter_of, world_of):
    now = bench(
        quarter_of,
        world_of,
        partners={"value": 0.5},
        luck={"signing": 1.0, "promise": [9.0, 9.0, 0.1, -0.1, 0.2, 0.3]},
        parameters={"value_reading_noise": 0.5},
    )
    assert now.alliances.promise[2:] == pytest.approx([0.55, 0.45, 0.6, 0.65])
    assert list(now.alliances.approached) == [0, 0, 0, 0, 1, 1]
    assert list(now.alliances.signed) == [0] * 6


def test_signing_costs_once(quarter_of):
    now = quarter_of(signed=[0.0, 1.0, 0.0, 1.0], parameters={"signing_cost": 40.0})
    assert list(cost_of_signing(now)) == [0, 40, 0, 40]


def test_a_newcomer_starts_with_the_vendors_name_and_nothing_else(quarter_of):
    now = quarter_of(
        quarter=4,
        status=[PARTNER, PROSPECT, PARTNER, PROSPECT],
        signed=[0.0, 1.0, 0.0, 1.0],
        vendors={"reputation": [0.2, 0.8]},
        partners={"value": [1.0, 0.1]},
        parameters={"newcomer_hearsay": 0.5, "low_value_intent": 0.5},
        trust=0.4,
        factors={OBJECTIVE: [0.5, 0.36, 0.5, 0.49]},
        intent=[0.5, 0.0, 0.5, 0.0],
        satisfaction=0.7,
        quarters_since_region=9,
        loyalty=0.3,
    )
    welcome(now)
    alliance = now.alliances
    assert list(alliance.status) == [PARTNER] * 4
    assert alliance.trust == pytest.approx([0.4, 0.3, 0.4, 0.6])
    objective, new_trust = np.array([0.36, 0.49]), np.array([0.3, 0.6])
    target = intent_target(new_trust, objective, 0.1, 0.0, 0.5, 0.5)
    assert alliance.intent[[1, 3]] == pytest.approx(target)
    assert alliance.intent[[0, 2]] == pytest.approx([0.5, 0.5])
    assert list(alliance.first_quarter) == [0, 5, 0, 5]
    assert list(alliance.quarters_since_region) == [9, 0, 9, 0]
    assert alliance.satisfaction == pytest.approx([0.7, 0.5, 0.7, 0.5])
    assert list(alliance.loyalty) == [0.3] * 4


def test_what_a_newcomer_left_behind_elsewhere_is_not_carried_over(quarter_of):
    held = ("damage", "open_issues", "arms_length_pipeline", "joint_pipeline")
    now = quarter_of(
        status=[PARTNER, PROSPECT, PROSPECT, PARTNER],
        signed=[0.0, 1.0, 0.0, 0.0],
        committed=1.0,
        offered_quarter=3,
        **dict.fromkeys(held, 0.5),
    )
    welcome(now)
    for name in held:
        assert list(getattr(now.alliances, name)) == [0.5, 0.0, 0.5, 0.5]
    assert list(now.alliances.committed) == [1, 0, 1, 1]
    assert list(now.alliances.offered_quarter) == [3, NEVER, 3, 3]


def test_what_prospects_promise_is_kept_of_every_row_if_all_are_watched(quarter_of, world_of):
    now = bench(quarter_of, world_of)
    assert now.alliances.promise == pytest.approx([1.0, 1.0, 0.5, 0.9, 0.1, 0.7])
    now.watched = np.array([False])
    recruit(now)
    assert now.alliances.promise == pytest.approx([0, 0, 0.5, 0.9, 0.1, 0.7])
