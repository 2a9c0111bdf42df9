"""Phase 0, the market: demand grows, wobbles and follows the scenario; a shock disrupts plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import (
    PARTNER,
    PROSPECT,
    TERMINATED,
    AllianceColumns,
    PartnerColumns,
    ReplicationColumns,
    column,
)


@dataclass(frozen=True, kw_only=True)
class MarketParameters(ParameterGroup):
    """Growth and noise of demand."""

    market_growth: float = parameter(
        0.01, 0, 0.05, "1/q", "market and quota growth", "assumed", symbol="g"
    )
    market_noise: float = parameter(
        0.05, 0, 0.3, "log", "market noise (per run and quarter)", "assumed", symbol="sd_mkt"
    )


@dataclass
class MarketColumns(AllianceColumns):
    """One value an alliance."""

    spend: Array = column("k€", 0, None, "category spend of the partner this quarter, home region")
    live: Array = column("0/1", 0, 1, "a partner or customer when the quarter began")
    allied: Array = column("0/1", 0, 1, "still a partner when the quarter began")
    prospect: Array = column("0/1", 0, 1, "not signed yet when the quarter began")


@dataclass
class MarketPartnerColumns(PartnerColumns):
    """One value a partner."""

    spend: Array = column("k€", 0, None, "category spend this quarter, home region, list price")


@dataclass
class MarketReplicationColumns(ReplicationColumns):
    """One value a replication."""

    demand: Array = column("1", 0, None, "demand, 1 at the start", "M", start=1.0)


def growth_factor(quarter: int, growth: Array | float) -> Array | float:
    """Return the trend of demand and quotas over quarter 0: ``(1 + growth)^quarter``."""
    trend = np.power(1.0 + growth, quarter)  # `**` of numbers has other last bits than of arrays
    return trend if isinstance(growth, np.ndarray) else float(trend)


def demand(trend: Array | float, noise: Array, path: Array | float, spread: float) -> Array:
    """Return market demand, 1 at the start.

    ``demand = trend * exp(spread * noise) * path``, shape of `noise` (one value a replication).
    Assumption: lognormal noise around an exponential trend.
    """
    return trend * np.exp(spread * noise) * path


def call_roll(alliance: Any) -> None:
    """Say who is live, who still a partner, who a prospect as the quarter begins, to its end."""
    alliance.live = (alliance.status < TERMINATED).astype(alliance.trust.dtype)
    alliance.allied = (alliance.status == PARTNER).astype(alliance.trust.dtype)
    alliance.prospect = (alliance.status == PROSPECT).astype(alliance.trust.dtype)


def open_market(now: Quarter) -> None:
    """Set this quarter's demand, and what every partner spends on the category."""
    p, market, partner = now.per_market, now.markets, now.partners
    trend = growth_factor(now.quarter, p.market_growth)
    market.demand = demand(trend, now.draw("market"), now.hooks.value("market"), p.market_noise)
    partner.spend = partner.size * market.demand[partner.replication]


def call_accounts(now: Quarter) -> None:
    """See which accounts are still there and what they spend; let a shock disrupt plans."""
    alliance = now.alliances
    call_roll(alliance)
    alliance.spend = now.of_partner(now.partners.spend)
    if (shock := now.hooks.value("disruption")).any():
        alliance.disruption = np.maximum(alliance.disruption, shock)
