"""Phase 3, building: work raises the weakest factors; without nurture all decay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.measure import Measure
from sim.core.memo import until_levers_change
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import N_FACTORS, AllianceColumns, column, lasting
from sim.model.factors import (
    ACCELERATORS,
    ALIGNMENT,
    BUILT,
    COMMUNICATION,
    EXECUTION,
    FLEXIBILITY,
    KNOWLEDGE,
    VISION,
    alignment_level,
    execution_level,
    mean_of,
    score,
)


@dataclass(frozen=True, kw_only=True)
class BuildingParameters(ParameterGroup):
    """How the nine built factors grow and decay."""

    build_rate: float = parameter(
        0.25,
        0.01,
        1,
        "1/d",
        "growth of a factor per effective day",
        "calibrated: score up by 5-10 points in 90 days",
        symbol="g_build",
    )
    factor_decay: float = parameter(
        0.05,
        0,
        0.3,
        "1/q",
        "decay of a factor without nurture",
        "assumed",
        symbol="d_build",
        switch="factor_decay",
        neutral=0.0,
    )
    setup_days: float = parameter(
        1.0,
        0,
        5,
        "d",
        "set-up days per factor worked on in a quarter",
        "assumed, tuned",
        symbol="e_set",
        switch="setup_days",
        neutral=0.0,
    )
    accelerator_strength: float = parameter(
        1.0,
        0,
        2,
        "1",
        "strength of the accelerators (objective, trust, knowledge)",
        "seed 002: three accelerators",
        symbol="acc",
        switch="accelerators",
        neutral=0.0,
    )
    vision_workshop_gain: float = parameter(
        0.25,
        0,
        1,
        "1",
        "share of the gap in the weakest factors (lever focus) closed by the workshop",
        "assumed",
        symbol="vst_plan",
    )
    gate_floor: float = parameter(
        0.3,
        0,
        1,
        "1",
        "building rate of a later phase when the earlier phase is empty",
        "assumed",
        symbol="gate0",
        switch="phase_gates",
        neutral=1.0,
    )


@dataclass(frozen=True, kw_only=True)
class BuildingLevers(LeverGroup):
    """What relationship effort works on."""

    focus: int = parameter(
        9,
        1,
        9,
        "count",
        "number of weakest factors worked on per quarter",
        "seed 001: a small number of factors",
        symbol="focus",
    )
    threading: float = parameter(
        0.1,
        0,
        0.5,
        "1",
        "share of relationship effort on stakeholder ties",
        "seed 000: map stakeholders",
        symbol="thread",
    )
    contingency: float = parameter(
        0.0,
        0,
        0.5,
        "1",
        "share of relationship effort on contingency plans",
        "seed 003: consistent in flexibility",
        symbol="flex",
    )


@dataclass
class BuildingColumns(AllianceColumns):
    """One value an alliance."""

    factors: Array = lasting("1", 0, 1, "the twelve relationship factors", "F", lines=N_FACTORS)
    teamwork: Array = column("1", 0, 1, "execution phase of the partnership", "X")


MEASURES = (
    Measure(
        "score",
        "Relationship score",
        "pt",
        "mean",
        "true score of all accounts",
        of=lambda a: score(a.factors),
    ),
    Measure(
        "communication",
        "Communication",
        "1",
        "mean",
        "its factor, all accounts",
        of=lambda a: a.factors[COMMUNICATION],
    ),
    Measure(
        "trust_sharing",
        "Trust sharing",
        "1",
        "mean",
        "knowledge exchange times trust",
        of=lambda a: a.factors[KNOWLEDGE] * a.trust,
    ),
)


PHASE_OF = {i: phase for phase in (ALIGNMENT, EXECUTION, VISION) for i in phase}


def weakest(viewed: Array, focus: Array) -> Array:
    """Say which factors are among the `focus` lowest of each alliance; ties go to the earlier one.

    Args:
        viewed: The candidates as seen, shape (candidates, alliances).
        focus: How many to choose, shape (alliances,).

    Returns:
        Booleans, shape (candidates, alliances).
    """
    rank = np.empty(viewed.shape, dtype=np.int8)
    rank[:] = np.arange(len(viewed), dtype=np.int8)[:, None]  # as if each were the next lowest
    for i in range(len(viewed) - 1):
        is_lower = (viewed[i + 1 :] < viewed[i]).view(np.int8)
        rank[i] += is_lower.sum(axis=0, dtype=np.int8)
        rank[i + 1 :] -= is_lower
    return rank < focus.astype(np.int8)


def chosen_factors(viewed: Array, focus: Array, looked_at: Array | slice) -> Array:
    """Say which of the built factors each alliance works on: all, or the weakest as it sees them.

    Args:
        viewed: All twelve factors as seen, shape (12, alliances looked at).
        focus: How many to choose, shape (alliances,).
        looked_at: The alliances looked at; the others work on all.

    Returns:
        Booleans, shape (9, alliances).
    """
    chosen = np.ones((len(BUILT), len(focus)), np.bool_)
    chosen[:, looked_at] = weakest(viewed[list(BUILT)], focus[looked_at])
    return chosen


def days_a_factor(days: Array, focus: Array, setup: float) -> Array:
    """Return the working days on each chosen factor: ``max(0, days / focus - setup)``."""
    return at_least(days / focus - setup, 0.0)


def acceleration(factors: Array, strength: float) -> Array:
    """Return the speed-up by the accelerators, ``1 + strength (mean of the three - 1/2)``."""
    return 1.0 + strength * (mean_of(factors, ACCELERATORS) - 0.5)


def gates(factors: Array, floor: float) -> dict[tuple[int, ...], Array | float]:
    """Return how fast the factors of each phase can grow.

    1 for alignment; ``floor + (1 - floor) level`` for the others, with the alignment level for
    execution factors and the execution level for vision factors.
    """
    after_alignment = floor + (1.0 - floor) * alignment_level(factors)
    after_execution = floor + (1.0 - floor) * execution_level(factors)
    return {ALIGNMENT: 1.0, EXECUTION: after_alignment, VISION: after_execution}


def gap_closed(growth: Array) -> Array:
    """Return the share of a factor's gap to 1 that work closes: ``1 - exp(-growth)``."""
    return -np.expm1(-growth)


