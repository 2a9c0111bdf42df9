"""The yardsticks say what the model says: each is held to the same reference run."""

from importlib import import_module

import numpy as np
import pytest
from docking.reference import COLUMNS, POLICIES, Given, luck, stored, world

from sim.core.scenario import quiet
from sim.model.building import build
from sim.model.inner_circle import invite
from sim.model.quarter import QUARTER, Parameters
from sim.model.reciprocity import reciprocate
from sim.policies.base import Sight, decided_levers
from sim.run.engine import begin
from tests.benchmarks import plain

SHORT = {
    "arms_length_pipeline": "arms",
    "joint_pipeline": "joint",
    "measured_score": "measured",
    "relationship_days": "relation_days",
    "effective_selling": "selling",
    "velocity_gain": "gain",
    "arms_length_revenue": "arms_revenue",
    "month3_revenue": "month3",
    "good_news": "good",
    "bad_news": "bad",
}
"""Columns that the plain form calls otherwise."""


@pytest.mark.parametrize("policy", POLICIES)
def test_the_plain_form_docks_to_the_reference(policy):
    given, draws = world(), luck()
    horizon = given.vendor_horizon
    levers = decided_levers(Given(policy), Sight(0, horizon, np.ones_like(horizon), horizon))
    for quarter, state in enumerate(plain.run(given, levers, Parameters(), 20, draws.draw)):
        mirrored = state.factors.copy()
        mirrored[3], mirrored[8] = (state.trust + state.vendor_trust) / 2, state.intent
        for symbol, name in COLUMNS.items():
            ours = mirrored if symbol == "F" else getattr(state, SHORT.get(name, name))
            np.testing.assert_allclose(
                ours,
                stored()[f"{policy}.{symbol}"][quarter],
                rtol=0,
                atol=1e-9,
                err_msg=f"{policy}.{symbol}, quarter {quarter}",
            )


@pytest.mark.parametrize("library", ["numba", "polars"])
def test_a_peer_is_the_phases_it_stands_for(library):
    pytest.importorskip(library)
    peer = import_module(f"tests.benchmarks.{library}_peer")
    given = world()
    vendors = np.arange(len(given.vendor_horizon))
    now = begin(given, [(Given("vst"), vendors)], Parameters(), quiet(20), luck())
    names = ("measured_score", "teamwork", "share", "arms_length_inflow", "joint_inflow")
    for t in range(20):
        now.quarter = t
        factors = now.alliances.factors.copy()
        for phase in QUARTER:
            phase.run(now)
            if phase.run is reciprocate:  # all that the dominant phases take as given is now known
                now.alliances.factors, ours = factors, now.alliances.factors
                draws = tuple(now.draw(name) for name in ("view", "arms_length", "joint", "rival"))
                theirs = peer.run(now, np.random.default_rng(1), draws)
                built = now.alliances.factors.copy()
                now.alliances.factors = ours
            if phase.run is build:
                np.testing.assert_allclose(now.alliances.factors, built, rtol=0, atol=1e-12)
            if phase.run is invite:
                for name, values in zip(names, theirs, strict=True):
                    np.testing.assert_allclose(getattr(now.alliances, name), values, rtol=1e-12)
