"""Phase 6, the books: revenue, margin, profit and the deals it took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_most
from sim.core.hooks import EVERYWHERE
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, Part, column
from sim.model.cash import discount_factor, has_credit_line


@dataclass(frozen=True, kw_only=True)
class BooksParameters(ParameterGroup):
    """Costs and deal sizes."""

    unit_cost: float = parameter(
        0.5, 0, 0.8, "1", "unit cost over list price", "assumed", symbol="cost"
    )
    day_cost: float = parameter(
        0.75, 0.2, 2, "k€/d", "cost of a person-day", "assumed, tuned", symbol="c_day"
    )
    arms_length_deal: float = parameter(
        25.0,
        1,
        500,
        "k€",
        "arm's-length deal size, list",
        "assumed",
        symbol="z_a",
        plausible=(25.0, 25.0),
        belief="a count of deals, no money hangs on it",
    )
    joint_deal: float = parameter(
        100.0,
        5,
        2000,
        "k€",
        "joint deal size, list",
        "assumed",
        symbol="z_j",
        plausible=(100.0, 100.0),
        belief="a count of deals, no money hangs on it",
    )


@dataclass
class BooksColumns(AllianceColumns):
    """One value an alliance."""

    arms_length_revenue: Array = column("k€", 0, None, "arm's-length revenue", "rev_a")
    joint_revenue: Array = column("k€", 0, None, "joint revenue", "rev_j")
    month3_revenue: Array = column("k€", 0, None, "revenue booked in month 3", "m3")
    list_value: Array = column("k€ list", 0, None, "value of won deals at list price", "list")
    margin: Array = column("k€", None, None, "gross margin", "gm")
    profit: Array = column("k€", None, None, "margin less effort and vision costs", "profit")
    deals: Array = column("deals", 0, None, "deals closed", "deals")


MEASURES = (
    Measure(
        "revenue",
        "Revenue",
        "k€",
        "sum",
        "booked revenue",
        of=lambda a: a.arms_length_revenue + a.joint_revenue,
    ),
    Measure("arms_length_revenue", "Arm's-length revenue", "k€", "sum", "ordinary deals"),
    Measure("joint_revenue", "Joint revenue", "k€", "sum", "deals pitched with the partner"),
    Measure("month3_revenue", "Revenue of month 3", "k€", "sum", "last month, ask included"),
    Measure("list_value", "Deals at list price", "k€", "sum", "won deals before discounts"),
    Measure("margin", "Gross margin", "k€", "sum", "revenue less unit costs"),
    Measure("profit", "Profit", "k€", "sum", "margin less effort and vision costs"),
    Measure("deals", "Deals", "deals", "sum", "number of deals closed"),
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


def booked(now: Quarter) -> slice:
    """Return the alliances that the books are kept of: all, if a credit line may run out."""
    return EVERYWHERE if has_credit_line(now) else now.recorded


def worth_now(now: Quarter, rows: slice) -> Array | float:
    """Return what a euro of this quarter is worth at the start, to some alliances."""
    worth = discount_factor(now.quarter, now.per_vendor.discount_rate)
    return now.of_vendor(worth)[rows] if isinstance(worth, np.ndarray) else worth


def keep_books(now: Quarter) -> None:
    """Book the quarter; one-team execution changes what a joint deal is worth, not their number.

    Partners judge by joint revenue; the rest nobody acts on but a creditor, so without one it is
    for those recorded only.
    """
    p, alliance = now.per_alliance, now.alliances
    spot = pulled_discount(alliance.discount, p.spot_discount * alliance.ask, p.highest_discount)
    price, pulled_price = 1.0 - alliance.discount, 1.0 - spot
    alliance.joint_revenue = booked_revenue(
        alliance.won_joint, alliance.pulled_joint, price, pulled_price
    )

    rows = booked(now)
    kept, p = Part(alliance, rows), now.per_alliance_at(rows)
    prices = price[rows], pulled_price[rows]
    spot_arms_length = kept.pulled_arms_length + kept.conquered
    pulled = spot_arms_length + kept.pulled_joint
    joint_list = kept.won_joint + kept.pulled_joint
    arms_length_list = kept.won_arms_length + spot_arms_length
    joint_deals = joint_list / (p.joint_deal * kept.velocity_gain)
    paid_days = kept.relationship_days + kept.selling_days
    alliance.arms_length_revenue = booked_revenue(kept.won_arms_length, spot_arms_length, *prices)
    alliance.month3_revenue = booked_revenue(kept.month3_list, pulled, *prices)
    alliance.list_value = arms_length_list + joint_list
    revenue = alliance.arms_length_revenue + kept.joint_revenue
    alliance.margin = revenue - p.unit_cost * alliance.list_value
    alliance.profit = alliance.margin - p.day_cost * paid_days - kept.vision_cost
    alliance.profit = alliance.profit - now.add_up("COSTS")
    alliance.present_value = alliance.profit * worth_now(now, rows)
    alliance.deals = arms_length_list / p.arms_length_deal + joint_deals
    if rows == EVERYWHERE:
        now.vendors.cash = now.vendors.cash + now.sum_by_vendor(alliance.profit)
