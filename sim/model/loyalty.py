"""Phase 7, loyalty and intent: both follow trust slowly; rivals lure, a vision binds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, lasting
from sim.model.factors import OBJECTIVE
from sim.model.reciprocity import partner_value


@dataclass(frozen=True, kw_only=True)
class LoyaltyParameters(ParameterGroup):
    """Speed and ceilings of loyalty and strategic intent."""

    lure: float = parameter(
        0.15,
        0,
        1,
        "1",
        "loyalty lost to a rival offer of one standard deviation",
        "assumed",
        symbol="lure",
        switch="rivals",
        neutral=0.0,
    )
    loyalty_speed: float = parameter(
        0.3, 0, 1, "1/q", "speed of loyalty", "assumed", symbol="r_loy"
    )
    intent_speed: float = parameter(
        0.4, 0, 1, "1/q", "speed of strategic intent", "assumed", symbol="r_int"
    )
    low_value_intent: float = parameter(
        0.5,
        0,
        1,
        "1",
        "intent ceiling of a partner that values partnership at 0",
        "assumed, tuned",
        symbol="i_low",
    )


@dataclass
class LoyaltyColumns(AllianceColumns):
    """One value an alliance."""

    loyalty: Array = lasting("1", 0, 1, "slow trust, eroded by rival offers", "L")
    intent: Array = lasting("1", 0, 1, "strategic intent of the partner", "I")


MEASURES = (
    Measure("loyalty", "Loyalty", "1", "mean", "all accounts"),
    Measure("intent", "Strategic intent", "1", "mean", "all accounts, 0 once ended"),
)


def next_loyalty(
    loyalty: Array, trust: Array, temptation: Array, lure: float, speed: Array | float
) -> Array:
    """Return loyalty a quarter on: it follows ``trust / (1 + lure temptation)`` at `speed`.

    `temptation` is the partner's price sensitivity times the rival's offer, where that is above 0.
    """
    return loyalty + speed * (trust / (1.0 + lure * temptation) - loyalty)


def intent_target(
    trust: Array, objective: Array, value: Array, committed: Array, low: float, vision: float
) -> Array:
    """Return the intent that trust and a clear objective support, 0..1.

    ``own = (low + (1 - low) value) sqrt(trust objective)``, and a committed vision closes the share
    `vision` of the gap: ``own + (1 - own) vision committed``.
    Source: seed 002, a missing objective is the first cause of failure, missing trust the second.
    """
    own = (low + (1.0 - low) * value) * np.sqrt(trust * objective)
    return own + (1.0 - own) * vision * committed


def next_intent(intent: Array, target: Array, speed: float) -> Array:
    """Return intent a quarter on: ``intent + speed (target - intent)``."""
    return intent + speed * (target - intent)


def bind(now: Quarter) -> None:
    """Move loyalty and intent towards what the trust of the quarter's start supports.

    Prospects keep the loyalty they will come with.
    """
    p, alliance = now.per_alliance, now.alliances
    temptation = now.of_partner(now.partners.temptation)
    is_known = 1.0 - alliance.prospect
    alliance.loyalty = next_loyalty(
        alliance.loyalty, alliance.trust, temptation, p.lure, is_known * p.loyalty_speed
    )
    target = intent_target(
        alliance.trust,
        alliance.factors[OBJECTIVE],
        partner_value(now.trait("value"), alliance.committed, p.vision_reciprocity),
        alliance.committed,
        p.low_value_intent,
        p.vision_intent,
    )
    alliance.intent = alliance.live * next_intent(alliance.intent, target, p.intent_speed)
