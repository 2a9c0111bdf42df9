"""Newcomers: what the seat of an alliance that is left earns with somebody from the bench in it.

Newcomers are strangers to the portfolio, so they are simulated beside it: in worlds of the same
rules, with a vendor of the same culture and the same name in the market.

Assumption: newcomers are spread around the size of the vendor's middle partner, as partners of the
default market are around theirs; all else of them is drawn from that market.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Array
from sim.core.phase import Phase
from sim.core.quarter import Quarter
from sim.core.rules import of_worlds, per_row
from sim.core.state import PARTNER, PROSPECT, TERMINATED
from sim.core.world import World
from sim.market.population import Population
from sim.market.source import Market
from sim.model.reputation import earn_name, next_reputed_trust, spread_word
from sim.policies import Preset
from sim.portfolio.world import focal_rows
from sim.run.engine import run_phase
from sim.run.setting import Setting
from sim.run.simulate import run_worlds

STRANGERS = 2**40
"""Added to the numbers of worlds, so that newcomers do not meet the luck of alliances."""


@dataclass(frozen=True)
class Seats:
    """What seats that were emptied at the start bring with newcomers in them.

    Attributes:
        profit: Profit of all of them over the run, signings paid, k€, shape (R,).
        filled: Share of them that are filled at the end, shape (R,).
    """

    profit: Array
    filled: Array


@dataclass(frozen=True)
class Vendor:
    """Whom newcomers meet, in some worlds.

    Attributes:
        culture: Its culture, shape (R,).
        size: Size of its middle partner, k€ a quarter, shape (R,).
        name: Mean trust of its alliances as each quarter began, shape (quarters, R).
    """

    culture: Array
    size: Array
    name: Array


def middle_sizes(world: World) -> tuple[Array, Array]:
    """Return culture of the first vendor and the middle size of its partners, world by world."""
    times = len(world.replications)
    sizes = world.size[world.partner[focal_rows(world)]].reshape(times, -1)
    return world.vendor_horizon.reshape(times, -1)[:, 0], np.median(sizes, axis=1)


@dataclass(frozen=True)
class GivenName:
    """Runs the phases of a quarter with a vendor whose name others have made.

    Attributes:
        name: Mean trust of its alliances as each quarter began, shape (quarters, R).
    """

    name: Array

    def __call__(self, phase: Phase, now: Quarter) -> None:
        """Run a phase."""
        alliance, rows = now.alliances, now.recorded
        known = self.name[now.quarter]
        before = alliance.trust[rows].copy() if phase.run is spread_word else None
        run_phase(phase, now)
        if phase.run is earn_name:
            now.vendors.reputation[: len(known)] = known
            alliance.reputation = now.of_vendor(now.vendors.reputation)
        if before is not None:
            pull = (
                alliance.live[rows]
                * np.broadcast_to(now.per_alliance.reputation_pull, alliance.trust.shape)[rows]
            )
            heard = known.repeat(len(before) // len(known))
            alliance.trust[rows] = next_reputed_trust(before, heard, pull)


def fill_seats(
    setting: Setting,
    numbers: Array,
    population: Population,
    vendor: Vendor,
    policy: Preset,
    seats: int = 1,
) -> Seats:
    """Return what emptied seats bring.

    Each quarter the vendor approaches, for every empty seat, the prospect that promises most.

    Args:
        setting: The simulation.
        numbers: Numbers of some replications.
        population: Its bench is the vendor's; its cultures and competition are those of newcomers.
        vendor: Whom newcomers meet.
        policy: How newcomers are treated.
        seats: Seats that are empty.
    """
    each = population.vendors_per_partner
    market = Market(replace(population, vendors=2 * each, alliances_per_vendor=seats))
    drawn = setting.numbers_of(numbers) + STRANGERS
    parameters = of_worlds(setting.parameters, numbers)
    world = market(parameters, setting.seed, drawn.tolist())
    usual = per_row(parameters, np.arange(len(numbers))).partner_size
    sizes = world.size.reshape(len(numbers), -1) * (vendor.size / usual)[:, None]
    status = np.full(len(world.vendor), PARTNER) if world.status is None else world.status.copy()
    vendors = len(world.vendor_horizon) // len(numbers)
    status[(world.vendor % vendors == 0) & (status != PROSPECT)] = TERMINATED
    horizon = world.vendor_horizon.astype(np.float64)
    horizon[::vendors] = vendor.culture
    recruiting = Preset(policy.name, replace(policy.levers, recruit=1.0))
    beside = replace(
        setting,
        draw=market,
        panel=("partners",),
        watch="focal",
        events=[event for event in setting.events if event.accounts == "all"],
        world_numbers=setting.numbers_of(np.arange(setting.replications)) + STRANGERS,
    )
    (result,) = run_worlds(
        [recruiting],
        beside,
        numbers,
        replace(world, status=status, vendor_horizon=horizon, size=sizes.ravel()),
        GivenName(vendor.name),
    )
    filled = np.nansum(result.panel["partners"][:, -1], axis=1) / seats
    return Seats(result.total("profit"), filled)
