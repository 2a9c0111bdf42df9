"""Simulate policies on the same worlds and the same luck, a block of replications at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import ceil
from typing import Any, Literal, TypeAlias

import numpy as np

from sim.base.arrays import Array
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.base.terminal import deaf_workers
from sim.base.workers import local_workers
from sim.core.draws import AddressedLuck
from sim.core.rules import of_world, of_worlds, varying
from sim.core.scenario import Event, Scenario, event_problems, stage
from sim.core.world import World
from sim.market.source import Market, Source
from sim.model.quarter import Parameters
from sim.policies import Policy, find
from sim.run.engine import Around, begin, quarters, run_phase
from sim.run.large import LargeWorld
from sim.run.measures import MEASURES
from sim.run.recorder import Recorder
from sim.run.result import Result, Results, concatenate

BLOCK_BYTES = 2**17
"""Size of a column of a block: enough rows to make calls cheap, few enough to stay in cache."""


Progress: TypeAlias = Callable[[float], None]

LARGE = 2**18
"""Alliances of one replication from which on only what lasts is kept of all of them at once."""

LEAST = {"quarters": 1, "seed": 0, "replications": 1, "done": 0, "workers": 1}
CHOICES = {"precision": ("single", "double"), "watch": ("focal", "all")}


@dataclass(frozen=True)
class Setting:
    """Everything about a simulation but the policy of the focal vendor.

    The focal vendor is vendor 0 of each world; all the others follow `rivals`.

    Attributes:
        parameters: The model's parameters; each may have one value a replication.
        draw: Where worlds come from.
        quarters: How long it runs.
        events: What happens, whatever the policy.
        rivals: Policy of the other vendors.
        seed: Seed of worlds and luck.
        replications: Number of replications.
        world_numbers: Which of the seed's worlds each replication is, shape (replications,), where
            one stands more than once; the first worlds, once each, if left out.
        done: How many of these have been run before, and are left out.
        precision: Floating-point type of the state.
        panel: Outcomes to keep per alliance.
        watch: Whose outcomes to keep: the focal vendor's, or those of all vendors together.
        workers: Processes that share the replications; any number gives the same results.
    """

    parameters: Parameters = field(default_factory=Parameters)
    draw: Source = field(default_factory=Market)
    quarters: int = 20
    events: Sequence[Event] = ()
    rivals: Policy = field(default_factory=lambda: find("status_quo"))
    seed: int = 1
    replications: int = 100
    world_numbers: Array | None = None
    done: int = 0
    precision: Literal["single", "double"] = "double"
    panel: Sequence[str] = ()
    watch: Literal["focal", "all"] = "focal"
    workers: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be run.

        Raises:
            ProblemsError: Something is out of range; all problems are listed.
        """
        problems = [
            f"{name}: {value!r} given; must be a whole number from {low}"
            for name, low in LEAST.items()
            if not isinstance(value := getattr(self, name), int | np.integer) or value < low
        ]
        problems += [
            f"{name}: {getattr(self, name)!r} given; must be {' or '.join(known)}"
            for name, known in CHOICES.items()
            if getattr(self, name) not in known
        ]
        problems += [f"panel: {unknown('outcome', name, MEASURES)}" for name in self.panel
                     if name not in MEASURES]  # fmt: skip
        given = {"world_numbers": self.world_numbers} | varying(self.parameters)
        wanted = (self.replications,)
        problems += [
            f"{name}: {values.shape} values given; must be {wanted}, one a replication"
            for name, values in given.items()
            if values is not None and values.shape != wanted
        ]
        for event in self.events:
            problems += event_problems(event, self.quarters, self.draw.accounts)
        if problems:
            raise ProblemsError(problems)

    @cached_property
    def scenario(self) -> Scenario:
        """The events as the quarters take them."""
        return stage(self.events, self.quarters, self.draw.rows, self.draw.accounts)

    def numbers_of(self, replications: Array) -> Array:
        """Return which of the seed's worlds some replications are."""
        return replications if self.world_numbers is None else self.world_numbers[replications]

    def worlds(self, replications: Array) -> World:
        """Return the worlds of some replications, new ones each time."""
        numbers = self.numbers_of(replications).tolist()
        return self.draw(of_worlds(self.parameters, replications), self.seed, numbers)


def simulate(
    policies: Sequence[Policy | str],
    setting: Setting | None = None,
    progress: Progress = lambda done: None,
) -> Results:
    """Run every policy on the same worlds and luck.

    Args:
        policies: Policies of the focal vendor, or their names; each in its own copy of every world.
        setting: Everything else; the default market if left out.
        progress: Called with the replications finished since the last call, block by block; with
            parts of one while a large world runs.

    Returns:
        Name of the policy to its result, in the order given.

    Raises:
        ProblemsError: There is no policy of a name, or two share one.
        ValueError: All worlds are done.
    """
    setting = Setting() if setting is None else setting
    chosen = named(policies)
    if setting.done >= setting.replications:
        raise ValueError(f"{setting.done} of {setting.replications} worlds are done: none is left")
    parts: dict[str, list[Result]] = {policy.name: [] for policy in chosen}
    for results in _block_by_block(chosen, setting, progress):
        for result in results:
            parts[result.policy].append(result)
    return Results((name, concatenate(results)) for name, results in parts.items())


