"""The lesson of order: agents that take all their turns at once give another market."""

from __future__ import annotations

import numpy as np

from sim.config.model import version
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


def test_out_of_step_a_joint_vision_is_worth_less():
    """A partner that goes first works with last quarter's effort: growth that compounds is late."""
    lost = []
    for replication in range(4):
        total = {}
        for activation in ("staged", "unstaged"):
            given = {"replication": replication, "activation": activation}
            model = AllianceModel("vst", parameters=version("version1"), **given)
            model.run_model()
            table = model.datacollector.get_model_vars_dataframe()
            total[activation] = table["focal_profit"].sum()
        lost.append(1 - total["unstaged"] / total["staged"])
    assert np.mean(lost) > 0
