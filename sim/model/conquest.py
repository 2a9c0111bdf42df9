"""Phase 5, conquest: a doubt. The quarter-end price may win arm's-length deals from rivals.

Off by default: nobody has shown that it does. Whoever believes it can say how much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column
from sim.model.books import pulled_discount


@dataclass(frozen=True, kw_only=True)
class ConquestParameters(ParameterGroup):
    """Deals that an ask wins."""

    ask_conquest: float = parameter(
        0.0,
        0,
        2,
        "1",
        "arm's-length deals that an ask wins from rivals, over those its price would attract",
        "off by default: a doubt",
        symbol="c",
        switch="conquest",
        neutral=0.0,
        plausible=(0.0, 1.0),
        belief="doubt: nobody has measured what the ask wins from rivals",
    )


@dataclass
class ConquestColumns(AllianceColumns):
    """One value an alliance."""

    conquered: Array = column("k€ list", 0, None, "arm's-length deals won by the ask's price")


def share_gained(share: Array, cut: Array, sensitivity: Array, by_price: float) -> Array:
    """Return how much a price cut adds to a share of the spend, over that share.

    ``(lift - 1)(1 - share) / (1 + share (lift - 1))`` with
    ``lift = exp(by_price sensitivity cut)``: the vendor's own pull rises, all others' stay.
    """
    lifted = np.expm1(by_price * sensitivity * cut)
    return lifted * (1.0 - share) / (1.0 + share * lifted)


def conquer(now: Quarter) -> None:
    """Set the arm's-length deals that the ask's price wins on top of those closed this quarter.

    They are sold at the spot price.
    """
    p, alliance = now.per_alliance, now.alliances
    if not np.any(p.ask_conquest):
        alliance.conquered = np.zeros_like(alliance.trust)
        return
    spot = pulled_discount(alliance.discount, p.spot_discount * alliance.ask, p.highest_discount)
    gained = share_gained(
        alliance.share, spot - alliance.discount, now.trait("price_sensitivity"), p.discount_pull
    )
    closed = alliance.won_arms_length + alliance.pulled_arms_length
    alliance.conquered = p.ask_conquest * gained * closed
