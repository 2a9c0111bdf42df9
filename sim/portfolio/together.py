"""A portfolio whose alliances are treated each in its own way, simulated as a whole.

A policy is a vendor's, so the vendor is split into teams, one a treatment, each with its alliances
and their days. Partners hear of the whole vendor.

Assumption: days that ended alliances free stay within the team. Newcomers in the seats of
alliances that are replaced know the vendor's name, which they do not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np

from sim.base.arrays import Array, at_least, at_most
from sim.core.quarter import Quarter
from sim.core.world import OF_ALLIANCES, World
from sim.market.population import Population
from sim.model.quarter import QUARTER
from sim.model.reputation import next_reputed_trust, spread_word
from sim.policies import Policy, Preset
from sim.portfolio.bench import Vendor, fill_seats, middle_sizes
from sim.portfolio.treatments import LEAVE, NAMES, TREATMENTS
from sim.run.engine import decide
from sim.run.setting import Setting
from sim.run.simulate import Progress, blocks

LEFT = NAMES.index(LEAVE)
"""How an alliance is treated whose seat somebody else is to have."""


def split(world: World, team: Array) -> World:
    """Return a world whose first vendor is split into teams; the teams come first of all vendors.

    Luck stays where it was: alliances keep their place, and vendors have none.

    Args:
        world: Worlds whose alliances stand replication by replication.
        team: Team of each alliance of a world's first vendor, 0 and up, none left out.
    """
    times, teams = len(world.replications), int(team.max()) + 1
    each = len(world.vendor_horizon) // times
    replication, vendor = np.divmod(world.vendor, each)
    is_first = vendor == 0
    moved = vendor + teams - 1
    moved[is_first] = np.tile(team, times)
    moved += replication * (each + teams - 1)
    rows = np.argsort(moved, kind="stable")
    columns = {
        f.name: getattr(world, f.name).take(rows, axis=-1)
        for f in fields(world)
        if f.name in OF_ALLIANCES and getattr(world, f.name) is not None
    }
    horizon = world.vendor_horizon.reshape(times, each)
    wide = np.concatenate([np.repeat(horizon[:, :1], teams, axis=1), horizon[:, 1:]], axis=1)
    columns |= {"vendor": moved[rows], "order": rows, "vendor_horizon": wide.ravel()}
    is_team = np.arange(wide.size) % (each + teams - 1) < teams
    return replace(world, **columns).arranged(is_team)


@dataclass(frozen=True)
class Whole:
    """What a portfolio is treated as a whole with.

    Attributes:
        setting: The simulation; its worlds are drawn around the portfolio.
        population: The market around it; newcomers come from its bench.
        policy: The policy that the vendor follows now.
    """

    setting: Setting
    population: Population
    policy: Policy


def profit_together(
    whole: Whole, choices: Sequence[Array], progress: Progress = lambda done: None
) -> list[Array]:
    """Return the profit of the portfolio under some choices of treatments, on the same luck.

    Args:
        whole: The portfolio in its market.
        choices: Treatment of each alliance, by its number in `TREATMENTS`, shape (alliances,).
        progress: Called with the worlds finished since the last call.

    Returns:
        For each choice the profit over the run, k€, shape (R,).
    """
    earned: list[list[Array]] = [[] for _ in choices]
    for numbers in blocks(whole.setting):
        world = whole.setting.worlds(numbers)
        for choice, parts in zip(choices, earned, strict=True):
            parts.append(_profit(whole, numbers, world, choice))
        progress(len(numbers))
    return [np.concatenate(parts) for parts in earned]


def _profit(whole: Whole, numbers: Array, world: World, choice: Array) -> Array:
    setting = whole.setting
    is_left = np.array([treatment.is_left for treatment in TREATMENTS])[choice]
    used, team = np.unique(np.where(is_left, LEFT, choice), return_inverse=True)
    teams = len(used)
    vendor = middle_sizes(world)
    world = split(world, team)
    vendors = np.arange(len(world.vendor_horizon))
    ours = teams * len(numbers)
    followers: list[tuple[Policy, Array]] = [
        (TREATMENTS[kind].policy(whole.policy), np.arange(place, ours, teams))
        for place, kind in enumerate(used)
    ]
    followers.append((setting.rivals, vendors[ours:]))
    now = setting.begin(world, followers, numbers, vendors < ours)
    hear = partial(spread_word_of_teams, ours=ours, teams=teams)
    steps = [hear if phase.run is spread_word else phase.run for phase in QUARTER]
    rows = slice(0, len(choice) * len(numbers))
    market, earned = world.vendor[rows] // teams, np.zeros(len(numbers))
    name = []
    for quarter in range(setting.quarters):
        now.quarter = quarter
        name.append(np.bincount(market, now.alliances.trust[rows]) / len(choice))
        if quarter > 0:
            decide(now, followers)
        for run in steps:
            run(now)
        earned += np.bincount(market, now.alliances.profit[rows], len(numbers))
    for kind, treatment in enumerate(TREATMENTS):
        if treatment.is_left and (seats := int((choice == kind).sum())):
            way = treatment.policy(whole.policy)
            assert isinstance(way, Preset)
            met = Vendor(*vendor, np.stack(name))
            earned += fill_seats(setting, numbers, whole.population, met, way, seats).profit
    return earned


def spread_word_of_teams(now: Quarter, ours: int, teams: int) -> None:
    """Do as `spread_word` does, but let partners hear of all the teams of their vendor.

    Args:
        now: The quarter.
        ours: Vendors that are teams; they come first.
        teams: Teams of a world, which stand together.
    """
    alliance = now.alliances

    def of_firm(values: Array) -> Array:
        firms = values[:ours].reshape(-1, teams).sum(axis=1)
        return now.of_vendor(np.concatenate([firms.repeat(teams), values[ours:]]))

    others = of_firm(now.vendors.accounts) - 1.0
    elsewhere = (of_firm(now.sum_by_vendor(alliance.trust)) - alliance.trust) / at_least(others, 1)
    pull = now.per_alliance.reputation_pull * at_most(others, 1.0)
    alliance.trust = next_reputed_trust(alliance.trust, elsewhere, alliance.live * pull)
