"""The whole portfolio: choices within days, and what they earn together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.market.population import Population
from sim.portfolio import Portfolio, PortfolioMarket, advise
from sim.portfolio.advice import NAMES, choose, explained_share, worlds_for
from sim.portfolio.plan import fit
from sim.portfolio.together import profit_together, split
from sim.portfolio.treatments import INVEST, TREATMENTS
from sim.run.setting import Setting
from sim.run.simulate import simulate

Make = Callable[..., Portfolio]
DAYS = np.array([30.0, 19.5, 0.0])
MEANS = np.array([[100.0, 60.0, 30.0], [90.0, 20.0, 25.0], [10.0, 0.0, 29.0]])


def setting_of(portfolio: Portfolio, replications: int = 6, quarters: int = 8) -> Setting:
    market = PortfolioMarket(portfolio, Population())
    return Setting(draw=market, replications=replications, quarters=quarters)


def fitted(limit: float, chosen: tuple[int, ...] = (0, 0, 0)) -> list[int]:
    return fit(MEANS, np.array(chosen), DAYS, limit).tolist()


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
    assert fit(MEANS, np.array([1, 1, 2]), DAYS, 39.0 * (1.0 - 1e-12)).tolist() == [1, 1, 2]


@pytest.mark.parametrize(
    ("profits", "verdict", "top"),
    [
        # by world: (invest, maintain, leave)
        ([(3, 2, 1), (3, 2, 1), (3, 2, 1), (0, 2, 1)], INVEST, INVEST),
        ([(90, 2, 1), (0, 2, 1), (0, 2, 1), (0, 1, 2)], "maintain", INVEST),
        ([(9, 2, 1), (9, 2, 1), (0, 2, 1), (0, 2, 1)], INVEST, INVEST),
        ([(9, 0, 0), (9, 0, 0), (0, 3, 0), (0, 3, 0), (0, 0, 3)], INVEST, INVEST),
    ],
)
def test_a_verdict_is_not_said_where_it_is_best_in_few_worlds_and_another_in_more(
    profits: list[tuple[float, ...]], verdict: str, top: str
) -> None:
    by_treatment = np.array(profits, dtype=np.float64).T[:, :, None]
    chosen, highest, shares = choose(by_treatment)
    assert (NAMES[chosen[0]], NAMES[highest[0]]) == (verdict, top)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)


def test_a_fact_explains_what_goes_with_it() -> None:
    gain = np.array([[1.0, 1.0, 5.0], [2.0, 4.0, 5.0], [3.0, 1.0, 5.0]])
    fact = np.array([[2.0, 0.0, 1.0], [4.0, 7.0, 2.0], [6.0, 14.0, 3.0]])
    np.testing.assert_allclose(explained_share(fact, gain), [1.0, 0.0, 0.0], atol=1e-12)


def test_large_portfolios_are_judged_in_fewer_worlds() -> None:
    assert [worlds_for(n, 100) for n in (24, 400, 2000, 50_000)] == [100, 100, 50, 30]
    assert worlds_for(2000, 20) == 20


@pytest.mark.parametrize("kind", range(len(TREATMENTS)))
def test_all_treated_alike_earn_together_what_a_run_says(portfolio_of: Make, kind: int) -> None:
    portfolio = portfolio_of(5, yearly_revenue=[500, 400, 300, 200, 100])
    setting = setting_of(portfolio)
    numbers = np.arange(setting.replications)
    worlds = [
        (numbers[:4], setting.worlds(numbers[:4])),
        (numbers[4:], setting.worlds(numbers[4:])),
    ]
    (earned,) = profit_together(worlds, [np.full(5, kind)], setting)
    policy = TREATMENTS[kind].policy()
    run = simulate([policy], setting)[policy.name]
    np.testing.assert_allclose(earned, run.total("profit"), rtol=1e-9)


def test_teams_of_one_treatment_are_one_vendor_to_their_partners(
    portfolio_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = portfolio_of(4, yearly_revenue=300.0, trust=[0.9, 0.8, 0.2, 0.1])
    setting = setting_of(portfolio, quarters=2)  # too short for days of ended alliances
    numbers = np.arange(setting.replications)
    worlds = [(numbers, setting.worlds(numbers))]
    (whole,) = profit_together(worlds, [np.zeros(4, int)], setting)
    monkeypatch.setattr("sim.portfolio.together.TREATMENTS", (TREATMENTS[0], TREATMENTS[0]))
    (parted,) = profit_together(worlds, [np.array([0, 1, 1, 0])], setting)
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


def test_the_plan_adds_up_and_half_of_it_says_what_to_drop(portfolio_of: Make) -> None:
    portfolio = portfolio_of(
        4,
        yearly_revenue=[2000, 1500, 60, 50],
        values_partnership=[1, 1, 0, 0],
        score=[65, 60, 35, 35],
        trust=[0.65, 0.6, 0.3, 0.3],
        culture=0.25,
    )
    done: list[float] = []
    advice = advise(portfolio, setting_of(portfolio, 30, 20), progress=done.append)
    assert sum(done) == 2 * advice.worlds == 60
    assert advice.plan.choice == [item.verdict for item in advice.alliances]
    assert advice.plan.choice[:2] == [INVEST, INVEST]
    assert (advice.plan.days, advice.plan.drops) == (120.0, [])
    given = {t.name: 30.0 * t.share for t in TREATMENTS}
    assert advice.plan.used == sum(given[name] for name in advice.plan.choice)
    assert advice.half.days == 0.5 * advice.plan.used
    assert advice.half.used <= advice.half.days
    assert [drop.name for drop in advice.half.drops] == ["P1"]
    assert advice.half.profit.mean < advice.plan.profit.mean
    few = advise(portfolio, setting_of(portfolio, 30, 20), days=30.0)
    assert few.plan.choice[:2] == [INVEST, "leave"]
    assert few.plan.used == 30.0
