"""What a manager sees, and no more: books, quota, scores as its own side sees them, what is said.

Never trust, intent, loyalty, damage, value, culture or the true score: these come out at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.state import PARTNER, PROSPECT, TERMINATED, TRANSACTIONAL
from sim.model import ask
from sim.model.effort import served
from sim.model.recruiting import empty_seats
from sim.play.moves import ACCOUNT_DECISIONS, BEATS, Beat, levers_of
from sim.play.names import partner_name
from sim.play.rules import COMPLAINTS, bonus, complaints
from sim.play.table import Table

STATUS = {
    PARTNER: "partner",
    TRANSACTIONAL: "customer",
    TERMINATED: "ended",
    PROSPECT: "prospect",
}
"""Name of each status; a mere customer buys at arm's length, a prospect is no account yet."""


@dataclass(frozen=True)
class Account:
    """An account as its manager sees it.

    Attributes:
        number: Its number among the seat's accounts.
        name: The partner's name.
        status: ``partner``, ``customer``, ``ended`` or ``prospect``.
        committed: Whether a joint vision is agreed.
        score: Relationship score as the vendor sees it, points; None before the first look.
        discount: Going discount.
        revenue: Revenue of the last quarter that is booked, k€.
        says: What the partner said at the end of it.
        decided: What holds account by account: decision to value.
        closed: At the close: revenue closed so far, k€; else 0.
        pull: At the close: what an ask would pull in now, k€; else 0.
        promise: What a prospect seems to promise, from -1 to 2; None of all others, and before the
            first look.
    """

    number: int
    name: str
    status: str
    committed: bool
    score: float | None
    discount: float
    revenue: float
    says: tuple[str, ...]
    decided: dict[str, float]
    closed: float
    pull: float
    promise: float | None = None


@dataclass(frozen=True)
class Books:
    """A quarter as it was booked.

    Attributes:
        quarter: The quarter, from 0.
        revenue: Booked revenue, k€.
        quota: The quota, k€.
        attained: Revenue over quota.
        profit: Profit of the vendor, k€.
        bonus: The manager's own bonus, k€ (not the vendor's money in the model).
        asked: Accounts that were asked.
        partners: Accounts that are still partners.
        left: Names of those that left or were demoted.
        signed: Names of prospects that signed: partners from the next quarter on.
        returned: Names of customers that are partners again.
    """

    quarter: int
    revenue: float
    quota: float
    attained: float
    profit: float
    bonus: float
    asked: int
    partners: int
    left: tuple[str, ...]
    signed: tuple[str, ...]
    returned: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """The desk of a manager at a beat.

    Attributes:
        seat: The vendor.
        quarter: The quarter, from 0.
        beat: ``plan`` or ``close``.
        is_over: Whether the game is over.
        levers: The levers as they stand.
        accounts: Every account.
        books: All quarters booked so far.
        quota: Quota of this quarter, k€.
        closed: At the close: revenue closed so far, k€; else 0.
        bonus_without: At the close: the bonus if nobody is asked, k€; else 0.
        bonus_with: At the close: the bonus if all are asked, k€; else 0.
        empty: Seats of the team that no partner fills: so many prospects may be approached.
    """

    seat: int
    quarter: int
    beat: Beat
    is_over: bool
    levers: dict[str, float]
    accounts: tuple[Account, ...]
    books: tuple[Books, ...]
    quota: float
    closed: float
    bonus_without: float
    bonus_with: float
    empty: int

    @property
    def gap(self) -> float:
        """At the close: revenue that is missing to the quota, k€, at least 0."""
        return max(0.0, self.quota - self.closed) if self.beat == "close" else 0.0


@dataclass(frozen=True)
class Memory:
    """What a manager remembers of the last quarter, by account.

    Attributes:
        revenue: Revenue, k€.
        says: What each partner said.
        score: Score as seen; NaN before the first look.
        promise: What each seemed to promise; NaN before the first look.
    """

    revenue: Array
    says: list[tuple[str, ...]]
    score: Array
    promise: Array


