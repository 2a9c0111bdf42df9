"""Given the reference world and draws, every stored array comes out, to 1e-9."""

import numpy as np
import pytest
from docking.reference import ADDED, COLUMNS, POLICIES, Given, luck, stored, world

from sim.config.model import version
from sim.core.parameter import specs
from sim.core.scenario import quiet
from sim.model.assessment import refresh_derived_factors
from sim.model.factors import score
from sim.model.quarter import Levers
from sim.policies import find, names
from sim.policies.base import Sight, decided_levers
from sim.run.engine import begin, quarters


def run(policy):
    given = world()
    followers = [(Given(policy), np.arange(len(given.vendor_horizon)))]
    now = begin(given, followers, version("version1"), quiet(20), luck())
    return given, quarters(now, followers)


def as_recorded(name, now, given):
    """Return our value of one of the reference's arrays."""
    alliance = now.alliances
    if name == "W":
        return now.vendors.habit[given.vendor]
    if name == "rev":
        return alliance.arms_length_revenue + alliance.joint_revenue
    if name == "S":
        return score(alliance.factors)
    return getattr(alliance, COLUMNS[name])


@pytest.mark.parametrize("policy", POLICIES)
def test_every_stored_array_is_reproduced(policy):
    given, states = run(policy)
    arrays = [
        key.split(".")[1]
        for key in stored()
        if key.startswith(f"{policy}.") and key.count(".") == 1
    ]
    assert len(arrays) == 36
    for now in states:
        alliance = now.alliances
        refresh_derived_factors(
            alliance.factors, alliance.trust, alliance.vendor_trust, alliance.intent
        )
        for name in arrays:
            np.testing.assert_allclose(
                as_recorded(name, now, given),
                stored()[f"{policy}.{name}"][now.quarter],
                rtol=0,
                atol=1e-9,
                err_msg=f"{policy}.{name}, quarter {now.quarter}",
            )


def test_the_reference_covers_every_draw_and_policy_lever():
    assert {s.symbol for s in specs(Levers)} - ADDED == {
        key.removeprefix("vst.policy.") for key in stored() if key.startswith("vst.policy.")
    }


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("transactional",) * 2, ("relationship_first", "relationship"), ("vst",) * 2],
)
def test_our_presets_are_the_reference_policies(ours, theirs):
    horizon = stored()["world.h_v"]
    seen = Sight(0, horizon, np.ones_like(horizon), np.full_like(horizon, 0.1))
    levers = decided_levers(find(ours), seen)
    for spec in (spec for spec in specs(Levers) if spec.symbol not in ADDED):
        assert np.array_equal(levers[spec.name], stored()[f"{theirs}.policy.{spec.symbol}"])


def test_our_status_quo_follows_culture_as_the_reference_does():
    horizon = stored()["world.h_v"]
    seen = Sight(0, horizon, np.ones_like(horizon), np.full_like(horizon, 0.1))
    levers = decided_levers(find("status_quo"), seen)
    for spec in (spec for spec in specs(Levers) if spec.symbol not in ADDED):
        theirs = stored()[f"status_quo.policy.{spec.symbol}"]
        np.testing.assert_allclose(levers[spec.name], theirs, rtol=0, atol=1e-12)


def test_all_nine_named_policies_exist():
    assert set(names()) >= {
        "transactional",
        "relationship_first",
        "balanced",
        "vst",
        "segmented",
        "culture_aware",
        "adaptive",
        "do_nothing",
        "status_quo",
    }
