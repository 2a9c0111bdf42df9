"""Phase 5, the ask: short of quota at quarter-end, a pushing vendor pulls open deals forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, VendorColumns, column, lasting
from sim.model.effort import ratio
from sim.model.market import growth_factor


@dataclass(frozen=True, kw_only=True)
class AskParameters(ParameterGroup):
    """Quotas and what an ask does to the pipeline and the price."""

    quota_share: float = parameter(
        0.34,
        0.1,
        2,
        "1/q",
        "quota over partner size at the start",
        "calibrated: initial gap of about 10%",
        symbol="q_ref",
    )
    full_ask_gap: float = parameter(
        0.3, 0.05, 1, "1", "forecast gap that triggers a full ask", "assumed", symbol="gap_full"
    )
    pull_forward: float = parameter(
        0.5,
        0,
        1,
        "1",
        "share of open pipeline pulled in by a full ask",
        "assumed",
        symbol="pull",
        switch="pull_forward",
        neutral=0.0,
    )
    spot_discount: float = parameter(
        0.1,
        0,
        0.3,
        "1",
        "extra discount on pulled deals",
        "quarter-end studies: 5-10 points",
        symbol="spot",
        switch="discount_ratchet",
        neutral=0.0,
        plausible=(0.05, 0.1),
        belief="quarter-end studies: 5 to 10 points",
    )


@dataclass(frozen=True, kw_only=True)
class AskLevers(LeverGroup):
    """The quarter-end push."""

    push: float = parameter(
        0.0,
        0,
        1,
        "1",
        "readiness to make the quarter-end ask",
        "seed 001: vicious circle",
        symbol="push",
    )


@dataclass
class AskColumns(AllianceColumns):
    """One value an alliance."""

    quota_gap: Array = column("1", 0, 1, "share of its vendor's quota missing before the ask")
    ask: Array = column("1", 0, 1, "quarter-end ask", "ask")
    pulled_arms_length: Array = column("k€ list", 0, None, "arm's-length deals pulled in")
    pulled_joint: Array = column("k€ list", 0, None, "joint deals pulled in by the ask")


@dataclass
class AskVendorColumns(VendorColumns):
    """One value a vendor."""

    quota_base: Array = column("k€", 0, None, "category spend of its accounts", "sum s")
    ask: Array = column("1", 0, 1, "quarter-end ask before any holding back", "ask_v")
    attainment: Array = lasting("1", 0, None, "unpushed revenue over quota", start=1.0)


MEASURES = (
    Measure("quota_gap", "Quota gap", "1", "mean", "share of the quota missing before the ask"),
    Measure("ask", "Quarter-end ask", "1", "mean", "all accounts, 0 once ended"),
)


def quota_gap(revenue: Array, quota: Array) -> Array:
    """Return the share of the quota still missing, 0..1: ``max(0, 1 - revenue / quota)``."""
    return np.maximum(0.0, 1.0 - revenue / quota)


def quarter_end_ask(push: Array, gap: Array, full: float) -> Array:
    """Return the ask, 0..1: ``push min(1, gap / full)``.

    Source: seed 001, an ask at quarter-end to meet a quarterly target, outside any joint plan.
    """
    return push * np.minimum(1.0, gap / full)


def unpushed_revenue(alliance: Any) -> Array:
    """Return the revenue of deals closed before any ask, k€, one value an alliance."""
    won: Array = alliance.won_arms_length + alliance.won_joint
    return won * (1.0 - alliance.discount)


def quota(now: Quarter) -> Array:
    """Return the quarter's quota of each vendor, k€: its share of its accounts' trended spend."""
    p = now.per_vendor
    trend = growth_factor(now.quarter, p.market_growth)
    return p.quota_share * now.vendors.quota_base * trend


def account_asks(now: Quarter, asked: Array, gap: Array) -> Array:
    """Return the ask to each alliance where some are decided account by account.

    A vendor's own ask, from which its team's fear follows, is then the mean over its live accounts.
    """
    alliance, vendor = now.alliances, now.vendors
    is_own = ~np.isnan(now.own["push"])
    full = now.per_alliance.full_ask_gap
    asked = np.where(is_own, quarter_end_ask(now.lever("push"), now.of_vendor(gap), full), asked)
    mean = ratio(now.sum_by_vendor(alliance.live * asked), now.sum_by_vendor(alliance.live))
    vendor.ask = np.where(now.sum_by_vendor(is_own.astype(mean.dtype)) > 0, mean, vendor.ask)
    return asked


def ask(now: Quarter) -> None:
    """Compare closed deals with the quota, ask every live account, pull open deals in.

    A vendor beyond its credit line pushes whatever its policy.
    """
    alliance, vendor, levers = now.alliances, now.vendors, now.levers
    revenue, wanted = now.sum_by_vendor(unpushed_revenue(alliance)), quota(now)
    vendor.attainment = ratio(revenue, wanted)
    gap = quota_gap(revenue, wanted)
    push = np.maximum(levers.push, vendor.strain)
    vendor.ask = quarter_end_ask(push, gap, now.per_vendor.full_ask_gap)
    alliance.quota_gap = now.of_vendor(gap)

    asked = now.of_vendor(vendor.ask)
    if "push" in now.own:
        asked = account_asks(now, asked, gap)
    if levers.adaptation.any():  # who adapts holds back where it is not yet invited
        asked *= 1.0 - now.lever("adaptation") * (1.0 - alliance.invitation)
    alliance.ask = alliance.live * now.hooks.forced("forced_ask", asked)

    pulled = now.per_alliance.pull_forward * alliance.ask
    pulled_arms_length = alliance.arms_length_pipeline * pulled
    pulled_joint = alliance.joint_pipeline * pulled
    alliance.arms_length_pipeline = alliance.arms_length_pipeline - pulled_arms_length
    alliance.joint_pipeline = alliance.joint_pipeline - pulled_joint
    alliance.pulled_arms_length = alliance.share * pulled_arms_length
    alliance.pulled_joint = alliance.win_rate * alliance.velocity_gain * pulled_joint