def look(
    table: Table,
    seat: int,
    beat: Beat,
    is_over: bool,
    books: tuple[Books, ...],
    memory: Memory,
    preview: tuple[Array, Array] | None,
) -> View:
    """Return what a seat sees of a table of one copy.

    Args:
        table: The table.
        seat: The vendor.
        beat: The beat that is on.
        is_over: Whether the game is over.
        books: The quarters that are booked.
        memory: What is remembered of the last one.
        preview: At the close, what `Table.preview` returned; else None.
    """
    now, rows = table.now, table.rows_of(seat)
    alliance = now.alliances
    closed = pull = np.zeros(len(rows))
    if preview is not None:
        without, with_all = (values[rows] for values in preview)
        closed, pull = without, with_all - without
    quota = float(ask.quota(now)[seat])
    accounts = []
    for number, row in enumerate(rows):
        is_here = alliance.status[row] < TERMINATED
        score, promise = float(memory.score[number]), float(memory.promise[number])
        is_known = alliance.status[row] == PROSPECT and not np.isnan(promise)
        accounts.append(
            Account(
                number=number,
                name=partner_name(int(now.partner_index[row])),
                status=STATUS[int(alliance.status[row])],
                committed=bool(alliance.committed[row] > 0),
                score=None if np.isnan(score) or not is_here else score,
                discount=float(alliance.discount[row]),
                revenue=float(memory.revenue[number]),
                says=memory.says[number],
                decided=_decided(table, row),
                closed=float(closed[number]),
                pull=float(pull[number]),
                promise=promise if is_known else None,
            )
        )
    total = float(closed.sum())
    at_close = beat == "close"
    return View(
        seat=seat,
        quarter=now.quarter,
        beat=beat,
        is_over=is_over,
        levers={
            name: float(getattr(now.levers, name)[seat]) for b in BEATS for name in levers_of(b)
        },
        accounts=tuple(accounts),
        books=books,
        quota=quota,
        closed=total,
        bonus_without=float(bonus(total / quota)) if at_close else 0.0,
        bonus_with=float(bonus((total + float(pull.sum())) / quota)) if at_close else 0.0,
        empty=_empty(table, seat),
    )


def _empty(table: Table, seat: int) -> int:
    """Return the seats that no partner fills."""
    now, rows = table.now, table.rows_of(seat)
    filled = (now.alliances.status[rows] == PARTNER) * served(now)[rows]
    return int(empty_seats(now.vendors.accounts[seat], filled.sum()))


def _decided(table: Table, row: int) -> dict[str, float]:
    """Return what holds for an account; a decision left to the vendor's lever is left out."""
    found = {}
    for name, decision in ACCOUNT_DECISIONS.items():
        value = float(table.now.own[decision.stands_for][row])
        if name == "leave":
            found[name] = 0.0 if np.isnan(value) else 1.0
        elif not np.isnan(value):
            found[name] = value
    return found


def first_memory(accounts: int) -> Memory:
    """Return what is remembered before the first quarter: nothing."""
    nothing: list[tuple[str, ...]] = [()] * accounts
    unseen = np.full(accounts, np.nan)
    return Memory(np.zeros(accounts), nothing, unseen, unseen)


def remember(table: Table, seat: int) -> Memory:
    """Return what a quarter that has just ended leaves on the desk."""
    now, rows = table.now, table.rows_of(seat)
    alliance = now.alliances
    felt = {kind.column: getattr(alliance, kind.column)[rows] for g in COMPLAINTS for kind in g}
    here = alliance.status[rows] < TERMINATED
    revenue = (alliance.arms_length_revenue + alliance.joint_revenue)[rows]
    said = complaints(felt, now.draw("voice")[rows], here)
    seen = alliance.measured_score[rows].copy(), alliance.promise[rows].copy()
    return Memory(revenue.copy(), said, *seen)


def book(table: Table, seat: int, was: Array) -> Books:
    """Return the books of a quarter that has just ended.

    Args:
        table: The table.
        seat: The vendor.
        was: Status of its accounts before the quarter ended.
    """
    now, rows = table.now, table.rows_of(seat)
    alliance = now.alliances
    revenue = float((alliance.arms_length_revenue + alliance.joint_revenue)[rows].sum())
    quota = float(ask.quota(now)[seat])
    status = alliance.status[rows]

    def names(which: Array) -> tuple[str, ...]:
        return tuple(partner_name(int(now.partner_index[row])) for row in rows[which])

    return Books(
        quarter=now.quarter,
        revenue=revenue,
        quota=quota,
        attained=revenue / quota,
        profit=float(np.einsum("a->", alliance.profit[rows])),
        bonus=float(bonus(revenue / quota)),
        asked=int(np.count_nonzero(alliance.ask[rows] > 0)),
        partners=int(np.count_nonzero(status == PARTNER)),
        left=names(status > was),
        signed=names((was == PROSPECT) & (status == PARTNER)),
        returned=names((was == TRANSACTIONAL) & (status == PARTNER)),
    )
