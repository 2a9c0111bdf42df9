"""The table: copies of one world, with the same luck, that stop twice in a quarter.

The phases are the model's, in the model's order; the quarter is cut where vendors ask, found by its
place in `QUARTER`. A game is a table of one copy, its twins are a table of many.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim import policies
from sim.base.arrays import Array
from sim.core.draws import AddressedLuck
from sim.core.phase import Phase
from sim.core.quarter import Quarter
from sim.market.population import draw_world
from sim.model import ask, books
from sim.model.quarter import QUARTER
from sim.play.events import staged, struck
from sim.play.moves import ACCOUNT_DECISIONS, AccountDecision, Beat, Move
from sim.play.opening import MOST_QUARTERS, Opening
from sim.play.rules import SUCCESSOR_QUARTERS
from sim.policies.base import Policy
from sim.run.engine import begin, set_levers

_CUT = [phase.run for phase in QUARTER].index(ask.ask)
UNTIL_CLOSE, AFTER_CLOSE = QUARTER[:_CUT], QUARTER[_CUT:]
"""The phases up to the close, where the gap is known, and those after it."""

UNTIL_BOOKED = QUARTER[_CUT : [phase.run for phase in QUARTER].index(books.keep_books) + 1]
"""The phases from the ask to the books: what an ask brings at once."""

Decided = Policy | Move
"""Who decides for a seat at a beat: a policy for itself, or a move."""


class Table:
    """Some copies of the world of an opening.

    Args:
        opening: The opening.
        copies: How many copies.

    Attributes:
        now: The state; rows of copy after copy, each vendor by vendor.
        copies: How many copies.
        vendors: Vendors of a copy.
        around: Runs each phase; replaced by who watches them.
    """

    def __init__(self, opening: Opening, copies: int = 1) -> None:
        self.copies = copies
        world = draw_world(
            opening.market, opening.rules, opening.seed, [opening.replication] * copies
        )
        self.vendors = len(world.vendor_horizon) // copies
        self._rows = world.rows["alliance"]
        self._held = self._rows // self.vendors  # they stand vendor by vendor
        horizon = opening.quarters + SUCCESSOR_QUARTERS
        self._market = opening.market
        scenario = staged(opening.scenario, horizon, self._market)
        numbers = np.full(copies, opening.replication)
        luck = AddressedLuck(opening.seed, numbers, world.rows, order=world.order)
        house, self._rivals = policies.find(opening.house), policies.find(opening.rivals)
        of_seats = np.isin(np.arange(self.vendors), opening.seats)
        everybody = np.arange(copies * self.vendors).reshape(copies, self.vendors)
        self._others = everybody[:, ~of_seats].ravel()
        followers = [(house, everybody[:, of_seats].ravel()), (self._rivals, self._others)]
        self.now = begin(world, followers, opening.rules, scenario, luck)
        self.now.is_settled = False
        for decision in ACCOUNT_DECISIONS.values():
            self.now.own[decision.stands_for] = np.full(copies * self._rows, decision.nothing)
        self._leads: dict[int, Array] = {}  # which policy's levers stand for a seat, by copy
        self.around: Callable[[Phase], None] = lambda phase: phase.run(self.now)

    def rows_of(self, seat: int) -> Array:
        """Return the rows of a seat's accounts and prospects within a copy."""
        return np.arange(seat * self._held, (seat + 1) * self._held)

    def strike(self, name: str, quarter: int) -> None:
        """Let an event happen from a quarter on."""
        event = staged(name, 2 * MOST_QUARTERS, self._market)
        self.now.scenario = struck(self.now.scenario, event, quarter)

    def plan(self, quarter: int, decided: Mapping[int, Sequence[Decided]]) -> None:
        """Begin a quarter, let everybody plan, and run until the gap is known.

        Args:
            quarter: The quarter, from 0.
            decided: Seat to what decides for it in each copy.
        """
        self.now.quarter = quarter
        if quarter > 0 and not self._rivals.is_constant and len(self._others):
            set_levers(self.now, self._rivals, self._others)
        self._decide("plan", decided)
        self._run(UNTIL_CLOSE)

    def close(self, decided: Mapping[int, Sequence[Decided]]) -> None:
        """Let everybody close the quarter, and run it to its end."""
        self._decide("close", decided)
        self._run(AFTER_CLOSE)

    def preview(self) -> tuple[Array, Array]:
        """Return the revenue of each alliance at this close, k€, if nobody asks and if all do.

        The quarter goes on in a copy of the state that is then thrown away.
        """
        found = []
        for push in (0.0, 1.0):
            then = copy.copy(self.now)
            for table in ("alliances", "vendors", "levers"):
                setattr(then, table, _copied(getattr(self.now, table)))
            then.levers.push = np.full_like(then.levers.push, push)
            then.own = {name: own for name, own in then.own.items() if name != "push"}
            for phase in UNTIL_BOOKED:
                phase.run(then)
            found.append(then.alliances.arms_length_revenue + then.alliances.joint_revenue)
        return found[0], found[1]

    def _run(self, phases: Sequence[Phase]) -> None:
        for phase in phases:
            self.around(phase)

    def _decide(self, beat: Beat, decided: Mapping[int, Sequence[Decided]]) -> None:
        for seat, by_copy in decided.items():
            for decision in ACCOUNT_DECISIONS.values():
                if decision.beat == beat and not decision.lasts:
                    self._own(decision, seat)[:] = decision.nothing
            groups: dict[int, tuple[Decided, list[int]]] = {}
            for number, one in enumerate(by_copy):
                groups.setdefault(id(one), (one, []))[1].append(number)
            for one, numbers in groups.values():
                self._apply(beat, seat, np.array(numbers), one)
        self.now.memo.forget()

    def _apply(self, beat: Beat, seat: int, copies: Array, decided: Decided) -> None:
        """Set levers and account decisions of a seat in some copies."""
        now, index = self.now, copies * self.vendors + seat
        leads = self._leads.setdefault(seat, np.full(self.copies, None))
        if isinstance(decided, Policy):
            is_new = any(one is not decided for one in leads[copies])
            if beat == "plan" and is_new:  # what its predecessor decided account by account ends
                for decision in ACCOUNT_DECISIONS.values():
                    self._own(decision, seat)[copies] = decision.nothing
            if beat == "plan" and (is_new or not decided.is_constant):
                set_levers(now, decided, index)
                leads[copies] = decided
            return
        leads[copies] = None
        now.levers.push[index] = 0.0
        for name, value in decided.levers.items():
            getattr(now.levers, name)[index] = value
        for name, values in decided.accounts.items():
            decision, numbers = ACCOUNT_DECISIONS[name], np.array(list(values), dtype=np.intp)
            acts = decision.acts_as(np.array(list(values.values()), float))
            self._own(decision, seat)[np.ix_(copies, numbers)] = acts

    def _own(self, decision: AccountDecision, seat: int) -> Array:
        """Return what a seat decided account by account, shape (copies, accounts), to write to."""
        own = self.now.own[decision.stands_for].reshape(self.copies, self.vendors, self._held)
        return own[:, seat]


def _copied(table: Any) -> Any:
    """Return a table with columns of its own."""
    made = copy.copy(table)
    vars(made).update({k: v.copy() for k, v in vars(table).items() if isinstance(v, np.ndarray)})
    return made


def beats_of(quarters: int) -> list[tuple[int, Beat]]:
    """Return every beat of some quarters, in order."""
    beats: tuple[Beat, ...] = ("plan", "close")
    return [(quarter, beat) for quarter in range(quarters) for beat in beats]


def state_of(now: Quarter) -> dict[str, Array]:
    """Return every column of every table: what two equal games have in common."""
    return {
        f"{name}.{column}": values
        for name in ("alliances", "vendors", "partners", "markets")
        for column, values in vars(getattr(now, name)).items()
        if isinstance(values, np.ndarray)
    }
