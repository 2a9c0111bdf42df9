"""Phase 5, velocity: trust speeds joint deals up, one-team execution raises them to a power."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column
from sim.model.arms_length import reach

STILL = 1e-30
"""A velocity so small that the gain is at its limit, yet safe to divide by."""


@dataclass(frozen=True, kw_only=True)
class VelocityParameters(ParameterGroup):
    """Win rates, sales cycles and the one-team exponent."""

    base_win_rate: float = parameter(
        0.3,
        0.05,
        0.8,
        "1",
        "joint win rate at zero trust, full reach",
        "benchmarks: 20-30% win rate",
        symbol="w0",
        plausible=(0.15, 0.35),
        belief="benchmarks: 20 to 30% of joint deals are won",
    )
    win_rate_trust: float = parameter(
        0.53,
        0,
        1.5,
        "1",
        "relative win-rate gain at full trust",
        "co-sell benchmark: +53%",
        symbol="w_trust",
    )
    base_joint_reach: float = parameter(
        0.15, 0, 1, "1", "joint win factor with no selling effort", "assumed", symbol="reach0j"
    )
    arms_length_cycle: float = parameter(
        1.0, 0.3, 4, "q", "arm's-length sales cycle", "assumed", symbol="cyc_a"
    )
    joint_cycle: float = parameter(
        2.0,
        0.5,
        8,
        "q",
        "joint sales cycle at zero trust",
        "benchmarks: 6-9 months and up",
        symbol="cyc_j",
    )
    cycle_trust: float = parameter(
        0.46,
        0,
        0.9,
        "1",
        "relative shortening at full trust",
        "co-sell benchmark: 46% faster",
        symbol="cyc_trust",
    )
    reference_velocity: float = parameter(
        0.25, 0.02, 2, "1/q", "reference velocity over partner size", "assumed", symbol="v_ref"
    )
    lowest_exponent: float = parameter(
        0.7,
        0.1,
        1,
        "1",
        "exponent with no one-team execution",
        "assumed, tuned",
        symbol="x_lo",
        switch="one_team_exponent",
        neutral=1.0,
    )
    highest_exponent: float = parameter(
        1.2,
        1,
        2,
        "1",
        "exponent with perfect one-team execution",
        "assumed, tuned",
        symbol="x_hi",
        switch="one_team_exponent",
        neutral=1.0,
    )


MEASURES = (
    Measure("win_rate", "Joint win rate", "1", "mean", "all accounts"),
    Measure(
        "time_to_close", "Time to close", "q", "mean", "joint sales cycle", of=lambda a: a.cycle
    ),
)


@dataclass
class VelocityColumns(AllianceColumns):
    """One value an alliance."""

    win_rate: Array = column("1", 0, None, "joint win rate", "w")
    cycle: Array = column("q", 0, None, "joint sales cycle", "cyc")
    exponent: Array = column("1", 0, None, "one-team execution exponent", "x")
    velocity_gain: Array = column("1", 0, None, "partnering over sales velocity", "mult")


def joint_win_rate(trust: Array, reached: Array, base: float, gain: float) -> Array:
    """Return the joint win rate: ``base (1 + gain trust) reached``."""
    return (base + base * gain * trust) * reached


def sales_cycle(trust: Array, base: float, cut: float) -> Array:
    """Return the joint sales cycle in quarters: ``base (1 - cut trust)``."""
    return base - base * cut * trust


def one_team_exponent(
    teamwork: Array, execution: Array, fit: Array, morale: Array, lowest: float, highest: float
) -> Array:
    """Return the exponent, lowest..highest.

    ``lowest + (highest - lowest) sqrt(teamwork execution) fit morale``
    """
    return lowest + (highest - lowest) * np.sqrt(teamwork * execution) * fit * morale


def velocity_gain(velocity: Array, exponent: Array) -> Array:
    """Return partnering velocity over sales velocity, both in units of the reference velocity.

    ``((1 + velocity)^exponent - 1) / velocity``; its limit at velocity 0 is the exponent itself.
    Source: seed 000, partnering velocity is sales velocity to the power of one-team execution; the
    reference velocity makes the formula dimensionless and keeps the base above 1.
    """
    moving = at_least(velocity, STILL)
    return np.expm1(exponent * np.log1p(moving)) / moving


def speed_up(now: Quarter) -> None:
    """Set win rate, cycle, exponent and the gain of realised deal value."""
    p, alliance = now.per_alliance, now.alliances
    reached = reach(
        alliance.effective_selling, p.base_joint_reach, p.reach_days * alliance.accessible
    )
    alliance.win_rate = joint_win_rate(alliance.trust, reached, p.base_win_rate, p.win_rate_trust)
    alliance.cycle = sales_cycle(alliance.trust, p.joint_cycle, p.cycle_trust)
    alliance.exponent = one_team_exponent(
        alliance.teamwork,
        alliance.execution,
        alliance.fit,
        alliance.morale,
        p.lowest_exponent,
        p.highest_exponent,
    )
    in_play = alliance.joint_pipeline + 0.5 * alliance.joint_inflow
    reference = p.reference_velocity * now.trait("size")
    alliance.velocity_gain = velocity_gain(
        in_play * alliance.win_rate / (alliance.cycle * reference), alliance.exponent
    )
