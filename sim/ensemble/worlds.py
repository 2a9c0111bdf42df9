"""The worlds of an experiment or of rule sets: what may happen in them, every run made on them.

`Worlds` runs policies on the same worlds and the same luck and keeps what it ran, so that no
experiment simulates what another one has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.config.model import version
from sim.core.parameter import specs
from sim.core.phase import Phase
from sim.core.quarter import Quarter
from sim.core.scenario import Event
from sim.core.state import PROSPECT
from sim.core.world import World
from sim.market.population import Population
from sim.market.source import Market, Start, started
from sim.model.quarter import QUARTER, Parameters
from sim.policies import Levers, Policy, Preset, find
from sim.run.engine import run_phase
from sim.run.result import Result, concatenate
from sim.run.setting import Setting
from sim.run.simulate import blocks, run_worlds, simulate

QUARTERS = 20
PANEL = ("revenue", "margin", "profit", "trust", "discount", "demand", "terminated", "committed")
POPULATION = {"partner_size", "partner_size_spread", "low_value", "valuing_share"}
"""Parameters that worlds are drawn with."""


@dataclass(frozen=True)
class Case:
    """Everything about a run but the policy of the focal vendor.

    Attributes:
        quarters: How long it runs.
        everyone: Whether all vendors follow the policy and all are watched; otherwise the rivals
            keep the status quo and only the focal vendor is watched.
        start: Changes where alliances start; two runs share their cache if they share it.
        events: What happens.
        changes: Parameters that differ from those of the worlds, as (name, value).
        states: Columns of the watched alliances replaced before the first quarter, as (name,
            value); nothing that follows from them is worked out again.
        bench: Prospects on each vendor's bench. A bench changes nothing until somebody recruits.
        panel: Outcomes kept per alliance.
    """

    quarters: int = QUARTERS
    everyone: bool = False
    start: Start | None = None
    events: tuple[Event, ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    states: tuple[tuple[str, float], ...] = ()
    bench: int = 0
    panel: tuple[str, ...] = PANEL


def member(base: str, **levers: float) -> Policy:
    """Return a named policy with some levers changed, named after the change."""
    preset = find(base)
    assert isinstance(preset, Preset), base
    changed = Levers(**(asdict(preset.levers) | levers))
    named = ", ".join(f"{name} {value:g}" for name, value in levers.items())
    return Preset(f"{base} ({named})" if named else base, changed)


TOLD_OF = "version2"
"""Version of the model that the committed facts are told of."""

MARKET = Market(Population(bench=0))
"""The market of facts in which nobody recruits."""


@dataclass
class Worlds:
    """The worlds of an evidence run, and all runs made on them so far.

    Attributes:
        seed: Seed of worlds and luck.
        number: Number of worlds.
        parameters: The model's parameters; each may have one value a world.
        world_numbers: Which of the seed's worlds each is, where one stands more than once.
    """

    seed: int = 101
    number: int = 100
    parameters: Parameters = field(default_factory=lambda: version(TOLD_OF))
    world_numbers: Array | None = None
    _runs: dict[tuple[Case, str], Result] = field(default_factory=dict, repr=False)

    def run(self, *policies: str | Policy, **case: Any) -> list[Result]:
        """Return the result of each policy in a case (keywords of `Case`), run at most once."""
        asked = [find(p) if isinstance(p, str) else p for p in policies]
        where = Case(**case)
        missing = {p.name: p for p in asked if (where, p.name) not in self._runs}
        batches = [[p] for p in missing.values()] if where.everyone else [list(missing.values())]
        for batch in batches if missing else []:
            for result in simulated(batch, self._setting(where, batch[0]), where.states):
                self._runs[where, result.policy] = result
        return [self._runs[where, p.name] for p in asked]

    def parameters_in(self, case: Case) -> Parameters:
        """Return the parameters of a case."""
        changes: dict[str, Any] = dict(case.changes)
        return replace(self.parameters, **changes)

    def _setting(self, case: Case, policy: Policy) -> Setting:
        return Setting(
            parameters=self.parameters_in(case),
            draw=Drawn(self, case),
            quarters=case.quarters,
            events=case.events,
            rivals=policy if case.everyone else find("status_quo"),
            seed=self.seed,
            replications=self.number,
            world_numbers=self.world_numbers,
            panel=case.panel,
            watch="all" if case.everyone else "focal",
        )

    @cached_property
    def world(self) -> World:
        """The worlds as drawn."""
        numbers = range(self.number) if self.world_numbers is None else self.world_numbers.tolist()
        return MARKET(self.parameters, self.seed, numbers)

    def with_bench(self, bench: int) -> World:
        """Return the worlds with a bench, in which the alliances are those without one."""
        numbers = range(self.number) if self.world_numbers is None else self.world_numbers.tolist()
        return Market(Population(bench=bench))(self.parameters, self.seed, numbers)

    def alliances(self, everyone: bool = False) -> dict[str, Array]:
        """Return culture gap, size and value of the watched alliances, shape (worlds, accounts)."""
        world = self.world
        facts = {
            "gap": np.abs(
                world.vendor_horizon[world.vendor] - world.partner_horizon[world.partner]
            ),
            "size": world.size[world.partner],
            "value": world.value[world.partner],
        }
        accounts = None if everyone else MARKET.accounts
        return {k: v.reshape(self.number, -1)[:, :accounts] for k, v in facts.items()}


@dataclass(frozen=True)
class Drawn:
    """The worlds of a case: those drawn already, unless it changes what they are drawn with.

    Attributes:
        worlds: The worlds of the evidence run.
        case: The case.
    """

    worlds: Worlds
    case: Case

    @property
    def market(self) -> Market:
        """The market that worlds are drawn from."""
        return Market(Population(bench=self.case.bench)) if self.case.bench else MARKET

    @property
    def rows(self) -> int:
        """Alliances and prospects in a world."""
        return self.market.rows

    @property
    def accounts(self) -> int:
        """Alliances of the focal vendor at the start."""
        return self.market.accounts

    @property
    def bench(self) -> int:
        """Prospects of the focal vendor."""
        return self.case.bench

    def __call__(self, parameters: Parameters, seed: int, replications: Sequence[int]) -> World:
        """Return the worlds, where alliances start as the case has it."""
        are_all = len(replications) == self.worlds.number
        is_usual = are_all and not self.case.bench
        is_usual = is_usual and not set(dict(self.case.changes)) & POPULATION
        world = self.worlds.world if is_usual else self.market(parameters, seed, replications)
        return started(self.case.start, world, parameters)


@dataclass(frozen=True)
class Replaced:
    """Runs the phases of a quarter, before the first with some states of alliances replaced.

    Attributes:
        states: Columns of the watched alliances and their values.
    """

    states: tuple[tuple[str, float], ...]

    def __call__(self, phase: Phase, now: Quarter) -> None:
        """Run a phase."""
        if now.quarter == 0 and phase is QUARTER[0]:
            watched = now.alliances.status[now.recorded] != PROSPECT
            for name, value in self.states:
                getattr(now.alliances, name)[now.recorded][watched] = value
        run_phase(phase, now)


def simulated(
    policies: Sequence[Policy], setting: Setting, states: tuple[tuple[str, float], ...]
) -> list[Result]:
    """Return the result of each policy, watched alliances started in the states given."""
    if not states:
        return list(simulate(policies, setting).values())
    parts = [
        run_worlds(policies, setting, numbers, setting.worlds(numbers), Replaced(states))
        for numbers in blocks(setting)
    ]
    return [concatenate(list(results)) for results in zip(*parts, strict=True)]


def between(result: Result, outcome: str, first: int, last: int) -> Array:
    """Return an outcome summed over quarters `first` to `last` (from 1), one value a world."""
    return result.outcomes[outcome][:, first - 1 : last].sum(axis=1)


def at(result: Result, outcome: str, quarter: int) -> Array:
    """Return an outcome in a quarter (from 1), one value a world."""
    return result.outcomes[outcome][:, quarter - 1]


def over(part: Array, whole: Array) -> Array:
    """Return ``part / whole``, NaN where the whole is 0."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole != 0)


def mean_where(values: Array, chosen: Array) -> Array:
    """Return the mean over chosen alliances, one a world; NaN where there is none."""
    return over((values * chosen).sum(axis=1), chosen.sum(axis=1).astype(float))


def random_parameters(rng: np.random.Generator) -> Parameters:
    """Return parameters drawn evenly from their ranges: a model that nobody tuned."""
    drawn: dict[str, Any] = {
        spec.name: int(rng.integers(int(spec.low), int(spec.high) + 1))
        if spec.is_whole
        else float(rng.uniform(spec.low, spec.high))
        for spec in specs(Parameters)
    }
    low, high = sorted((drawn["lowest_discount"], drawn["highest_discount"]))
    drawn |= {"lowest_discount": low, "highest_discount": high}
    assert len(drawn) == len(list(specs(Parameters)))
    return Parameters(**drawn)
