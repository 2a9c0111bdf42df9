"""Phases 1, 6 and 9, recruiting: empty seats are filled from a bench of prospects.

A vendor approaches those that promise most. Whether one signs hangs on the vendor's name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.measure import Measure
from sim.core.memo import until_levers_change
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import PARTNER, AllianceColumns, Part, column, counter
from sim.model.books import booked
from sim.model.customer import FIRST_SATISFACTION
from sim.model.effort import served
from sim.model.factors import OBJECTIVE
from sim.model.loyalty import intent_target
from sim.model.vision import NEVER


@dataclass(frozen=True, kw_only=True)
class RecruitingParameters(ParameterGroup):
    """What a signing takes and where a newcomer starts."""

    signing_cost: float = parameter(
        30.0, 0, 300, "k€", "cost of a signing, once", "assumed", symbol="sign_cost"
    )
    signing_reputation: float = parameter(
        0.4,
        0.05,
        0.9,
        "1",
        "reputation at which half of the approached prospects sign",
        "assumed",
        symbol="t_rep",
    )
    newcomer_hearsay: float = parameter(
        0.5,
        0,
        1,
        "1",
        "pull of the vendor's reputation on a newcomer's first trust",
        "assumed",
        symbol="w_name",
    )
    newcomer_factors: float = parameter(
        0.5,
        0,
        1,
        "1",
        "a newcomer's factors over those of an alliance in place",
        "assumed",
        symbol="ramp",
    )


@dataclass(frozen=True, kw_only=True)
class RecruitingLevers(LeverGroup):
    """Filling empty seats."""

    recruit: float = parameter(
        0.0,
        0,
        1,
        "1",
        "share of the empty seats for which a prospect is approached each quarter",
        "seed 000: dogs seek more partners",
        symbol="recruit",
        switch="recruiting",
        neutral=0.0,
    )


@dataclass
class RecruitingColumns(AllianceColumns):
    """One value an alliance."""

    promise: Array = column("1", None, None, "what a prospect seems to promise", "promise")
    approached: Array = column("0/1", 0, 1, "a prospect that its vendor approached", "approach")
    signed: Array = column("0/1", 0, 1, "a prospect that signed this quarter", "signed")
    first_quarter: Array = counter("q", 0, None, "first quarter as an alliance", "born", start=0)


MEASURES = (Measure("signed", "Signings", "accounts", "sum", "prospects that signed"),)


def promise_of(
    value: Array, gap: Array, luck: Array, gap_weight: Array | float, noise: Array | float
) -> Array:
    """Return what a prospect seems to promise.

    ``value max(0, 1 - gap_weight gap) + noise luck``: its value through the culture gap, seen as
    blurred as factors' owners see values, sharper with a 360 assessment.
    """
    return value * at_least(1.0 - gap_weight * gap, 0.0) + noise * luck


def blur(assessed: Array, one_sided: Array | float, both_sided: Array | float) -> Array:
    """Return the noise of a promise: ``one_sided + (both_sided - one_sided) assessed``."""
    return one_sided + (both_sided - one_sided) * assessed


def ranks(vendor: Array, promise: Array) -> Array:
    """Return the place of each prospect within its vendor's, from 0, the most promising first.

    Of two that promise the same the earlier row comes first.

    Args:
        vendor: Vendor of each, in ascending order.
        promise: What each seems to promise.
    """
    order = np.lexsort((-promise, vendor))
    firsts = np.searchsorted(vendor, vendor)  # of each vendor, the place of the first of its own
    rank = np.empty(len(vendor), np.intp)
    rank[order] = np.arange(len(vendor))
    return rank - firsts


def signing_chance(reputation: Array, half: Array | float) -> Array:
    """Return the chance that an approached prospect signs: ``name^2 / (name^2 + half^2)``."""
    squared = reputation * reputation
    return squared / (squared + half * half)


def empty_seats(seats: Array, filled: Array) -> Array:
    """Return the empty seats of a vendor: ``max(0, seats - filled)``."""
    return at_least(seats - filled, 0.0)


@until_levers_change
def recruiters(now: Quarter) -> Array | slice:
    """Return the rows of vendors that recruit at all: few do, so the rest is left out."""
    does = now.levers.recruit > 0
    if "recruit" in now.own:
        does = does | (now.sum_by_vendor(now.lever("recruit")) > 0)
    return now.alliances_of(does)


def recruit(now: Quarter) -> None:
    """Approach the most promising prospects for empty seats, and see who will sign.

    Those who sign are alliances from the next quarter on. Where a vendor decides prospect by
    prospect, only those that it wants compete for the seats.
    """
    alliance, at = now.alliances, recruiters(now)
    alliance.approached = np.zeros_like(alliance.trust)
    alliance.signed = np.zeros_like(alliance.trust)
    is_open = (alliance.prospect[at] * served(now)[at] > 0) & (now.lever("recruit")[at] > 0)
    prospects = np.arange(len(alliance.trust))[at][is_open]
    judge_promise(now, slice(None) if now.watched is None else prospects)
    if not len(prospects):
        return
    filled = now.sum_by_vendor(alliance.allied * served(now))
    vendor = now.vendor_index[prospects]
    wanted = now.lever("recruit")[prospects] * empty_seats(now.vendors.accounts, filled)[vendor]
    approached = ranks(vendor, alliance.promise[prospects]) < wanted
    half = now.per_alliance_at(prospects).signing_reputation
    chance = signing_chance(now.vendors.reputation[vendor], half)
    for name, values in (
        ("approached", approached),
        ("signed", approached & (now.draw("signing", prospects) < chance)),
    ):
        known = getattr(alliance, name)
        known[prospects] = values
        setattr(alliance, name, known)


def judge_promise(now: Quarter, at: Array | slice) -> None:
    """Set what some rows seem to promise."""
    alliance, p = now.alliances, now.per_alliance_at(at)
    noise = blur(now.lever("assessment")[at], p.value_reading_noise, p.assessment_noise)
    promise = np.zeros_like(alliance.trust)
    promise[at] = promise_of(
        now.trait("value")[at],
        alliance.culture_gap[at],
        now.draw("promise", at),
        p.culture_gap_weight,
        noise,
    )
    alliance.promise = promise


def cost_of_signing(now: Quarter) -> Array:
    """Return the cost of signings, of the alliances that the books are kept of."""
    p = now.per_alliance_at(booked(now))
    cost: Array = p.signing_cost * Part(now.alliances, booked(now)).signed
    return cost


COSTS = (cost_of_signing,)


def first_trust(trust: Array, reputation: Array, hearsay: Array | float) -> Array:
    """Return a newcomer's first trust: ``trust + hearsay (reputation - trust)``."""
    return trust + hearsay * (reputation - trust)


def welcome(now: Quarter) -> None:
    """Let those who signed be partners: a name that goes before, new ties, empty pipelines."""
    alliance = now.alliances
    new = np.flatnonzero(alliance.signed > 0)
    if not len(new):
        return
    p = now.per_alliance_at(new)
    reputation = now.vendors.reputation[now.vendor_index[new]]
    trust = first_trust(alliance.trust[new], reputation, p.newcomer_hearsay)
    objective = alliance.factors[OBJECTIVE, new]
    value = now.partners.value[now.partner_index[new]]
    nothing = np.zeros_like(trust)
    intent = intent_target(trust, objective, value, nothing, p.low_value_intent, p.vision_intent)
    for name, values in {
        "trust": trust,
        "intent": intent,
        "status": PARTNER,
        "first_quarter": now.quarter + 1,
        "quarters_since_region": 0,
        "offered_quarter": NEVER,
        "committed": 0,
        "damage": 0,
        "open_issues": 0,
        "satisfaction": FIRST_SATISFACTION,
        "arms_length_pipeline": 0,
        "joint_pipeline": 0,
    }.items():
        known = getattr(alliance, name)
        known[new] = values
        setattr(alliance, name, known)