def move_factor(factor: Array, closed: Array, kept: Array | float) -> None:
    """Move a factor a quarter on, in place: ``factor kept + (1 - factor) closed``.

    `kept` is the share that does not decay, and `closed` that of the gap to 1 that work closes.
    """
    factor *= kept - closed
    factor += closed


def after_workshop(factors: Array, chosen: Array, gain: float) -> Array:
    """Return factors after the workshop: each chosen one closes the share `gain` of its gap to 1.

    `factors` and `chosen` (0/1) have the same shape.
    """
    return factors + gain * chosen * (1.0 - factors)


@until_levers_change
def for_factors(now: Quarter) -> Array:
    """Return the share of relationship effort left for factors after ties and contingency plans."""
    return 1.0 - now.lever("threading") - now.lever("contingency")


@until_levers_change
def planned_for(now: Quarter) -> Array | slice:
    """Return the alliances whose vendor plans for contingencies."""
    return now.alliances_of(now.levers.contingency > 0)


def build(now: Quarter) -> None:
    """Work on the weakest factors as seen, flexibility also through contingency plans.

    Accelerators and gates are those of the quarter's start, before a workshop lifts factors.
    Factors of ended or frozen alliances stay as they are.
    """
    p, alliance = now.per_alliance, now.alliances
    factors = alliance.factors
    effective = alliance.relationship_days * alliance.useful_time
    focus = now.lever("focus")
    days = days_a_factor(effective * for_factors(now) + alliance.partner_days, focus, p.setup_days)
    chosen = chosen_factors(alliance.viewed, focus, now.looked_at)

    is_moving = alliance.live * (now.hooks.value("building_frozen") == 0).astype(days.dtype)
    speed = p.build_rate * acceleration(factors, p.accelerator_strength) * alliance.reciprocity
    speed *= is_moving
    rate = {phase: speed * gate for phase, gate in gates(factors, p.gate_floor).items()}
    closed = {phase: gap_closed(rate[phase] * days) for phase in rate}
    kept = 1.0 - is_moving * p.factor_decay
    at_workshop, looked = np.flatnonzero(alliance.workshop > 0), now.looked_at
    planning, at_work = planned_for(now), now.per_alliance_at(at_workshop)
    for i, number in enumerate(BUILT):
        phase, factor = PHASE_OF[number], factors[number]
        growth = closed[phase].copy()
        growth[looked] *= chosen[i, looked]
        if number == FLEXIBILITY:
            planned = effective[planning] * now.lever("contingency")[planning]
            worked = chosen[i, planning] * days[planning] + planned
            growth[planning] = gap_closed(rate[phase][planning] * worked)
        if len(at_workshop):
            factor[at_workshop] = after_workshop(
                factor[at_workshop], chosen[i, at_workshop], at_work.vision_workshop_gain
            )
        move_factor(factor, growth, kept)
    alliance.factors = factors


def take_stock(now: Quarter) -> None:
    """See how far execution has come once the quarter's work is done, autonomy included."""
    now.alliances.teamwork = execution_level(now.alliances.factors)
