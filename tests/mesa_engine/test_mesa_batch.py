"""`mesa.batch_run`: the right number of steps, distinct seeded replications, one quarter a row."""

from __future__ import annotations

import inspect
from dataclasses import fields

import mesa
import pytest

from sim.mesa_engine import AllianceModel
from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.setting import Setting
from sim.run.simulate import simulate


def rows_of(**parameters):
    return mesa.batch_run(AllianceModel, parameters=parameters, display_progress=False)


def test_replications_are_those_of_the_numpy_core():
    rows = rows_of(policy=["transactional", "vst"], replication=range(3))
    last = {(row["policy"], row["replication"]): row for row in rows}
    both = simulate([find("transactional"), find("vst")], Setting(replications=3))
    assert {row["Step"] for row in rows} == {19}
    for (policy, replication), row in last.items():
        expected = both[policy].outcomes["profit"][replication, -1]
        assert row["focal_profit"] == pytest.approx(expected, rel=1e-13)
    assert len({row["focal_profit"] for row in last.values()}) == 6


def test_seeds_give_distinct_runs_that_can_be_repeated():
    one = rows_of(seed=[1, 2, 3], quarters=4, vendors=2, vendors_per_partner=1)
    again = rows_of(seed=[1, 2, 3], quarters=4, vendors=2, vendors_per_partner=1)
    assert one == again
    assert len({row["focal_profit"] for row in one}) == 3


def test_iterations_without_a_seed_are_distinct():
    given = {"seed": None, "quarters": 2, "vendors": 2, "vendors_per_partner": 1}
    rows = mesa.batch_run(AllianceModel, parameters=given, iterations=3, display_progress=False)
    assert len({row["focal_profit"] for row in rows}) == 3


def test_every_quarter_joins_the_model_and_its_agents():
    rows = mesa.batch_run(
        AllianceModel,
        parameters={"quarters": 5, "negativity": [1.0, 3.0]},
        data_collection_period=1,
        display_progress=False,
    )
    assert len(rows) == 2 * 5 * 26
    assert [row["Step"] for row in rows[::26]] == [0, 1, 2, 3, 4] * 2
    of_focal = [row for row in rows if row["name"] == "V0"]
    assert all(row["revenue"] == row["focal_revenue"] for row in of_focal)
    assert of_focal[4]["trust"] > of_focal[9]["trust"]  # negativity 1 against 3


def test_no_name_stands_for_two_things():
    model = AllianceModel()
    arguments = {
        *inspect.signature(AllianceModel).parameters,
        *(f.name for f in fields(Parameters)),
    }
    reported = [*model.datacollector.model_reporters, *model.datacollector.agent_reporters]
    assert len(reported) == len(set(reported))
    assert not arguments & set(reported)
