"""What the tests of the Mesa engine share: both engines side by side, and lively scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim import policies
from sim.core.draws import AddressedLuck
from sim.core.quarter import Quarter
from sim.core.scenario import Scenario, quiet
from sim.market.population import Population, draw_world
from sim.mesa_engine import AllianceModel
from sim.model.assessment import refresh_derived_factors
from sim.model.quarter import Parameters
from sim.policies import partners as partner_policies
from sim.run.engine import begin, quarters

TABLES = ("alliances", "vendors", "partners", "markets", "levers")


def numpy_quarters(
    policy: str | policies.Policy = "transactional",
    rivals: str | policies.Policy = "status_quo",
    partners: str = "reciprocal",
    scenario: Scenario | None = None,
    replication: int = 0,
    quarters_: int = 20,
    seed: int = 1,
    parameters: dict[str, float] | None = None,
    **size: int,
) -> Iterator[Quarter]:
    """Run the numpy engine alone on what `AllianceModel` takes, yielding after each quarter."""
    values = replace(partner_policies.apply(Parameters(), partners), **(parameters or {}))
    world = draw_world(Population(**{"bench": 0} | size), values, seed, [replication])
    luck = AddressedLuck(seed, world.replications, world.rows, order=world.order)
    others = np.arange(1, len(world.vendor_horizon))
    own, theirs = (policies.find(x) if isinstance(x, str) else x for x in (policy, rivals))
    followers = [(own, np.array([0])), (theirs, others)]
    happens = scenario or quiet(quarters_)
    for now in quarters(begin(world, followers, values, happens, luck), followers):
        a = now.alliances
        refresh_derived_factors(a.factors, a.trust, a.vendor_trust, a.intent)
        yield now


def differences(one: Quarter, other: Quarter) -> list[str]:
    """Return the columns of which any bit, or the type, differs."""
    found = []
    for name in TABLES:
        a, b = vars(getattr(one, name)), vars(getattr(other, name))
        assert a.keys() == b.keys()
        found += [
            f"{name}.{column}"
            for column in a
            if a[column].dtype != b[column].dtype or a[column].tobytes() != b[column].tobytes()
        ]
    return found


def first_difference(model: AllianceModel, run: Iterator[Quarter]) -> tuple[int, list[str]] | None:
    """Run both to the end; return the first quarter in which they differ, and where."""
    for now in run:
        model.step()
        if found := differences(now, model.now):
            return now.quarter, found
    assert not model.running
    return None


def eventful(quarters_: int, alliances: int) -> Scenario:
    """Return a scenario in which every hook is used, on some alliances or on all."""
    rng = np.random.default_rng(7)

    def on_some(chance: float, value: float, otherwise: float) -> Any:
        return np.where(rng.random((quarters_, alliances)) < chance, value, otherwise)

    return replace(
        quiet(quarters_),
        market=np.linspace(1.0, 0.6, quarters_)[:, None],
        disruption=on_some(0.1, 0.5, 0.0),
        forced_ask=on_some(0.1, 0.7, np.nan),
        forced_good_news=on_some(0.1, 0.9, np.nan),
        forced_bad_news=on_some(0.1, 0.6, np.nan),
        forced_turnover=on_some(0.1, 1.0, 0.0),
        killed=on_some(0.15, 1.0, 0.0),
        building_frozen=on_some(0.2, 1.0, 0.0),
        vision_allowed=on_some(0.2, 0.0, 1.0),
        endings_allowed=on_some(0.3, 0.0, 1.0),
    )


@pytest.fixture(scope="session")
def numpy_run() -> Callable[..., Iterator[Quarter]]:
    """The numpy engine alone; see `numpy_quarters`."""
    return numpy_quarters


@pytest.fixture(scope="session")
def compare() -> Callable[..., tuple[int, list[str]] | None]:
    """Both engines side by side; see `first_difference`."""
    return first_difference


@pytest.fixture(scope="session")
def busy() -> Callable[[int, int], Scenario]:
    """A scenario in which every hook is used; see `eventful`."""
    return eventful
