"""The start of a run: states that follow from the world drawn, at rest before the first quarter."""

from __future__ import annotations

import numpy as np

from sim.model.factors import AUTONOMY, KNOWLEDGE, OBJECTIVE
from sim.model.p01a_assessment import refresh_derived_factors
from sim.model.p04b_inner_circle import invitation_rate, joint_claim
from sim.model.p05a_velocity import sales_cycle
from sim.model.p05b_closing import steady_stock
from sim.model.p07c_loyalty import intent_target
from sim.state import Quarter

FIRST_HABIT = 0.1
FIRST_REACH = 0.8
NEVER = -99


def settle(now: Quarter) -> None:
    """Fill in loyalty, intent, derived factors, pipelines and counters at the start.

    Loyalty equals trust, intent its target, and pipelines their steady stock, so that nothing
    moves in the first quarter but for the quarter's own events.
    """
    p, alliance, partner = now.parameters, now.alliances, now.partners
    zero = np.zeros_like(alliance.trust)
    for name in ("damage", "disruption", "committed", "regions", "value_estimate"):
        setattr(alliance, name, zero.copy())
    for name in ("low_intent_quarters", "quarters_since_region", "status"):
        setattr(alliance, name, np.zeros(zero.shape, np.int16))
    alliance.offered_quarter = np.full(zero.shape, NEVER, np.int16)

    alliance.loyalty = alliance.trust.copy()
    factors = alliance.factors
    factors[AUTONOMY] = 1.0 - now.of_vendor(now.levers.control)
    value = now.of_partner(partner.value)
    alliance.intent = intent_target(
        alliance.trust, factors[OBJECTIVE], value, zero, p.low_value_intent, p.vision_intent
    )
    refresh_derived_factors(factors, alliance.trust, alliance.vendor_trust, alliance.intent)

    size = now.of_partner(partner.size)
    claim = invitation_rate(alliance.trust, p.invitation_trust) * alliance.intent
    total = now.of_partner(now.sum_by_partner(claim))
    inflow = size * p.joint_potential * joint_claim(claim, total, factors[KNOWLEDGE], p.crowding)
    alliance.arms_length_pipeline = FIRST_REACH * size * steady_stock(p.arms_length_cycle)
    alliance.joint_pipeline = inflow * steady_stock(
        sales_cycle(alliance.trust, p.joint_cycle, p.cycle_trust)
    )
