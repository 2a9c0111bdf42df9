"""Phase 8, reputation: partners hear how the vendor's other partners fare."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Array, at_least, at_most
from sim.core.memo import until_levers_change
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter


@dataclass(frozen=True, kw_only=True)
class ReputationParameters(ParameterGroup):
    """Spillover of trust."""

    reputation_pull: float = parameter(
        0.05,
        0,
        0.3,
        "1/q",
        "reputation: pull of the vendor's mean trust elsewhere",
        "assumed",
        symbol="spill",
        switch="reputation",
        neutral=0.0,
    )


def next_reputed_trust(trust: Array, elsewhere: Array, pull: Array | float) -> Array:
    """Return trust after hearsay: ``trust + pull (mean trust elsewhere - trust)``."""
    return trust + pull * (elsewhere - trust)


@until_levers_change
def others(now: Quarter) -> Array:
    """Return how many other accounts the vendor of each alliance has."""
    return now.of_vendor(now.vendors.accounts - 1.0)


@until_levers_change
def hearsay(now: Quarter) -> Array:
    """Return the pull of what partners hear; none where there is nobody else to ask."""
    return now.per_alliance.reputation_pull * at_most(others(now), 1.0)


def spread_word(now: Quarter) -> None:
    """Pull trust towards the mean of the vendor's other accounts, ended ones included."""
    alliance = now.alliances
    total = now.of_vendor(now.sum_by_vendor(alliance.trust))
    elsewhere = (total - alliance.trust) / at_least(others(now), 1.0)
    alliance.trust = next_reputed_trust(alliance.trust, elsewhere, alliance.live * hearsay(now))
