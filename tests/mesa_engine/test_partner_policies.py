"""Policies of partners are presets of parameters, found by name, checked when read."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from sim.base.problems import ProblemsError
from sim.model.quarter import Parameters
from sim.policies import partners as partner_policies


def test_reciprocal_is_the_model_as_it_is():
    assert partner_policies.apply(Parameters(), "reciprocal") == Parameters()


@pytest.mark.parametrize("name", partner_policies.names())
def test_every_preset_is_whole(name):
    policy = partner_policies.find(name)
    assert policy.name == name
    assert policy.title
    assert policy.about.endswith(".")


def test_a_policy_changes_what_it_says_and_keeps_the_rest():
    given = Parameters(trust_gain=0.2)
    changed = partner_policies.apply(given, "loyal")
    differing = {k for k, v in asdict(given).items() if getattr(changed, k) != v}
    assert differing == set(partner_policies.find("loyal").overrides)
    assert changed.trust_gain == 0.2


def test_opportunists_demand_more_and_the_loyal_less():
    usual = Parameters()
    for name in ("demand_base", "demand_by_ask", "demand_by_history", "lure", "refusal_weight"):
        opportunistic = partner_policies.find("opportunistic").overrides[name]
        loyal = partner_policies.find("loyal").overrides[name]
        assert loyal < getattr(usual, name) < opportunistic


def test_an_unknown_name_is_told_the_nearest():
    with pytest.raises(ProblemsError, match="did you mean opportunistic"):
        partner_policies.find("oportunistic")


def test_a_preset_out_of_range_is_refused():
    config = {"name": "mad", "title": "Mad", "about": "Mad.", "lure": 2.0, "trsut_gain": 0.1}
    with pytest.raises(ValueError, match="mad: lure") as caught:
        partner_policies._read(config)
    assert "did you mean trust_gain" in str(caught.value)
