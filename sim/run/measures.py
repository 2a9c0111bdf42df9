"""Outcomes: what is measured of a vendor each quarter, declared before it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.base.arrays import Array
from sim.core.state import PARTNER, TERMINATED, TRANSACTIONAL, Alliances, Part
from sim.model.factors import COMMUNICATION, KNOWLEDGE, score


@dataclass(frozen=True)
class Measure:
    """An outcome of one vendor in one quarter.

    Attributes:
        name: Name in data files.
        label: Name for people.
        unit: Unit; ``1`` is a pure number that people read as a percentage.
        how: ``sum`` or ``mean`` over the vendor's accounts; ended ones keep their last state.
        about: What exactly is measured.
    """

    name: str
    label: str
    unit: str
    how: str
    about: str


MEASURES = {
    m.name: m
    for m in (
        Measure("revenue", "Revenue", "k€", "sum", "booked revenue"),
        Measure("arms_length_revenue", "Arm's-length revenue", "k€", "sum", "ordinary deals"),
        Measure("joint_revenue", "Joint revenue", "k€", "sum", "deals pitched with the partner"),
        Measure("month3_revenue", "Revenue of month 3", "k€", "sum", "last month, ask included"),
        Measure("list_value", "Deals at list price", "k€", "sum", "won deals before discounts"),
        Measure("margin", "Gross margin", "k€", "sum", "revenue less unit costs"),
        Measure("profit", "Profit", "k€", "sum", "margin less effort and vision costs"),
        Measure("deals", "Deals", "deals", "sum", "number of deals closed"),
        Measure("paid_days", "Paid days", "d", "sum", "relationship and selling days"),
        Measure("trust", "Partner's trust", "1", "mean", "all accounts, ended ones as they ended"),
        Measure("vendor_trust", "Vendor's trust", "1", "mean", "all accounts"),
        Measure("damage", "Lasting damage", "1", "mean", "all accounts"),
        Measure("loyalty", "Loyalty", "1", "mean", "all accounts"),
        Measure("intent", "Strategic intent", "1", "mean", "all accounts, 0 once ended"),
        Measure("discount", "Going discount", "1", "mean", "all accounts"),
        Measure("score", "Relationship score", "pt", "mean", "true score of all accounts"),
        Measure("measured_score", "Measured score", "pt", "mean", "score as the vendor sees it"),
        Measure("contact", "Meetings", "1", "mean", "how fully the two teams met"),
        Measure("joint_inflow", "Joint opportunities", "k€ list", "sum", "new joint deals pitched"),
        Measure("communication", "Communication", "1", "mean", "its factor, all accounts"),
        Measure("trust_sharing", "Trust sharing", "1", "mean", "knowledge exchange times trust"),
        Measure("threads", "Working ties", "ties", "mean", "all accounts"),
        Measure("execution", "Plan execution", "1", "mean", "share of plans carried out"),
        Measure("useful_time", "Useful time", "1", "mean", "useful share of paid time"),
        Measure("quota_gap", "Quota gap", "1", "mean", "share of the quota missing before the ask"),
        Measure("ask", "Quarter-end ask", "1", "mean", "all accounts, 0 once ended"),
        Measure("demand", "Concession demand", "1", "mean", "all accounts"),
        Measure("invitation", "Inner-circle invitations", "1", "mean", "all accounts"),
        Measure("partners", "Still partners", "1", "mean", "share of accounts"),
        Measure("demoted", "Demoted to customer", "1", "mean", "share of accounts"),
        Measure("terminated", "Terminated", "1", "mean", "share of accounts"),
        Measure("committed", "Joint vision", "1", "mean", "share of accounts committed"),
        Measure("regions", "Regions added", "count", "mean", "all accounts"),
    )
}
"""Every outcome that a run can record, by name."""

_DERIVED: dict[str, Callable[[Alliances | Part], Array]] = {
    "revenue": lambda a: a.arms_length_revenue + a.joint_revenue,
    "paid_days": lambda a: a.relationship_days + a.selling_days,
    "score": lambda a: score(a.factors),
    "communication": lambda a: a.factors[COMMUNICATION],
    "trust_sharing": lambda a: a.factors[KNOWLEDGE] * a.trust,
    "partners": lambda a: (a.status == PARTNER).astype(float),
    "demoted": lambda a: (a.status == TRANSACTIONAL).astype(float),
    "terminated": lambda a: (a.status == TERMINATED).astype(float),
}


def by_alliance(name: str, alliances: Alliances | Part) -> Array:
    """Return an outcome of every alliance this quarter."""
    values: Array = _DERIVED[name](alliances) if name in _DERIVED else getattr(alliances, name)
    return values
