"""Worlds that know where regions, intent and autonomy start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.core.draws import AddressedLuck
from sim.core.quarter import Quarter
from sim.core.scenario import quiet
from sim.core.world import World
from sim.model.factors import AUTONOMY, LONG_TERM
from sim.model.inner_circle import REGION_MULTIPLES
from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.engine import begin

Make = Callable[..., World]
LEFT_OUT = {"regions": 0.0, "intent": np.nan, "autonomy": np.nan}


def begun(world: World) -> Quarter:
    luck = AddressedLuck(1, world.replications, world.rows)
    followers = [(find("balanced"), np.arange(len(world.vendor_horizon)))]
    return begin(world, followers, Parameters(), quiet(1), luck)


def test_left_out_means_what_the_model_settles_at(world_of: Make) -> None:
    plain = begun(world_of())
    told = begun(world_of(**{name: np.full(4, value) for name, value in LEFT_OUT.items()}))
    for name in ("regions", "intent", "factors", "joint_pipeline", "arms_length_pipeline"):
        np.testing.assert_array_equal(getattr(plain.alliances, name), getattr(told.alliances, name))
    np.testing.assert_allclose(plain.alliances.factors[AUTONOMY], 0.9)


def test_open_regions_widen_the_joint_pipeline(world_of: Make) -> None:
    regions = np.array([0.0, 1.0, 2.0, 4.0])
    plain, told = begun(world_of()), begun(world_of(regions=regions))
    np.testing.assert_array_equal(told.alliances.regions, regions)
    ratio = told.alliances.joint_pipeline / plain.alliances.joint_pipeline
    np.testing.assert_allclose(ratio, REGION_MULTIPLES[[0, 1, 2, 4]])
    same = told.alliances.arms_length_pipeline == plain.alliances.arms_length_pipeline
    assert same.all()


def test_known_intent_and_autonomy_hold_where_they_are_given(world_of: Make) -> None:
    some = np.array([0.2, np.nan, np.nan, 0.7])
    plain, told = begun(world_of()), begun(world_of(intent=some, autonomy=some))
    is_open = np.isnan(some)
    wanted = np.where(is_open, plain.alliances.intent, some)
    np.testing.assert_array_equal(told.alliances.intent, wanted)
    np.testing.assert_array_equal(told.alliances.factors[LONG_TERM], wanted)
    autonomy = np.where(is_open, plain.alliances.factors[AUTONOMY], some)
    np.testing.assert_array_equal(told.alliances.factors[AUTONOMY], autonomy)


def test_worlds_that_know_and_worlds_that_do_not_can_be_joined(world_of: Make) -> None:
    know, plain = world_of(regions=np.ones(4), intent=np.full(4, 0.5)), world_of()
    joined = World.concatenate([know, replace(plain, replications=np.array([1]))])
    assert joined.regions is not None
    assert joined.intent is not None
    assert joined.regions.tolist() == [1.0] * 4 + [0.0] * 4
    assert np.isnan(joined.intent).tolist() == [False] * 4 + [True] * 4
    assert joined.autonomy is None


def test_a_start_of_the_wrong_length_is_refused(world_of: Make) -> None:
    with pytest.raises(ValueError, match="regions has 3"):
        replace(world_of(), regions=np.zeros(3))
