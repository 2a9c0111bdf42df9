"""Phase 2, the joint vision (VST): offered, accepted by partners that value partnership, broken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import parameter
from sim.core.quarter import Quarter
from sim.model.effort import served


@dataclass(frozen=True, kw_only=True)
class VisionParameters:
    """What a committed vision gives, costs and needs."""

    vision_partner_days: float = parameter(
        14.0,
        0,
        60,
        "d/q",
        "partner days committed to a joint vision (at full intent)",
        "assumed, tuned",
        symbol="vst_days",
    )
    vision_intent: float = parameter(
        0.5,
        0,
        1,
        "1",
        "share of the intent gap closed by a committed vision",
        "assumed, tuned",
        symbol="vst_int",
    )
    vision_support_cost: float = parameter(
        12.0,
        0,
        100,
        "k€/q",
        "free training and support per committed alliance",
        "assumed",
        symbol="vst_cost",
    )
    vision_workshop_cost: float = parameter(
        25.0, 0, 200, "k€", "joint vision workshop, once", "assumed", symbol="vst_ws"
    )
    vision_wait: int = parameter(
        4,
        1,
        12,
        "q",
        "quarters before a refused vision is offered again",
        "assumed: yearly planning",
        symbol="vst_wait",
    )
    vision_break_trust: float = parameter(
        0.3, 0, 1, "1", "trust under which a vision is broken", "assumed", symbol="vst_break"
    )


def acceptance_chance(offer: Array, value: Array, trust: Array) -> Array:
    """Return the chance that an offered vision is accepted: ``offer value (1 - (1 - trust)^2)``."""
    distrust = 1.0 - trust
    return offer * value * (1.0 - distrust * distrust)


def offered_now(now: Quarter) -> Array:
    """Return the alliances to which their vendor offers a vision this quarter.

    Served partners not committed yet, some quarters after the last offer. Few vendors offer
    visions, so their alliances are looked up once and all else is asked of them only.
    """
    alliance, wait = now.alliances, now.parameters.vision_wait
    courted = now.standing("courted", lambda: now.alliances_of(now.levers.vision > 0))
    is_open = (
        (served(now)[courted] * alliance.allied[courted] > 0)
        & (alliance.committed[courted] < 1)
        & (now.quarter - alliance.offered_quarter[courted] >= wait)
    )
    is_open = now.allowed("vision_allowed", is_open, courted)
    return np.arange(len(alliance.trust))[courted][is_open]


def share_vision(now: Quarter) -> None:
    """Offer visions, let partners accept them, call workshops, break what lost its trust."""
    p, alliance = now.parameters, now.alliances
    asked = offered_now(now)
    value = now.partners.value[now.partner_index[asked]]
    chance = acceptance_chance(now.lever("vision")[asked], value, alliance.trust[asked])
    workshop = np.zeros_like(alliance.trust)
    workshop[asked] = now.draw("vision", asked) < chance
    offered = alliance.offered_quarter
    offered[asked] = now.quarter
    alliance.offered_quarter = offered

    alliance.workshop = workshop
    alliance.committed = (
        np.maximum(alliance.committed, workshop)
        * alliance.allied
        * (alliance.trust >= p.vision_break_trust)
    )
    alliance.partner_days = p.vision_partner_days * alliance.intent * alliance.committed
    alliance.vision_cost = (
        p.vision_workshop_cost * alliance.workshop + p.vision_support_cost * alliance.committed
    )
