"""The ledger of a run: what each phase of each quarter did to a column of the focal vendor's.

It watches the run that `simulate` makes, so start and entries add up to the end as it is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.core.phase import Phase
from sim.core.quarter import Quarter
from sim.core.state import PROSPECT, Part, lasting_columns
from sim.model.quarter import QUARTER, Alliances
from sim.policies import Policy
from sim.run.measures import MEASURES
from sim.run.setting import Setting
from sim.run.simulate import blocks, run_worlds


@dataclass(frozen=True)
class Ledger:
    """What moved a column, mean over all accounts of the focal vendor.

    A prospect that signs is an account from then on, so it moves the mean too.

    Attributes:
        policy: Name of the policy.
        title: Its name for people.
        column: The column.
        replications: Numbers of the replications, shape (R,).
        start: Its value before the first quarter, shape (R,).
        moves: What each phase of `QUARTER` changed, shape (R, quarters, phases).
    """

    policy: str
    title: str
    column: str
    replications: Array
    start: Array
    moves: Array


def columns() -> list[str]:
    """Return the columns that a ledger can be kept of: outcomes that last and are means."""
    return [
        name
        for name, kept_as in lasting_columns(Alliances).items()
        if kept_as == "float" and name in MEASURES and MEASURES[name].how == "mean"
    ]


def keep_ledger(policy: Policy, setting: Setting, column: str) -> Ledger:
    """Run a policy and return what moved a column, phase by phase.

    Args:
        policy: Policy of the focal vendor.
        setting: Everything else.
        column: One of `columns`.

    Raises:
        ProblemsError: No ledger is kept of such a column.
    """
    if column not in columns():
        raise ProblemsError([unknown("column with a ledger", column, columns())])
    parts = [_of_block(policy, setting, column, numbers) for numbers in blocks(setting)]
    return join_ledgers(parts)


def join_ledgers(parts: Sequence[Ledger]) -> Ledger:
    """Return ledgers of one policy and column for successive replications as one."""
    first = parts[0]
    return Ledger(
        policy=first.policy,
        title=first.title,
        column=first.column,
        replications=np.concatenate([part.replications for part in parts]),
        start=np.concatenate([part.start for part in parts]),
        moves=np.concatenate([part.moves for part in parts]),
    )


def _of_block(policy: Policy, setting: Setting, column: str, numbers: Array) -> Ledger:
    worlds, number = len(numbers), {id(phase.run): i for i, phase in enumerate(QUARTER)}
    moves = np.zeros((worlds, setting.quarters, len(QUARTER)))
    seen: list[Array] = []

    def value(now: Quarter) -> Array:
        seen = Part(now.alliances, now.recorded)
        held = (seen.status != PROSPECT).reshape(worlds, -1)
        values = getattr(seen, column).reshape(held.shape)
        mean: Array = values.mean(axis=1, dtype=np.float64, where=held)
        return mean

    def watch(phase: Phase, now: Quarter) -> None:
        if not seen:
            seen.extend([value(now)] * 2)
        phase.run(now)
        after = value(now)
        moves[:, now.quarter, number[id(phase.run)]] = after - seen[1]
        seen[1] = after

    run_worlds([policy], setting, numbers, setting.worlds(numbers), watch)
    return Ledger(policy.name, policy.title, column, numbers, seen[0], moves)
