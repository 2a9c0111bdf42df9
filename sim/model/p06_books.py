"""Phase 6, the books: revenue, margin, profit and the deals it took."""

from __future__ import annotations

from dataclasses import dataclass

from sim.arrays import Array, at_most
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
    return at_most(discount + spot, highest)


def booked_revenue(closed: Array, pulled: Array, price: Array, pulled_price: Array) -> Array:
    """Return revenue in k€: ``closed price + pulled pulled_price``.

    Args:
        closed: Deals that closed by themselves, k€ list.
        pulled: Deals pulled in by the ask, k€ list.
        price: What is left of the list price after the going discount, 0..1.
        pulled_price: The same of pulled deals.
    """
    return closed * price + pulled * pulled_price


def keep_books(now: Quarter) -> None:
    """Book the quarter; one-team execution changes what a joint deal is worth, not their number."""
    p, alliance = now.parameters, now.alliances
    spot = pulled_discount(alliance.discount, p.spot_discount * alliance.ask, p.highest_discount)
    prices = 1.0 - alliance.discount, 1.0 - spot
    pulled = alliance.pulled_arms_length + alliance.pulled_joint
    alliance.arms_length_revenue = booked_revenue(
        alliance.won_arms_length, alliance.pulled_arms_length, *prices
    )
    alliance.joint_revenue = booked_revenue(alliance.won_joint, alliance.pulled_joint, *prices)
    alliance.month3_revenue = booked_revenue(alliance.month3_list, pulled, *prices)
    joint_list = alliance.won_joint + alliance.pulled_joint
    arms_length_list = alliance.won_arms_length + alliance.pulled_arms_length
    alliance.list_value = arms_length_list + joint_list
    revenue = alliance.arms_length_revenue + alliance.joint_revenue
    alliance.margin = revenue - p.unit_cost * alliance.list_value
    paid_days = alliance.relationship_days + alliance.selling_days
    alliance.profit = alliance.margin - p.day_cost * paid_days - alliance.vision_cost
    joint_deals = joint_list / (p.joint_deal * alliance.velocity_gain)
    alliance.deals = arms_length_list / p.arms_length_deal + joint_deals
