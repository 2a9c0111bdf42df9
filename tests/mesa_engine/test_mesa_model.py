"""What a Mesa user does with the model: make, step, ask, select, group, change, collect."""

from __future__ import annotations

import mesa
import networkx as nx
import numpy as np
import pytest

from sim.core.scenario import quiet
from sim.mesa_engine import AllianceModel, Partner, Vendor
from sim.model.quarter import Levers
from sim.policies import find
from sim.policies.base import Preset
from sim.run.measures import MEASURES
from sim.run.setting import Setting
from sim.run.simulate import simulate


@pytest.fixture(scope="module")
def finished() -> AllianceModel:
    """A transactional vendor after five years."""
    model = AllianceModel("transactional")
    model.run_model()
    return model


def test_it_stops_at_the_horizon(finished):
    assert finished.steps == 20
    assert not finished.running
    with pytest.raises(RuntimeError, match="horizon of 20 quarters"):
        finished.step()


def test_a_scenario_sets_the_horizon():
    model = AllianceModel(scenario=quiet(3))
    model.run_model()
    assert model.steps == model.quarters == 3


def test_the_model_table_is_what_the_numpy_core_records(finished):
    table = finished.datacollector.get_model_vars_dataframe()
    result = simulate([find("transactional")], Setting(replications=1))["transactional"]
    for name in MEASURES:
        expected = result.outcomes[name][0]
        np.testing.assert_allclose(table[f"focal_{name}"], expected, rtol=1e-13, atol=1e-13)
    assert (table["market_demand"] > 0).all()
    assert table["market_alliances"].is_monotonic_decreasing


def test_the_agent_and_alliance_tables_have_a_row_each_a_quarter(finished):
    agents = finished.datacollector.get_agent_vars_dataframe()
    assert len(agents) == 20 * 26
    assert agents.index.get_level_values("Step").unique().tolist() == list(range(20))
    alliances = finished.datacollector.get_table_dataframe("alliances")
    assert len(alliances) == 20 * 60
    last = alliances[alliances["quarter"] == 19].set_index("row")
    assert last["trust"].tolist() == finished.now.alliances.trust.tolist()
    profit = alliances.groupby(["quarter", "vendor"])["profit"].sum()[19]
    assert profit[0] == pytest.approx(finished.focal.profit)


def test_agents_are_selected_aggregated_and_grouped(finished):
    vendors = finished.agents.select(agent_type=Vendor)
    assert len(vendors) == 6
    assert finished.agents.select(lambda a: isinstance(a, Partner) and a.value == 1.0)
    assert vendors.agg("revenue", sum) == pytest.approx(sum(finished.vendors.get("revenue")))
    by_side = finished.agents.groupby("side").agg("trust", np.mean)
    assert by_side["vendor"] == pytest.approx(by_side["partner"])


def test_agents_are_readable(finished):
    focal, alliance = finished.focal, finished.focal.alliances[0]
    assert focal.name == "V0"
    assert focal.levers["push"] == focal.push == 1.0
    assert focal.trust == pytest.approx(np.mean(list(focal.by_partner("trust").values())))
    assert focal.revenue == pytest.approx(sum(a.revenue for a in focal.alliances))
    assert alliance.partner.by_vendor("discount")[focal] == alliance.discount
    assert alliance.factors.shape == (12,)
    assert alliance.status_word in repr(alliance)
    assert 0 <= focal.outcome("ask") <= 1
    assert {"habit", "revenue"} <= set(dir(focal))
    assert "trust" in dir(alliance)


@pytest.mark.parametrize(
    ("who", "name", "near"),
    [
        ("focal", "trsut", "trust"),
        ("alliance", "discout", "discount"),
        ("focal", "habbit", "habit"),
    ],
)
def test_a_misspelt_attribute_names_the_nearest(finished, who, name, near):
    asked = finished.focal if who == "focal" else finished.alliances[0]
    with pytest.raises(AttributeError, match=f"did you mean {near}"):
        getattr(asked, name)


def test_setting_an_attribute_changes_the_model():
    model = AllianceModel()
    model.focal.habit = 0.8
    model.alliances[3].trust = 0.9
    next(iter(model.partners)).value = 1.0
    assert model.now.vendors.habit[0] == 0.8
    assert model.now.alliances.trust[3] == 0.9
    assert model.now.partners.value[0] == 1.0
    with pytest.raises(AttributeError, match="revenue is measured"):
        model.focal.revenue = 1e6
    with pytest.raises(AttributeError, match="no column of an alliance 'reveneu'"):
        model.alliances[0].reveneu = 1e6


