"""Phase 5, the ask: short of quota at quarter-end, a pushing vendor pulls open deals forward."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import parameter
from sim.core.quarter import Quarter
from sim.model.effort import ratio
from sim.model.market import growth_factor


@dataclass(frozen=True, kw_only=True)
class AskParameters:
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
    )


def quota_gap(revenue: Array, quota: Array) -> Array:
    """Return the share of the quota still missing, 0..1: ``max(0, 1 - revenue / quota)``."""
    return np.maximum(0.0, 1.0 - revenue / quota)


def quarter_end_ask(push: Array, gap: Array, full: float) -> Array:
    """Return the ask, 0..1: ``push min(1, gap / full)``.

    Source: seed 001, an ask at quarter-end to meet a quarterly target, outside any joint plan.
    """
    return push * np.minimum(1.0, gap / full)


def ask(now: Quarter) -> None:
    """Compare closed deals with the quota, ask every live account, pull open deals in."""
    p, alliance, vendor, levers = now.parameters, now.alliances, now.vendors, now.levers
    unpushed = (alliance.won_arms_length + alliance.won_joint) * (1.0 - alliance.discount)
    quota = p.quota_share * vendor.quota_base * growth_factor(now.quarter, p.market_growth)
    revenue = now.sum_by_vendor(unpushed)
    vendor.attainment = ratio(revenue, quota)
    gap = quota_gap(revenue, quota)
    vendor.ask = quarter_end_ask(levers.push, gap, p.full_ask_gap)
    alliance.quota_gap = now.of_vendor(gap)

    asked = now.of_vendor(vendor.ask)
    if levers.adaptation.any():  # who adapts holds back where it is not yet invited
        asked *= 1.0 - now.lever("adaptation") * (1.0 - alliance.invitation)
    alliance.ask = alliance.live * now.forced("forced_ask", asked)

    pulled = p.pull_forward * alliance.ask
    pulled_arms_length = alliance.arms_length_pipeline * pulled
    pulled_joint = alliance.joint_pipeline * pulled
    alliance.arms_length_pipeline = alliance.arms_length_pipeline - pulled_arms_length
    alliance.joint_pipeline = alliance.joint_pipeline - pulled_joint
    alliance.pulled_arms_length = alliance.share * pulled_arms_length
    alliance.pulled_joint = alliance.win_rate * alliance.velocity_gain * pulled_joint
