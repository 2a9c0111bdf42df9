"""Policies of partners are presets of parameters, found by name, checked when read."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from sim.base.problems import ProblemsError
from sim.mesa_engine import AllianceModel
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
    assert differing == set(partner_policies.find("loyal").values)
    assert changed.trust_gain == 0.2


def test_opportunists_demand_more_and_the_loyal_less():
    usual = Parameters()
    for name in ("demand_base", "demand_by_ask", "demand_by_history", "lure", "refusal_weight"):
        opportunistic = partner_policies.find("opportunistic").values[name]
        loyal = partner_policies.find("loyal").values[name]
        assert loyal < getattr(usual, name) < opportunistic


def test_an_unknown_name_is_told_the_nearest():
    with pytest.raises(ProblemsError, match="did you mean opportunistic"):
        partner_policies.find("oportunistic")


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder of partner policies that a test may fill."""
    (tmp_path / "mine" / "partners").mkdir(parents=True)
    monkeypatch.setenv("ALLIANCES_FOLDER", str(tmp_path / "mine"))
    cached = (partner_policies._preset_files, partner_policies.find)
    for function in cached:
        function.cache_clear()
    yield tmp_path / "mine" / "partners"
    for function in cached:
        function.cache_clear()


def test_a_preset_out_of_range_is_refused(own):
    (own / "mad.yaml").write_text("name: mad\nlure: 2.0\ntrsut_gain: 0.1\n")
    with pytest.raises(ProblemsError) as caught:
        partner_policies.find("mad")
    first, second = caught.value.problems
    assert first == "mine/partners/mad.yaml: lure: 2.0 given; must be from 0 to 1"
    assert second.startswith("mine/partners/mad.yaml: no parameter 'trsut_gain' (did you mean")


def test_a_preset_without_title_goes_by_its_name(own):
    (own / "very_shy.yaml").write_text("name: very_shy\nlure: 0.2\n")
    policy = partner_policies.find("very_shy")
    assert (policy.title, policy.about, policy.values) == ("Very shy", "", {"lure": 0.2})
    assert AllianceModel(partners="very_shy").now.parameters.lure == 0.2


def test_a_preset_by_another_name_is_refused(own):
    (own / "shy.yaml").write_text("name: bold\n")
    with pytest.raises(ProblemsError, match=r"shy.yaml: name: 'bold' given; must be shy"):
        AllianceModel(partners="shy")
