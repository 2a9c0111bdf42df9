"""Phase 1, effort: the vendor spreads its paid days over accounts, relationship and revenue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.memo import until_levers_change
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column


@dataclass(frozen=True, kw_only=True)
class EffortParameters(ParameterGroup):
    """Capacity of a vendor."""

    capacity_days: float = parameter(
        30.0,
        5,
        120,
        "d/q",
        "capacity per alliance held",
        "assumed: 1 manager (60 d/q) per 2 alliances",
        symbol="days",
    )


@dataclass(frozen=True, kw_only=True)
class EffortLevers(LeverGroup):
    """How much effort, and on what."""

    capacity_use: float = parameter(
        1.0,
        0,
        1,
        "1",
        "share of capacity used (unused capacity is not paid)",
        "model",
        symbol="util",
    )
    relationship_share: float = parameter(
        0.5,
        0,
        1,
        "1",
        "share of effort on the relationship (rest: revenue)",
        "seed 001: both sides equally",
        symbol="sigma",
    )
    segmentation: float = parameter(
        0.0,
        0,
        4,
        "1",
        "effort goes as (estimated partner value)^segmentation",
        "seed 004: the 80/20 rule",
        symbol="gamma",
    )
    walk_gap: float = parameter(
        1.0,
        0,
        1,
        "1",
        "culture gap above which no effort is spent",
        "seed 000: brave enough to walk away",
        symbol="walk",
    )
    adaptation: float = parameter(
        0.0,
        0,
        1,
        "1",
        "plant while the score is weak, harvest when strong; hold the ask where trust is low",
        "seed 001: plant before harvest",
        symbol="adapt",
    )
    goal: float = parameter(
        60.0,
        0,
        100,
        "pt",
        "score at which an adaptive vendor stops shifting effort",
        "assumed",
        symbol="goal",
    )


@dataclass
class EffortColumns(AllianceColumns):
    """One value an alliance."""

    effort_weight: Array = column("1", 0, 1, "weight in the relationship effort", "y")
    relationship_days: Array = column("d", 0, None, "paid relationship days", "B_paid")
    selling_days: Array = column("d", 0, None, "paid selling days", "S_paid")


MEASURES = (
    Measure(
        "paid_days",
        "Paid days",
        "d",
        "sum",
        "relationship and selling days",
        of=lambda a: a.relationship_days + a.selling_days,
    ),
)


def partner_weight(estimate: Array, segmentation: Array) -> Array:
    """Return the weight of an account in the relationship effort.

    ``[estimate clipped to 0.05..1] ^ segmentation``: 0 treats all alike, above 1 picks favourites.
    Source: seed 004, only about 20% of customers value a trusted partnership.
    """
    return np.power(np.clip(estimate, 0.05, 1.0), segmentation)


def planting_share(share: Array, adaptation: Array, goal: Array, measured: Array | float) -> Array:
    """Return the share of effort on the relationship, 0..1, one value a vendor.

    ``[share + adaptation (goal - measured) / 100]``: plant while the score is weak, harvest after.
    """
    return np.clip(share + adaptation * (goal - measured) / 100.0, 0.0, 1.0)


def ratio(part: Array, whole: Array) -> Array:
    """Return ``part / whole``, 0 where the whole is 0: nobody to spend days on."""
    return part / np.where(whole > 0, whole, 1.0) * (whole > 0)


@until_levers_change
def served(now: Quarter) -> Array:
    """Say which alliances their vendor serves, 0/1: it walks away from too wide a culture gap."""
    gap = now.alliances.culture_gap
    return (gap <= now.lever("walk_gap")).astype(gap.dtype)


def worked_on(now: Quarter) -> Array:
    """Return how far each account is worked on: partners fully, demoted ones by `win_back`."""
    alliance = now.alliances
    allied: Array = alliance.allied
    if not now.lever("win_back").any():
        return allied
    return allied + now.lever("win_back") * (alliance.live - allied)


def spread_effort(now: Quarter) -> None:
    """Set the paid relationship and selling days of every account.

    A vendor beyond its credit line has cut its team.
    """
    p, alliance, vendor, levers = now.per_vendor, now.alliances, now.vendors, now.levers
    is_served = served(now)
    weight = is_served * worked_on(now)
    if "attention" in now.own:
        weight = weight * now.own["attention"]
    if levers.segmentation.any():
        weight = weight * partner_weight(alliance.value_estimate, now.lever("segmentation"))
    alliance.effort_weight = weight
    sold_to = is_served * alliance.live

    total_weight = now.sum_by_vendor(weight)
    mean_score: Array | float = 0.0
    if levers.adaptation.any():
        mean_score = ratio(now.sum_by_vendor(weight * alliance.measured_score), total_weight)
    share = planting_share(levers.relationship_share, levers.adaptation, levers.goal, mean_score)
    days = p.capacity_days * vendor.accounts * levers.capacity_use
    days = days * (1.0 - p.credit_cut * vendor.strain)
    alliance.relationship_days = weight * now.of_vendor(ratio(days * share, total_weight))
    alliance.selling_days = sold_to * now.of_vendor(
        ratio(days * (1.0 - share), now.sum_by_vendor(sold_to))
    )
