"""Phase 2, the joint vision (VST): offered, accepted by partners that value partnership, broken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.memo import until_levers_change
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column, counter, small
from sim.model.effort import served, worked_on

NEVER = -99
"""The quarter of the last offer where there was none."""


@dataclass(frozen=True, kw_only=True)
class VisionParameters(ParameterGroup):
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


@dataclass(frozen=True, kw_only=True)
class VisionLevers(LeverGroup):
    """The joint vision."""

    vision: float = parameter(
        0.0,
        0,
        1,
        "1",
        "offers the joint vision process (VST)",
        "seed 001: VST process",
        symbol="vst",
    )


@dataclass
class VisionColumns(AllianceColumns):
    """One value an alliance."""

    committed: Array = small("0/1", 0, 1, "committed to a joint vision", "C", start=0.0)
    offered_quarter: Array = counter(
        "q", None, None, "when a vision was last offered", "offered", start=NEVER
    )
    partner_days: Array = column("d", 0, None, "days a committed partner adds", "co")
    workshop: Array = column("0/1", 0, 1, "accepted a joint vision this quarter")
    vision_cost: Array = column("k€", 0, None, "cost of the joint vision", "vst costs")


MEASURES = (Measure("committed", "Joint vision", "1", "mean", "share of accounts committed"),)


def acceptance_chance(offer: Array, value: Array, trust: Array) -> Array:
    """Return the chance that an offered vision is accepted: ``offer value (1 - (1 - trust)^2)``.

    An offer to a demoted account counts as far as it is worked on.
    """
    distrust = 1.0 - trust
    return offer * value * (1.0 - distrust * distrust)


@until_levers_change
def courted(now: Quarter) -> Array | slice:
    """Return the alliances whose vendor offers visions at all: few do, so the rest is left out."""
    if "vision" in now.own:
        return np.flatnonzero(now.lever("vision") > 0)
    return now.alliances_of(now.levers.vision > 0)


def offered_now(now: Quarter) -> Array:
    """Return the alliances to which their vendor offers a vision this quarter.

    Served accounts that are worked on, not committed yet, some quarters after the last offer.
    """
    alliance, at = now.alliances, courted(now)
    is_open = (
        (served(now)[at] * worked_on(now)[at] > 0)
        & (alliance.committed[at] < 1)
        & (now.quarter - alliance.offered_quarter[at] >= now.per_alliance_at(at).vision_wait)
    )
    is_open = now.hooks.allowed("vision_allowed", is_open, at)
    return np.arange(len(alliance.trust))[at][is_open]


def share_vision(now: Quarter) -> None:
    """Offer visions, let partners accept them, call workshops, break what lost its trust."""
    p, alliance = now.per_alliance, now.alliances
    asked = offered_now(now)
    value = now.partners.value[now.partner_index[asked]]
    offer = now.lever("vision")[asked] * worked_on(now)[asked]
    chance = acceptance_chance(offer, value, alliance.trust[asked])
    workshop = np.zeros_like(alliance.trust)
    workshop[asked] = now.draw("vision", asked) < chance
    offered = alliance.offered_quarter
    offered[asked] = now.quarter
    alliance.offered_quarter = offered

    alliance.workshop = workshop
    alliance.committed = (
        np.maximum(alliance.committed, workshop)
        * (worked_on(now) > 0)
        * (alliance.trust >= p.vision_break_trust)
    )
    alliance.partner_days = p.vision_partner_days * alliance.intent * alliance.committed
    alliance.vision_cost = (
        p.vision_workshop_cost * alliance.workshop + p.vision_support_cost * alliance.committed
    )
