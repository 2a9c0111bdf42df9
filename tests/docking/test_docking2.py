"""Given the reference world and draws of version 2, every array of nine cases, to 1e-9."""

import numpy as np
import pytest
from docking.reference import ADDED
from docking.reference2 import (
    CASES,
    COLUMNS,
    OF_PARTNERS,
    OF_VENDORS,
    Given,
    arrays,
    first_states,
    luck,
    parameters,
    rows,
    scenario,
    stored,
    world,
)

from sim.config.options import options
from sim.core.parameter import specs
from sim.model.ablation import switches
from sim.model.assessment import refresh_derived_factors
from sim.model.factors import score
from sim.model.quarter import Levers
from sim.policies import find
from sim.policies.base import Sight, decided_levers
from sim.run.engine import begin, quarters


def run(case):
    given = world()
    followers = [(Given(case), np.arange(len(given.vendor_horizon)))]
    now = begin(given, followers, parameters(case), scenario(case), luck())
    for name, values in first_states(case).items():
        column = getattr(now.alliances, name)
        column[:] = values
    return given, quarters(now, followers)


def as_recorded(name, now, given, disrupted):
    """Return our value of one of the reference's arrays."""
    alliance = now.alliances
    if name == "Z":  # the reference's is that of the quarter, ours what is left of it
        return np.maximum(disrupted, now.scenario.disruption[now.quarter])
    if name in OF_VENDORS:
        return getattr(now.vendors, OF_VENDORS[name])[given.vendor]
    if name in OF_PARTNERS:
        return getattr(now.partners, OF_PARTNERS[name])[given.partner]
    if name == "rev":
        return alliance.arms_length_revenue + alliance.joint_revenue
    if name == "S":
        return score(alliance.factors)
    return getattr(alliance, COLUMNS[name])


@pytest.mark.parametrize("case", CASES)
def test_every_stored_array_is_reproduced(case):
    given, states = run(case)
    ours = rows()
    disrupted = np.zeros(len(ours))
    assert len(arrays(case)) == 61
    for now in states:
        alliance = now.alliances
        refresh_derived_factors(
            alliance.factors, alliance.trust, alliance.vendor_trust, alliance.intent
        )
        for name in arrays(case):
            np.testing.assert_allclose(
                as_recorded(name, now, given, disrupted),
                stored()[f"{case}.{name}"][now.quarter][..., ours],
                rtol=0,
                atol=1e-9,
                err_msg=f"{case}.{name}, quarter {now.quarter}",
            )
        disrupted = alliance.disruption


def test_the_reference_covers_every_lever():
    assert {s.symbol for s in specs(Levers)} == {
        key.removeprefix("vst.policy.") for key in stored() if key.startswith("vst.policy.")
    }


CASE_OF = {
    "transactional": 0,
    "relationship_first": 1,
    "vst": 2,
    "renewal": 3,
    "burn_and_churn": 4,
    "adaptive": 5,
}
"""Policies that the mixed case gives to one vendor each."""


@pytest.mark.parametrize("name", CASE_OF)
def test_our_presets_are_the_reference_policies(name):
    for spec in specs(Levers):
        theirs = stored()[f"mixed.policy.{spec.symbol}"][CASE_OF[name]]
        assert getattr(find(name).levers, spec.name) == theirs, spec.name


def test_our_status_quo_is_the_reference_s():
    horizon = stored()["world.h_v"]
    seen = Sight(0, horizon, np.ones_like(horizon), np.full_like(horizon, 0.1))
    levers = decided_levers(find("status_quo"), seen)
    for spec in specs(Levers):
        theirs = stored()[f"status_quo.policy.{spec.symbol}"]
        np.testing.assert_allclose(levers[spec.name], theirs, rtol=0, atol=1e-12)


def test_version_1_is_a_preset_of_neutrals():
    told = options("model")["version1"]
    neutral = {name: value for off in switches().values() for name, value in off.items()}
    neutral |= {"vision_reciprocity": 1.0}
    assert told["model"] == {name: neutral[name] for name in told["model"]}
    assert told["held"] == dict.fromkeys(ADDED, 0.0)
    assert told["population"] == {"bench": 0}
