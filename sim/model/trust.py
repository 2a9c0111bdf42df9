"""Phase 7, trust: it rises slowly, falls fast, and a breach leaves lasting damage."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Array, at_least, at_most
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, lasting


@dataclass(frozen=True, kw_only=True)
class TrustParameters(ParameterGroup):
    """Asymmetric trust and damage."""

    trust_gain: float = parameter(
        0.14,
        0.01,
        0.4,
        "1/q",
        "trust gained per unit of good evidence",
        "arXiv 2510.24909: about 0.1, tuned up",
        symbol="lam_up",
    )
    negativity: float = parameter(
        3.0,
        1,
        6,
        "1",
        "loss rate over gain rate",
        "arXiv 2510.24909: about 3",
        symbol="neg_ratio",
        switch="negativity",
        neutral=1.0,
        plausible=(2.0, 4.5),
        belief="arXiv 2510.24909: about 3",
    )
    damage_rate: float = parameter(
        0.15,
        0,
        0.6,
        "1/q",
        "lasting damage per unit of breach",
        "arXiv 2510.24909 (reputation layer)",
        symbol="d_up",
        switch="lasting_damage",
        neutral=0.0,
    )
    damage_healing: float = parameter(
        0.03,
        0,
        0.3,
        "1/q",
        "healing of damage",
        "arXiv 2510.24909 (slow forgiveness)",
        symbol="d_heal",
    )
    demand_weight: float = parameter(
        0.4,
        0,
        1,
        "1",
        "bad evidence (to the vendor) from a full concession demand",
        "assumed",
        symbol="n_dem",
    )


@dataclass
class TrustColumns(AllianceColumns):
    """One value an alliance."""

    trust: Array = lasting("1", 0, 1, "partner's trust in the vendor", "T")
    vendor_trust: Array = lasting("1", 0, 1, "vendor's trust in the partner", "Tv")
    damage: Array = lasting("1", 0, 1, "lasting damage to the vendor's name", "D", start=0.0)


MEASURES = (
    Measure("trust", "Partner's trust", "1", "mean", "all accounts, ended ones as they ended"),
    Measure("vendor_trust", "Vendor's trust", "1", "mean", "all accounts"),
    Measure("damage", "Lasting damage", "1", "mean", "all accounts"),
)


def next_trust(
    trust: Array, damage: Array | float, good: Array, bad: Array, gain: float, negativity: float
) -> Array:
    """Return trust a quarter on, 0..1.

    ``trust + gain good max(0, 1 - damage - trust) - min(1, negativity gain bad) trust``. The
    minimum binds only for extreme parameters; damage lowers the ceiling that trust can reach.
    Source: arXiv 2510.24909, asymmetric trust with a reputation layer.
    """
    up = gain * good * at_least(1.0 - damage - trust, 0.0)
    down = at_most(negativity * gain * bad, 1.0) * trust
    return trust + up - down


def next_damage(damage: Array, breach: Array, rate: float, healing: Array | float) -> Array:
    """Return damage a quarter on: ``damage + rate breach (1 - damage) - healing damage``."""
    return damage + rate * breach * (1.0 - damage) - healing * damage


def judge(now: Quarter) -> None:
    """Move trust on both sides and the lasting damage; ended alliances keep theirs."""
    p, alliance = now.per_alliance, now.alliances
    live = alliance.live
    alliance.trust = next_trust(
        alliance.trust,
        alliance.damage,
        live * alliance.good_news,
        live * alliance.bad_news,
        p.trust_gain,
        p.negativity,
    )
    alliance.damage = next_damage(
        alliance.damage, live * alliance.breach, p.damage_rate, live * p.damage_healing
    )


def judge_partner(now: Quarter) -> None:
    """Move the vendor's trust: intent is its good news, a concession demand its bad news."""
    p, alliance = now.per_alliance, now.alliances
    live = alliance.live
    alliance.vendor_trust = next_trust(
        alliance.vendor_trust,
        0.0,
        live * alliance.intent,
        live * (p.demand_weight * alliance.demand),
        p.trust_gain,
        p.negativity,
    )
