"""Which lever made the difference between two policies: a walk from one to the other.

One changed lever after another is set from the first policy's value to the second's; each step's
change of profit is that lever's share, and the shares add up to the difference exactly. They depend
on the order: a lever set early acts beside the old values of those set later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import paired_difference
from sim.compare.books import Share
from sim.model.quarter import Levers
from sim.policies.base import Policy, Sight, decided_levers

LOOKED_AT = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Values of what a vendor sees at which two policies are held beside each other."""


class OnTheWay(Policy):
    """A policy on the way from one to another: some levers are decided by the second.

    Args:
        first: The policy that the walk starts from.
        second: The policy that it leads to.
        levers: The levers that the second decides.
    """

    about = "A step between two policies."

    def __init__(self, first: Policy, second: Policy, levers: Sequence[str]) -> None:
        self.first, self.second, self.levers = first, second, tuple(levers)
        self.name = f"{first.name}>{second.name}:{','.join(levers)}"
        self.title = f"{first.title} with {', '.join(levers)} of {second.title}"
        self.is_constant = first.is_constant and second.is_constant

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return the first policy's levers, but for some of the second's."""
        theirs = decided_levers(self.second, seen)
        return decided_levers(self.first, seen) | {name: theirs[name] for name in self.levers}


def changed_levers(first: Policy, second: Policy, quarters: int) -> list[str]:
    """Return the levers on which two policies differ, whatever they see, in order of declaration.

    Args:
        first: A policy.
        second: Another.
        quarters: Number of quarters in which they decide.
    """
    changed = set()
    at = np.array(np.meshgrid(LOOKED_AT, LOOKED_AT, LOOKED_AT)).reshape(3, -1)
    is_constant = first.is_constant and second.is_constant
    for quarter in range(1 if is_constant else quarters):
        seen = Sight(quarter=quarter, horizon=at[0], attainment=2.0 * at[1], habit=at[2])
        one, other = decided_levers(first, seen), decided_levers(second, seen)
        changed |= {name for name in one if not np.array_equal(one[name], other[name])}
    return [f.name for f in fields(Levers) if f.name in changed]


def steps(first: Policy, second: Policy, order: Sequence[str]) -> list[Policy]:
    """Return the policies between two, one more lever set at each; the ends are not among them."""
    return [OnTheWay(first, second, order[:count]) for count in range(1, len(order))]


def shares(order: Sequence[str], profits: Sequence[Array]) -> list[Share]:
    """Return what each lever of a walk added.

    Args:
        order: The levers, in the order in which they were set.
        profits: Profit by replication at each stop, both ends included: one more than levers.
    """
    return [
        Share(name, name.replace("_", " ").capitalize(), paired_difference(after, before))
        for name, before, after in zip(order, profits[:-1], profits[1:], strict=True)
    ]
