"""The lesson of order: agents that take all their turns at once give another market."""

from __future__ import annotations

import numpy as np

from sim.mesa_engine import AllianceModel


def test_order_within_a_stage_does_not_matter_but_stages_do(numpy_run, compare):
    found = compare(AllianceModel(activation="unstaged"), numpy_run())
    assert found is not None
    assert found[0] == 1


def test_unstaged_results_depend_on_the_shuffle():
    profits = []
    for shuffle in range(3):
        model = AllianceModel(activation="unstaged", quarters=4)
        model.random.seed(shuffle)
        model.run_model()
        profits.append(model.focal.profit)
    assert len(set(profits)) == 3


def lost(policy, quarters, replications=4):
    """Return the share of profit that is lost out of step, one a replication."""
    shares = []
    for replication in range(replications):
        total = {}
        for activation in ("staged", "unstaged"):
            given = {"replication": replication, "activation": activation, "quarters": quarters}
            model = AllianceModel(policy, **given)
            model.run_model()
            table = model.datacollector.get_model_vars_dataframe()
            total[activation] = table["focal_profit"].sum()
        shares.append(1 - total["unstaged"] / total["staged"])
    return shares


def test_out_of_step_the_relationship_is_worth_less():
    """A partner that goes first works with last quarter's effort: growth that compounds is late."""
    assert min(lost("relationship_first", 20)) > 0


def test_out_of_step_a_joint_vision_comes_late():
    """Over three years it costs; over five, partners are full either way and it is not clear."""
    assert np.mean(lost("vst", 12)) > 0.05