def named(policies: Sequence[Policy | str]) -> list[Policy]:
    """Return policies, found by name where a name is given.

    Raises:
        ProblemsError: None is given, there is none of a name, or two share one; all are listed.
    """
    problems = [] if policies else ["no policy given; name one"]
    chosen: list[Policy] = []
    for policy in policies:
        try:
            chosen.append(find(policy) if isinstance(policy, str) else policy)
        except ProblemsError as error:
            problems += error.problems
    names = [policy.name for policy in chosen]
    problems += [f"policy {name!r} given twice" for name in dict.fromkeys(names)
                 if names.count(name) > 1]  # fmt: skip
    if problems:
        raise ProblemsError(problems)
    return chosen


def _block_by_block(
    policies: Sequence[Policy], setting: Setting, progress: Progress
) -> Iterator[list[Result]]:
    """Run the blocks, here or in processes of their own; either way they come back in order."""
    cut = list(blocks(setting))
    if min(setting.workers, len(cut)) <= 1:
        yield from (run_block(policies, setting, numbers, progress) for numbers in cut)
        return
    from joblib import Parallel, delayed, parallel_config  # imported here: one worker needs none

    jobs = min(setting.workers, len(cut))
    with parallel_config(**local_workers(jobs)):
        with deaf_workers():
            running = Parallel(return_as="generator")(
                delayed(run_block)(policies, setting, numbers) for numbers in cut
            )
        for results in running:
            progress(len(results[0].replications))
            yield results


def dtype_of(setting: Setting) -> np.dtype[Any]:
    """Return the floating-point type of the state."""
    return np.dtype(np.float32 if setting.precision == "single" else np.float64)


def blocks(setting: Setting) -> Iterator[Array]:
    """Yield the replications block by block, as many for each worker; it changes no number."""
    first, end, workers = setting.done, setting.replications, setting.workers
    size, replications = 1, end - first
    if replications > 1:
        rows = max(1, BLOCK_BYTES // dtype_of(setting).itemsize)
        rounds = ceil(replications * setting.draw.rows / rows / workers)
        size = ceil(replications / (rounds * workers))
    for number in range(first, end, size):
        yield np.arange(number, min(number + size, end))


def run_block(
    policies: Sequence[Policy],
    setting: Setting,
    numbers: Array,
    progress: Progress = lambda done: None,
) -> list[Result]:
    """Run every policy on some replications."""
    if is_large(setting, numbers):
        share = 1.0 / (len(policies) * setting.quarters)
        quarter_done = partial(progress, share)
        return [_run_large(policy, setting, numbers, quarter_done) for policy in policies]
    results = run_worlds(policies, setting, numbers, setting.worlds(numbers))
    progress(len(numbers))
    return results


def is_large(setting: Setting, numbers: Array) -> bool:
    """Say whether some replications are one large world, of which only what lasts is kept."""
    is_one = setting.watch == "focal" and len(numbers) == 1
    return is_one and setting.draw.rows >= LARGE


def focal_rows(setting: Setting) -> int:
    """Return the rows of the focal vendor: its alliances, then its prospects."""
    return setting.draw.accounts + setting.draw.bench


def run_worlds(
    policies: Sequence[Policy],
    setting: Setting,
    numbers: Array,
    world: World,
    around: Around = run_phase,
) -> list[Result]:
    """Run every policy on given worlds, one after the other: the state of one fits the cache.

    Drawing luck again for each policy costs less than to fetch the states of all every quarter.
    """
    rows = focal_rows(setting) if setting.watch == "focal" else world.rows["alliance"]
    dtype = dtype_of(setting)
    vendors = np.arange(len(world.vendor_horizon))
    is_focal = vendors % (len(vendors) // len(numbers)) == 0
    if setting.watch == "focal":
        world, is_focal = world.arranged(is_focal), vendors < len(numbers)
    drawn = setting.numbers_of(numbers)
    luck = AddressedLuck(setting.seed, drawn, world.rows, dtype, world.order)
    parameters = of_worlds(setting.parameters, numbers)

    results = []
    for policy in policies:
        followers = [(policy, vendors[is_focal]), (setting.rivals, vendors[~is_focal])]
        watched = is_focal if setting.watch == "focal" else None
        now = begin(world, followers, parameters, setting.scenario, luck, dtype, watched)
        recorder = Recorder((len(numbers), rows), setting.quarters, setting.panel)
        recorder.start(now)
        for state in quarters(now, followers, around):
            recorder.record(state)
        results.append(recorder.result(policy, numbers))
    return results


def _run_large(
    policy: Policy,
    setting: Setting,
    numbers: Array,
    quarter_done: Callable[[], None],
) -> Result:
    """Run a policy on one large world."""
    world = setting.worlds(numbers)
    vendors = np.arange(len(world.vendor_horizon))
    large = LargeWorld(
        world,
        [(policy, vendors[:1]), (setting.rivals, vendors[1:])],
        vendors == 0,
        of_world(setting.parameters, numbers[0]),
        setting.scenario,
        setting.seed,
        dtype_of(setting),
    )
    del world  # what it did not take over would take room until the end
    recorder = Recorder((1, focal_rows(setting)), setting.quarters, setting.panel)
    recorder.start(large.first())
    for state in large.quarters():
        recorder.record(state)
        quarter_done()
    return recorder.result(policy, numbers)
