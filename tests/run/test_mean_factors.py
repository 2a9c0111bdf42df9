"""The mean of the factors, kept in place of those of each account."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.run.setting import Setting
from sim.run.simulate import simulate


@pytest.mark.parametrize("policy", ["balanced", "renewal"])  # without and with a bench
def test_the_mean_of_the_factors_may_stand_for_those_of_each_account(policy: str) -> None:
    setting = Setting(replications=3, quarters=2)
    each = simulate([policy], setting)[policy].factors
    mean = simulate([policy], replace(setting, factors="mean"))[policy].factors
    assert mean.shape == (2, 3, 1, 12)
    np.testing.assert_allclose(mean, np.nanmean(each, axis=2, keepdims=True), rtol=1e-14)
