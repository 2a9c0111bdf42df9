"""How an outcome is declared: what is measured of an alliance each quarter, and how it adds up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.base.arrays import Array


@dataclass(frozen=True)
class Measure:
    """An outcome of one vendor in one quarter.

    Attributes:
        name: Name in data files.
        label: Name for people.
        unit: Unit; ``1`` is a pure number that people read as a percentage.
        how: ``sum`` or ``mean`` over the vendor's accounts; ended ones keep their last state.
        about: What exactly is measured.
        of: Works it out from the alliances (or some of them); the column of its name if left out.
    """

    name: str
    label: str
    unit: str
    how: str
    about: str
    of: Callable[[Any], Array] | None = None

    def by_alliance(self, alliances: Any) -> Array:
        """Return the outcome of every alliance this quarter."""
        values: Array = getattr(alliances, self.name) if self.of is None else self.of(alliances)
        return values
