"""Advice alliance by alliance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import numpy as np
import pytest

from sim.base.intervals import Interval
from sim.market.population import Population
from sim.policies import Preset, find
from sim.portfolio import AllianceAdvice, Portfolio, PortfolioMarket, advise, as_table
from sim.portfolio import advice as module
from sim.portfolio.advice import Advice
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
from sim.run.setting import Setting
from sim.run.simulate import simulate

Make = Callable[..., Portfolio]


def setting_of(portfolio: Portfolio, replications: int = 60, quarters: int = 20) -> Setting:
    return Setting(
        draw=PortfolioMarket(portfolio, Population()),
        quarters=quarters,
        replications=replications,
    )


@pytest.fixture(scope="module")
def whole(example: Portfolio) -> Advice:
    return advise(example, setting_of(example))


@pytest.fixture(scope="module")
def advice(whole: Advice) -> list[AllianceAdvice]:
    return list(whole.alliances)


def test_the_treatments_pay_the_days_they_say(portfolio_of: Make) -> None:
    portfolio = portfolio_of(4, trust=0.6, clear_objective=70)
    results = simulate(
        [t.policy(find("status_quo")) for t in TREATMENTS if t.name in (INVEST, MAINTAIN, LEAVE)],
        setting_of(portfolio, replications=5, quarters=1),
    )
    paid = {name: result.outcomes["paid_days"][:, 0] / 4 for name, result in results.items()}
    np.testing.assert_allclose(paid[INVEST], 30)
    np.testing.assert_allclose(paid[MAINTAIN], 19.5)
    np.testing.assert_allclose(paid[LEAVE], 0)


def test_each_way_is_that_of_a_policy_but_for_the_days() -> None:
    now = find("adaptive")
    found = {t.name: t.policy(now) for t in TREATMENTS}
    assert found.pop(KEEP) is now
    levers = {name: policy.levers for name, policy in found.items() if isinstance(policy, Preset)}
    days = {"capacity_use", "relationship_share"}

    def differing(name: str, base: str) -> set[str]:
        usual = asdict(find(base).levers)  # type: ignore[attr-defined]
        return {lever for lever, value in asdict(levers[name]).items() if usual[lever] != value}

    assert differing(INVEST, "vst") == differing(REPLACE, "vst") == {"win_back"}
    assert (levers[INVEST].win_back, levers[WIN_BACK].win_back) == (0.0, 1.0)
    assert differing(WIN_BACK, "vst") == {"win_back"}
    assert differing(MAINTAIN, "balanced") == days
    assert differing(LEAVE, "do_nothing") == set()
    assert levers[MAINTAIN].capacity_use == pytest.approx(0.65)
    assert levers[MAINTAIN].relationship_share == pytest.approx(4.5 / 19.5)


def test_every_alliance_gets_advice_in_its_order(
    example: Portfolio, advice: list[AllianceAdvice]
) -> None:
    assert [item.name for item in advice] == list(example.names)
    assert {item.verdict for item in advice} <= set(NAMES)
    assert len({item.verdict for item in advice}) > 1


def test_the_verdict_is_the_treatment_that_earns_most_or_beside_a_bet_the_next(
    advice: list[AllianceAdvice],
) -> None:
    for item in advice:
        means = {name: float(outlook.profit.mean) for name, outlook in item.outlook.items()}
        ranked = sorted(means, key=means.__getitem__, reverse=True)
        if means[item.verdict] == max(means.values()):
            assert [item.verdict, item.next_best] == ranked[:2]
        else:
            assert item.next_best == ranked[0]
            assert item.best_share > 1 / 3
        assert item.gain.mean == pytest.approx(means[item.verdict] - means[item.next_best])
        assert (item.confidence == "bet") == bool(item.bet)
        if item.bet:
            assert item.bet == item.next_best
            assert item.gain.high < 0
        assert item.gain.low <= item.gain.mean <= item.gain.high
        for name, over in item.over_now.items():
            assert over.mean == pytest.approx(means[name] - means[KEEP])


def test_facts_at_the_start_are_those_given(
    example: Portfolio, advice: list[AllianceAdvice]
) -> None:
    for j, item in enumerate(advice):
        if example.is_known("score")[j]:
            assert item.score == pytest.approx(example.facts["score"][j])
        if example.is_known("trust")[j]:
            assert item.trust == pytest.approx(example.facts["trust"][j])
        guess = example.facts["values_partnership"][j]
        if guess in (0.0, 1.0):
            assert item.value_chance == guess


def test_large_willing_partners_are_worth_it_and_small_unwilling_ones_are_not(
    portfolio_of: Make,
) -> None:
    portfolio = portfolio_of(
        2,
        yearly_revenue=[2000, 60],
        values_partnership=[1, 0],
        score=[65, 35],
        trust=[0.65, 0.3],
        culture=[0.25, 0.25],
    )
    good, poor = advise(portfolio, setting_of(portfolio)).alliances
    assert (good.verdict, good.confidence) == (INVEST, "clear")
    assert poor.verdict in (LEAVE, REPLACE)
    assert good.outlook[INVEST].trust > good.outlook[LEAVE].trust
    assert poor.outlook[LEAVE].partner < poor.outlook[INVEST].partner


def test_advice_does_not_depend_on_how_replications_are_cut(
    example: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = setting_of(example, replications=7, quarters=4)
    whole = as_table(advise(example, setting))
    monkeypatch.setattr("sim.run.simulate.BLOCK_BYTES", 3 * 72 * 8)
    assert as_table(advise(example, setting)) == whole


def test_what_tells_is_among_what_the_file_leaves_open(advice: list[AllianceAdvice]) -> None:
    by_name = {item.name: item for item in advice}
    assert by_name["Haverlock Group"].telling[0] == "values_partnership"
    assert all(set(item.telling) <= set(item.drawn) for item in advice)
    assert all(len(item.telling) <= module.MOST_FACTS for item in advice)


def test_the_table_is_flat_and_complete(whole: Advice, advice: list[AllianceAdvice]) -> None:
    rows = as_table(whole)
    assert len(rows) == 24
    assert len({tuple(row) for row in rows}) == 1
    for row in rows:
        assert all(isinstance(value, str | float) for value in row.values())
        assert all(np.isfinite(v) for v in row.values() if isinstance(v, float))
    assert rows[0]["invest_over_going_on_keur_low"] == advice[0].over_now[INVEST].low
    assert [row["within_days"] for row in rows] == list(whole.plan.choice)
    assert [row["with_half_the_days"] for row in rows] == list(whole.half.choice)
    assert isinstance(advice[0].gain, Interval)
