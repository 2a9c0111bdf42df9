"""Phase 4, arm's length: vendors compete for a partner's ordinary spend by loyalty and discount."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column


@dataclass(frozen=True, kw_only=True)
class ArmsLengthParameters(ParameterGroup):
    """Size of the prize, and how selling reaches it."""

    partner_size: float = parameter(
        400.0,
        50,
        5000,
        "k€/q",
        "mean category spend of a partner, home region, list price",
        "assumed (scale only)",
        symbol="size",
        plausible=(400.0, 400.0),
        belief="a scale: it multiplies all money alike",
    )
    partner_size_spread: float = parameter(
        0.5, 0, 1.5, "log", "spread of partner size", "assumed", symbol="sd_size"
    )
    opportunity_noise: float = parameter(
        0.25,
        0,
        1,
        "log",
        "opportunity noise (per alliance and quarter)",
        "assumed",
        symbol="sd_opp",
    )
    base_reach: float = parameter(
        0.4, 0, 1, "1", "arm's-length reach with no selling effort", "assumed", symbol="reach0"
    )
    reach_days: float = parameter(
        5.0,
        0.5,
        30,
        "d",
        "effective selling days at which reach gets 63% of the rest",
        "assumed, tuned",
        symbol="s0",
    )


MEASURES = (Measure("share", "Arm's-length share", "1", "mean", "of ordinary spend"),)


@dataclass
class ArmsLengthColumns(AllianceColumns):
    """One value an alliance."""

    effective_selling: Array = column("d", 0, None, "effective selling days", "Sd")
    share: Array = column("1", 0, 1, "share of the partner's arm's-length spend", "share")
    arms_length_inflow: Array = column("k€ list", 0, None, "new arm's-length deals", "Op_a")


def reach(days: Array, base: float, scale: float | Array) -> Array:
    """Return the reach of selling, base..1: ``1 - (1 - base) exp(-days / scale)``."""
    return 1.0 - (1.0 - base) * np.exp(days * (-1.0 / scale))


def mean_one_noise(luck: Array, spread: float) -> Array:
    """Return a lognormal multiplier of mean one: ``exp(spread luck - spread^2 / 2)``."""
    return np.exp(spread * luck - 0.5 * spread * spread)


def compete(now: Quarter) -> None:
    """Set shares of the partner's spend and the inflow of arm's-length deals."""
    p, alliance = now.per_alliance, now.alliances
    alliance.share = alliance.pull / now.of_partner(now.partners.everybody)
    alliance.effective_selling = (
        alliance.selling_days * alliance.useful_time + alliance.partner_days
    )
    alliance.arms_length_inflow = (
        alliance.live
        * alliance.spend
        * (1.0 - alliance.disruption)
        * reach(alliance.effective_selling, p.base_reach, p.reach_days)
        * mean_one_noise(now.draw("arms_length"), p.opportunity_noise)
    )
