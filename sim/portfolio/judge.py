"""Each alliance under each treatment, the others held at the policy that the vendor follows now.

One run follows that policy throughout. In the run of a treatment every alliance is treated so, but
each gets its own days and hears of the others what they are in the first run: what it earns is what
it would earn as the only one treated so.

Assumption: an alliance that is treated otherwise does not change the others enough for that to come
back to it, and rivals, who meet all of them at once, are the same for all practical purposes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.base.arrays import Array
from sim.core.phase import Phase
from sim.core.quarter import Quarter
from sim.core.rules import of_worlds
from sim.core.world import World
from sim.market.population import Population
from sim.model.cash import see_credit
from sim.model.effort import served, spread_effort
from sim.model.factors import score
from sim.model.reputation import earn_name, next_reputed_trust, spread_word
from sim.policies import Policy, Preset
from sim.portfolio.bench import Vendor, fill_seats, middle_sizes
from sim.portfolio.coverage import SCORE
from sim.portfolio.score import start_factors
from sim.portfolio.treatments import KEEP, LEAVE, NAMES, TREATMENTS
from sim.portfolio.world import focal_rows
from sim.run.engine import run_phase
from sim.run.result import Result
from sim.run.setting import Setting
from sim.run.simulate import Progress, blocks, run_worlds

PANEL = ("profit", "trust", "partners", "terminated")


@dataclass(frozen=True)
class Judged:
    """How alliances fare under each treatment, and where they start.

    Attributes:
        ends: Treatment to measure of `PANEL` to its value at the end, profit over the run, shape
            (R, alliances).
        starts: Fact to where each alliance starts, shape (R, alliances).
    """

    ends: dict[str, dict[str, Array]]
    starts: dict[str, Array]

    @property
    def profit(self) -> Array:
        """Profit by treatment, world and alliance, k€, shape (treatments, R, alliances)."""
        return np.stack([self.ends[name]["profit"] for name in NAMES])


@dataclass
class Hearsay:
    """Runs the phases of a quarter and keeps what every alliance would hear of the others.

    Attributes:
        others: Quarter by quarter, mean trust of the others as word is spread.
        name: Mean trust of all as the quarter begins, one value a watched vendor.
        strain: Whether the vendor is beyond its credit line.
    """

    others: list[Array] = field(default_factory=list)
    name: list[Array] = field(default_factory=list)
    strain: list[Array] = field(default_factory=list)

    def __call__(self, phase: Phase, now: Quarter) -> None:
        """Run a phase."""
        rows, vendors = now.recorded, watched_vendors(now)
        if phase.run is spread_word:
            trust = now.alliances.trust[rows].reshape(vendors, -1)
            alone = max(1, trust.shape[1] - 1)
            self.others.append(((trust.sum(axis=1, keepdims=True) - trust) / alone).ravel())
        run_phase(phase, now)
        if phase.run is earn_name:
            self.name.append(now.vendors.reputation[:vendors].copy())
        if phase.run is see_credit:
            self.strain.append(now.vendors.strain[:vendors].copy())


@dataclass(frozen=True)
class AsTheOnlyOne:
    """Runs the phases of a quarter in which each alliance alone is treated as all are.

    Attributes:
        heard: What was heard where all follow the policy of now.
        relationship: Relationship days of an account, as a share of its capacity.
        selling: Selling days, as such a share.
    """

    heard: Hearsay
    relationship: float
    selling: float

    def __call__(self, phase: Phase, now: Quarter) -> None:
        """Run a phase."""
        alliance, rows, vendors = now.alliances, now.recorded, watched_vendors(now)
        before = alliance.trust[rows].copy() if phase.run is spread_word else None
        run_phase(phase, now)
        if phase.run is see_credit:
            now.vendors.strain[:vendors] = self.heard.strain[now.quarter]
        if phase.run is spread_effort:
            p = now.per_alliance_at(rows)
            cut = p.credit_cut * now.of_vendor(now.vendors.strain)[rows]
            days = p.capacity_days * (1.0 - cut)
            alliance.relationship_days[rows] = (
                alliance.effort_weight[rows] * self.relationship * days
            )
            sold_to = alliance.live[rows] * served(now)[rows]
            alliance.selling_days[rows] = sold_to * self.selling * days
        if before is not None:
            has_others = len(before) > vendors
            pull = now.per_alliance_at(rows).reputation_pull * alliance.live[rows] * has_others
            alliance.trust[rows] = next_reputed_trust(before, self.heard.others[now.quarter], pull)


def watched_vendors(now: Quarter) -> int:
    """Return how many vendors are watched; they come first."""
    assert now.watched is not None
    return int(now.watched.sum())


def judge(
    setting: Setting,
    population: Population,
    policy: Policy,
    progress: Progress = lambda done: None,
    given: Sequence[str] = NAMES,
) -> Judged:
    """Return how every alliance fares under every treatment.

    Args:
        setting: The simulation; its worlds are drawn around a portfolio.
        population: The market around it; newcomers come from its bench.
        policy: The policy that the vendor follows now.
        progress: Called with the worlds finished since the last call.
        given: Treatments that some alliance can be given; where nobody can be, all goes on.
    """
    ends: dict[str, list[dict[str, Array]]] = {name: [] for name in NAMES}
    starts: list[dict[str, Array]] = []
    for numbers in blocks(setting):
        world = setting.worlds(numbers)
        starts.append(_facts(world, setting, numbers))
        for name, end in _block(setting, population, policy, numbers, world, given).items():
            ends[name].append(end)
        progress(len(numbers))
    return Judged({name: joined(parts) for name, parts in ends.items()}, joined(starts))


def _block(
    setting: Setting,
    population: Population,
    now: Policy,
    numbers: Array,
    world: World,
    given: Sequence[str],
) -> dict[str, dict[str, Array]]:
    """Return how the alliances of some worlds end, by treatment."""

    def ran(policy: Policy, around: Callable[[Phase, Quarter], None]) -> dict[str, Array]:
        (result,) = run_worlds([policy], setting, numbers, world, around)
        return _end(result)

    heard = Hearsay()
    found = {KEEP: ran(now, heard)}
    for treatment in TREATMENTS:
        if treatment.name == KEEP or treatment.is_left:
            continue
        if treatment.name not in given:
            found[treatment.name] = found[KEEP]
            continue
        only = AsTheOnlyOne(heard, treatment.relationship, treatment.selling)
        found[treatment.name] = ran(treatment.policy(now), only)
    vendor = Vendor(*middle_sizes(world), np.stack(heard.name))
    for treatment in TREATMENTS:
        if not treatment.is_left:
            continue
        found[treatment.name] = left = dict(found[LEAVE])
        if population.bench:
            way = treatment.policy(now)
            assert isinstance(way, Preset)
            seats = fill_seats(setting, numbers, population, vendor, way)
            left["profit"] = left["profit"] + seats.profit[:, None]
            left["partners"] = np.broadcast_to(seats.filled[:, None], left["partners"].shape)
    return found


def _end(result: Result) -> dict[str, Array]:
    end = {name: result.panel[name][:, -1].copy() for name in PANEL}
    return end | {"profit": result.panel["profit"].sum(axis=1)}


def joined(parts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """Return arrays of some worlds after those of others, by name."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _facts(world: World, setting: Setting, numbers: Array) -> dict[str, Array]:
    """Return where the alliances of a portfolio start, by fact, shape (R, alliances)."""
    rows = focal_rows(world)
    vendor, partner = world.vendor[rows], world.partner[rows]
    parameters = of_worlds(setting.parameters, numbers)
    values = {
        "trust": world.trust[rows],
        "culture": world.partner_horizon[partner],
        "culture_gap": np.abs(world.vendor_horizon[vendor] - world.partner_horizon[partner]),
        "values_partnership": (world.value[partner] == 1.0).astype(np.float64),
        "yearly_revenue": world.size[partner],
        "discount": world.discount[rows],
        "contacts": world.threads[rows],
        SCORE: score(start_factors(world, parameters, rows)),
    }
    times = len(world.replications)
    return {name: value.reshape(times, -1) for name, value in values.items()}
