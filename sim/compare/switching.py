"""A vendor that changes its policy: one way of working first, another from some quarter on."""

from __future__ import annotations

from collections.abc import Mapping

from sim.base.arrays import Array
from sim.policies import Policy, Sight, find


class Then(Policy):
    """Follow one policy, and from a quarter on (counted from 1) another."""

    def __init__(self, first: str | Policy, later: str | Policy, quarter: int) -> None:
        self.first = find(first) if isinstance(first, str) else first
        self.later = find(later) if isinstance(later, str) else later
        self.quarter = quarter
        self.name = f"{self.first.name}, from quarter {quarter} {self.later.name}"
        self.title = f"{self.first.title}, from quarter {quarter} {self.later.title.lower()}"
        self.about = "Changes its way of working for good."

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return the levers of the policy in force."""
        in_force = self.later if seen.quarter + 1 >= self.quarter else self.first
        return in_force.decide(seen)
