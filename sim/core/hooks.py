"""What the scenario does to the alliances seen in a quarter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.scenario import Scenario

EVERYWHERE = slice(None)


@dataclass(frozen=True)
class Hooks:
    """The scenario's hooks in one quarter.

    Attributes:
        scenario: What happens to everybody.
        quarter: The quarter, from 0.
        seats: Row of each alliance seen within its replication.
    """

    scenario: Scenario
    quarter: int
    seats: Array

    def value(self, name: str) -> Array:
        """Return what the scenario prescribes: one value, or one an alliance seen."""
        values: Array = getattr(self.scenario, name)[self.quarter]
        return values if len(values) == 1 else values[self.seats]

    def allowed(self, name: str, cases: Array, at: Array | slice = EVERYWHERE) -> Array:
        """Return true where a case is true and the hook is above 0.

        The cases are those of all alliances seen, or of those at `at`.
        """
        given = self.value(name) > 0
        if len(given) != 1:
            return cases & given[at]
        return cases if given[0] else np.zeros_like(cases)  # one flag for all costs 20 times more

    def imposed(self, name: str, cases: Array) -> Array:
        """Return true where a case is true or the hook is above 0."""
        given = self.value(name) > 0
        if len(given) != 1:
            return cases | given
        return np.ones_like(cases) if given[0] else cases

    def forced(self, name: str, values: Array) -> Array:
        """Return values, but for those that the scenario forces."""
        given = self.value(name)
        if len(given) == 1 and np.isnan(given[0]):
            return values
        return np.where(np.isnan(given), values, given)
