"""Many cells in one block: copies of worlds side by side, so that numpy has work.

A short run spends most of its time in the calls, not in the arithmetic. Copies are worlds of their
own, each with its policy and its parameters, that meet the luck of their numbers; so stacking
changes no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.core.world import World
from sim.model.quarter import Parameters
from sim.policies.base import Policy, Sight, decided_levers
from sim.run.bench import may_recruit, without_bench
from sim.run.result import Result, concatenate
from sim.run.setting import Setting
from sim.run.simulate import BLOCK_BYTES, run_worlds


@dataclass(frozen=True)
class Copy:
    """What one copy of some worlds is run with.

    Attributes:
        policy: Policy of the focal vendor.
        parameters: The model's parameters, each a number.
    """

    policy: Policy
    parameters: Parameters


class Stacked(Policy):
    """Several policies, each for an equal share of the vendors that follow, in order."""

    name = "stacked"
    title = "Stacked"
    about = "Several policies side by side."

    def __init__(self, policies: Sequence[Policy]) -> None:
        self.policies = policies
        self.is_constant = all(policy.is_constant for policy in policies)

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Let each policy decide for its own vendors."""
        count = len(self.policies)
        shares = zip(
            *(np.split(v, count) for v in (seen.horizon, seen.attainment, seen.habit)), strict=True
        )
        decided = [
            decided_levers(policy, Sight(seen.quarter, *share))
            for policy, share in zip(self.policies, shares, strict=True)
        ]
        return {name: np.concatenate([d[name] for d in decided]) for name in decided[0]}


def run_stacked(copies: Sequence[Copy], setting: Setting, numbers: Array) -> list[Result]:
    """Run copies of some replications, as many at once as fill a block.

    Args:
        copies: What each copy is run with; those of one policy side by side run fastest.
        setting: Everything else; its parameters and number of replications are not used.
        numbers: The replications.

    Returns:
        A result a copy, the same as each alone would give.
    """
    world = setting.worlds(numbers[:1])
    horizon = world.vendor_horizon
    everybody = np.arange(len(horizon))
    recruiting = [
        may_recruit(
            [(copy.policy, everybody), (setting.rivals, everybody)], horizon, copy.parameters
        )
        for copy in copies
    ]
    results: dict[int, Result] = {}
    for has_bench, alike in ((True, world), (False, without_bench(world))):
        places = [place for place, is_so in enumerate(recruiting) if is_so == has_bench]
        found = _run_alike([copies[place] for place in places], setting, numbers, len(alike.vendor))
        results |= zip(places, found, strict=True)
    return [results[place] for place in range(len(copies))]


def _run_alike(copies: Sequence[Copy], setting: Setting, numbers: Array, rows: int) -> list[Result]:
    """Run copies of worlds of so many rows each."""
    most = BLOCK_BYTES // setting.dtype.itemsize
    size = max(1, most // rows)
    blocks: list[list[Result]] = []
    for first in range(0, len(numbers), size):
        part = numbers[first : first + size]
        together = max(1, most // (len(part) * rows))
        blocks.append([])
        for start in range(0, len(copies), together):
            blocks[-1] += _run(copies[start : start + together], setting, part)
    return [concatenate(list(parts)) for parts in zip(*blocks, strict=True)]


def _run(copies: Sequence[Copy], setting: Setting, numbers: Array) -> list[Result]:
    drawn: dict[Parameters, World] = {}
    for copy in copies:
        if copy.parameters not in drawn:
            own = replace(setting, parameters=copy.parameters)
            drawn[copy.parameters] = own.worlds(numbers)
    count, size = len(copies), len(numbers)
    side_by_side = replace(
        setting,
        parameters=one_a_world([copy.parameters for copy in copies], size),
        replications=count * size,
        world_numbers=np.tile(numbers, count),
        done=0,
    )
    [stacked] = run_worlds(
        [Stacked([copy.policy for copy in copies])],
        side_by_side,
        np.arange(count * size),
        World.concatenate([drawn[copy.parameters] for copy in copies]),
    )
    return [
        _share(stacked, copy.policy, slice(i * size, (i + 1) * size), numbers)
        for i, copy in enumerate(copies)
    ]


def one_a_world(sets: Sequence[Parameters], worlds: int) -> Parameters:
    """Return parameters of some worlds for each set: one value a world in which sets differ."""
    columns = {f.name: [getattr(one, f.name) for one in sets] for f in fields(Parameters)}
    differing: dict[str, Any] = {
        name: np.repeat(np.array(values, float), worlds)
        for name, values in columns.items()
        if any(value != values[0] for value in values)
    }
    return replace(sets[0], **differing)


def _share(stacked: Result, policy: Policy, rows: slice, numbers: Array) -> Result:
    return Result(
        policy=policy.name,
        title=policy.title,
        replications=numbers,
        outcomes={name: values[rows] for name, values in stacked.outcomes.items()},
        panel={name: values[rows] for name, values in stacked.panel.items()},
        factors=stacked.factors[:, rows],
    )
