"""A run can be put away half-way and resumed, and a model that is gone leaves nothing behind."""

from __future__ import annotations

import gc
import pickle
import weakref

from sim.mesa_engine import AllianceModel
from sim.mesa_engine.actor import Actor


def test_a_pickled_run_goes_on_as_if_nothing_had_happened(busy, numpy_run, compare):
    given = {"scenario": busy(10, 60), "seed": 4}
    model = AllianceModel("vst", **given)
    run = numpy_run("vst", **given)
    for _ in range(4):
        model.step()
        next(run)
    assert model.network.number_of_edges() == 60
    resumed = pickle.loads(pickle.dumps(model))
    assert compare(resumed, run) is None
    assert model.steps == 4
    while model.running:
        model.step()
    before, after = model.datacollector, resumed.datacollector
    assert before.get_model_vars_dataframe().equals(after.get_model_vars_dataframe())
    assert before.get_agent_vars_dataframe().equals(after.get_agent_vars_dataframe())
    assert before.tables == after.tables


def test_a_resumed_unstaged_run_keeps_its_shuffles():
    model = AllianceModel(activation="unstaged", quarters=6)
    model.step()
    resumed = pickle.loads(pickle.dumps(model))
    model.run_model()
    resumed.run_model()
    assert model.focal.profit == resumed.focal.profit


def test_a_resumed_agent_writes_to_the_resumed_model():
    resumed = pickle.loads(pickle.dumps(AllianceModel()))
    resumed.focal.habit = 0.7
    resumed.alliances[0].trust = 0.8
    assert resumed.now.vendors.habit[0] == 0.7
    assert resumed.now.alliances.trust[0] == 0.8
    assert resumed.network.nodes["V0"]["agent"] is resumed.focal


def test_models_that_are_gone_leave_nothing():
    gc.collect()
    kept, gone = len(Actor._ids), []
    for seed in range(10):
        model = AllianceModel(seed=seed, quarters=1)
        model.step()
        gone.append(weakref.ref(model))
    del model
    gc.collect()
    assert [ref() for ref in gone] == [None] * 10
    assert len(Actor._ids) <= kept