def test_the_network_is_the_market(finished):
    graph = finished.network
    assert isinstance(graph, nx.Graph)
    assert nx.is_bipartite(graph)
    assert graph.number_of_nodes() == 26
    assert graph.number_of_edges() == 60
    alliance = finished.alliances[7]
    edge = graph.edges[alliance.vendor.name, alliance.partner.name]
    assert edge["alliance"] is alliance
    assert edge["trust"] == alliance.trust
    assert graph.nodes["V0"]["agent"] is finished.focal


def test_the_network_follows_the_model():
    model = AllianceModel()
    before = model.network.edges["V0", model.alliances[0].partner.name]["trust"]
    model.step()
    after = model.network.edges["V0", model.alliances[0].partner.name]["trust"]
    assert after == model.alliances[0].trust != before


def test_a_policy_may_be_an_object():
    calm = Preset("calm", Levers(push=0.0, relationship_share=0.9))
    model = AllianceModel(calm)
    model.step()
    assert model.focal.relationship_share == 0.9


def test_partner_policies_change_the_outcome():
    trust = {}
    for partners in ("opportunistic", "reciprocal", "loyal"):
        model = AllianceModel("balanced", partners=partners)
        model.run_model()
        trust[partners] = model.focal.trust
    assert trust["opportunistic"] < trust["reciprocal"] < trust["loyal"]


def test_every_problem_is_listed_at_once():
    with pytest.raises(ValueError, match="did you mean") as caught:
        AllianceModel(
            "transactionl",
            rivals="nobody",
            partners="loyl",
            activation="random",
            vendors=7,
            replication=-1,
            quarters=0,
            seed=-3,
            vendor_class=Partner,
            negativity=9,
            negativty=2,
            vision_wait=1.5,
        )
    message = str(caught.value)
    assert message.count("\n") == 11
    for part in (
        "policy: no policy 'transactionl' (did you mean transactional?)",
        "rivals: no policy 'nobody'",
        "partners: no policy 'loyl' (did you mean loyal?)",
        "activation: no activation 'random'",
        "vendors: 7 given; must be a multiple of vendors_per_partner, 3",
        "replication: -1 given",
        "quarters: 0 given",
        "seed: -3 given",
        "vendor_class:",
        "negativity: 9 given; must be from 1 to 6",
        "no parameter 'negativty' (did you mean negativity?)",
        "vision_wait: 1.5 given; must be a whole number",
    ):
        assert part in message


def test_parameters_must_fit_together():
    with pytest.raises(ValueError, match="must be under highest_discount"):
        AllianceModel(lowest_discount=0.4)


def test_a_scenario_must_fit():
    with pytest.raises(ValueError, match="the scenario has 5") as caught:
        AllianceModel(scenario=quiet(5), quarters=6)
    assert "shape" not in str(caught.value)
    with pytest.raises(ValueError, match=r"must be a name or a sim\.core\.scenario\.Scenario"):
        AllianceModel(scenario=4)
    with pytest.raises(ValueError, match=r"did you mean pandemic\?"):
        AllianceModel(scenario="pandemics")


def test_a_scenario_may_be_named():
    model = AllianceModel(scenario="pandemic", quarters=10)
    assert model.quarters == 10
    assert model.now.scenario.market[8, 0] == pytest.approx(0.7)
    assert model.now.scenario.disruption[8, 0] == 0.5


def test_the_seed_may_come_from_numpy_or_nowhere():
    assert AllianceModel(seed=np.int64(5)).seed == AllianceModel(rng=5).seed == 5
    drawn = AllianceModel(rng=np.random.default_rng(3)).seed
    assert drawn == AllianceModel(rng=np.random.default_rng(3)).seed
    assert AllianceModel(seed=None).seed != AllianceModel(seed=None).seed


def test_it_is_a_mesa_model(finished):
    assert isinstance(finished, mesa.Model)
    assert isinstance(finished.focal, mesa.Agent)
    assert sorted(finished.agents.get("unique_id")) == list(range(1, 27))
