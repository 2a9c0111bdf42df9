"""Phase 0, choice: how each vendor stands with each partner as the quarter begins.

A partner compares its vendors on what it has known since the last quarter, so these are the only
sums that tie vendors together; all that follows happens within one vendor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, PartnerColumns, column


@dataclass(frozen=True, kw_only=True)
class ChoiceParameters(ParameterGroup):
    """Rivals, the pull of price and loyalty, and the trust that invites."""

    rival_attraction: float = parameter(
        2.0,
        -1,
        3,
        "logit",
        "attractiveness of the outside rival",
        "calibrated: arm's-length share of about 1/5",
        symbol="u_rival",
    )
    rival_noise: float = parameter(
        0.3,
        0,
        1,
        "logit",
        "rival-offer noise (per partner and quarter)",
        "assumed",
        symbol="sd_rival",
        switch="rivals",
        neutral=0.0,
    )
    discount_pull: float = parameter(
        4.0,
        0,
        12,
        "logit per unit discount",
        "pull of a discount (times price sensitivity)",
        "calibrated: own-price elasticity near -2",
        symbol="b_disc",
    )
    loyalty_pull: float = parameter(
        1.5, 0, 4, "logit per unit loyalty", "pull of loyalty", "assumed", symbol="b_loy"
    )
    invitation_trust: float = parameter(
        0.5,
        0.1,
        0.9,
        "1",
        "trust at which half the inner-circle invitations come",
        "assumed",
        symbol="t_inv",
        switch="inner_circle",
        neutral=0.05,
    )


@dataclass
class ChoiceColumns(AllianceColumns):
    """One value an alliance."""

    pull: Array = column("1", 0, None, "pull on the partner's arm's-length spend")
    invitation: Array = column("1", 0, 1, "rate of inner-circle invitations", "inv")
    claim: Array = column("1", 0, 1, "claim to the partner's joint deals")


@dataclass
class ChoicePartnerColumns(PartnerColumns):
    """One value a partner."""

    price_sensitivity: Array = column("1", 0, None, "pull of prices", "eps_p")
    pulls: Array = column("1", 0, None, "pulls of its vendors together", sum_of="pull")
    claims: Array = column("1", 0, None, "claims of its vendors together", sum_of="claim")
    everybody: Array = column("1", 0, None, "pulls of its vendors and the outside rival")
    temptation: Array = column("1", 0, None, "price sensitivity times the rival's offer")


MEASURES = (Measure("invitation", "Inner-circle invitations", "1", "mean", "all accounts"),)


def attraction(
    loyalty: Array, discount: Array, sensitivity: Array, by_loyalty: float, by_price: float
) -> Array:
    """Return a vendor's attraction in a logit choice.

    ``exp(by_loyalty loyalty + by_price sensitivity discount)``
    """
    return np.exp(by_loyalty * loyalty + by_price * sensitivity * discount)


def rival_pull(luck: Array, base: float, spread: float) -> Array:
    """Return the outside rival's attraction, one a partner: ``exp(base + spread luck)``."""
    return np.exp(base + spread * luck)


def invitation_rate(trust: Array, half: float) -> Array:
    """Return the rate of invitations, 0..1: ``trust^4 / (trust^4 + half^4)``.

    Source: seed 004, the inner circle; seed 001, an untrusted vendor is kept at arm's length.
    """
    squared = trust * trust
    fourth = squared * squared
    return fourth / (fourth + half * half * half * half)


def appeal(now: Quarter) -> None:
    """Set the pull of every alliance on its partner's spend, and its claim to joint deals.

    A prospect is still held by another vendor of like attraction.
    """
    p, alliance = now.per_alliance, now.alliances
    alliance.pull = (alliance.live + alliance.prospect) * attraction(
        alliance.loyalty,
        alliance.discount,
        now.trait("price_sensitivity"),
        p.loyalty_pull,
        p.discount_pull,
    )
    alliance.invitation = invitation_rate(alliance.trust, p.invitation_trust)
    alliance.claim = alliance.allied * alliance.invitation * alliance.intent


def gather(now: Quarter) -> None:
    """Let every partner add up what its alliances bring: pulls on its spend, claims to deals."""
    for total, part in now.sums.items():
        setattr(now.partners, total, now.sum_by_partner(getattr(now.alliances, part)))


def weigh(now: Quarter) -> None:
    """Let every partner look at the outside rival's offer beside its vendors."""
    p, partner, luck = now.per_partner, now.partners, now.draw("rival")
    partner.everybody = partner.pulls + rival_pull(luck, p.rival_attraction, p.rival_noise)
    partner.temptation = at_least(luck, 0.0) * partner.price_sensitivity
