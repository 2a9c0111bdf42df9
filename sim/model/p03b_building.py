"""Phase 3, building: work raises the weakest factors; without nurture all decay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.model.factors import (
    ACCELERATORS,
    ALIGNMENT,
    BUILT,
    FLEXIBILITY,
    KNOWLEDGE,
    ORGANISATION,
    alignment_level,
    execution_level,
    mean_of,
)
from sim.parameter import parameter
from sim.state import TERMINATED, Array, Quarter


@dataclass(frozen=True, kw_only=True)
class BuildingParameters:
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


def weakest(viewed: Array, focus: Array) -> Array:
    """Say which factors are among the `focus` lowest of each column; ties go to the earlier row.

    Args:
        viewed: Factors as seen, shape (candidates, alliances).
        focus: How many to choose, shape (alliances,).

    Returns:
        Booleans, shape of `viewed`.
    """
    n = len(viewed)
    rank = np.zeros(viewed.shape, dtype=np.int8)
    for i in range(n):
        for j in range(i + 1, n):
            is_later_lower = viewed[j] < viewed[i]
            rank[i] += is_later_lower
            rank[j] += ~is_later_lower
    return rank < focus


def days_a_factor(days: Array, focus: Array, setup: float) -> Array:
    """Return the working days on each chosen factor: ``max(0, days / focus - setup)``."""
    return np.maximum(0.0, days / focus - setup)


def acceleration(factors: Array, strength: float) -> Array:
    """Return the speed-up by the accelerators, ``1 + strength (mean of the three - 1/2)``."""
    return 1.0 + strength * (mean_of(factors, ACCELERATORS) - 0.5)


def gates(factors: Array, floor: float) -> Array:
    """Return how fast each of the nine built factors can grow, shape (9, alliances).

    1 for alignment; ``floor + (1 - floor) level`` for the others, with the alignment level for
    execution factors and the execution level for vision factors.
    """
    after_alignment = floor + (1.0 - floor) * alignment_level(factors)
    after_execution = floor + (1.0 - floor) * execution_level(factors)
    opened = {KNOWLEDGE: after_execution, ORGANISATION: after_execution}
    one = np.ones_like(after_alignment)
    return np.stack([one if i in ALIGNMENT else opened.get(i, after_alignment) for i in BUILT])


def next_factor(factor: Array, growth: Array, decay: float) -> Array:
    """Return a factor a quarter on: ``factor (1 - decay) + (1 - factor)(1 - exp(-growth))``."""
    return factor * (1.0 - decay) + (1.0 - factor) * -np.expm1(-growth)


def after_workshop(factors: Array, chosen: Array, gain: float) -> Array:
    """Return factors after the workshop: each chosen one closes the share `gain` of its gap to 1.

    `factors` and `chosen` (0/1) have the same shape.
    """
    return factors + gain * chosen * (1.0 - factors)


def build(now: Quarter) -> None:
    """Work on the weakest factors as seen, flexibility also through contingency plans.

    Accelerators and gates are those of the quarter's start, before a workshop lifts factors.
    """
    p, alliance, levers = now.parameters, now.alliances, now.levers
    factors, built = alliance.factors, list(BUILT)
    effective = alliance.relationship_days * alliance.useful_time
    planned = effective * now.of_vendor(levers.contingency)
    focus = now.of_vendor(levers.focus)
    free = effective * (1.0 - now.of_vendor(levers.threading + levers.contingency))
    each = days_a_factor(free + alliance.partner_days, focus, p.setup_days)
    chosen = weakest(alliance.viewed[built], focus)
    days = chosen * each
    days[BUILT.index(FLEXIBILITY)] += planned

    speed = p.build_rate * acceleration(factors, p.accelerator_strength) * alliance.reciprocity
    begun = after_workshop(factors[built], chosen * alliance.workshop, p.vision_workshop_gain)
    grown = next_factor(begun, gates(factors, p.gate_floor) * speed * days, p.factor_decay)
    is_still = (now.hook("building_frozen") > 0) | (alliance.status == TERMINATED)
    factors[built] = np.where(is_still, factors[built], grown)
    alliance.factors = factors
    alliance.teamwork = execution_level(factors)
