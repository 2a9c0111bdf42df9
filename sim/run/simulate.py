"""Simulate policies on the same worlds and the same luck, a block of replications at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from typing import Any, Literal, TypeAlias

import numpy as np

from sim.base.arrays import Array
from sim.core.draws import AddressedLuck
from sim.core.scenario import Scenario, quiet
from sim.core.world import World
from sim.market.population import Population, draw_world
from sim.model.quarter import Parameters
from sim.policies import Policy, find
from sim.run.engine import begin, quarters
from sim.run.large import LargeWorld
from sim.run.recorder import Recorder
from sim.run.result import Result, concatenate

BLOCK_BYTES = 2**17
"""Size of a column of a block: enough rows to make calls cheap, few enough to stay in cache."""


Progress: TypeAlias = Callable[[float], None]

LARGE = 2**18
"""Alliances of one replication from which on only what lasts is kept of all of them at once."""


@dataclass(frozen=True)
class Setting:
    """Everything about a simulation but the policy of the focal vendor.

    The focal vendor is vendor 0 of each world; all the others follow `rivals`.

    Attributes:
        parameters: The model's parameters.
        draw: Makes the worlds of given replications, new ones each time, as a run may use them up:
            ``draw(parameters, seed, replications)``.
        scenario: What happens to everybody.
        rivals: Policy of the other vendors.
        seed: Seed of worlds and luck.
        replications: Number of replications.
        done: How many of these have been run before, and are left out.
        precision: Floating-point type of the state.
        panel: Outcomes to keep per alliance.
        watch: Whose outcomes to keep: the focal vendor's, or those of all vendors together.
        workers: Processes that share the replications; any number gives the same results.
    """

    parameters: Parameters = field(default_factory=Parameters)
    draw: Callable[[Parameters, int, Sequence[int]], World] = field(
        default=partial(draw_world, Population())
    )
    scenario: Scenario = field(default_factory=lambda: quiet(20))
    rivals: Policy = field(default_factory=lambda: find("status_quo"))
    seed: int = 1
    replications: int = 100
    done: int = 0
    precision: Literal["single", "double"] = "double"
    panel: Sequence[str] = ()
    watch: Literal["focal", "all"] = "focal"
    workers: int = 1


def simulate(
    policies: Sequence[Policy],
    setting: Setting,
    progress: Progress = lambda done: None,
) -> dict[str, Result]:
    """Run every policy on the same worlds and luck.

    Args:
        policies: Policies of the focal vendor, each in its own copy of every world.
        setting: Everything else.
        progress: Called with the replications finished since the last call, block by block; with
            parts of one while a large world runs.

    Returns:
        Name of the policy to its result, in the order given.

    Raises:
        ValueError: All worlds are done.
    """
    if setting.done >= setting.replications:
        raise ValueError(f"{setting.done} of {setting.replications} worlds are done: none is left")
    parts: dict[str, list[Result]] = {policy.name: [] for policy in policies}
    for results in _block_by_block(policies, setting, progress):
        for result in results:
            parts[result.policy].append(result)
    return {name: concatenate(results) for name, results in parts.items()}


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
    with parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1):
        for results in Parallel(return_as="generator")(
            delayed(run_block)(policies, setting, numbers) for numbers in cut
        ):
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
        alliances = len(setting.draw(setting.parameters, setting.seed, [0]).vendor)
        rows = max(1, BLOCK_BYTES // dtype_of(setting).itemsize)
        rounds = ceil(replications * alliances / rows / workers)
        size = ceil(replications / (rounds * workers))
    for number in range(first, end, size):
        yield np.arange(number, min(number + size, end))


def run_block(
    policies: Sequence[Policy],
    setting: Setting,
    numbers: Array,
    progress: Progress = lambda done: None,
) -> list[Result]:
    """Run every policy on some replications, one after the other: the state of one fits the cache.

    Drawing luck again for each policy costs less than to fetch the states of all every quarter.
    """
    world = setting.draw(setting.parameters, setting.seed, numbers.tolist())
    accounts = world.rows["alliance"]
    if setting.watch == "focal":
        accounts = int(np.count_nonzero(world.vendor == 0))
        if len(numbers) == 1 and len(world.vendor) >= LARGE:
            del world  # each policy draws its own, to use up
            share = 1.0 / (len(policies) * setting.scenario.quarters)
            quarter_done = partial(progress, share)
            return [_run_large(p, setting, numbers, accounts, quarter_done) for p in policies]
    dtype = dtype_of(setting)
    vendors = np.arange(len(world.vendor_horizon))
    is_focal = vendors % (len(vendors) // len(numbers)) == 0
    if setting.watch == "focal":
        world, is_focal = world.arranged(is_focal), vendors < len(numbers)
    luck = AddressedLuck(setting.seed, numbers, world.rows, dtype, world.order)

    results = []
    for policy in policies:
        followers = [(policy, vendors[is_focal]), (setting.rivals, vendors[~is_focal])]
        watched = is_focal if setting.watch == "focal" else None
        now = begin(world, followers, setting.parameters, setting.scenario, luck, dtype, watched)
        recorder = Recorder((len(numbers), accounts), setting.scenario.quarters, setting.panel)
        recorder.start(now)
        for state in quarters(now, followers):
            recorder.record(state)
        results.append(recorder.result(policy, numbers))
    progress(len(numbers))
    return results


def _run_large(
    policy: Policy,
    setting: Setting,
    numbers: Array,
    accounts: int,
    quarter_done: Callable[[], None],
) -> Result:
    """Run a policy on one large world."""
    world = setting.draw(setting.parameters, setting.seed, numbers.tolist())
    vendors = np.arange(len(world.vendor_horizon))
    large = LargeWorld(
        world,
        [(policy, vendors[:1]), (setting.rivals, vendors[1:])],
        vendors == 0,
        setting.parameters,
        setting.scenario,
        setting.seed,
        dtype_of(setting),
    )
    del world  # what it did not take over would take room until the end
    recorder = Recorder((1, accounts), setting.scenario.quarters, setting.panel)
    recorder.start(large.first())
    for state in large.quarters():
        recorder.record(state)
        quarter_done()
    return recorder.result(policy, numbers)
