"""Phase 8, aftermath: disrupted plans recover; a push leaves fear in the vendor's team."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Array, at_least
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, VendorColumns, lasting
from sim.model.factors import FLEXIBILITY


@dataclass(frozen=True, kw_only=True)
class AftermathParameters(ParameterGroup):
    """Recovery from shocks, and fear."""

    recovery_rate: float = parameter(
        0.15, 0, 1, "1/q", "recovery of disrupted plans, rigid", "assumed, tuned", symbol="z_rec"
    )
    flexibility_recovery: float = parameter(
        0.5,
        0,
        1,
        "1/q",
        "added recovery at full flexibility",
        "assumed, tuned",
        symbol="z_flex",
        switch="flexibility",
        neutral=0.0,
    )
    fear_strength: float = parameter(
        0.35,
        0,
        1,
        "1",
        "execution lost at full quarter-end pressure without a winning culture",
        "assumed; seed 000 names fear",
        symbol="fear",
        switch="fear",
        neutral=0.0,
    )


@dataclass
class AftermathColumns(AllianceColumns):
    """One value an alliance."""

    disruption: Array = lasting("1", 0, 1, "share of plans disrupted by a shock", "Z", start=0.0)


@dataclass
class AftermathVendorColumns(VendorColumns):
    """One value a vendor."""

    fear: Array = lasting("1", 0, 1, "fear left by the last quarter-end", "fear", start=0.0)


def next_disruption(disruption: Array, flexibility: Array, rate: float, gain: float) -> Array:
    """Return what stays disrupted: ``disruption max(0, 1 - rate - gain flexibility)``."""
    return disruption * at_least(1.0 - rate - gain * flexibility, 0.0)


def next_fear(ask: Array, habit: Array, strength: float) -> Array:
    """Return the fear left in a vendor's team, 0..1: ``strength ask (1 - habit)``."""
    return strength * ask * (1.0 - habit)


def recover(now: Quarter) -> None:
    """Mend disrupted plans."""
    p, alliance = now.per_alliance, now.alliances
    alliance.disruption = next_disruption(
        alliance.disruption,
        alliance.factors[FLEXIBILITY],
        p.recovery_rate,
        p.flexibility_recovery,
    )


def settle_fear(now: Quarter) -> None:
    """Set the fear that next quarter's work begins with."""
    vendor = now.vendors
    vendor.fear = next_fear(vendor.ask, vendor.habit, now.per_vendor.fear_strength)
