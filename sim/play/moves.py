"""Moves: what a seat decides at each of the two stops of a quarter, and what is refused.

A quarter stops twice: at the plan, when nobody knows yet what will close, and at the close, once
the gap to the quota is known. Levers hold for the whole vendor, account decisions for one account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import isfinite, nan
from typing import Any, Literal

import numpy as np

from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.core.parameter import range_problems
from sim.model.quarter import Levers
from sim.play.rules import QUESTIONS

Beat = Literal["plan", "close"]
BEATS: tuple[Beat, ...] = ("plan", "close")

CLOSE_LEVERS = ("push", "concession")
"""Levers decided once the gap is known; all others belong to the plan."""


@dataclass(frozen=True)
class AccountDecision:
    """Something decided account by account.

    Attributes:
        name: Its name in moves.
        beat: When it is decided.
        stands_for: What it replaces in the quarter (see `sim.core.quarter.Quarter.own`).
        low: Smallest value.
        high: Largest value.
        usual: What it means not to decide: NaN leaves it to the vendor's lever.
        lasts: Whether it holds until it is decided anew; else for one quarter.
        about: Meaning, in one line.
    """

    name: str
    beat: Beat
    stands_for: str
    low: float
    high: float
    usual: float
    lasts: bool
    about: str

    @property
    def nothing(self) -> float:
        """What the quarter reads where the decision is not made."""
        return float(self.acts_as(np.array(self.usual)))

    def acts_as(self, values: np.ndarray) -> np.ndarray:
        """Return what the quarter is to read for values of the decision."""
        if self.name == "leave":  # no culture gap is that narrow, so no day is spent there
            return np.where(values > 0, -1.0, nan)
        return values


_KNOWN = [f.name for f in fields(Levers)]
ACCOUNT_DECISIONS = {
    d.name: d
    for d in (
        AccountDecision(
            "attention", "plan", "attention", 0, 10, 1.0, True, "weight in the relationship effort"
        ),
        AccountDecision(
            "leave", "plan", "walk_gap", 0, 1, 0.0, True, "walk away: no day is spent there"
        ),
        AccountDecision("vision", "plan", "vision", 0, 1, nan, False, "offer a joint vision"),
        AccountDecision("review", "plan", "review", 0, 1, nan, True, "put issues on the table"),
        AccountDecision("win_back", "plan", "win_back", 0, 1, nan, True, "work on a lost partner"),
        AccountDecision("recruit", "plan", "recruit", 0, 1, nan, True, "approach a prospect"),
        AccountDecision("push", "close", "push", 0, 1, nan, False, "make the quarter-end ask"),
        AccountDecision(
            "concession", "close", "concession", 0, 1, nan, False, "give in to a price demand"
        ),
    )
    if d.stands_for == "attention" or d.stands_for in _KNOWN
}
"""Every account decision by name; one on a lever that the model lacks is not offered."""


@dataclass(frozen=True)
class Move:
    """What a seat decides at a beat; what it leaves out stays as it was, but nobody is asked.

    Attributes:
        levers: Lever to value. `push` asks every account.
        accounts: Account decision to (number of the account to value).
        answers: Question of `sim.play.rules.QUESTIONS` to the answer, at the plan.
    """

    levers: Mapping[str, float] = field(default_factory=dict)
    accounts: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    answers: Mapping[str, float] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return the move as JSON can hold it, without what it leaves out."""
        told: dict[str, Any] = {}
        if self.levers:
            told["levers"] = dict(self.levers)
        if self.accounts:
            told["accounts"] = {
                name: {str(number): value for number, value in of.items()}
                for name, of in self.accounts.items()
            }
        if self.answers:
            told["answers"] = dict(self.answers)
        return told

    @classmethod
    def from_plain(cls, told: Mapping[str, Any]) -> Move:
        """Return the move that `to_plain` told."""
        accounts = {
            name: {int(number): value for number, value in of.items()}
            for name, of in told.get("accounts", {}).items()
        }
        return cls(told.get("levers", {}), accounts, told.get("answers", {}))

    def without_asks(self) -> Move:
        """Return the same move, but nobody is asked."""
        levers = {name: value for name, value in self.levers.items() if name != "push"}
        accounts = {name: of for name, of in self.accounts.items() if name != "push"}
        return Move(levers, accounts, self.answers)

    @property
    def asked(self) -> bool:
        """Whether anybody is asked."""
        return self.levers.get("push", 0.0) > 0 or any(
            value > 0 for value in self.accounts.get("push", {}).values()
        )


def levers_of(beat: Beat) -> list[str]:
    """Return the levers decided at a beat."""
    return [name for name in _KNOWN if (name in CLOSE_LEVERS) == (beat == "close")]


def check(move: Move, beat: Beat, accounts: int) -> None:
    """Refuse a move that cannot be made.

    Args:
        move: The move.
        beat: The beat that it is made at.
        accounts: How many accounts the seat has.

    Raises:
        ProblemsError: All that is wrong with it.
    """
    problems = []
    for name in move.levers:
        if name in _KNOWN and name not in levers_of(beat):
            problems.append(f"{name}: given at the {beat}; it is not decided then")
    known = {name: value for name, value in move.levers.items() if _is_number(value)}
    problems += range_problems(Levers, known, "lever")
    problems += [
        f"{k}: {v!r} given; must be a number" for k, v in move.levers.items() if k not in known
    ]
    for name, values in move.accounts.items():
        problems += _account_problems(name, values, beat, accounts)
    for name, value in move.answers.items():
        if name not in QUESTIONS:
            problems.append(unknown("question", name, QUESTIONS))
        elif beat != "plan":
            problems.append(f"{name}: answered at the {beat}; it is asked at the plan")
        elif not _is_number(value) or not QUESTIONS[name].low <= value <= QUESTIONS[name].high:
            low, high = QUESTIONS[name].low, QUESTIONS[name].high
            problems.append(f"{name}: {value!r} given; must be from {low:g} to {high:g}")
    if problems:
        raise ProblemsError(problems)


def _account_problems(
    name: str, values: Mapping[int, float], beat: Beat, accounts: int
) -> list[str]:
    if name not in ACCOUNT_DECISIONS:
        return [unknown("account decision", name, ACCOUNT_DECISIONS)]
    decision = ACCOUNT_DECISIONS[name]
    if decision.beat != beat:
        return [f"{name}: given at the {beat}; it is decided at the {decision.beat}"]
    problems = []
    for number, value in values.items():
        if not isinstance(number, int) or not 0 <= number < accounts:
            problems.append(f"{name}: account {number!r} given; there are 0 to {accounts - 1}")
        elif not _is_number(value) or not decision.low <= value <= decision.high:
            problems.append(
                f"{name}: {value!r} given for account {number}; "
                f"must be from {decision.low:g} to {decision.high:g}"
            )
    return problems


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
