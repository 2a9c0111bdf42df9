"""Phase 4, openness: how far both sides can talk to each other, whatever it is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column


@dataclass
class OpennessColumns(AllianceColumns):
    """One value an alliance."""

    openness: Array = column("1", 0, 1, "how openly both sides talk", "open")


def mutual_openness(trust: Array, vendor_trust: Array) -> Array:
    """Return how openly both sides talk, 0..1: ``sqrt(trust vendor_trust)``.

    Assumption: a side that does not trust closes the talk for both.
    """
    return np.sqrt(trust * vendor_trust)


def open_up(now: Quarter) -> None:
    """Set openness from the trust that the quarter began with."""
    alliance = now.alliances
    alliance.openness = mutual_openness(alliance.trust, alliance.vendor_trust)
