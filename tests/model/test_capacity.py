import numpy as np
import pytest

from sim.core.state import PARTNER, PROSPECT, TERMINATED, TRANSACTIONAL
from sim.model.capacity import (
    fill_up,
    fit_in,
    next_capacity,
    remember_volume,
    room_left,
    support,
    support_cost,
)


def test_room_falls_with_the_fourth_power_of_use():
    use = np.array([0.0, 0.5, 1.0, 2.0])
    assert room_left(use, 1.0) == pytest.approx([1, 1 / 1.0625, 0.5, 1 / 17])
    assert room_left(use, 2.0) == pytest.approx([1, 1 / 1.125, 1 / 3, 1 / 33])


def test_without_saturation_there_is_all_the_room():
    assert list(room_left(np.array([0.0, 3.0]), 0.0)) == [1.0, 1.0]


def test_capacity_grows_with_use_up_to_full_use():
    capacity = next_capacity(np.array([100.0, 100.0, 100.0]), np.array([0.0, 0.5, 3.0]), 0.1)
    assert capacity == pytest.approx([100, 105, 110])


def test_support_costs_a_share_of_joint_business_of_the_committed():
    cost = support_cost(np.array([0.0, 1.0]), np.array([200.0, 200.0]), 0.06)
    assert cost == pytest.approx([0, 12])


def test_all_vendors_of_a_partner_fill_its_capacity(quarter_of):
    now = quarter_of(
        partners={"capacity": [100.0, 400.0]},
        joint_volume=[60.0, 100.0, 40.0, 100.0],
        parameters={"saturation": 3.0, "capacity_growth": 0.1},
    )
    fill_up(now)
    assert now.partners.use == pytest.approx([1.0, 0.5])
    assert now.partners.room == pytest.approx([0.25, 1 / 1.1875])
    assert now.partners.capacity == pytest.approx([110, 420])


def test_joint_opportunities_fit_into_the_room_of_their_partner(quarter_of):
    now = quarter_of(partners={"room": [0.5, 0.2]}, joint_inflow=100.0)
    fit_in(now)
    assert now.alliances.joint_inflow == pytest.approx([50, 20, 50, 20])


def test_support_is_booked_on_joint_deals_pulled_ones_too(quarter_of):
    now = quarter_of(
        committed=[1.0, 0.0, 1.0, 1.0],
        won_joint=[100.0, 100.0, 0.0, 50.0],
        pulled_joint=[50.0, 50.0, 20.0, 0.0],
        parameters={"support_share": 0.1},
    )
    assert support(now) == pytest.approx([15, 0, 2, 5])


def test_only_partners_are_remembered_to_be_busy(quarter_of):
    now = quarter_of(
        won_joint=[10.0, 20.0, 30.0, 40.0],
        pulled_joint=[1.0, 2.0, 3.0, 4.0],
        status=[PARTNER, TRANSACTIONAL, TERMINATED, PROSPECT],
    )
    remember_volume(now)
    assert list(now.alliances.joint_volume) == [11, 0, 0, 0]


def test_partners_start_with_room_for_their_size(start_of, world_of):
    now = start_of(world_of(size=[100.0, 300.0]), parameters={"partner_capacity": 2.0})
    assert list(now.partners.capacity) == [200, 600]


def test_the_joint_volume_of_the_start_is_that_of_its_inflow_won(start_of, world_of):
    given = {"base_win_rate": 0.3, "win_rate_trust": 0.5, "joint_potential": 4.0, "crowding": 0.0}
    given |= {"invitation_trust": 0.5}
    now = start_of(world_of(trust=0.5, intent=0.4, size=100.0), parameters=given)
    # invited half the time at intent .4, so a fifth of 400; knowledge .5 lets all of it through
    assert now.alliances.joint_volume == pytest.approx([80 * 0.3 * 1.25] * 4)
