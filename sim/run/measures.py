"""Outcomes: what is measured of a vendor each quarter, declared by the mechanisms."""

from __future__ import annotations

from typing import Any

from sim.base.arrays import Array
from sim.model.quarter import MEASURES

__all__ = ["MEASURES", "by_alliance"]


def by_alliance(name: str, alliances: Any) -> Array:
    """Return an outcome, or a column, of every alliance (or of some) this quarter."""
    if name in MEASURES:
        return MEASURES[name].by_alliance(alliances)
    column: Array = getattr(alliances, name)
    return column
