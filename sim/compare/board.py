"""A board that loses nerve: when it leaves a policy for the push, and what it then earns.

The board sees what no board sees: how the push would have done on the same luck. So the cost is
that of nerves alone, not of bad information.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.compare.switching import Then
from sim.policies import Policy
from sim.run.result import Result

WAITS = range(1, 9)
"""Quarters of patience that boards are compared at."""


@dataclass(frozen=True)
class Board:
    """The board of a vendor in each world, and what its patience earns.

    Attributes:
        wait: Quarters in a row behind the push after which it leaves for it.
        left: Quarter (from 1) from which the push is followed, one a world; one after the last
            where the board stays.
        profit: What is then earned, k€, shape (worlds, quarters).
    """

    wait: int
    left: Array
    profit: Array

    @property
    def leaves(self) -> Array:
        """Whether the board leaves, one a world."""
        return np.asarray(self.left <= self.profit.shape[1])


def boards(
    policy: Policy,
    push: Policy,
    run: Callable[[Policy], Result],
    waits: Sequence[int] = WAITS,
) -> list[Board]:
    """Return boards of more and more patience, all on the same worlds and luck.

    Args:
        policy: What the vendor works by until the board loses nerve.
        push: What it works by afterwards.
        run: Runs a policy on these worlds.
        waits: Quarters of patience of each.
    """
    stay = run(policy)
    behind = stay.cumulative("profit") < run(push).cumulative("profit")
    lefts = [first_left(behind, wait) for wait in waits]
    turned = {
        int(quarter): run(Then(policy, push, int(quarter))).outcomes["profit"]
        for quarter in np.unique(lefts)
        if quarter <= stay.quarters
    }
    found = []
    for wait, left in zip(waits, lefts, strict=True):
        profit = stay.outcomes["profit"].copy()
        for quarter, other in turned.items():
            profit[left == quarter] = other[left == quarter]
        found.append(Board(wait, left, profit))
    return found


def first_left(behind: Array, wait: int) -> Array:
    """Return the quarter (from 1) after `wait` quarters behind in a row, one a world.

    Behind is strictly less cumulative profit at a quarter's end, on the same luck; the quarter
    after the last where the board stays.
    """
    row = np.zeros(len(behind), int)
    left = np.full(len(behind), behind.shape[1] + 1)
    for quarter, is_behind in enumerate(behind.T, start=1):
        row = (row + 1) * is_behind
        left = np.minimum(left, np.where(row >= wait, quarter + 1, left))
    return left
