"""Many policies in one block: copies of the same worlds side by side, so that numpy has work.

A short run spends most of its time in the calls, not in the arithmetic. Copies are worlds of their
own that meet the same luck, so stacking changes no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.base.arrays import Array
from sim.core.world import World
from sim.policies.base import Policy, Sight, decided_levers
from sim.run.result import Result, concatenate
from sim.run.simulate import BLOCK_BYTES, Setting, dtype_of, run_worlds


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


def run_stacked(policies: Sequence[Policy], setting: Setting, numbers: Array) -> list[Result]:
    """Run every policy on some replications, as many at once as fill a block.

    Args:
        policies: Policies of the focal vendor.
        setting: Everything else; its number of replications is not used.
        numbers: The replications.

    Returns:
        A result a policy, the same as each alone would give.
    """
    rows = BLOCK_BYTES // dtype_of(setting).itemsize
    size = max(1, rows // setting.draw.rows)
    blocks: list[list[Result]] = []
    for first in range(0, len(numbers), size):
        part = numbers[first : first + size]
        world = setting.worlds(part)
        together = max(1, rows // len(world.vendor))
        blocks.append([])
        for start in range(0, len(policies), together):
            blocks[-1] += _run(policies[start : start + together], setting, world, part)
    return [concatenate(list(parts)) for parts in zip(*blocks, strict=True)]


def _run(
    policies: Sequence[Policy], setting: Setting, world: World, numbers: Array
) -> list[Result]:
    copies = len(policies)

    stacked_worlds = World.concatenate([world] * copies)
    [stacked] = run_worlds([Stacked(policies)], setting, np.tile(numbers, copies), stacked_worlds)
    return [
        _share(stacked, policy, slice(i * len(numbers), (i + 1) * len(numbers)))
        for i, policy in enumerate(policies)
    ]


def _share(stacked: Result, policy: Policy, rows: slice) -> Result:
    return Result(
        policy=policy.name,
        title=policy.title,
        replications=stacked.replications[rows],
        outcomes={name: values[rows] for name, values in stacked.outcomes.items()},
        panel={name: values[rows] for name, values in stacked.panel.items()},
        factors=stacked.factors[:, rows],
    )
