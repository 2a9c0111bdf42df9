"""What all tests share: numpy errors raised, and a tiny world made by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, sync_playwright

from sim.base.arrays import Array
from sim.core.draws import DRAWS, Luck
from sim.core.quarter import Quarter
from sim.core.scenario import Scenario, quiet
from sim.core.world import World
from sim.model.cash import see_credit
from sim.model.choice import appeal, gather, weigh
from sim.model.inner_circle import accessible_market
from sim.model.market import call_roll
from sim.model.quarter import Alliances, Parameters
from sim.model.reputation import earn_name
from sim.policies.base import Policy, Sight
from sim.run.engine import begin, quarters

WANTING = ("Skipped: needs ", "Skipped: could not import ")
"""How a test begins to say that it is skipped for want of a program or a library."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nothing-missing",
        action="store_true",
        help="fail tests that would be skipped for want of a program or a library",
    )


def fail_if_wanting(
    report: pytest.TestReport | pytest.CollectReport, config: pytest.Config
) -> None:
    if report.skipped and config.getoption("--nothing-missing"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if reason.startswith(WANTING):
            report.outcome, report.longrepr = "failed", reason.replace("Skipped: ", "", 1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    fail_if_wanting(report, item.config)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    fail_if_wanting(report, collector.config)
    return report


@pytest.fixture(autouse=True)
def _numpy_errors_raised() -> Iterator[None]:
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        yield


class Fixed(Policy):
    """Levers as given, one value each or one value a vendor, the same in every quarter."""

    name = "fixed"
    title = "Fixed"
    about = "Levers as a test gives them."

    def __init__(self, levers: Mapping[str, Any]) -> None:
        self.levers = levers

    def decide(self, seen: Sight) -> Mapping[str, Any]:
        return self.levers


class StillLuck:
    """Normal draws of 0 and uniform draws of 1: no noise and no event, but for those given."""

    def __init__(self, world: World, given: Mapping[str, Any]) -> None:
        assert set(given) <= set(DRAWS), f"no draw {set(given) - set(DRAWS)}"
        worlds = len(world.replications)
        self.rows = {level: worlds * n for level, n in world.rows.items()}
        self.given = given

    def draw(self, name: str, quarter: int, at: Array | None = None) -> Array:
        what = DRAWS[name]
        shape = (self.rows[what.level],) if what.size == 1 else (what.size, self.rows[what.level])
        still = 0.0 if what.kind == "normal" else 1.0
        values = spread(self.given.get(name, still), shape)
        return values if at is None else values[..., at]


def spread(values: Any, shape: tuple[int, ...]) -> Array:
    """Return a value or values as a writable float array of a shape."""
    return np.broadcast_to(np.asarray(values, dtype=float), shape).copy()


KNOWN = ("intent", "autonomy", "regions", "status")
"""What a world may say of the start of an alliance, or leave to the model."""


def make_world(
    vendor: tuple[int, ...] = (0, 0, 1, 1), partner: tuple[int, ...] = (0, 1, 0, 1), **given: Any
) -> World:
    """Return one replication: two vendors, each allied with two partners, unless told otherwise."""
    sizes = {name: len(vendor) for name in ("trust", "vendor_trust", "discount", "threads")}
    sizes |= {"vendor_horizon": max(vendor) + 1}
    others = ("partner_horizon", "value", "price_sensitivity", "size")
    sizes |= dict.fromkeys(others, max(partner) + 1)
    usual = dict.fromkeys(sizes, 0.5) | {"discount": 0.2, "threads": 2.0, "size": 400.0}
    usual |= {"value": 1.0, "price_sensitivity": 1.0}
    known = {name: spread(given.pop(name), (len(vendor),)) for name in KNOWN if name in given}
    return World(
        replications=np.array([0]),
        vendor=np.array(vendor),
        partner=np.array(partner),
        factors=spread(given.pop("factors", 0.5), (12, len(vendor))),
        **{name: spread(given.pop(name, usual[name]), (n,)) for name, n in sizes.items()},
        **known,
        **given,
    )


def make_scenario(quarters: int, **hooks: Any) -> Scenario:
    """Return a scenario whose given hooks hold in every quarter, everywhere or one an alliance."""
    arrays = {name: np.atleast_1d(np.asarray(hook, float)) for name, hook in hooks.items()}
    arrays = {name: np.tile(hook, (quarters, 1)) for name, hook in arrays.items()}
    return replace(quiet(quarters), **arrays)


def make_start(
    world: World | None = None,
    levers: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
    luck: Mapping[str, Any] | None = None,
    scenario: Scenario | None = None,
) -> Quarter:
    """Return the state of a tiny world before its first quarter."""
    world = world or make_world()
    followers = [(Fixed(levers or {}), np.arange(len(world.vendor_horizon)))]
    settings = Parameters(**(parameters or {}))
    return begin(world, followers, settings, scenario or quiet(1), StillLuck(world, luck or {}))


STILL = {
    "repeat": 1.0,
    "openness": 0.5,
    "settled": 0.0,
    "campaigning": 0.0,
    "consensus": 0.5,
    "conquered": 0.0,
    "signed": 0.0,
}
"""What mechanisms that a test does not look at leave behind for others: nothing happens."""


def make_quarter(
    world: World | None = None,
    quarter: int = 0,
    levers: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any] | None = None,
    vendors: Mapping[str, Any] | None = None,
    partners: Mapping[str, Any] | None = None,
    demand: Any = 1.0,
    luck: Mapping[str, Any] | None = None,
    hooks: Mapping[str, Any] | None = None,
    **columns: Any,
) -> Quarter:
    """Return a quarter of a tiny world about to run a phase, with the values that a test chooses.

    `columns` are those of the alliances; `factors` may be a mapping from factor to values, the rest
    then stands at 0.5.
    """
    world = world or make_world()
    scenario = make_scenario(quarter + 1, **(hooks or {}))
    now = make_start(world, levers, parameters, luck, scenario)
    now.quarter = quarter
    now.markets.demand = spread(demand, (1,))
    for table, chosen in ((now.vendors, vendors or {}), (now.partners, partners or {})):
        for name, values in chosen.items():
            setattr(table, name, spread(values, table.horizon.shape))
    now.alliances.factors = spread(0.5, now.alliances.factors.shape)
    known = {f.name for f in fields(Alliances)}
    for name, values in columns.items():
        assert name in known, name
        if isinstance(values, Mapping):
            for factor, of_factor in values.items():
                now.alliances.factors[factor] = of_factor
            continue
        old = getattr(now.alliances, name)
        shape = world.factors.shape if name in ("factors", "viewed") else world.vendor.shape
        dtype = float if old is None else old.dtype
        setattr(now.alliances, name, spread(values, shape).astype(dtype))
    call_roll(now.alliances)
    now.partners.spend = now.partners.size * now.markets.demand
    now.alliances.spend = now.of_partner(now.partners.spend)
    now.memo.forget()
    chosen = {name: getattr(now.alliances, name) for name in columns}
    for meet in (appeal, gather, weigh):
        meet(now)
    earn_name(now)
    if now.vendors.strain is None:
        see_credit(now)
    for name, still in STILL.items():
        if getattr(now.alliances, name) is None:
            setattr(now.alliances, name, spread(still, world.vendor.shape))
    vars(now.alliances).update(chosen)
    for name, values in (vendors or {}).items():
        setattr(now.vendors, name, spread(values, now.vendors.horizon.shape))
    now.alliances.accessible = accessible_market(now.alliances.regions)
    return now


def run_world(
    world: World,
    levers: Mapping[str, Any],
    parameters: Parameters,
    scenario: Scenario,
    luck: Luck,
) -> Iterator[Quarter]:
    """Run the engine with fixed levers, yielding the state after each quarter."""
    followers = [(Fixed(levers), np.arange(len(world.vendor_horizon)))]
    return quarters(begin(world, followers, parameters, scenario, luck), followers)


@pytest.fixture(scope="session")
def world_of() -> Callable[..., World]:
    """A tiny world with chosen values; see `make_world`."""
    return make_world


@pytest.fixture(scope="session")
def start_of() -> Callable[..., Quarter]:
    """A tiny world before its first quarter; see `make_start`."""
    return make_start


@pytest.fixture(scope="session")
def quarter_of() -> Callable[..., Quarter]:
    """A quarter of a tiny world with chosen values; see `make_quarter`."""
    return make_quarter


@pytest.fixture(scope="session")
def run() -> Callable[..., Iterator[Quarter]]:
    """The numpy engine with fixed levers; see `run_world`."""
    return run_world


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; one a session, as the library holds no two."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
