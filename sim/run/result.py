"""The result of a policy: its outcomes by replication and quarter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array


@dataclass(frozen=True)
class Result:
    """What a focal vendor got under one policy; replications are rows.

    Attributes:
        policy: Name of the policy.
        title: Its name for people.
        replications: Numbers of the replications, shape (R,).
        outcomes: Outcome (see `sim.run.measures.MEASURES`) to (R, quarters).
        panel: Outcome to (R, quarters, accounts), for those that were asked for.
        factors: The twelve factors before the first and after the last quarter, per account,
            shape (2, R, accounts, 12).
    """

    policy: str
    title: str
    replications: Array
    outcomes: dict[str, Array]
    panel: dict[str, Array]
    factors: Array

    @property
    def quarters(self) -> int:
        """Number of quarters."""
        return self.outcomes["profit"].shape[1]

    def total(self, outcome: str) -> Array:
        """Return an outcome summed over the quarters, one value a replication."""
        return self.outcomes[outcome].sum(axis=1)

    def year(self, outcome: str, year: int) -> Array:
        """Return an outcome summed over a year (1 is the first), one value a replication."""
        return self.outcomes[outcome][:, 4 * (year - 1) : 4 * year].sum(axis=1)

    def last(self, outcome: str) -> Array:
        """Return an outcome in the last quarter, one value a replication."""
        return self.outcomes[outcome][:, -1]

    def cumulative(self, outcome: str) -> Array:
        """Return the running total of an outcome, shape (R, quarters)."""
        return np.cumsum(self.outcomes[outcome], axis=1)


def concatenate(parts: list[Result]) -> Result:
    """Return results of one policy for successive replications as one."""
    first = parts[0]
    return Result(
        policy=first.policy,
        title=first.title,
        replications=np.concatenate([r.replications for r in parts]),
        outcomes={k: np.concatenate([r.outcomes[k] for r in parts]) for k in first.outcomes},
        panel={k: np.concatenate([r.panel[k] for r in parts]) for k in first.panel},
        factors=np.concatenate([r.factors for r in parts], axis=1),
    )
