"""Single precision tells the same story as double, with every mechanism of the model at work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.setting import Setting
from sim.run.simulate import simulate

EVENTFUL = {
    "demotion_intent": 0.2,
    "return_intent": 0.2,
    "return_trust": 0.1,
    "credit_line": 20.0,
    "slip": 0.2,
    "ask_conquest": 1.0,
    "vision_reciprocity": 0.5,
}
"""Parameters under which accounts come and go and credit runs out."""
POLICIES = [find(name) for name in ("vst", "renewal", "burn_and_churn", "adaptive")]


@pytest.mark.parametrize("parameters", [{}, EVENTFUL], ids=["default", "eventful"])
def test_every_outcome_of_every_world_is_that_of_double_precision(parameters):
    double = Setting(parameters=Parameters(**parameters), quarters=20, replications=10)
    exact = simulate(POLICIES, double)
    rounded = simulate(POLICIES, replace(double, precision="single"))
    for name, result in exact.items():
        for outcome, values in result.outcomes.items():
            usual = np.abs(values).mean()
            np.testing.assert_allclose(
                rounded[name].outcomes[outcome],
                values,
                rtol=0,
                atol=1e-4 * usual,
                err_msg=f"{name}, {outcome}",
            )
    assert exact["burn_and_churn"].total("signed").sum() > 0
    if parameters:
        assert sum(result.total("returned").sum() for result in exact.values()) > 0
        assert exact["burn_and_churn"].cumulative("profit").min() < -20.0 * 10
