"""Portfolios for tests, made without a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.base.paths import config_folder
from sim.portfolio import COLUMNS, Portfolio, read_portfolio


@pytest.fixture(scope="session")
def portfolio_of() -> Callable[..., Portfolio]:
    """A portfolio of some alliances with some columns given, one value each or one for all."""

    def make(alliances: int = 3, **given: Any) -> Portfolio:
        facts = {name: np.full(alliances, np.nan) for name in COLUMNS}
        for name, values in given.items():
            facts[name][:] = values
        return Portfolio(tuple(f"P{i}" for i in range(alliances)), facts)

    return make


@pytest.fixture(scope="session")
def example() -> Portfolio:
    """The example that comes with the project."""
    return read_portfolio(config_folder() / "population" / "portfolio_example.csv")
