"""Phase 6, the books: revenue, margin, profit and the deals it took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.parameter import parameter
from sim.quarter import Quarter


@dataclass(frozen=True, kw_only=True)
class BooksParameters:
    """Costs and deal sizes."""

    unit_cost: float = parameter(
        0.5, 0, 0.8, "1", "unit cost over list price", "assumed", symbol="cost"
    )
    day_cost: float = parameter(
        0.75, 0.2, 2, "k€/d", "cost of a person-day", "assumed, tuned", symbol="c_day"
    )
    arms_length_deal: float = parameter(
        25.0, 1, 500, "k€", "arm's-length deal size, list", "assumed", symbol="z_a"
    )
    joint_deal: float = parameter(
        100.0, 5, 2000, "k€", "joint deal size, list", "assumed", symbol="z_j"
    )


def pulled_discount(discount: Array, spot: Array, highest: float) -> Array:
    """Return the discount on pulled deals: ``min(highest, discount + spot)``."""
    return np.minimum(highest, discount + spot)


def booked_revenue(closed: Array, pulled: Array, discount: Array, pulled_discount: Array) -> Array:
    """Return revenue in k€: ``closed (1 - discount) + pulled (1 - pulled_discount)``.

    Args:
        closed: Deals that closed by themselves, k€ list.
        pulled: Deals pulled in by the ask, k€ list.
        discount: Going discount.
        pulled_discount: Discount on pulled deals.
    """
    return closed * (1.0 - discount) + pulled * (1.0 - pulled_discount)


def keep_books(now: Quarter) -> None:
    """Book the quarter; one-team execution changes what a joint deal is worth, not their number."""
    p, alliance = now.parameters, now.alliances
    spot = pulled_discount(alliance.discount, p.spot_discount * alliance.ask, p.highest_discount)
    pulled = alliance.pulled_arms_length + alliance.pulled_joint
    alliance.arms_length_revenue = booked_revenue(
        alliance.won_arms_length, alliance.pulled_arms_length, alliance.discount, spot
    )
    alliance.joint_revenue = booked_revenue(
        alliance.won_joint, alliance.pulled_joint, alliance.discount, spot
    )
    alliance.month3_revenue = booked_revenue(alliance.month3_list, pulled, alliance.discount, spot)
    joint_list = alliance.won_joint + alliance.pulled_joint
    arms_length_list = alliance.won_arms_length + alliance.pulled_arms_length
    alliance.list_value = arms_length_list + joint_list
    revenue = alliance.arms_length_revenue + alliance.joint_revenue
    alliance.margin = revenue - p.unit_cost * alliance.list_value
    paid_days = alliance.relationship_days + alliance.selling_days
    alliance.profit = alliance.margin - p.day_cost * paid_days - alliance.vision_cost
    joint_deals = joint_list / alliance.velocity_gain / p.joint_deal
    alliance.deals = arms_length_list / p.arms_length_deal + joint_deals
