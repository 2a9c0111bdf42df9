"""Phase 3, reciprocity: what a partner puts in depends on its values, the fit and its autonomy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.memo import until_levers_change
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, PartnerColumns, column
from sim.model.factors import AUTONOMY


@dataclass(frozen=True, kw_only=True)
class ReciprocityParameters(ParameterGroup):
    """Values, cultures and autonomy."""

    low_value: float = parameter(
        0.1,
        0,
        1,
        "1",
        "reciprocity of partners that do not value partnership",
        "assumed, tuned",
        symbol="m_low",
        switch="selectivity",
        neutral=1.0,
    )
    valuing_share: float = parameter(
        0.2,
        0,
        1,
        "1",
        "share of partners that value partnership",
        "seed 004: about 20%",
        symbol="p_value",
        plausible=(0.12, 0.28),
        belief="seed 004: about 20%",
    )
    autonomy_weight: float = parameter(
        0.7,
        0,
        1,
        "1",
        "reciprocity lost at zero autonomy",
        "seed 003: 55% lose productivity",
        symbol="mu_micro",
    )
    culture_gap_weight: float = parameter(
        1.0,
        0,
        1.5,
        "1",
        "fit lost per unit of culture gap",
        "assumed",
        symbol="w_gap",
        switch="culture_gap",
        neutral=0.0,
    )
    milestone_bridge: float = parameter(
        0.7,
        0,
        1,
        "1",
        "share of a culture gap bridged by full milestones",
        "assumed",
        symbol="mile_eff",
    )
    vision_reciprocity: float = parameter(
        1.0,
        0,
        1,
        "1",
        "share of the gap to full reciprocity that a committed vision closes",
        "seed 001: a vision makes partners; how far is a doubt",
        symbol="r",
        plausible=(0.0, 1.0),
        belief="doubt: how far a vision turns a partner that did not value it",
    )


@dataclass(frozen=True, kw_only=True)
class ReciprocityLevers(LeverGroup):
    """How cultures are bridged."""

    milestones: float = parameter(
        0.0,
        0,
        1,
        "1",
        "short-term milestones / engineered long-term deals",
        "seed 000: dogs and cats",
        symbol="mile",
    )


@dataclass
class ReciprocityColumns(AllianceColumns):
    """One value an alliance."""

    culture_gap: Array = column("1", 0, 1, "difference of the two cultures", "|h_v-h_p|")
    fit: Array = column("1", 0, 1, "fit of the two cultures", "fit")
    morale: Array = column("1", 0, 1, "partner's morale under control", "morale")
    reciprocity: Array = column("1", 0, 1, "what the partner puts in", "recip")


@dataclass
class ReciprocityPartnerColumns(PartnerColumns):
    """One value a partner."""

    value: Array = column("1", 0, 1, "how far it values partnership", "m_p")


def culture_gap(vendor_horizon: Array, partner_horizon: Array) -> Array:
    """Return how far two cultures are apart, 0..1: ``|vendor horizon - partner horizon|``."""
    gap: Array = np.abs(vendor_horizon - partner_horizon)
    return gap


def culture_fit(gap: Array, milestones: Array, weight: float, bridge: float) -> Array:
    """Return the fit of two cultures, 0..1: ``max(0, 1 - weight gap (1 - bridge milestones))``.

    Source: seed 000, dogs and cats do not get along; milestones and long-term deals help.
    """
    return at_least(1.0 - weight * gap * (1.0 - bridge * milestones), 0.0)


@until_levers_change
def bridged_fit(now: Quarter) -> Array:
    """Return the fit of every alliance under its vendor's milestones."""
    p, gap = now.per_alliance, now.alliances.culture_gap
    return culture_fit(gap, now.lever("milestones"), p.culture_gap_weight, p.milestone_bridge)


def partner_morale(autonomy: Array, weight: float) -> Array:
    """Return the partner's morale, 0..1: ``1 - weight (1 - autonomy)^2``."""
    controlled = 1.0 - autonomy
    return 1.0 - weight * controlled * controlled


def partner_value(value: Array, committed: Array, by_vision: float) -> Array:
    """Return how far a partner reciprocates, 0..1: ``value + (1 - value) by_vision committed``."""
    return value + (1.0 - value) * (by_vision * committed)


def reciprocate(now: Quarter) -> None:
    """Set fit, morale and reciprocity: ``value fit morale``."""
    p, alliance = now.per_alliance, now.alliances
    alliance.fit = bridged_fit(now)
    alliance.morale = partner_morale(alliance.factors[AUTONOMY], p.autonomy_weight)
    value = partner_value(now.trait("value"), alliance.committed, p.vision_reciprocity)
    alliance.reciprocity = value * alliance.fit * alliance.morale
