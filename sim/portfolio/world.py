"""Worlds around a portfolio: what it gives is fixed, what it leaves open is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Array
from sim.core.rules import of_world
from sim.core.state import PARTNER, TRANSACTIONAL
from sim.core.world import World
from sim.market.population import Population, draw_facts, draw_horizons, draw_partners
from sim.market.world_draws import WorldLuck
from sim.model.factors import AUTONOMY, BUILT, LONG_TERM, TRUST
from sim.model.quarter import Parameters
from sim.policies import Sight, decided_levers, find
from sim.portfolio.columns import CUSTOMER, FACTOR_COLUMNS
from sim.portfolio.read import Portfolio
from sim.portfolio.revenue import match_revenue
from sim.portfolio.rivals import deal_rivals
from sim.portfolio.score import match_scores


@dataclass(frozen=True)
class PortfolioMarket:
    """The market around a portfolio, as a run draws it.

    Attributes:
        portfolio: The focal vendor's alliances.
        population: The market around it; ``alliances_per_vendor`` does not count.
        own_culture: Culture of the focal vendor, 0 (short term) to 1; drawn if left out.
    """

    portfolio: Portfolio
    population: Population = field(default_factory=Population)
    own_culture: float | None = None

    @property
    def rows(self) -> int:
        """Alliances in a world; nobody has a bench."""
        return self.accounts * self.population.vendors_per_partner

    @property
    def accounts(self) -> int:
        """Those of the focal vendor, which come first."""
        return len(self.portfolio)

    @property
    def bench(self) -> int:
        """Prospects of the focal vendor: none, as a portfolio names alliances."""
        return 0

    def __call__(self, parameters: Parameters, seed: int, replications: Sequence[int]) -> World:
        """Return new worlds, one a replication."""
        given = (self.portfolio, self.population, parameters, seed, replications)
        return portfolio_worlds(*given, own_culture=self.own_culture)


def portfolio_worlds(
    portfolio: Portfolio,
    population: Population,
    parameters: Parameters,
    seed: int,
    replications: Sequence[int],
    own_culture: float | None = None,
) -> World:
    """Draw one world a replication around a portfolio.

    Vendor 0 holds exactly the portfolio: its alliance j, and partner j, are row j. Each partner has
    ``vendors_per_partner - 1`` rival vendors more, dealt at random from the ``vendors - 1`` others
    (fewer where there are not as many alliances for them). What the portfolio gives is the same in
    every replication; what it leaves open is drawn from the default population in each, so
    intervals over replications carry that ignorance.

    Assumption: autonomy, unless given, starts as the status quo leaves it, whatever the policy
    tried: alliances are as they are before a policy begins. Trust and credibility without trust
    means that both sides trust alike. A customer is an account that has just been demoted: unless
    the file gives its long-term relationship, its intent stands where partners are demoted.

    Args:
        portfolio: The focal vendor's alliances.
        population: The market around it; ``alliances_per_vendor`` does not count.
        parameters: The model's parameters.
        seed: Seed of the run.
        replications: Numbers of the replications.
        own_culture: Culture of the focal vendor, 0 (short term) to 1; drawn if left out.
    """
    own = np.nan if own_culture is None else own_culture
    n, each = len(portfolio), population.vendors_per_partner - 1
    rivals = min(population.vendors - 1, n * each)
    if rivals < each:
        raise ValueError(
            f"population.vendors_per_partner: {each + 1} given; "
            f"there are {population.vendors} vendors in all"
        )
    dealt = deal_rivals(WorldLuck(seed, np.asarray(replications)), n, each, rivals)
    world = World.concatenate(
        [
            _draw_replication(portfolio, own, of_world(parameters, at), population, seed, *drawn)
            for at, drawn in enumerate(zip(replications, dealt, strict=True))
        ]
    )
    rows = focal_rows(world)
    world = match_scores(world, portfolio, parameters, rows)
    return match_revenue(world, portfolio, parameters, rows)


def focal_rows(world: World) -> Array:
    """Return the alliances of vendor 0 of each replication."""
    vendors = len(world.vendor_horizon) // len(world.replications)
    return np.flatnonzero(world.vendor % vendors == 0)


def _draw_replication(
    portfolio: Portfolio,
    own: float,
    p: Parameters,
    population: Population,
    seed: int,
    number: int,
    dealt: Array,
) -> World:
    """Draw a world in which each partner has the rivals dealt to it, shape (partners, each)."""
    luck = WorldLuck(seed, np.array([number]))
    (n, each), known = dealt.shape, portfolio.facts
    rivals = min(population.vendors - 1, n * each)
    vendor = np.concatenate([np.zeros(n, np.intp), 1 + dealt.ravel()])
    partner = np.concatenate([np.arange(n), np.repeat(np.arange(n), each)])
    by_vendor = np.argsort(vendor, kind="stable")

    facts = _exact(draw_facts(luck, len(vendor)))
    vendor_horizon = draw_horizons(luck, "vendor", 1 + rivals, population.dog_vendors)
    vendor_horizon[0] = _known_or(own, vendor_horizon[0])
    partner_horizon = draw_horizons(luck, "partn", n, population.dog_partners)
    valuing = _known_or(known["values_partnership"], p.valuing_share)
    partners = _exact(draw_partners(luck, n, p, valuing))

    _set_focal(facts, known, vendor_horizon)
    _set_customers(facts, portfolio.statuses, p.demotion_intent)
    return World(
        replications=np.array([number]),
        vendor=vendor[by_vendor],
        partner=partner[by_vendor],
        vendor_horizon=vendor_horizon,
        partner_horizon=_known_or(known["culture"], partner_horizon),
        **partners,
        **facts,
    )


def _exact(drawn: dict[str, Array]) -> dict[str, Array]:
    """Return columns that hold what is known to the last digit."""
    return {name: values.astype(np.float64) for name, values in drawn.items()}


def _set_focal(facts: dict[str, Array], known: Mapping[str, Array], vendor_horizon: Array) -> None:
    """Write what is known over what was drawn for the first rows, those of the focal vendor."""
    total, n = len(facts["trust"]), len(known["trust"])
    focal = slice(0, n)
    both = known[FACTOR_COLUMNS[TRUST]] / 100.0
    trust = _known_or(known["trust"], both)
    facts["trust"][focal] = _known_or(trust, facts["trust"][focal])
    facts["vendor_trust"][focal] = _known_or(
        np.clip(2.0 * both - trust, 0.0, 1.0), facts["vendor_trust"][focal]
    )
    facts["discount"][focal] = _known_or(known["discount"], facts["discount"][focal])
    facts["threads"][focal] = _known_or(known["contacts"], facts["threads"][focal])
    for i in BUILT:
        facts["factors"][i, focal] = _known_or(
            known[FACTOR_COLUMNS[i]] / 100.0, facts["factors"][i, focal]
        )

    facts["regions"] = np.zeros(total)
    facts["regions"][focal] = _known_or(known["regions"] - 1.0, 0.0)
    facts["intent"] = np.full(total, np.nan)
    facts["intent"][focal] = known[FACTOR_COLUMNS[LONG_TERM]] / 100.0
    facts["autonomy"] = np.full(total, np.nan)
    facts["autonomy"][focal] = _known_or(
        known[FACTOR_COLUMNS[AUTONOMY]] / 100.0, 1.0 - _status_quo_control(vendor_horizon[:1])
    )


def _set_customers(facts: dict[str, Array], statuses: Sequence[str], intent: float) -> None:
    """Let the accounts that are mere customers start as such."""
    at = np.flatnonzero([status == CUSTOMER for status in statuses])
    if not len(at):
        return
    facts["status"] = np.full(len(facts["trust"]), PARTNER, np.int8)
    facts["status"][at] = TRANSACTIONAL
    facts["intent"][at] = _known_or(facts["intent"][at], intent)


def _status_quo_control(horizon: Array) -> Array:
    one = np.ones(1)
    seen = Sight(quarter=0, horizon=horizon, attainment=one, habit=0.0 * one)
    return decided_levers(find("status_quo"), seen)["control"]


def _known_or(known: Array | float, otherwise: Array | float) -> Array:
    return np.where(np.isnan(known), otherwise, known)
