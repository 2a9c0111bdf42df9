"""Regret: what a policy gives up against the best one of each future."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array


@dataclass(frozen=True)
class Regret:
    """Regret of policies in futures.

    Attributes:
        table: Best mean of a future less the policy's own, 0 or more, shape (policies, futures).
        largest: Each policy's largest regret, shape (policies,).
        choice: Index of the policy whose largest regret is smallest.
    """

    table: Array
    largest: Array
    choice: int


def regret(means: Array) -> Regret:
    """Return the regret of mean outcomes (more is better), shape (policies, futures).

    Source: Savage 1951, the minimax-regret rule.
    """
    table = means.max(axis=0) - means
    largest = table.max(axis=1)
    return Regret(table, largest, int(np.argmin(largest)))
