"""Vendors and partners as agents; what each does in a quarter is a phase, on its own rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim import engine
from sim.arrays import Array
from sim.mesa_engine.actor import Actor, turn, turns
from sim.mesa_engine.view import seen_by_partner, seen_by_vendor
from sim.model import (
    p00a_market,
    p00b_standing,
    p01a_assessment,
    p01b_execution,
    p01c_effort,
    p02_vision,
    p03a_reciprocity,
    p03b_building,
    p03c_contact,
    p03d_habit,
    p04a_arms_length,
    p04b_inner_circle,
    p05a_velocity,
    p05b_closing,
    p05c_ask,
    p06_books,
    p07a_concessions,
    p07b_evidence,
    p07c_loyalty,
    p07d_trust,
    p08a_reputation,
    p08b_turnover,
    p08c_aftermath,
    p09a_regions,
    p09b_endings,
)
from sim.parameter import range_problems
from sim.policies import Levers, Policy, Sight
from sim.state import Partners, Vendors

if TYPE_CHECKING:
    from sim.mesa_engine.model import AllianceModel


class Vendor(Actor):
    """A vendor. To try a strategy of your own, subclass it and override `decide`.

    Attributes:
        policy: What it follows unless `decide` says otherwise.
    """

    side = "vendor"
    columns = frozenset(f.name for f in fields(Vendors)) - {"ask"}
    lever_names: ClassVar[tuple[str, ...]] = tuple(f.name for f in fields(Levers))

    def __init__(self, model: AllianceModel, row: int, policy: Policy) -> None:
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

    call_accounts = turn(p00a_market.call_accounts)
    stand = turn(p00b_standing.stand)
    assess = turn(p01a_assessment.assess)
    execute = turn(p01b_execution.execute)
    spread_effort = turn(p01c_effort.spread_effort)
    plant = turn(p03b_building.build)
    meet = turn(p03c_contact.meet)
    form_habit = turn(p03d_habit.form_habit)
    speed_up = turn(p05a_velocity.speed_up)
    close = turn(p05b_closing.close)
    ask = turn(p05c_ask.ask)
    keep_books = turn(p06_books.keep_books)
    judge_partner = turn(p07d_trust.judge_partner)
    spread_word = turn(p08a_reputation.spread_word)
    recover = turn(p08c_aftermath.recover)
    settle_fear = turn(p08c_aftermath.settle_fear)

    def take_turns(self) -> None:
        """Decide and take all its parts in the quarter at once; only unstaged activation does."""
        self.set_levers()
        for name in VENDOR_TURNS.values():
            getattr(self, name)()


class Partner(Actor):
    """A partner. To try another way of judging vendors, subclass it and override its turns."""

    side = "partner"
    columns = frozenset(f.name for f in fields(Partners))

    def __init__(self, model: AllianceModel, row: int) -> None:
        super().__init__(model, row, seen_by_partner(model.now, row))

    def by_vendor(self, name: str) -> dict[Vendor, Any]:
        """Return an attribute of its alliances, by vendor: ``partner.by_vendor("trust")``."""
        return {alliance.vendor: getattr(alliance, name) for alliance in self.alliances}

    commit = turn(p02_vision.share_vision)
    reciprocate = turn(p03a_reciprocity.reciprocate)
    add_up = turn(p00b_standing.gather)
    weigh_rival = turn(p00b_standing.compare)
    compare = turn(p04a_arms_length.compete)
    invite = turn(p04b_inner_circle.invite)
    demand = turn(p07a_concessions.bargain)
    perceive = turn(p07b_evidence.perceive)
    bind = turn(p07c_loyalty.bind)
    judge = turn(p07d_trust.judge)
    turn_over = turn(p08b_turnover.turn_over)
    open_regions = turn(p09a_regions.open_regions)
    leave = turn(p09b_endings.end)

    def take_turns(self) -> None:
        """Take all its parts in the quarter at once; only unstaged activation does so."""
        for name in PARTNER_TURNS.values():
            getattr(self, name)()


VENDOR_TURNS, PARTNER_TURNS = turns(Vendor), turns(Partner)
"""Step of a phase to the name of the method that takes it."""


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
