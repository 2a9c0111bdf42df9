"""Published figures stand beside those of the worlds they are compared with."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import published_figures
from sim.ensemble.worlds import Worlds
from sim.model.quarter import Parameters


def test_inputs_are_those_of_the_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {name: published_figures.Row("", "", np.zeros(2), "1", published_figures.Range())
            for name in ("11a", "11b", "14a")}  # fmt: skip
    monkeypatch.setattr(published_figures, "rows_of", lambda worlds, name: rows)
    worlds = Worlds(1, 2, Parameters(turnover_rate=0.2, spot_discount=0.02))
    told = {item.figure: item.values for item in published_figures.selling(worlds)}
    np.testing.assert_allclose(told["contacts that leave a year"], [0.5904, 0.5904])
    np.testing.assert_allclose(told["extra discount at quarter-end"], [0.02, 0.02])
