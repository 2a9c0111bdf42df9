"""Worlds around a portfolio: what is given holds in all of them, what is open differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.arrays import Array
from sim.core.parameter import specs
from sim.core.world import World
from sim.market.population import Population
from sim.model.factors import AUTONOMY, BUILT, LONG_TERM, TRUST, score
from sim.model.quarter import Parameters
from sim.policies import Levers, Preset, find
from sim.portfolio import COLUMNS, Portfolio, PortfolioMarket, portfolio_worlds
from sim.portfolio.columns import FACTOR_COLUMNS
from sim.portfolio.world import focal_rows
from sim.run.ordinary import first_quarter_revenue
from sim.run.setting import Setting
from sim.run.simulate import simulate

Make = Callable[..., Portfolio]
MARKET, DEFAULT = Population(), Parameters()
WORLDS = 30


def focal(world: World, values: Array) -> Array:
    return values[..., focal_rows(world)].reshape(*values.shape[:-1], len(world.replications), -1)


def draw(portfolio: Portfolio, worlds: int = WORLDS, p: Parameters = DEFAULT) -> World:
    return portfolio_worlds(portfolio, MARKET, p, 1, range(worlds))


def start(portfolio: Portfolio, policy: str = "balanced", worlds: int = WORLDS) -> Array:
    """The twelve factors before the first quarter, as the engine has them: (worlds, rows, 12)."""
    setting = Setting(draw=PortfolioMarket(portfolio, MARKET), quarters=1, replications=worlds)
    return simulate([find(policy)], setting)[policy].factors[0]


def test_the_focal_vendor_holds_the_rows_in_order(portfolio_of: Make) -> None:
    world = draw(portfolio_of(7), worlds=3)
    for number in range(3):
        own = world.vendor == 6 * number
        assert world.partner[own].tolist() == [7 * number + j for j in range(7)]
    assert np.bincount(world.partner).tolist() == [3] * 21
    pairs = set(zip(world.vendor.tolist(), world.partner.tolist(), strict=True))
    assert len(pairs) == len(world.vendor)


def test_a_small_portfolio_has_only_rivals_with_accounts(portfolio_of: Make) -> None:
    world = draw(portfolio_of(1), worlds=2)
    assert np.bincount(world.vendor).tolist() == [1, 1, 1] * 2


def test_a_monopoly_has_no_rivals(portfolio_of: Make) -> None:
    alone = Population(vendors_per_partner=1)
    world = portfolio_worlds(portfolio_of(2), alone, DEFAULT, 1, [0, 1])
    assert world.vendor.tolist() == [0, 0, 1, 1]


def test_too_few_vendors_are_refused(portfolio_of: Make) -> None:
    crowded = Population(vendors=2, vendors_per_partner=3)
    with pytest.raises(ValueError, match="3 given; there are 2 vendors in all"):
        portfolio_worlds(portfolio_of(2), crowded, DEFAULT, 1, [0])


def test_a_replication_alone_equals_the_same_in_a_batch(example: Portfolio) -> None:
    together = draw(example, worlds=5)
    alone = portfolio_worlds(example, MARKET, DEFAULT, 1, [3])
    for field in fields(World):
        if field.name in ("replications", "vendor", "partner", "order", "status"):
            continue
        values = getattr(together, field.name)
        size = values.shape[-1] // 5
        mine = values[..., 3 * size : 4 * size]
        np.testing.assert_array_equal(mine, getattr(alone, field.name), err_msg=field.name)


def test_what_is_given_holds_everywhere_and_what_is_open_varies(portfolio_of: Make) -> None:
    given_facts = portfolio_of(
        2,
        culture=[0.25, np.nan],
        trust=[0.3, np.nan],
        discount=[0.33, np.nan],
        contacts=[4, np.nan],
        clear_objective=[80, np.nan],
    )
    world = draw(given_facts)
    first_partner = world.partner_horizon.reshape(WORLDS, -1)
    for values, wanted in (
        (focal(world, world.trust), 0.3),
        (focal(world, world.discount), 0.33),
        (focal(world, world.threads), 4.0),
        (focal(world, world.factors[0]), 0.8),
        (first_partner, 0.25),
    ):
        assert (values[:, 0] == wanted).all()
        assert len(set(values[:, 1].tolist())) == WORLDS
    other = world.trust[world.vendor % 5 != 0]
    assert len(set(other.tolist())) == len(other)


def test_a_given_fact_moves_no_other_draw(portfolio_of: Make) -> None:
    plain, told = draw(portfolio_of(3)), draw(portfolio_of(3, trust=[0.3, np.nan, np.nan]))
    np.testing.assert_array_equal(focal(plain, plain.trust)[:, 1:], focal(told, told.trust)[:, 1:])
    for name in ("vendor", "discount", "factors", "size", "value", "vendor_horizon"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(told, name))


def test_a_partner_values_partnership_with_the_chance_given(portfolio_of: Make) -> None:
    chances = [1.0, 0.0, 0.5, np.nan]
    values = draw(portfolio_of(4, values_partnership=chances), worlds=400).value.reshape(400, -1)
    np.testing.assert_allclose((values == 1).mean(axis=0), [1, 0, 0.5, 0.2], atol=0.07)
    assert set(values.ravel().tolist()) == {DEFAULT.low_value, 1.0}


def test_own_culture_may_be_given(portfolio_of: Make) -> None:
    world = portfolio_worlds(portfolio_of(2), MARKET, DEFAULT, 1, range(5), own_culture=0.9)
    horizons = world.vendor_horizon.reshape(5, -1)
    assert (horizons[:, 0] == 0.9).all()
    assert len(set(horizons[:, 1].tolist())) == 5


def test_factors_that_mirror_states_set_those_states(portfolio_of: Make) -> None:
    told = portfolio_of(
        1, trust_and_credibility=60, trust=0.5, long_term_relationship=35, autonomy=45
    )
    factors = start(told)
    np.testing.assert_allclose(factors[..., TRUST], 0.60)
    np.testing.assert_allclose(factors[..., LONG_TERM], 0.35)
    np.testing.assert_allclose(factors[..., AUTONOMY], 0.45)
    np.testing.assert_allclose(draw(told).vendor_trust[0], 0.7)
    alike = draw(portfolio_of(1, trust_and_credibility=60))
    assert alike.trust[0] == alike.vendor_trust[0] == 0.6


def test_starts_do_not_depend_on_the_policy_tried(example: Portfolio) -> None:
    np.testing.assert_array_equal(start(example, "vst"), start(example, "transactional"))


@settings(max_examples=25, deadline=None)
@given(
    goal=st.floats(25, 80),  # what is given may alone make up 19
    one=st.one_of(st.just(np.nan), st.floats(30, 70)),
    trust=st.one_of(st.just(np.nan), st.floats(0.2, 0.8)),
)
def test_a_given_score_is_true_at_the_start(
    portfolio_of: Make, goal: float, one: float, trust: float
) -> None:
    told = portfolio_of(2, score=goal, communication=one, trust=trust)
    factors = start(told, worlds=10)
    np.testing.assert_allclose(score(np.moveaxis(factors, -1, 0)), goal, atol=1e-9)
    if not np.isnan(one):
        np.testing.assert_allclose(factors[..., 5], one / 100)
    assert factors.min() >= 0
    assert factors.max() <= 1


def test_trust_moves_only_where_the_built_factors_are_not_enough(portfolio_of: Make) -> None:
    free = draw(portfolio_of(1))
    assert (draw(portfolio_of(1, score=60)).trust == free.trust).all()
    low = draw(portfolio_of(1, score=10))
    assert (focal(low, low.trust) < focal(free, free.trust)).any()
    built = {FACTOR_COLUMNS[i]: 50 for i in BUILT}
    fixed = portfolio_of(1, score=55, **built)
    np.testing.assert_allclose(100 * start(fixed).mean(axis=-1), 55, atol=1e-9)


@pytest.mark.parametrize("goal", [0.0, 100.0])
def test_a_score_out_of_reach_is_met_as_nearly_as_can_be(portfolio_of: Make, goal: float) -> None:
    factors = start(portfolio_of(1, score=goal), worlds=5)
    np.testing.assert_allclose(factors[..., list(BUILT)], goal / 100, atol=1e-12)
    np.testing.assert_allclose(factors[..., TRUST], goal / 100, atol=1e-12)


def test_revenue_given_is_earned_in_an_ordinary_quarter(example: Portfolio) -> None:
    world = draw(example)
    yearly = 4 * focal(world, first_quarter_revenue(world, DEFAULT))
    known = example.is_known("yearly_revenue")
    wanted = np.tile(example.facts["yearly_revenue"][known], (WORLDS, 1))
    np.testing.assert_allclose(yearly[:, known], wanted, rtol=1e-12)


def test_revenue_given_is_earned_in_simulation(example: Portfolio) -> None:
    """Under the status quo without the ask, on average over ordinary luck, within noise."""
    unpushed = Preset(
        "unpushed", replace(Levers(), relationship_share=0.35, follow_up=0.1, control=0.2)
    )
    setting = Setting(
        draw=PortfolioMarket(example, MARKET),
        quarters=4,
        replications=400,
        panel=("revenue",),
    )
    revenue = simulate([unpushed], setting)["unpushed"].panel["revenue"].mean(axis=0)
    known = example.is_known("yearly_revenue")
    wanted = example.facts["yearly_revenue"][known]
    np.testing.assert_allclose(4 * revenue[0, known], wanted, rtol=0.06)
    np.testing.assert_allclose(revenue[:, known].sum(), wanted.sum(), rtol=0.15)


@pytest.mark.parametrize("extreme", ["low", "high"])
def test_the_extremes_of_every_column_can_be_simulated(portfolio_of: Make, extreme: str) -> None:
    facts = {name: getattr(column, extreme) for name, column in COLUMNS.items()}
    told = portfolio_of(2, **facts)
    setting = Setting(draw=PortfolioMarket(told, MARKET), quarters=8, replications=5)
    for result in simulate([find("transactional"), find("vst")], setting).values():
        assert all(np.isfinite(values).all() for values in result.outcomes.values())


def test_the_example_runs_in_single_precision(example: Portfolio) -> None:
    setting = Setting(draw=PortfolioMarket(example, MARKET), replications=3, precision="single")
    both = [
        simulate([find("balanced")], replace(setting, precision=precision))["balanced"]
        for precision in ("single", "double")
    ]
    np.testing.assert_allclose(both[0].total("profit"), both[1].total("profit"), rtol=0.05)


def test_the_market_around_a_portfolio_knows_its_size(example: Portfolio) -> None:
    market = PortfolioMarket(example, MARKET)
    world = market(DEFAULT, 1, [0, 1])
    assert market.rows == world.rows["alliance"]
    assert market.accounts == len(focal_rows(world)) // 2 == len(example)


def test_each_world_is_drawn_by_its_own_parameters(portfolio_of: Make) -> None:
    """One value a world gives the worlds that each value alone gives, given facts included."""
    two = portfolio_of(2, score=60.0, yearly_revenue=900.0)
    varied = {s.name: np.array(s.plausible) for s in specs(Parameters)}
    together = draw(two, worlds=2, p=replace(DEFAULT, **varied))  # type: ignore[arg-type]
    for world in (0, 1):
        plain = {name: float(values[world]) for name, values in varied.items()}
        alone = portfolio_worlds(two, MARKET, replace(DEFAULT, **plain), 1, [world])
        for name in ("size", "trust", "value", "factors"):
            values = getattr(together, name)
            per_world = np.split(values, 2, axis=-1)[world]
            assert per_world == pytest.approx(getattr(alone, name), rel=1e-12), name
