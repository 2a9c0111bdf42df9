"""Prospects whom nobody will ever approach are left out of a run, and nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest

import sim.run.simulate
from sim.core.state import PROSPECT
from sim.market.population import Population, draw_world
from sim.market.source import Market
from sim.model.quarter import Parameters
from sim.policies import Levers, Policy, Preset, find
from sim.run.bench import adds_up_alike, may_recruit, without_bench
from sim.run.setting import Setting
from sim.run.simulate import run_worlds, simulate
from sim.sweep.stack import Copy, run_stacked

SETTING = Setting(replications=3, quarters=8, panel=("trust", "profit"))
EVERYBODY = np.arange(2)
HORIZON = np.array([0.2, 0.8])


class Sometimes(Policy):
    """Recruits from the second quarter on."""

    name = title = "sometimes"

    def decide(self, seen):
        return {"recruit": float(seen.quarter > 0)}


def asked(*policies, **parameters):
    followers = [(policy, EVERYBODY[i : i + 1]) for i, policy in enumerate(policies)]
    return may_recruit(followers, HORIZON, Parameters(**parameters))


def test_who_never_recruits_is_known():
    idle, keen = find("vst"), Preset("keen", Levers(recruit=0.1))
    assert not asked(idle, find("status_quo"))
    assert asked(idle, keen)
    assert asked(keen, idle)
    assert asked(idle, Sometimes())
    assert not asked(keen, Sometimes(), held=(("recruit", 0.0),))
    assert asked(idle, idle, held=(("recruit", 0.5),))


def test_nobody_knows_of_a_mechanism_of_ones_own(monkeypatch):
    monkeypatch.setattr("sim.run.bench.own_modules", lambda kind: [kind])
    assert asked(find("vst"), find("vst"))


@pytest.mark.parametrize("arranged", [False, True])
def test_a_world_without_its_benches_is_that_drawn_without(arranged):
    drawn, bare = (draw_world(Population(bench=b), Parameters(), 1, [0, 4]) for b in (5, 0))
    if arranged:
        first = np.arange(12) % 6 == 0
        drawn, bare = drawn.arranged(first), bare.arranged(first)
    left = drawn.without_prospects()
    assert left.rows == bare.rows
    assert np.array_equal(left.places, bare.places)
    for name in vars(bare):
        if name not in ("order", "status"):
            assert np.array_equal(getattr(left, name), getattr(bare, name)), name


def test_a_world_without_benches_or_with_prospects_first_stays_as_it_is():
    bare = draw_world(Population(bench=0), Parameters(), 1, [0])
    assert bare.without_prospects() is bare
    odd = replace(bare, status=np.where(np.arange(60) == 0, PROSPECT, 0))
    assert odd.without_prospects() is odd


def test_a_bench_stays_where_leaving_it_out_would_move_a_last_digit():
    # Numpy adds up to seven values one by one, more in eight lanes: 7 are not added as 12 are.
    assert adds_up_alike(10, 15)
    assert adds_up_alike(3, 6)
    assert adds_up_alike(0, 5)
    assert not adds_up_alike(7, 12)
    worlds = [
        draw_world(Population(alliances_per_vendor=n, bench=5), Parameters(), 1, [0])
        for n in (7, 10)
    ]
    assert without_bench(worlds[0]) is worlds[0]
    assert without_bench(worlds[1]).rows["alliance"] == 60


def test_a_vendor_may_have_a_bench_and_no_alliance():
    world = draw_world(Population(), Parameters(), 1, [0])
    last = world.vendor == world.vendor.max()
    idle = replace(world, status=np.where(last, PROSPECT, world.status))
    assert without_bench(idle).rows["alliance"] == 50


@pytest.mark.parametrize(("accounts", "bench"), [(7, 5), (20, 5), (24, 5)])
def test_results_are_those_with_the_bench_whatever_the_size(monkeypatch, accounts, bench):
    market = Market(Population(alliances_per_vendor=accounts, bench=bench, vendors=3))
    setting = replace(SETTING, draw=market)
    without = simulate(["vst"], setting)["vst"]
    monkeypatch.setattr(sim.run.simulate, "may_recruit", lambda *_: True)
    whole = simulate(["vst"], setting)["vst"]
    for outcome, values in whole.outcomes.items():
        assert np.array_equal(values, without.outcomes[outcome], equal_nan=True), outcome


@pytest.mark.parametrize("large", [False, True])
def test_leaving_the_bench_out_changes_no_bit_of_a_result(monkeypatch, large):
    if large:
        monkeypatch.setattr(sim.run.simulate, "BLOCK_BYTES", 8)
        monkeypatch.setattr(sim.run.simulate, "LARGE", 1)
    policies = ["vst", "adaptive", "burn_and_churn"]
    without = simulate(policies, SETTING)
    monkeypatch.setattr(sim.run.simulate, "may_recruit", lambda *_: True)
    for name, result in simulate(policies, SETTING).items():
        ours = without[name]
        assert np.array_equal(result.factors, ours.factors, equal_nan=True)
        for kept in ("outcomes", "panel"):
            for outcome, values in getattr(result, kept).items():
                assert np.array_equal(values, getattr(ours, kept)[outcome], equal_nan=True)


def test_rows_are_those_of_a_world_with_its_bench():
    vst = simulate(["vst"], SETTING)["vst"]
    assert vst.panel["trust"].shape == (3, 8, 15)
    assert vst.factors.shape == (2, 3, 15, 12)
    assert np.isnan(vst.panel["trust"][..., 10:]).all()
    assert np.isfinite(vst.panel["trust"][..., :10]).all()
    assert np.isnan(vst.factors[:, :, 10:]).all()


def test_only_who_recruits_is_run_with_benches():
    rows = {}

    def watch(phase, now):
        rows[now.levers.recruit.max()] = len(now.alliances.trust)
        phase.run(now)

    numbers = np.arange(2)
    policies = [find("vst"), find("renewal")]
    run_worlds(policies, SETTING, numbers, Market()(Parameters(), 1, numbers), watch)
    assert rows == {0.0: 120, 1.0: 180}


def test_copies_with_and_without_a_bench_come_back_in_the_order_given():
    copies = [Copy(find(name), Parameters()) for name in ("renewal", "vst", "burn_and_churn")]
    stacked = run_stacked(copies, SETTING, np.arange(3))
    for copy, result in zip(copies, stacked, strict=True):
        alone = simulate([copy.policy], SETTING)[copy.policy.name]
        assert result.policy == copy.policy.name
        assert np.array_equal(result.outcomes["profit"], alone.outcomes["profit"])
        assert np.array_equal(result.panel["trust"], alone.panel["trust"], equal_nan=True)
