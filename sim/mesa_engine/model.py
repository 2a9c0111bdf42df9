"""The model as Mesa knows it: a constructor with plain keywords, a step a quarter, and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import mesa
import networkx as nx
import numpy as np
from mesa.agent import AgentSet

from sim import policies
from sim.core.draws import AddressedLuck
from sim.core.phase import Phase
from sim.core.scenario import Scenario, quiet
from sim.core.state import Rows, lay_out
from sim.market.population import Population, draw_world
from sim.market.source import Market
from sim.mesa_engine import scenes
from sim.mesa_engine.agents import Partner, Vendor
from sim.mesa_engine.alliance import Alliance
from sim.mesa_engine.checks import check_model
from sim.mesa_engine.collector import QuarterCollector
from sim.mesa_engine.network import draw_graph, refresh
from sim.model.assessment import refresh_derived_factors
from sim.model.quarter import QUARTER, Parameters
from sim.model.start import settle
from sim.policies import Policy
from sim.policies import partners as partner_policies
from sim.run.engine import open_tables

DEFAULT_QUARTERS = 20


class AllianceModel(mesa.Model):
    """A market of vendors and partners, quarter by quarter.

    The focal vendor, ``V0``, follows `policy`, all others follow `rivals`. One seed and replication
    give the same world and the same luck whatever the policies, here and in the numpy engine.

    Args:
        policy: Policy of the focal vendor, by name or as an object.
        rivals: Policy of the other vendors.
        partners: Policy of all partners, by name (see `sim.policies.partners`).
        scenario: What happens to everybody, by name (see ``configs/scenario``) or as an object;
            nothing, if left out.
        vendors: Vendors in the market.
        alliances_per_vendor: Alliances that each holds.
        vendors_per_partner: Competing vendors that each partner works with.
        bench: Prospects on each vendor's bench; none unless given.
        replication: Which of the seed's worlds.
        quarters: The horizon; the scenario's, or 20, if left out.
        seed: Seed of worlds and luck; None takes a fresh one.
        rng: A seed, or what `numpy.random.default_rng` accepts, in place of `seed`.
        activation: ``staged``: all agents take a phase, in shuffled order, before any takes the
            next. ``unstaged``: each takes all its phases in turn, in shuffled order, from the
            second quarter on, when there is a last one to look back on; a lesson in what order
            does, not the model.
        vendor_class: Class of the focal vendor.
        partner_class: Class of the partners.
        parameters: The model's parameters, or only those that differ from the defaults.
        kwargs: Parameters by name, over all the others: ``negativity=1.0``.

    Attributes:
        now: The state, the tables that the numpy engine also works on.
        vendors: The vendors, an agent set.
        partners: The partners, an agent set.
        focal: The focal vendor.
        alliances: All alliances, by row.
        datacollector: What happened; see `QuarterCollector`.
        running: Whether the horizon is still ahead.

    Raises:
        ValueError: Something is wrong; the message lists every problem.
    """

    running: bool

    def __init__(
        self,
        policy: str | Policy = "transactional",
        rivals: str | Policy = "status_quo",
        partners: str = "reciprocal",
        scenario: str | Scenario | None = None,
        vendors: int = 6,
        alliances_per_vendor: int = 10,
        vendors_per_partner: int = 3,
        bench: int = 0,
        replication: int = 0,
        quarters: int | None = None,
        seed: int | None = 1,
        rng: Any = None,
        activation: str = "staged",
        vendor_class: type[Vendor] = Vendor,
        partner_class: type[Partner] = Partner,
        parameters: Parameters | Mapping[str, float] | None = None,
        **kwargs: float,
    ) -> None:
        given = dict(parameters) if isinstance(parameters, Mapping) else {}
        base = Parameters() if parameters is None or given else parameters
        given |= kwargs
        size = {
            "vendors": vendors,
            "alliances_per_vendor": alliances_per_vendor,
            "vendors_per_partner": vendors_per_partner,
            "bench": bench,
        }
        check_model(
            policies_named={"policy": policy, "rivals": rivals},
            partners=partners,
            scenario=scenario,
            size=size,
            replication=replication,
            quarters=quarters,
            seed=seed,
            activation=activation,
            classes={
                "vendor_class": (vendor_class, Vendor),
                "partner_class": (partner_class, Partner),
            },
            parameters=given,
        )
        self.seed = _whole_seed(seed, rng)
        super().__init__(rng=np.random.SeedSequence([self.seed, replication]))
        self.replication, self.activation = replication, activation
        values = replace(partner_policies.apply(base, partners), **given)
        world = draw_world(Population(**size), values, self.seed, [replication])
        self.now = open_tables(
            world,
            values,
            _staged(scenario, quarters or DEFAULT_QUARTERS, Market(Population(**size))),
            AddressedLuck(self.seed, world.replications, world.rows, order=world.order),
        )
        self._people(_found(policy), _found(rivals), vendor_class, partner_class)
        self.vendors.do("set_levers")
        settle(self.now, world)
        self.datacollector = QuarterCollector()
        self._graph: nx.Graph | None = None

    def _people(
        self,
        policy: Policy,
        rivals: Policy,
        vendor_class: type[Vendor],
        partner_class: type[Partner],
    ) -> None:
        """Put agents on the rows, and alliances between them."""
        now = self.now
        lay_out(now.alliances, len(now.alliances.vendor), now.alliances.trust.dtype)
        lay_out(now.vendors, len(now.vendors.horizon), now.vendors.horizon.dtype)
        lay_out(now.partners, len(now.partners.horizon), now.partners.horizon.dtype)
        self.focal = vendor_class(self, 0, policy)
        others = [Vendor(self, row, rivals) for row in range(1, len(now.vendors.horizon))]
        vendors = [self.focal, *others]
        partners = [partner_class(self, row) for row in range(len(now.partners.horizon))]
        self.vendors = AgentSet(vendors, random=self.random)
        self.partners = AgentSet(partners, random=self.random)
        self.alliances = [
            Alliance(vendors[v], partners[p], Rows(now.alliances, np.array([row])), row)
            for row, (v, p) in enumerate(zip(now.vendor_index, now.partner_index, strict=True))
        ]
        for alliance in self.alliances:
            alliance.vendor.alliances.append(alliance)
            alliance.partner.alliances.append(alliance)

    @property
    def quarters(self) -> int:
        """The horizon."""
        return self.now.scenario.quarters

    @property
    def network(self) -> nx.Graph:
        """The market as a graph, alliances as edges, as it stands when asked for."""
        if self._graph is None:
            self._graph = draw_graph(self.agents, self.alliances)
        refresh(self._graph)
        return self._graph

    def step(self) -> None:
        """Run one quarter.

        Raises:
            RuntimeError: The horizon has been reached.
        """
        if not self.running:
            raise RuntimeError(f"the horizon of {self.quarters} quarters has been reached")
        self.now.quarter = self.steps - 1
        if self.activation == "staged" or self.now.quarter == 0:
            self.vendors.shuffle_do("set_levers")
            for phase in QUARTER:
                self.run_phase(phase)
        else:
            self._run_out_of_step()
        a = self.now.alliances
        refresh_derived_factors(a.factors, a.trust, a.vendor_trust, a.intent)
        self.datacollector.collect(self)
        self.running = self.steps < self.quarters

    def run_phase(self, phase: Phase) -> None:
        """Let everybody whose turn it is take a phase, in shuffled order."""
        if phase.actor == "vendor":
            self.vendors.shuffle_do(phase.turn)
        elif phase.actor == "partner":
            self.partners.shuffle_do(phase.turn)
        else:
            phase.run(self.now)

    def _run_out_of_step(self) -> None:
        for phase in QUARTER:
            if phase.actor == "market":
                phase.run(self.now)
        self.agents.shuffle_do("take_turns")


def _found(policy: str | Policy) -> Policy:
    return policies.find(policy) if isinstance(policy, str) else policy


def _staged(scenario: str | Scenario | None, quarters: int, market: Market) -> Scenario:
    if isinstance(scenario, str):
        return scenes.staged(scenario, quarters, market)
    return scenario or quiet(quarters)


def _whole_seed(seed: int | None, rng: Any) -> int:
    """Return the seed as a whole number, drawn where a generator or nothing at all is given."""
    given = seed if rng is None else rng
    if isinstance(given, int | np.integer):
        return int(given)
    return int(np.random.default_rng(given).integers(2**63))
