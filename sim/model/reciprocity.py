"""Phase 3, reciprocity: what a partner puts in depends on its values, the fit and its autonomy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.parameter import parameter
from sim.core.quarter import Quarter
from sim.model.factors import AUTONOMY


@dataclass(frozen=True, kw_only=True)
class ReciprocityParameters:
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


def culture_gap(vendor_horizon: Array, partner_horizon: Array) -> Array:
    """Return how far two cultures are apart, 0..1: ``|vendor horizon - partner horizon|``."""
    gap: Array = np.abs(vendor_horizon - partner_horizon)
    return gap


def culture_fit(gap: Array, milestones: Array, weight: float, bridge: float) -> Array:
    """Return the fit of two cultures, 0..1: ``max(0, 1 - weight gap (1 - bridge milestones))``.

    Source: seed 000, dogs and cats do not get along; milestones and long-term deals help.
    """
    return at_least(1.0 - weight * gap * (1.0 - bridge * milestones), 0.0)


def partner_morale(autonomy: Array, weight: float) -> Array:
    """Return the partner's morale, 0..1: ``1 - weight (1 - autonomy)^2``."""
    controlled = 1.0 - autonomy
    return 1.0 - weight * controlled * controlled


def partner_value(value: Array, committed: Array) -> Array:
    """Return how far a partner reciprocates, 0..1: its own value, 1 under a committed vision."""
    return np.maximum(value, committed)


def reciprocate(now: Quarter) -> None:
    """Set fit, morale and reciprocity: ``value fit morale``."""
    p, alliance = now.parameters, now.alliances
    alliance.fit = now.standing(
        "fit",
        lambda: culture_fit(
            alliance.culture_gap, now.lever("milestones"), p.culture_gap_weight, p.milestone_bridge
        ),
    )
    alliance.morale = partner_morale(alliance.factors[AUTONOMY], p.autonomy_weight)
    value = partner_value(now.trait("value"), alliance.committed)
    alliance.reciprocity = value * alliance.fit * alliance.morale
