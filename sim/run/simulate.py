"""Simulate policies on the same worlds and the same luck, a block of replications at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil
from typing import TypeAlias

import numpy as np

from sim.base.arrays import Array
from sim.base.problems import ProblemsError
from sim.base.terminal import deaf_workers
from sim.base.workers import local_workers
from sim.core.rules import of_world, of_worlds
from sim.core.world import World
from sim.policies import Policy, find
from sim.run.bench import may_recruit, with_bench, without_bench
from sim.run.engine import Around, quarters, run_phase
from sim.run.large import LargeWorld
from sim.run.recorder import Recorder
from sim.run.result import Result, Results, concatenate
from sim.run.setting import Setting

BLOCK_BYTES = 2**17
"""Size of a column of a block: enough rows to make calls cheap, few enough to stay in cache."""


Progress: TypeAlias = Callable[[float], None]

LARGE = 2**18
"""Alliances of one replication from which on only what lasts is kept of all of them at once."""


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


def blocks(setting: Setting) -> Iterator[Array]:
    """Yield the replications block by block, as many for each worker; it changes no number."""
    first, end, workers = setting.done, setting.replications, setting.workers
    size, replications = 1, end - first
    if replications > 1:
        rows = max(1, BLOCK_BYTES // setting.dtype.itemsize)
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
    vendors = np.arange(len(world.vendor_horizon))
    is_focal = vendors % (len(vendors) // len(numbers)) == 0
    if setting.watch == "focal":
        world, is_focal = world.arranged(is_focal), vendors < len(numbers)
    bare, is_account = without_bench(world), world.is_account[:rows]
    parameters = of_worlds(setting.parameters, numbers)

    results, each = [], setting.factors == "accounts"
    for policy in policies:
        followers = [(policy, vendors[is_focal]), (setting.rivals, vendors[~is_focal])]
        watched = is_focal if setting.watch == "focal" else None
        has_bench = watched is None or may_recruit(followers, world.vendor_horizon, parameters)
        there = world if has_bench else bare
        is_whole = len(there.vendor) == len(world.vendor)
        seen = np.ones_like(is_account) if is_whole else is_account
        now = setting.begin(there, followers, numbers, watched)
        shape = len(numbers), int(seen.sum())
        recorder = Recorder(shape, setting.quarters, setting.panel, each=each)
        recorder.start(now)
        for state in quarters(now, followers, around):
            recorder.record(state)
        results.append(with_bench(recorder.result(policy, numbers), seen))
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
    followers = [(policy, vendors[:1]), (setting.rivals, vendors[1:])]
    parameters = of_world(setting.parameters, numbers[0])
    seen = np.ones(focal_rows(setting), np.bool_)
    if not may_recruit(followers, world.vendor_horizon, parameters):
        seen, world = world.is_account[: len(seen)], without_bench(world)
    large = LargeWorld(
        world,
        followers,
        vendors == 0,
        parameters,
        setting.scenario,
        setting.seed,
        setting.dtype,
    )
    del world  # what it did not take over would take room until the end
    each = setting.factors == "accounts"
    recorder = Recorder((1, int(seen.sum())), setting.quarters, setting.panel, each=each)
    recorder.start(large.first())
    for state in large.quarters():
        recorder.record(state)
        quarter_done()
    return with_bench(recorder.result(policy, numbers), seen)
