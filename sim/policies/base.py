"""What a policy is: something that decides a vendor's levers, quarter by quarter."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

import numpy as np

from sim.base.arrays import Array
from sim.base.problems import ProblemsError
from sim.core.parameter import range_problems
from sim.model.quarter import Levers


@dataclass(frozen=True)
class Sight:
    """What vendors see of themselves when they decide; arrays over a policy's followers.

    Attributes:
        quarter: The quarter that begins, counted from 0.
        horizon: Culture, 0 dog (short term) to 1 cat (long term).
        attainment: Unpushed revenue over quota in the last quarter; 1 before the first.
        habit: Winning-culture habit, 0..1.
    """

    quarter: int
    horizon: Array
    attainment: Array
    habit: Array


class Policy(ABC):
    """A vendor's way of working.

    A new policy is a file in this package with a subclass that sets `name`, `title` and `about`
    and decides, or a YAML preset of the family in ``configs/policy``; both are found by name.
    """

    name: str
    title: str
    about: str
    is_constant: bool = False
    """Whether it decides the same in every quarter, so that asking once is enough."""

    @abstractmethod
    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return levers for the quarter; any lever left out stands at the family's default."""


class Preset(Policy):
    """A fixed member of the parametric family, whatever a vendor sees."""

    is_constant = True

    def __init__(self, name: str, levers: Levers, title: str = "", about: str = "") -> None:
        self.name, self.title, self.about = name, title or name.replace("_", " "), about
        self.levers = levers

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return the same levers every quarter."""
        return asdict(self.levers)


FAMILY_DEFAULT = Levers()


def decided_levers(policy: Policy, seen: Sight) -> dict[str, Array]:
    """Return every lever of a policy as an array over the vendors that see.

    Raises:
        ProblemsError: The policy decided on something that is no lever, or out of its range.
    """
    decided = dict(policy.decide(seen))
    known = [f.name for f in fields(Levers)]
    if problems := range_problems(Levers, decided, "lever"):
        when = f"policy {policy.name}, quarter {seen.quarter + 1}"
        raise ProblemsError([f"{when}: {problem}" for problem in problems])
    shape = seen.horizon.shape
    return {
        name: np.broadcast_to(decided.get(name, getattr(FAMILY_DEFAULT, name)), shape)
        for name in known
    }
