"""Vendors and partners as agents; what each does in a quarter is a phase, on its own rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import range_problems
from sim.mesa_engine.actor import Actor, with_turns
from sim.mesa_engine.view import seen_by_partner, seen_by_vendor
from sim.model.quarter import Levers, Partners, Vendors
from sim.policies import Policy, Sight
from sim.run import engine


@with_turns
class Vendor(Actor):
    """A vendor. To try a strategy of your own, subclass it and override `decide`.

    Attributes:
        policy: What it follows unless `decide` says otherwise.
    """

    side = "vendor"
    columns = frozenset(f.name for f in fields(Vendors)) - {"ask"}
    lever_names: ClassVar[tuple[str, ...]] = tuple(f.name for f in fields(Levers))

    def __init__(self, model: Any, row: int, policy: Policy) -> None:
        super().__init__(model, row, seen_by_vendor(model.now, row))
        self.policy = policy

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return levers for the quarter; any lever left out stands at the family's default.

        It is the method of a `sim.policies.Policy`, so a strategy that proves itself here moves to
        a file of ``sim/policies`` as it is. Here it may also look at all of ``self``.

        Args:
            seen: What it sees of itself, arrays of one value.
        """
        return self.policy.decide(seen)

    def set_levers(self) -> None:
        """Decide, and hold to it for the quarter.

        Raises:
            ValueError: A lever does not exist or is out of its range.
        """
        engine.decide(self.view, [(_Checked(self), np.zeros(1, np.intp))])

    @property
    def levers(self) -> dict[str, float]:
        """What it decided for the quarter."""
        return {name: getattr(self._view.levers, name)[0].item() for name in self.lever_names}

    def by_partner(self, name: str) -> dict[Partner, Any]:
        """Return an attribute of its alliances, by partner: ``vendor.by_partner("trust")``."""
        return {alliance.partner: getattr(alliance, name) for alliance in self.alliances}

    def __getattr__(self, name: str) -> Any:
        """Return an own column, a lever or an outcome."""
        return self.levers[name] if name in self.lever_names else super().__getattr__(name)

    def take_turns(self) -> None:
        """Decide and take all its parts in the quarter at once; only unstaged activation does."""
        self.set_levers()
        super().take_turns()


@with_turns
class Partner(Actor):
    """A partner. To try another way of judging vendors, subclass it and override its turns."""

    side = "partner"
    columns = frozenset(f.name for f in fields(Partners))

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model, row, seen_by_partner(model.now, row))

    def by_vendor(self, name: str) -> dict[Vendor, Any]:
        """Return an attribute of its alliances, by vendor: ``partner.by_vendor("trust")``."""
        return {alliance.vendor: getattr(alliance, name) for alliance in self.alliances}


class _Checked(Policy):
    """A vendor as the policy of itself, its levers checked for their ranges."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor, self.name = vendor, type(vendor).__name__

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return what the vendor decides.

        Raises:
            ValueError: A lever is out of its range.
        """
        decided = self.vendor.decide(seen)
        if problems := range_problems(Levers, decided, "lever"):
            raise ValueError(f"{self.name}: " + "; ".join(problems))
        return decided
