"""Whatever the parameters, levers and world within their ranges: every state stays in its own."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.core.draws import AddressedLuck
from sim.core.parameter import specs
from sim.core.scenario import NEUTRAL, Scenario
from sim.core.state import PARTNER, PROSPECT, TRANSACTIONAL
from sim.core.world import World
from sim.model.quarter import Alliances, Levers, Markets, Parameters, Partners, Vendors

QUARTERS = 10
ROUNDING = 1e-12


def within(low, high, whole=False):
    """Return values of a range, its ends often: that is where things break."""
    inside = st.integers(low, high) if whole else st.floats(low, high)
    return st.one_of(st.sampled_from([low, high]), inside)


def any_of(declared):
    return {s.name: within(s.low, s.high, s.is_whole) for s in specs(declared)}


@st.composite
def parameters(draw):
    chosen = draw(st.fixed_dictionaries(any_of(Parameters)))
    least = np.nextafter(chosen["lowest_discount"], 1.0)
    chosen["highest_discount"] = draw(within(max(0.2, least), 0.8))
    return Parameters(**chosen)


def column(n, low, high):
    return st.lists(within(low, high), min_size=n, max_size=n).map(np.array)


def known_or_not(n):
    """Return a column of what a world knows, NaN where it does not, or None."""
    known = st.lists(within(0.0, 1.0) | st.just(np.nan), min_size=n, max_size=n)
    return st.none() | known.map(np.array)


def first_is_held(status, held):
    """Return a status column in which the first row of every vendor is an alliance."""
    firsts = [i for i, (v, _) in enumerate(held) if i == 0 or held[i - 1][0] != v]
    return np.array([PARTNER if i in firsts else code for i, code in enumerate(status)])


@st.composite
def worlds(draw):
    vendors, partners = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    pairs = [(v, p) for v in range(vendors) for p in range(partners)]
    extra = draw(st.sets(st.sampled_from(pairs)))
    held = sorted(extra | {(v, v % partners) for v in range(vendors)})
    n = len(held)
    on_bench = st.lists(st.sampled_from([PARTNER, TRANSACTIONAL, PROSPECT]), min_size=n, max_size=n)
    return World(
        replications=np.array([draw(st.integers(0, 10**6))]),
        vendor=np.array([v for v, _ in held]),
        partner=np.array([p for _, p in held]),
        vendor_horizon=draw(column(vendors, 0.0, 1.0)),
        partner_horizon=draw(column(partners, 0.0, 1.0)),
        value=draw(column(partners, 0.0, 1.0)),
        price_sensitivity=draw(column(partners, 0.0, 3.0)),
        size=draw(column(partners, 1e-3, 1e6)),
        trust=draw(column(n, 0.0, 1.0)),
        vendor_trust=draw(column(n, 0.0, 1.0)),
        discount=draw(column(n, 0.0, 1.0)),
        threads=draw(column(n, 1.0, 10.0)),
        factors=draw(column(12 * n, 0.0, 1.0)).reshape(12, n),
        intent=draw(known_or_not(n)),
        autonomy=draw(known_or_not(n)),
        regions=draw(st.none() | column(n, 0, 4).map(np.floor)),
        status=draw(st.none() | on_bench.map(lambda status: first_is_held(status, held))),
    )


HOOKS = {
    "market": within(0.01, 10.0),
    "disruption": within(0.0, 1.0),
    "forced_ask": within(0.0, 1.0) | st.just(np.nan),
    "forced_good_news": within(0.0, 1.0) | st.just(np.nan),
    "forced_bad_news": within(0.0, 1.0) | st.just(np.nan),
    "forced_turnover": st.sampled_from([0.0, 1.0]),
    "killed": st.sampled_from([0.0] * 9 + [1.0]),
    "building_frozen": st.sampled_from([0.0, 1.0]),
    "vision_allowed": st.sampled_from([0.0, 1.0]),
    "endings_allowed": st.sampled_from([0.0, 1.0]),
}


@st.composite
def scenarios(draw):
    eventful = draw(st.sets(st.sampled_from(sorted(HOOKS)), max_size=4))
    hooks = {name: np.full((QUARTERS, 1), value) for name, value in NEUTRAL.items()}
    for name in sorted(eventful):
        listed = st.lists(HOOKS[name], min_size=QUARTERS, max_size=QUARTERS)
        hooks[name] = np.array(draw(listed))[:, None]
    return Scenario(**hooks)


def out_of_range(table):
    """Return the columns of a table that leave their declared range, with what they hold."""
    for item in fields(table):
        values, low, high = getattr(table, item.name), item.metadata["low"], item.metadata["high"]
        if not np.all(np.isfinite(values)):
            yield item.name, values
        if low is not None and np.min(values) < low:
            yield item.name, values
        if high is not None and np.max(values) > high + ROUNDING:
            yield item.name, values


def problems(now):
    """Return everything that is out of its range in a quarter."""
    p, alliance = now.parameters, now.alliances
    for table in (alliance, now.vendors, now.partners, now.markets):
        yield from out_of_range(table)
    if np.max(alliance.discount) > p.highest_discount + ROUNDING:
        yield "highest discount", alliance.discount
    if np.min(alliance.discount) < p.lowest_discount - ROUNDING:
        yield "lowest discount", alliance.discount
    if np.max(alliance.threads) > p.most_threads + ROUNDING:
        yield "most threads", alliance.threads


def test_every_column_declares_what_it_is():
    for table in (Alliances, Vendors, Partners, Markets):
        assert all({"low", "high", "unit", "about"} <= set(f.metadata) for f in fields(table))


def test_the_check_finds_what_is_out_of_range(quarter_of):
    now = quarter_of(trust=[0.0, 1.0, 1.1, 0.5], damage=-0.1, threads=[1.0, 2.0, np.nan, 1.0])
    now.alliances = Alliances(
        **{
            f.name: np.zeros(4) + (f.metadata["low"] or 0)
            if getattr(now.alliances, f.name) is None
            else getattr(now.alliances, f.name)
            for f in fields(Alliances)
        }
    )
    assert {name for name, _ in out_of_range(now.alliances)} == {"trust", "damage", "threads"}


# Shrinking a hundred parameters takes minutes and tells little more than the column's name.
@settings(deadline=None, derandomize=True, max_examples=60, phases=[Phase.generate])
@given(
    world=worlds(),
    levers=st.fixed_dictionaries(any_of(Levers)),
    parameters=parameters(),
    scenario=scenarios(),
    seed=st.integers(0, 2**64 - 1),
)
def test_every_state_stays_in_its_range(run, world, levers, parameters, scenario, seed):
    luck = AddressedLuck(seed, world.replications, world.rows)
    for now in run(world, levers, parameters, scenario, luck):
        found = dict(problems(now))
        assert not found, f"quarter {now.quarter}: {found}"


@pytest.mark.parametrize("end", ["low", "high"])
def test_every_state_stays_in_its_range_with_all_parameters_at_one_end(run, world_of, end):
    chosen = {s.name: getattr(s, end) for s in specs(Parameters)}
    if end == "low":
        chosen["highest_discount"] = 0.2
    world = world_of()
    for levers in (Levers(), Levers(push=1, concession=1, vision=1, adaptation=1)):
        policy = {f.name: getattr(levers, f.name) for f in fields(levers)}
        scenario = Scenario(**{n: np.full((QUARTERS, 1), v) for n, v in NEUTRAL.items()})
        luck = AddressedLuck(1, world.replications, world.rows)
        for now in run(world, policy, Parameters(**chosen), scenario, luck):
            assert not dict(problems(now))
