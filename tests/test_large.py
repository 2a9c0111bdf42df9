"""One large world, kept small and run a few vendors at a time, is the same to the bit."""

import numpy as np
import pytest

import sim.run.large
import sim.run.simulate
from sim.core.scenario import named_events, quiet
from sim.market.population import Population, draw_world
from sim.market.source import Market
from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.large import LargeWorld, portions
from sim.run.setting import Setting
from sim.run.simulate import simulate

SIZE = Population(vendors=60)
ROWS = SIZE.vendors * (SIZE.alliances_per_vendor + SIZE.bench)
POLICIES = [find("vst"), find("adaptive"), find("renewal"), find("burn_and_churn")]
EVENTS = {"disruption": {3: 0.6}, "forced_turnover": {2: 1}, "killed": {5: 1}}
SHOCKED = named_events({3: 0.8}, EVENTS, 8, [2])


@pytest.mark.parametrize("precision", ["single", "double"])
@pytest.mark.parametrize("events", [(), SHOCKED], ids=["quiet", "shocked"])
def test_a_large_world_gets_the_bits_of_whole_tables(monkeypatch, precision, events):
    setting = Setting(
        draw=Market(SIZE),
        quarters=8,
        events=events,
        replications=2,
        precision=precision,
        panel=("trust", "profit"),
    )
    whole = simulate(POLICIES, setting)
    monkeypatch.setattr(sim.run.simulate, "BLOCK_BYTES", 8)
    monkeypatch.setattr(sim.run.simulate, "LARGE", 1)
    monkeypatch.setattr(sim.run.large, "ROWS_OPEN", 64)
    kept_small = simulate(POLICIES, setting)
    assert whole["renewal"].total("signed").sum() > 0
    for name, result in whole.items():
        assert np.array_equal(result.factors, kept_small[name].factors, equal_nan=True)
        for kept in ("outcomes", "panel"):
            for outcome, values in getattr(result, kept).items():
                other = getattr(kept_small[name], kept)[outcome]
                assert np.array_equal(values, other, equal_nan=True), outcome


@pytest.mark.parametrize("rows_open", [1, 25, 60, 600, 10_000])
def test_every_vendor_is_opened_once(monkeypatch, rows_open):
    monkeypatch.setattr(sim.run.large, "ROWS_OPEN", rows_open)
    cut = portions(np.array([0, 10, 10, 50, 51, 600]))  # the second vendor holds nothing
    assert [vendor for first, last in cut for vendor in range(first, last)] == list(range(5))


def test_what_lasts_takes_less_than_140_bytes_an_alliance_in_single_precision():
    assert made().nbytes / ROWS < 140


def made() -> LargeWorld:
    world = draw_world(SIZE, Parameters(), 1, [0])
    vendors = np.arange(SIZE.vendors)
    followers = [(find("vst"), vendors[:1]), (find("status_quo"), vendors[1:])]
    return LargeWorld(world, followers, vendors == 0, Parameters(), quiet(2), 1, np.float32)
