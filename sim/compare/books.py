"""Which line of the books made the difference between two policies; the lines add up to it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Array
from sim.base.intervals import Interval, paired_difference
from sim.run.result import Result


@dataclass(frozen=True)
class Share:
    """A part of a difference.

    Attributes:
        name: Name in data files.
        label: Name for people.
        amount: Its share of the difference, paired by replication.
    """

    name: str
    label: str
    amount: Interval


def books(result: Result, day_cost: Array | float) -> dict[tuple[str, str], Array]:
    """Return the lines whose sum is profit, costs below zero, one value a replication each.

    Args:
        result: What a vendor got.
        day_cost: Cost of a person-day, k€.
    """
    margin, revenue = result.total("margin"), result.total("revenue")
    days = day_cost * result.total("paid_days")
    return {
        ("arms_length_revenue", "Arm's-length revenue"): result.total("arms_length_revenue"),
        ("joint_revenue", "Joint revenue"): result.total("joint_revenue"),
        ("unit_costs", "Cost of what was sold"): margin - revenue,
        ("days", "People's days"): -days,
        ("programmes", "Partner programmes"): result.total("profit") - margin + days,
    }


def by_line(result: Result, baseline: Result, day_cost: Array | float) -> list[Share]:
    """Return each line of the books less the baseline's; their means add up to that of profit.

    Args:
        result: What a vendor got.
        baseline: What it got under another policy in the same worlds.
        day_cost: Cost of a person-day, k€.
    """
    its, others = books(result, day_cost), books(baseline, day_cost)
    return [
        Share(name, label, paired_difference(amounts, others[name, label]))
        for (name, label), amounts in its.items()
    ]
