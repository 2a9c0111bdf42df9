"""Vendors and partners as agents; what each does in a quarter is a phase, on its own rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import range_problems
from sim.core.state import Partners, Vendors
from sim.mesa_engine.actor import Actor, turn, turns
from sim.mesa_engine.view import seen_by_partner, seen_by_vendor
from sim.model import (
    aftermath,
    arms_length,
    ask,
    assessment,
    books,
    building,
    choice,
    closing,
    concessions,
    contact,
    effort,
    endings,
    evidence,
    execution,
    habit,
    inner_circle,
    loyalty,
    market,
    reciprocity,
    regions,
    reputation,
    trust,
    turnover,
    velocity,
    vision,
)
from sim.policies import Levers, Policy, Sight
from sim.run import engine

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

    call_accounts = turn(market.call_accounts)
    appeal = turn(choice.appeal)
    assess = turn(assessment.assess)
    execute = turn(execution.execute)
    spread_effort = turn(effort.spread_effort)
    plant = turn(building.build)
    meet = turn(contact.meet)
    form_habit = turn(habit.form_habit)
    speed_up = turn(velocity.speed_up)
    close = turn(closing.close)
    ask = turn(ask.ask)
    keep_books = turn(books.keep_books)
    judge_partner = turn(trust.judge_partner)
    spread_word = turn(reputation.spread_word)
    recover = turn(aftermath.recover)
    settle_fear = turn(aftermath.settle_fear)

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

    commit = turn(vision.share_vision)
    reciprocate = turn(reciprocity.reciprocate)
    add_up = turn(choice.gather)
    weigh_rival = turn(choice.weigh)
    compare = turn(arms_length.compete)
    invite = turn(inner_circle.invite)
    demand = turn(concessions.bargain)
    perceive = turn(evidence.perceive)
    bind = turn(loyalty.bind)
    judge = turn(trust.judge)
    turn_over = turn(turnover.turn_over)
    open_regions = turn(regions.open_regions)
    leave = turn(endings.end)

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
