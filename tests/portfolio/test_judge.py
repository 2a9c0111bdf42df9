"""Each alliance judged as the only one treated so: it gets its days and hears of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.core.state import PARTNER, TRANSACTIONAL
from sim.market.population import Population
from sim.model.quarter import Parameters
from sim.policies import Preset, find
from sim.portfolio import Portfolio, PortfolioMarket
from sim.portfolio.bench import STRANGERS, Vendor, fill_seats, middle_sizes
from sim.portfolio.judge import PANEL, judge
from sim.portfolio.together import Whole, profit_together
from sim.portfolio.treatments import KEEP, LEAVE, NAMES, REPLACE, TREATMENTS, WIN_BACK
from sim.portfolio.world import focal_rows
from sim.run.setting import Setting
from sim.run.simulate import simulate

Make = Callable[..., Portfolio]
MARKET = Population()
NOW = find("status_quo")
OWN = [name for name in NAMES if name != REPLACE]


def setting_of(portfolio: Portfolio, quarters: int = 4, **changes: float) -> Setting:
    return Setting(
        parameters=Parameters(**changes),
        draw=PortfolioMarket(portfolio, MARKET),
        replications=5,
        quarters=quarters,
        panel=PANEL,
        factors="mean",
    )


def treated(name: str) -> Preset:
    policy = next(t for t in TREATMENTS if t.name == name).policy(NOW)
    assert isinstance(policy, Preset)
    return policy


@pytest.mark.parametrize("name", OWN)
def test_an_alliance_that_has_no_others_fares_as_in_a_run(portfolio_of: Make, name: str) -> None:
    setting = setting_of(portfolio_of(1, yearly_revenue=400), quarters=12)
    found = judge(setting, MARKET, NOW).ends[name]
    policy = next(t for t in TREATMENTS if t.name == name).policy(NOW)
    run = simulate([policy], setting)[policy.name]
    for measure in PANEL[1:]:
        np.testing.assert_allclose(found[measure], run.panel[measure][:, -1], rtol=1e-12)
    np.testing.assert_allclose(found["profit"], run.panel["profit"].sum(axis=1), rtol=1e-9)


@pytest.mark.parametrize("name", [name for name in OWN if name != KEEP])
def test_one_treated_otherwise_earns_what_the_whole_earns_more(
    portfolio_of: Make, name: str
) -> None:
    """Without hearsay and endings the whole differs by that one alliance, and by nothing else."""
    quiet = {"reputation_pull": 0.0, "base_termination": 0.0, "distrust_termination": 0.0}
    now = find("balanced")  # it has no quota that others would have to meet, nor have rivals then
    setting = setting_of(portfolio_of(3, yearly_revenue=[900, 400, 90]), **quiet)
    setting = replace(setting, rivals=now)
    judged = judge(setting, MARKET, now)
    gains = judged.ends[name]["profit"] - judged.ends[KEEP]["profit"]
    keep = np.full(3, NAMES.index(KEEP))
    whole = Whole(setting, MARKET, now)
    for one in range(3):
        other = keep.copy()
        other[one] = NAMES.index(name)
        before, after = profit_together(whole, [keep, other])
        np.testing.assert_allclose(after - before, gains[:, one], rtol=1e-7, atol=1e-7)


def test_each_hears_of_the_others_as_they_go_on(portfolio_of: Make) -> None:
    """The pull of hearsay on one is that of a run in which only this one is treated otherwise."""
    portfolio, calm = portfolio_of(2, trust=[0.8, 0.2]), {"turnover_rate": 0.0}
    judged = judge(setting_of(portfolio, 1, reputation_pull=0.3, **calm), MARKET, NOW).ends
    alone = judge(setting_of(portfolio, 1, reputation_pull=0.0, **calm), MARKET, NOW).ends
    for name in OWN:
        own, others = alone[name]["trust"], alone[KEEP]["trust"][:, ::-1]
        np.testing.assert_allclose(judged[name]["trust"], own + 0.3 * (others - own), rtol=1e-12)


def test_worlds_are_the_same_however_they_are_cut(
    portfolio_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = setting_of(portfolio_of(3))
    whole = judge(setting, MARKET, NOW).profit
    monkeypatch.setattr("sim.run.simulate.BLOCK_BYTES", 2 * 9 * 8)
    np.testing.assert_array_equal(judge(setting, MARKET, NOW).profit, whole)


def test_each_world_has_its_own_rules_in_every_treatment(portfolio_of: Make) -> None:
    """Two rule sets in a block fare as each does alone, newcomers included."""
    portfolio = portfolio_of(2, yearly_revenue=500)
    unit_cost = np.array([0.4, 0.7])
    both = replace(
        setting_of(portfolio, quarters=6),
        replications=2,
        parameters=replace(Parameters(), unit_cost=unit_cost),
    )
    together = judge(both, MARKET, NOW).profit
    for world in (0, 1):
        rules = replace(Parameters(), unit_cost=float(unit_cost[world]))
        alone = judge(replace(both, parameters=rules), MARKET, NOW).profit
        np.testing.assert_allclose(together[:, world], alone[:, world], rtol=1e-9)


def test_to_replace_is_to_leave_and_to_have_a_newcomer(portfolio_of: Make) -> None:
    setting = setting_of(portfolio_of(3, yearly_revenue=[900, 400, 90]), quarters=8)
    judged = judge(setting, MARKET, NOW)
    newcomer = judged.ends[REPLACE]["profit"] - judged.ends[LEAVE]["profit"]
    np.testing.assert_allclose(newcomer, newcomer[:, :1].repeat(3, axis=1))  # one bench for all
    assert len(set(newcomer[:, 0].tolist())) == 5
    filled, left = (judged.ends[name]["partners"] for name in (REPLACE, LEAVE))
    assert filled.tolist() == filled[:, :1].repeat(3, axis=1).tolist()
    assert filled.sum() > left.sum()  # who is left is no partner in the end; a newcomer is
    none = judge(setting, replace(MARKET, bench=0), NOW)
    np.testing.assert_array_equal(none.ends[REPLACE]["profit"], none.ends[LEAVE]["profit"])


def vendor(name: float, quarters: int, size: float = 100.0) -> Vendor:
    return Vendor(np.full(5, 0.5), np.full(5, size), np.full((quarters, 5), name))


def test_a_seat_is_filled_by_name_and_signing_costs(portfolio_of: Make) -> None:
    setting = setting_of(portfolio_of(2), quarters=1, signing_reputation=0.05, signing_cost=30.0)
    numbers = np.arange(5)

    def filled(name: float, seats: int = 1, bench: int = 5) -> tuple[list[float], list[float]]:
        market = replace(MARKET, bench=bench)
        given = (setting, numbers, market, vendor(name, 1), treated(REPLACE), seats)
        found = fill_seats(*given)
        return found.profit.tolist(), found.filled.tolist()

    assert filled(0.0) == ([0.0] * 5, [0.0] * 5)
    assert filled(1.0) == ([-30.0] * 5, [1.0] * 5)
    assert filled(1.0, seats=2) == ([-60.0] * 5, [1.0] * 5)
    assert filled(1.0, seats=4, bench=2) == ([-60.0] * 5, [0.5] * 5)


def test_newcomers_are_as_large_as_the_middle_partner(portfolio_of: Make) -> None:
    setting = setting_of(portfolio_of(2), quarters=8, signing_reputation=0.05, signing_cost=0.0)
    given = (setting, np.arange(5), MARKET)
    way = replace(treated(REPLACE).levers, vision=0.0)
    small, middle, large = (
        fill_seats(*given, vendor(1.0, 8, size), Preset("newcomers", way)).profit
        for size in (100.0, 200.0, 300.0)
    )
    assert (middle > small).all()
    np.testing.assert_allclose(large - middle, middle - small, rtol=1e-9)  # days cost the same


def test_the_middle_of_the_vendors_own_partners(portfolio_of: Make) -> None:
    world = setting_of(portfolio_of(3)).worlds(np.arange(5))
    culture, size = middle_sizes(world)
    own = world.size[world.partner[focal_rows(world)]].reshape(5, 3)
    np.testing.assert_array_equal(size, np.sort(own, axis=1)[:, 1])
    assert culture.tolist() == world.vendor_horizon.reshape(5, -1)[:, 0].tolist()
    assert STRANGERS > 10**9


def test_customers_start_as_such_and_only_winning_back_makes_them_partners(
    portfolio_of: Make,
) -> None:
    told = replace(portfolio_of(3, trust=0.7), statuses=("customer", "partner", ""))
    setting = replace(setting_of(told, quarters=16), replications=20)
    world = setting.worlds(np.arange(2))
    own = focal_rows(world)
    assert world.status is not None
    assert world.intent is not None
    assert world.status[own].tolist() == 2 * [TRANSACTIONAL, PARTNER, PARTNER]
    assert world.intent[own][0] == Parameters().demotion_intent
    assert np.isnan(world.intent[own][1:3]).all()
    assert (np.delete(world.status, own) == PARTNER).all()
    ends = judge(setting, MARKET, NOW).ends
    again = {name: ends[name]["partners"][:, 0].mean() for name in OWN}
    assert again.pop(WIN_BACK) > 0.5
    assert set(again.values()) == {0.0}


def test_a_customers_intent_is_that_of_the_file_where_it_says_so(portfolio_of: Make) -> None:
    told = replace(portfolio_of(1, long_term_relationship=60), statuses=("customer",))
    world = setting_of(told).worlds(np.arange(2))
    assert world.intent is not None
    assert world.intent[focal_rows(world)].tolist() == [0.6, 0.6]


def test_where_nobody_may_recruit_an_empty_seat_stays_empty(portfolio_of: Make) -> None:
    setting = setting_of(portfolio_of(2), quarters=2, signing_reputation=0.05)
    ablated = replace(setting, parameters=replace(setting.parameters, held=(("recruit", 0.0),)))
    given = (np.arange(5), MARKET, vendor(1.0, 2), treated(REPLACE))
    assert fill_seats(setting, *given).profit.any()
    found = fill_seats(ablated, *given)
    assert (found.profit.any(), found.filled.any()) == (False, False)


def test_a_way_that_nobody_can_be_given_is_not_run(portfolio_of: Make) -> None:
    setting = setting_of(portfolio_of(2), quarters=2)
    every = judge(setting, MARKET, NOW).ends
    some = judge(setting, MARKET, NOW, given=[name for name in NAMES if name != WIN_BACK]).ends
    for name in NAMES:
        wanted = every[KEEP if name == WIN_BACK else name]["profit"]
        np.testing.assert_array_equal(some[name]["profit"], wanted)
