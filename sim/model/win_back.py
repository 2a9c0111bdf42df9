"""Phase 9, win-back: a demoted account that is worked on may become a partner again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import PARTNER, TRANSACTIONAL, AllianceColumns, column, counter

PATIENCE_QUARTERS = 2


@dataclass(frozen=True, kw_only=True)
class WinBackParameters(ParameterGroup):
    """What brings a demoted account back."""

    return_intent: float = parameter(
        0.25,
        0,
        1,
        "1",
        "intent above which a demoted account is a partner again (2 quarters)",
        "assumed: three times demotion_intent",
        symbol="i_re",
    )
    return_trust: float = parameter(
        0.3,
        0,
        1,
        "1",
        "trust floor of that return",
        "assumed (as vision_break_trust)",
        symbol="t_re",
    )


@dataclass(frozen=True, kw_only=True)
class WinBackLevers(LeverGroup):
    """Work on lost partners."""

    win_back: float = parameter(
        0.0,
        0,
        1,
        "1",
        "relationship effort of a demoted account relative to a partner's",
        "seed 001: from transactional customer to partner",
        symbol="win_back",
        switch="win_back",
        neutral=0.0,
    )


@dataclass
class WinBackColumns(AllianceColumns):
    """One value an alliance."""

    recovered_quarters: Array = counter(
        "q", 0, None, "quarters of recovered intent in a row", "up", start=0
    )
    returned: Array = column("0/1", 0, 1, "became a partner again this quarter")


MEASURES = (
    Measure("returned", "Returns", "accounts", "sum", "demoted accounts that are partners again"),
)


def has_recovered(
    intent: Array, trust: Array, least_intent: Array | float, least_trust: Array | float
) -> Array:
    """Say which accounts have recovered: ``intent >= least_intent and trust >= least_trust``."""
    return (intent >= least_intent) & (trust >= least_trust)


def take_back(now: Quarter) -> None:
    """Count quarters of recovery; after two in a row a demoted account is a partner again.

    It comes back without regions and joint pipeline; a vision that it has, it keeps.
    """
    p, alliance = now.per_alliance, now.alliances
    alliance.returned = np.zeros_like(alliance.trust)
    if not now.lever("win_back").any():
        alliance.recovered_quarters = np.zeros_like(alliance.recovered_quarters)
        return
    recovering = (
        (alliance.live > alliance.allied)
        & (now.lever("win_back") > 0)
        & has_recovered(alliance.intent, alliance.trust, p.return_intent, p.return_trust)
    )
    alliance.recovered_quarters = recovering * (alliance.recovered_quarters + 1)
    is_back = (alliance.recovered_quarters >= PATIENCE_QUARTERS) & (
        alliance.status == TRANSACTIONAL
    )
    back = np.flatnonzero(is_back)
    if not len(back):
        return
    for name, value in (
        ("returned", 1),
        ("status", PARTNER),
        ("regions", 0),
        ("joint_pipeline", 0),
    ):
        values = getattr(alliance, name)
        values[back] = value
        setattr(alliance, name, values)
