"""Phase 9, endings: an unwilling partner becomes a mere customer; some alliances end for good."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import PARTNER, TERMINATED, TRANSACTIONAL, AllianceColumns, counter

PATIENCE_QUARTERS = 2


@dataclass(frozen=True, kw_only=True)
class EndingParameters(ParameterGroup):
    """Demotion and termination."""

    demotion_intent: float = parameter(
        0.085,
        0,
        0.6,
        "1",
        "intent under which a partner is demoted (2 quarters)",
        "calibrated to base rates",
        symbol="i_dem",
        switch="endings",
        neutral=0.0,
    )
    base_termination: float = parameter(
        0.005,
        0,
        0.1,
        "1/q",
        "exogenous termination",
        "assumed",
        symbol="h0",
        switch="endings",
        neutral=0.0,
    )
    distrust_termination: float = parameter(
        0.025,
        0,
        0.5,
        "1/q",
        "termination at zero trust and intent",
        "calibrated to base rates",
        symbol="h1",
        switch="endings",
        neutral=0.0,
    )


@dataclass
class EndingsColumns(AllianceColumns):
    """One value an alliance."""

    status: Array = counter(
        "code",
        0,
        3,
        "0 partner, 1 transactional, 2 terminated, 3 prospect",
        "status",
        start=PARTNER,
    )
    low_intent_quarters: Array = counter(
        "q", 0, None, "quarters of low intent in a row", "low", start=0
    )


MEASURES = (
    Measure(
        "partners",
        "Still partners",
        "1",
        "mean",
        "share of accounts",
        of=lambda a: (a.status == PARTNER).astype(float),
    ),
    Measure(
        "demoted",
        "Demoted to customer",
        "1",
        "mean",
        "share of accounts",
        of=lambda a: (a.status == TRANSACTIONAL).astype(float),
    ),
    Measure(
        "terminated",
        "Terminated",
        "1",
        "mean",
        "share of accounts",
        of=lambda a: (a.status == TERMINATED).astype(float),
    ),
)


def termination_chance(trust: Array, intent: Array, base: float, by_distrust: float) -> Array:
    """Return the chance to end this quarter: ``base + by_distrust (1 - trust)^2 (1 - intent)``."""
    distrust = 1.0 - trust
    return base + by_distrust * distrust * distrust * (1.0 - intent)


def end(now: Quarter) -> None:
    """Demote partners after two quarters of low intent, end some alliances, clear what ended."""
    p, alliance = now.per_alliance, now.alliances
    is_low = (alliance.allied > 0) & (alliance.intent < p.demotion_intent)
    alliance.low_intent_quarters = is_low * (alliance.low_intent_quarters + 1)
    is_demoted = now.hooks.allowed(
        "endings_allowed", alliance.low_intent_quarters >= PATIENCE_QUARTERS
    )

    luck = now.draw("termination")
    is_ended = now.hooks.allowed(
        "endings_allowed", luck < p.base_termination + p.distrust_termination
    )
    at_risk = np.flatnonzero(is_ended)  # few, and nobody else can end
    risk = now.per_alliance_at(at_risk)
    chance = termination_chance(
        alliance.trust[at_risk],
        alliance.intent[at_risk],
        risk.base_termination,
        risk.distrust_termination,
    )
    is_ended[at_risk] = luck[at_risk] < chance
    is_ended = now.hooks.imposed("killed", is_ended) & (alliance.live > 0)

    ended = np.flatnonzero(is_ended)
    parted = np.flatnonzero(is_ended | is_demoted)  # few: what they lose is written row by row
    apart = np.flatnonzero(is_ended | is_demoted | (alliance.live > alliance.allied))
    for name, rows, left in (
        ("status", parted, TRANSACTIONAL),
        ("status", ended, TERMINATED),
        ("arms_length_pipeline", ended, 0),
        ("joint_pipeline", apart, 0),
        ("regions", apart, 0),
        ("committed", parted, 0),
    ):
        values = getattr(alliance, name)
        values[rows] = left
        setattr(alliance, name, values)
