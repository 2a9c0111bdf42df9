"""Phase 7, concessions: an asked or disloyal partner wants a better price; discounts ratchet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column, lasting


@dataclass(frozen=True, kw_only=True)
class ConcessionParameters(ParameterGroup):
    """Demands and the going discount."""

    lowest_discount: float = parameter(
        0.1,
        0,
        0.4,
        "1",
        "lowest going discount",
        "assumed",
        symbol="d_min",
        under="highest_discount",
    )
    highest_discount: float = parameter(
        0.4,
        0.2,
        0.8,
        "1",
        "highest going discount",
        "assumed, tuned",
        symbol="d_max",
        plausible=(0.3, 0.5),
        belief="HBS case 911-057: 40% at quarter-end, 30% or less before",
    )
    demand_by_ask: float = parameter(
        0.3,
        0,
        1,
        "1/q",
        "concession demand added by a full ask",
        "assumed",
        symbol="rat_ask",
        switch="discount_ratchet",
        neutral=0.0,
    )
    demand_base: float = parameter(
        0.08,
        0,
        0.5,
        "1/q",
        "concession demand of a disloyal partner unasked",
        "assumed",
        symbol="rat_base",
        switch="discount_ratchet",
        neutral=0.0,
    )
    demand_by_history: float = parameter(
        0.15,
        0,
        0.5,
        "1/q",
        "demand added by a history of discounts",
        "assumed",
        symbol="rat_hist",
        switch="discount_ratchet",
        neutral=0.0,
    )
    discount_easing: float = parameter(
        0.08,
        0,
        0.5,
        "1/q",
        "relaxation of the discount at full trust",
        "seed 004: pricing issues ease",
        symbol="d_ease",
    )


@dataclass(frozen=True, kw_only=True)
class ConcessionsLevers(LeverGroup):
    """Giving in."""

    concession: float = parameter(
        0.3, 0, 1, "1", "readiness to grant concessions", "seed 001: vicious circle", symbol="conc"
    )


@dataclass
class ConcessionsColumns(AllianceColumns):
    """One value an alliance."""

    discount: Array = lasting("1", 0, 1, "going discount", "d")
    demand: Array = column("1", 0, 1, "concession demand of the partner", "demand")


MEASURES = (
    Measure("discount", "Going discount", "1", "mean", "all accounts"),
    Measure("demand", "Concession demand", "1", "mean", "all accounts"),
)


def concession_demand(
    sensitivity: Array,
    loyalty: Array,
    ask: Array,
    history: Array,
    base: float,
    by_ask: float,
    by_history: float,
) -> Array:
    """Return the demand for a concession, 0..1.

    ``[sensitivity (1 - loyalty)(base + by_ask ask + by_history history)]`` with
    ``history = (discount - lowest) / (highest - lowest)``.
    Source: seed 001, the partner looks for further transactional benefits, usually a lower price.
    """
    wanted = sensitivity * (1.0 - loyalty) * (base + by_ask * ask + by_history * history)
    return np.clip(wanted, 0.0, 1.0)


def next_discount(
    discount: Array,
    demand: Array,
    concession: Array,
    invitation: Array,
    lowest: float,
    highest: float,
    easing: float,
) -> Array:
    """Return the going discount a quarter on, lowest..highest.

    ``discount + concession demand (highest - discount) - easing invitation (discount - lowest)``.
    """
    up = concession * demand * (highest - discount)
    down = easing * invitation * (discount - lowest)
    return discount + up - down


def bargain(now: Quarter) -> None:
    """Set the concession demand and move the going discount of live alliances."""
    p, alliance = now.per_alliance, now.alliances
    span = p.highest_discount - p.lowest_discount
    alliance.demand = concession_demand(
        now.trait("price_sensitivity"),
        alliance.loyalty,
        alliance.ask,
        (alliance.discount - p.lowest_discount) / span,
        p.demand_base,
        p.demand_by_ask,
        p.demand_by_history,
    )
    alliance.discount = next_discount(
        alliance.discount,
        alliance.live * alliance.demand,
        now.lever("concession"),
        alliance.live * alliance.invitation,
        p.lowest_discount,
        p.highest_discount,
        p.discount_easing,
    )
