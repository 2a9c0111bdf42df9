"""The whole portfolio: choices within days, and what they earn together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.market.population import Population
from sim.policies import find
from sim.portfolio import Portfolio, PortfolioMarket, advise
from sim.portfolio.advice import Rules, explained_share, worlds_for
from sim.portfolio.bench import Vendor, fill_seats
from sim.portfolio.plan import Robust, fit, robust
from sim.portfolio.together import Whole, profit_together, split
from sim.portfolio.treatments import (
    INVEST,
    KEEP,
    LEAVE,
    MAINTAIN,
    NAMES,
    REPLACE,
    TREATMENTS,
    WIN_BACK,
)
from sim.portfolio.verdict import choose
from sim.run.setting import Setting
from sim.run.simulate import simulate

Make = Callable[..., Portfolio]
NOW = find("status_quo")
SHARES = {t.name: t.share(NOW) for t in TREATMENTS}
TRIED = (INVEST, MAINTAIN, LEAVE)
MEANS = np.array([[100.0, 60.0, 30.0], [90.0, 20.0, 25.0], [10.0, 0.0, 29.0]])


def setting_of(portfolio: Portfolio, replications: int = 6, quarters: int = 8) -> Setting:
    market = PortfolioMarket(portfolio, Population())
    return Setting(draw=market, replications=replications, quarters=quarters)


def whole_of(setting: Setting) -> Whole:
    return Whole(setting, Population(), NOW)


def among(values: np.ndarray, tried: tuple[str, ...] = TRIED) -> np.ndarray:
    """Return values of some treatments among those of all; the others cannot be given."""
    rows = np.full((len(NAMES), *values.shape[1:]), -np.inf)
    rows[[NAMES.index(name) for name in tried]] = values
    return rows


def fitted(limit: float, chosen: tuple[int, ...] = (0, 0, 0)) -> list[int]:
    numbers = np.array([NAMES.index(TRIED[kind]) for kind in chosen])
    given = fit(among(MEANS), numbers, 30.0 * np.array(list(SHARES.values())), limit)
    return [TRIED.index(NAMES[kind]) for kind in given]


def test_no_more_are_replaced_than_there_are_newcomers() -> None:
    tried = (REPLACE, LEAVE)
    means = among(np.array([[50.0, 90.0, 70.0], [10.0, 60.0, 20.0]]), tried)
    chosen, days = np.full(3, NAMES.index(REPLACE)), 30.0 * np.array(list(SHARES.values()))

    def given(limit: float, bench: int) -> list[str]:
        return [NAMES[kind] for kind in fit(means, chosen, days, limit, bench)]

    assert given(90.0, 3) == [REPLACE] * 3
    assert given(90.0, 2) == [REPLACE, LEAVE, REPLACE]
    assert given(30.0, 2) == [LEAVE, LEAVE, REPLACE]
    assert given(90.0, 0) == [LEAVE] * 3
    held = np.full(3, NAMES.index(MAINTAIN))
    means[NAMES.index(MAINTAIN)] = 1.0
    assert [NAMES[kind] for kind in fit(means, held, days, 30.0, 3)].count(REPLACE) == 0


def test_how_a_gain_stands_in_rule_sets() -> None:
    gain = np.array([-10.0, 0.0, 10.0, 20.0, 30.0])
    assert robust(gain) == Robust(0.6, (pytest.approx(-8), 10.0, pytest.approx(28)))


def test_the_days_of_each_treatment() -> None:
    assert SHARES == {
        KEEP: 1.0, INVEST: 1.0, WIN_BACK: 1.0, REPLACE: 1.0, MAINTAIN: 0.65, LEAVE: 0.0,
    }  # fmt: skip
    assert TREATMENTS[0].share(find("do_nothing")) == 0.0


def test_what_fits_is_kept_as_chosen() -> None:
    assert fitted(90.0) == [0, 0, 0]
    assert fitted(30.0, (2, 0, 2)) == [2, 0, 2]


def test_the_days_go_where_they_earn_most() -> None:
    assert fitted(60.0) == [0, 0, 2]
    assert fitted(49.5) == [1, 0, 2]
    assert fitted(30.0) == [0, 2, 2]
    assert fitted(29.0) == [1, 2, 2]
    assert fitted(0.0) == [2, 2, 2]


def test_nobody_gets_more_than_was_wanted_for_it() -> None:
    assert fitted(49.5, (1, 0, 0)) == [1, 0, 2]
    assert fitted(30.0, (1, 1, 1)) == [1, 2, 2]


def test_a_few_days_too_many_by_rounding_are_none() -> None:
    assert fitted(39.0 * (1.0 - 1e-12), (1, 1, 2)) == [1, 1, 2]


@pytest.mark.parametrize(
    ("profits", "verdict", "top"),
    [
        # by world: (invest, maintain, leave)
        ([(3, 2, 1), (3, 2, 1), (3, 2, 1), (0, 2, 1)], INVEST, INVEST),
        ([(90, 2, 1), (0, 2, 1), (0, 2, 1), (0, 1, 2)], MAINTAIN, INVEST),
        ([(9, 2, 1), (9, 2, 1), (0, 2, 1), (0, 2, 1)], INVEST, INVEST),
        ([(9, 0, 0), (9, 0, 0), (0, 3, 0), (0, 3, 0), (0, 0, 3)], INVEST, INVEST),
    ],
)
def test_a_verdict_is_not_said_where_it_is_best_in_few_worlds_and_another_in_more(
    profits: list[tuple[float, ...]], verdict: str, top: str
) -> None:
    by_treatment = among(np.array(profits, dtype=np.float64).T[:, :, None])
    chosen, highest, shares = choose(by_treatment)
    assert (NAMES[chosen[0]], NAMES[highest[0]]) == (verdict, top)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)


def test_a_fact_explains_what_goes_with_it() -> None:
    gain = np.array([[1.0, 1.0, 5.0], [2.0, 4.0, 5.0], [3.0, 1.0, 5.0]])
    fact = np.array([[2.0, 0.0, 1.0], [4.0, 7.0, 2.0], [6.0, 14.0, 3.0]])
    np.testing.assert_allclose(explained_share(fact, gain), [1.0, 0.0, 0.0], atol=1e-12)


def test_large_portfolios_are_judged_in_fewer_worlds() -> None:
    assert [worlds_for(n, 100) for n in (24, 400, 2000, 50_000)] == [100, 100, 30, 30]
    assert [worlds_for(n, 100) for n in (600, 601, 1200)] == [100, 99, 50]
    assert worlds_for(2000, 20) == 20


ALIKE = [kind for kind, treatment in enumerate(TREATMENTS) if not treatment.is_left]


@pytest.mark.parametrize("kind", ALIKE)
def test_all_treated_alike_earn_together_what_a_run_says(portfolio_of: Make, kind: int) -> None:
    portfolio = portfolio_of(5, yearly_revenue=[500, 400, 300, 200, 100])
    setting = setting_of(portfolio)
    (earned,) = profit_together(whole_of(setting), [np.full(5, kind)])
    policy = TREATMENTS[kind].policy(NOW)
    run = simulate([policy], setting)[policy.name]
    np.testing.assert_allclose(earned, run.total("profit"), rtol=1e-9)


def test_those_replaced_are_left_and_newcomers_know_the_name_of_all(portfolio_of: Make) -> None:
    setting = setting_of(portfolio_of(3, yearly_revenue=[500, 400, 300]), quarters=4)
    kinds = [[INVEST, REPLACE, REPLACE], [INVEST, LEAVE, LEAVE]]
    choices = [np.array([NAMES.index(name) for name in kind]) for kind in kinds]
    replaced, left = profit_together(whole_of(setting), choices)
    world = setting.worlds(np.arange(6))
    own = world.trust.reshape(6, -1)[:, :3]
    way = next(t for t in TREATMENTS if t.name == REPLACE).policy(NOW)
    sizes = np.median(world.size.reshape(6, -1), axis=1)
    horizon = world.vendor_horizon.reshape(6, -1)[:, 0]
    name = np.tile(own.mean(axis=1), (4, 1))  # as it is at first
    first = replace(setting, quarters=1)
    given = (np.arange(6), Population(), Vendor(horizon, sizes, name), way, 2)
    expected = fill_seats(first, *given).profit
    firsts = profit_together(whole_of(first), choices)
    np.testing.assert_allclose(firsts[0] - firsts[1], expected, rtol=1e-9)
    assert (replaced != left).all()


def test_teams_of_one_treatment_are_one_vendor_to_their_partners(
    portfolio_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = portfolio_of(4, yearly_revenue=300.0, trust=[0.9, 0.8, 0.2, 0.1])
    setting = setting_of(portfolio, quarters=2)  # too short for days of ended alliances
    alike = TREATMENTS[NAMES.index(INVEST)]
    (whole,) = profit_together(whole_of(setting), [np.full(4, NAMES.index(INVEST))])
    monkeypatch.setattr("sim.portfolio.together.TREATMENTS", (alike, alike))
    (parted,) = profit_together(whole_of(setting), [np.array([0, 1, 1, 0])])
    np.testing.assert_allclose(parted, whole, rtol=1e-9)


def test_a_split_world_holds_the_same_alliances_at_their_places(portfolio_of: Make) -> None:
    setting = setting_of(portfolio_of(4))
    world = setting.worlds(np.arange(2))
    parted = split(world, np.array([1, 0, 1, 2]))
    rows = world.rows["alliance"]
    np.testing.assert_array_equal(parted.trust, world.trust[parted.order])
    np.testing.assert_array_equal(parted.partner, world.partner[parted.order])
    assert sorted(parted.order.tolist()) == list(range(2 * rows))
    assert parted.vendor[:8].tolist() == [0, 1, 1, 2, 3, 4, 4, 5]
    assert (parted.order[:8] % rows).tolist() == [1, 0, 2, 3, 1, 0, 2, 3]
    assert len(parted.vendor_horizon) == len(world.vendor_horizon) + 4


@pytest.fixture(scope="module")
def two_good_two_poor(portfolio_of: Make) -> Portfolio:
    return portfolio_of(
        4,
        yearly_revenue=[2000, 1500, 60, 50],
        values_partnership=[1, 1, 0, 0],
        score=[65, 60, 35, 35],
        trust=[0.65, 0.6, 0.3, 0.3],
        culture=0.25,
    )


def test_the_plan_adds_up_and_half_of_it_says_what_to_drop(two_good_two_poor: Portfolio) -> None:
    done: list[float] = []
    setting = setting_of(two_good_two_poor, 30, 20)
    advice = advise(two_good_two_poor, setting, progress=done.append)
    assert sum(done) == 2 * advice.worlds == 60
    assert (advice.rule_sets, advice.policy, advice.bench) == (0, "Status quo", 5)
    assert advice.plan.choice == [item.verdict for item in advice.alliances]
    assert advice.plan.choice[:2] == [INVEST, INVEST]
    assert (advice.plan.days, advice.plan.drops) == (120.0, [])
    assert advice.plan.used == sum(30.0 * SHARES[name] for name in advice.plan.choice)
    assert advice.half.days == 0.5 * advice.plan.used
    assert advice.half.used <= advice.half.days
    assert {drop.name for drop in advice.half.drops} == {"P2", "P3"}
    assert advice.half.profit.mean < advice.plan.profit.mean
    assert (advice.plan.rules, advice.plan.all_in_rules, advice.half.all_in) == (None, None, None)
    few = advise(two_good_two_poor, setting, days=30.0)
    assert few.plan.choice[:2] == [INVEST, "leave"]
    assert few.plan.used == 30.0
    assert few.plan.all_in is None  # there are no days for it


def test_the_plan_stands_beside_going_on_and_investing_in_all(
    two_good_two_poor: Portfolio,
) -> None:
    setting = setting_of(two_good_two_poor, 10, 8)
    rules = Rules(replace(setting, replications=4))
    advice = advise(two_good_two_poor, setting, rules=rules)
    assert (advice.worlds, advice.rule_sets) == (10, 4)
    chosen = np.array([NAMES.index(name) for name in advice.plan.choice])
    choices = [chosen, np.full(4, NAMES.index(INVEST)), np.full(4, NAMES.index(KEEP))]
    plan, all_in, keep = profit_together(whole_of(setting), choices)
    assert advice.plan.gain.mean == pytest.approx((plan - keep).mean())
    assert advice.plan.all_in is not None
    assert advice.plan.all_in.mean == pytest.approx((all_in - plan).mean())
    few = robust((plan - keep)[:4]), robust((all_in - plan)[:4])
    for found, wanted in zip((advice.plan.rules, advice.plan.all_in_rules), few, strict=True):
        assert found is not None
        assert found.ahead == wanted.ahead
        assert found.band == pytest.approx(wanted.band)


def test_all_in_wins_customers_back(portfolio_of: Make) -> None:
    portfolio = replace(portfolio_of(2, yearly_revenue=20.0), statuses=("customer", "partner"))
    setting = setting_of(portfolio, 4, 8)
    plan = advise(portfolio, setting).plan
    assert set(plan.choice) <= {LEAVE, REPLACE}
    both = np.array([NAMES.index(WIN_BACK), NAMES.index(INVEST)])
    chosen = np.array([NAMES.index(name) for name in plan.choice])
    earned, all_in = profit_together(whole_of(setting), [chosen, both])
    assert plan.all_in is not None
    assert plan.all_in.mean == pytest.approx((all_in - earned).mean())
