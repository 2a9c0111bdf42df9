"""Phases 0, 4, 6 and 9, capacity: a partner can deliver only so much joint business a quarter.

All its vendors share that room, so joint opportunities of the one fall with last quarter's joint
deals of all. What a committed partner delivers also needs its vendor's support.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Array, at_most
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import PARTNER, AllianceColumns, Part, PartnerColumns, column, lasting
from sim.model.books import booked


@dataclass(frozen=True, kw_only=True)
class CapacityParameters(ParameterGroup):
    """What partners can deliver, and what helping them costs."""

    partner_capacity: float = parameter(
        2.2,
        0.2,
        20,
        "1/q",
        "joint business a partner can deliver in a quarter (all vendors, list) over its size, "
        "at the start",
        "assumed, tuned",
        symbol="cap_j",
    )
    saturation: float = parameter(
        1.0,
        0,
        4,
        "1",
        "strength of saturation: at full use joint opportunities are divided by 1 + saturation",
        "assumed",
        symbol="sat",
        switch="capacity",
        neutral=0.0,
    )
    capacity_growth: float = parameter(
        0.01, 0, 0.1, "1/q", "growth of a fully used partner's capacity", "assumed", symbol="g_cap"
    )
    support_share: float = parameter(
        0.06,
        0,
        0.3,
        "1",
        "free support to a committed partner over its joint business (list)",
        "seed 001 (free training and technical support); size assumed, tuned",
        symbol="c_sup",
        switch="support_cost",
        neutral=0.0,
    )


@dataclass
class CapacityColumns(AllianceColumns):
    """One value an alliance."""

    joint_volume: Array = lasting(
        "k€ list", 0, None, "joint deals of the last quarter, pulled ones too", "J", start=0.0
    )


@dataclass
class CapacityPartnerColumns(PartnerColumns):
    """One value a partner."""

    capacity: Array = column("k€ list/q", 0, None, "joint business it can deliver", "K")
    joint_volume: Array = column(
        "k€ list", 0, None, "joint deals of all its vendors", sum_of="joint_volume"
    )
    use: Array = column("1", 0, None, "last quarter's joint deals over capacity", "use")
    room: Array = column("1", 0, 1, "share of joint opportunities it has room for", "room")


def room_left(use: Array, saturation: float) -> Array:
    """Return the share of joint opportunities a partner has room for, 0..1.

    ``1 / (1 + saturation use^4)``.
    Assumption: soft, so that one lag of a quarter does not make business swing.
    """
    squared = use * use
    return 1.0 / (1.0 + saturation * (squared * squared))


def next_capacity(capacity: Array, use: Array, growth: float) -> Array:
    """Return capacity a quarter on: ``capacity (1 + growth min(1, use))``."""
    return capacity * (1.0 + growth * at_most(use, 1.0))


def support_cost(committed: Array, joint_list: Array, share: float) -> Array:
    """Return what supporting a committed partner costs, k€: ``share committed joint_list``."""
    return share * committed * joint_list


def fill_up(now: Quarter) -> None:
    """Set each partner's use and room from last quarter's joint deals; a full one grows."""
    p, partner = now.per_partner, now.partners
    partner.use = partner.joint_volume / partner.capacity
    partner.room = room_left(partner.use, p.saturation)
    partner.capacity = next_capacity(partner.capacity, partner.use, p.capacity_growth)


def fit_in(now: Quarter) -> None:
    """Let a partner without room turn joint opportunities down."""
    alliance = now.alliances
    alliance.joint_inflow = alliance.joint_inflow * now.of_partner(now.partners.room)


def support(now: Quarter) -> Array:
    """Return the cost of support, of the alliances that the books are kept of."""
    kept = Part(now.alliances, booked(now))
    p = now.per_alliance_at(booked(now))
    return support_cost(kept.committed, kept.won_joint + kept.pulled_joint, p.support_share)


COSTS = (support,)


def remember_volume(now: Quarter) -> None:
    """Keep the joint deals that partners were busy with."""
    alliance = now.alliances
    delivered = alliance.won_joint + alliance.pulled_joint
    alliance.joint_volume = delivered * (alliance.status == PARTNER)
