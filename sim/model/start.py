"""The start of a run: states that follow from the world drawn, at rest before the first quarter."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.core.hooks import EVERYWHERE
from sim.core.quarter import Quarter
from sim.core.state import starting_columns
from sim.core.world import World
from sim.model.assessment import refresh_derived_factors
from sim.model.choice import appeal, gather
from sim.model.closing import steady_stock
from sim.model.factors import AUTONOMY, KNOWLEDGE, OBJECTIVE
from sim.model.inner_circle import accessible_market, joint_claim
from sim.model.loyalty import intent_target
from sim.model.market import call_roll
from sim.model.velocity import joint_win_rate, sales_cycle

FIRST_REACH = 0.8


def known_or(known: Array | None, settled: Array, rows: slice = EVERYWHERE) -> Array:
    """Return what is known of the start, and what the model settles at where it is not (NaN)."""
    if known is None:
        return settled
    known = known[rows]
    return np.where(np.isnan(known), settled, known).astype(settled.dtype)


def settle(now: Quarter, world: World) -> None:
    """Bring a world to rest before the first quarter.

    Loyalty equals trust, intent its target, and pipelines their steady stock, so that nothing
    moves in the first quarter but for the quarter's own events. A world may know better where
    intent, autonomy and regions start.
    """
    settle_states(now, world)
    settle_capacity(now)
    appeal(now)
    gather(now)
    fill_pipelines(now)
    now.memo.forget()


def settle_states(now: Quarter, world: World, rows: slice = EVERYWHERE) -> None:
    """Fill in loyalty, intent, derived factors and counters; `rows` of the world are those seen."""
    p, alliance = now.per_alliance, now.alliances
    zero = np.zeros_like(alliance.trust)
    vars(alliance).update(starting_columns(type(alliance), len(zero), zero.dtype))
    alliance.regions = np.minimum(p.most_regions, known_or(world.regions, zero, rows))
    if world.status is not None:
        alliance.status = world.status[rows].astype(alliance.status.dtype)
    call_roll(alliance)

    alliance.loyalty = alliance.trust.copy()
    factors = alliance.factors
    prospects = np.flatnonzero(alliance.prospect)
    if len(prospects):  # of the factors that work built, a newcomer brings some
        factors[:, prospects] *= now.per_alliance_at(prospects).newcomer_factors
    factors[AUTONOMY] = known_or(world.autonomy, 1.0 - now.of_vendor(now.levers.control), rows)
    target = intent_target(
        alliance.trust,
        factors[OBJECTIVE],
        now.of_partner(now.partners.value),
        zero,
        p.low_value_intent,
        p.vision_intent,
    )
    alliance.intent = known_or(world.intent, target, rows) * (1.0 - alliance.prospect)
    refresh_derived_factors(factors, alliance.trust, alliance.vendor_trust, alliance.intent)


def settle_capacity(now: Quarter) -> None:
    """Set what partners can deliver at the start."""
    partner = now.partners
    partner.capacity = now.per_partner.partner_capacity * partner.size


def fill_pipelines(now: Quarter) -> None:
    """Fill the pipelines to their steady stock, given the claims on every partner.

    The joint volume that keeps partners busy is then that of an average reach.
    """
    p, alliance = now.per_alliance, now.alliances
    size, total = now.of_partner(now.partners.size), now.of_partner(now.partners.claims)
    claimed = joint_claim(alliance.claim, total, alliance.factors[KNOWLEDGE], p.crowding)
    inflow = size * p.joint_potential * accessible_market(alliance.regions) * claimed
    stock = FIRST_REACH * size * steady_stock(p.arms_length_cycle)
    alliance.arms_length_pipeline = stock * (1.0 - alliance.prospect)
    alliance.joint_volume = inflow * joint_win_rate(
        alliance.trust, alliance.allied, p.base_win_rate, p.win_rate_trust
    )
    alliance.joint_pipeline = inflow * steady_stock(
        sales_cycle(alliance.trust, p.joint_cycle, p.cycle_trust)
    )
