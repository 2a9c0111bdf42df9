"""A board that loses nerve: when it leaves a policy for the push, and what it then earns.

The board sees what no board sees: how the push would have done on the same luck. So the cost is
that of nerves alone, not of bad information.
"""

from __future__ import annotations

import numpy as np

from experiments.switching import Then
from sim.base.arrays import Array
from sim.ensemble.worlds import QUARTERS, Worlds

POLICIES = {"r": "relationship_first", "v": "vst"}
"""What boards leave; the letter stands for each in the rows of facts."""
PUSH = "transactional"
NEVER = QUARTERS + 1
"""The quarter of boards that stay."""


def leaving(worlds: Worlds, policy: str, wait: int) -> Array:
    """Return the quarter from which each world's board follows the push; `NEVER` if it stays.

    Behind is strictly less cumulative profit at a quarter's end, on the same luck; after `wait`
    such quarters in a row the next quarter follows the push.
    """
    own, push = (r.cumulative("profit") for r in worlds.run(policy, PUSH))
    return first_left(own < push, wait)


def first_left(behind: Array, wait: int) -> Array:
    """Return the quarter (from 1) after `wait` quarters behind in a row, one a world."""
    row = np.zeros(len(behind), int)
    left = np.full(len(behind), behind.shape[1] + 1)
    for quarter, is_behind in enumerate(behind.T, start=1):
        row = (row + 1) * is_behind
        left = np.minimum(left, np.where(row >= wait, quarter + 1, left))
    return left


def under_board(worlds: Worlds, policy: str, left: Array) -> Array:
    """Return profit by quarter under a board that leaves when told, shape (worlds, quarters)."""
    profit = worlds.run(policy)[0].outcomes["profit"].copy()
    for quarter in np.unique(left[left < NEVER]):
        gone = left == quarter
        (turned,) = worlds.run(Then(policy, PUSH, int(quarter)))
        profit[gone] = turned.outcomes["profit"][gone]
    return np.asarray(profit)


def given_up(worlds: Worlds, policy: str, left: Array) -> Array:
    """Return the 5-year profit that leaving costs, one a world."""
    stayed = worlds.run(policy)[0].total("profit")
    return np.asarray(stayed - under_board(worlds, policy, left).sum(axis=1))
