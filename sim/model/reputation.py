"""Phases 1 and 8, reputation: the market hears how a vendor's partners fare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, VendorColumns, column
from sim.model.effort import ratio


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


@dataclass
class ReputationColumns(AllianceColumns):
    """One value an alliance."""

    reputation: Array = column("1", 0, 1, "its vendor's name as the quarter began", "name")


@dataclass
class ReputationVendorColumns(VendorColumns):
    """One value a vendor."""

    held: Array = column("count", 0, None, "alliances so far, ended ones too")
    reputation: Array = column("1", 0, 1, "name: mean trust of its alliances so far", "name")


MEASURES = (Measure("reputation", "Reputation", "1", "mean", "mean trust of all accounts so far"),)


def next_reputed_trust(trust: Array, elsewhere: Array, pull: Array | float) -> Array:
    """Return trust after hearsay: ``trust + pull (mean trust elsewhere - trust)``."""
    return trust + pull * (elsewhere - trust)


def earn_name(now: Quarter) -> None:
    """Count each vendor's alliances so far and set its name: their mean trust, ended ones too."""
    alliance, vendor = now.alliances, now.vendors
    is_held = 1.0 - alliance.prospect
    vendor.held = now.sum_by_vendor(is_held)
    vendor.reputation = ratio(now.sum_by_vendor(is_held * alliance.trust), vendor.held)
    alliance.reputation = now.of_vendor(vendor.reputation)


def spread_word(now: Quarter) -> None:
    """Pull trust towards the mean of the vendor's other alliances, ended ones included.

    Where there is nobody else to ask there is no pull.
    """
    alliance = now.alliances
    others = now.vendors.held - 1.0
    pull = now.per_vendor.reputation_pull * np.clip(others, 0.0, 1.0)
    total = now.sum_by_vendor((1.0 - alliance.prospect) * alliance.trust)
    elsewhere = (now.of_vendor(total) - alliance.trust) / now.of_vendor(at_least(others, 1.0))
    alliance.trust = next_reputed_trust(
        alliance.trust, elsewhere, alliance.live * now.of_vendor(pull)
    )
