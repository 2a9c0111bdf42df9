"""The simulation is held to the theory, over quotas that nobody tuned on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments import tipping_point
from experiments.publish import publish
from experiments.tipping_point import UNDER, Alike, recovered, shares, thresholds
from sim.ensemble.worlds import Worlds
from sim.model.quarter import Parameters
from sim.theory import MeanField, critical_push, tipping_trust

STATED_ERROR = 0.03


@pytest.mark.parametrize("quota", [0.27, 0.36, 0.43])
def test_alliances_tip_where_the_mean_field_says(quota):
    parameters = Parameters(quota_share=quota)
    tipping = tipping_trust(MeanField(parameters=parameters))
    found = thresholds(shares(Worlds(404, 8, parameters), tipping, turnover=False))
    assert np.isfinite(found).all()
    assert abs(found.mean()) < STATED_ERROR


def test_distrust_recovers_only_below_the_critical_push():
    field = MeanField()
    critical = critical_push(replace(field, is_slaved=True), precision=1e-3)
    worlds, tipping = Worlds(404, 8), tipping_trust(field)
    assert recovered(worlds, UNDER * critical, tipping).mean() > 0.9
    assert recovered(worlds, critical + 0.05, tipping).mean() < 0.1


def test_a_model_without_a_tipping_point_has_no_rows_that_hold():
    rows = tipping_point.rows(Worlds(404, 3, Parameters(ask_weight=0.0)))
    assert {row.verdict for row in rows} == {"fails"}
    assert all(row.n == 0 for row in rows)


def test_alike_makes_all_alliances_alike():
    worlds = Worlds(1, 2)
    world = Alike(0.3)(worlds.world, Parameters())
    assert set(world.trust) == set(world.vendor_trust) == {0.3}
    gap = world.vendor_horizon[world.vendor] - world.partner_horizon[world.partner]
    assert gap == pytest.approx(MeanField().alliance.culture_gap)
    assert len(set(world.size)) > 1


def test_several_starts_are_run_side_by_side_and_only_as_a_whole(monkeypatch):
    tipping = tipping_trust(MeanField())
    together = shares(Worlds(7, 3), tipping, turnover=True)
    assert len(np.unique(together)) > 2
    monkeypatch.setattr(tipping_point, "TOGETHER", 1)
    assert np.array_equal(shares(Worlds(7, 3), tipping, turnover=True), together)
    world = Alike((0.3, 0.4), 1)(Worlds(1, 2).world, Parameters())
    assert world.trust.tolist() == [0.3] * 60 + [0.4] * 60
    with pytest.raises(ValueError, match="must run in one block"):
        Alike((0.3, 0.4), 2)(Worlds(1, 2).world, Parameters())


def test_the_answer_is_written(tmp_path):
    answer = publish(tipping_point.EXPERIMENT, Worlds(7, 3), tmp_path)
    assert len(answer[2:5]) == 3
    assert (tmp_path / "figure.png").exists()
