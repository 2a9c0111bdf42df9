"""Phase 1, execution: how much of the plans is carried out, and of the paid time useful."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.memo import until_levers_change
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column


@dataclass(frozen=True, kw_only=True)
class ExecutionParameters(ParameterGroup):
    """Productivity of relationship and selling work."""

    base_execution: float = parameter(
        0.4,
        0.1,
        0.9,
        "1",
        "plan execution with no follow-up",
        "seed 000: 60% of time non-objective",
        symbol="psi0",
        switch="lost_time",
        neutral=1.0,
        plausible=(0.3, 0.5),
        belief="seed 000: 40% of time is productive, under half",
    )
    follow_up_time: float = parameter(
        0.15, 0, 0.4, "1", "time share used by full follow-up", "assumed, tuned", symbol="c_follow"
    )
    control_time: float = parameter(
        0.2, 0, 0.6, "1", "time share used by full micromanagement", "assumed", symbol="c_micro"
    )
    milestone_time: float = parameter(
        0.12,
        0,
        0.4,
        "1",
        "time share used by full milestone / long-term-deal engineering",
        "assumed, tuned",
        symbol="c_mile",
    )
    assessment_time: float = parameter(
        0.01,
        0,
        0.3,
        "1",
        "time share used by a full 360 assessment each quarter",
        "assumed, tuned",
        symbol="c_assess",
    )
    control_execution: float = parameter(
        0.5, 0, 1, "1", "execution gained from full control", "assumed, tuned", symbol="k_micro"
    )


@dataclass(frozen=True, kw_only=True)
class ExecutionLevers(LeverGroup):
    """How work is managed."""

    follow_up: float = parameter(
        0.3,
        0,
        1,
        "1",
        "follow-up and accountability",
        "seed 000: the art of following up",
        symbol="follow",
    )
    control: float = parameter(
        0.1, 0, 1, "1", "micromanagement", "seed 003: no one is micromanaging", symbol="micro"
    )


@dataclass
class ExecutionColumns(AllianceColumns):
    """One value an alliance."""

    execution: Array = column("1", 0, 1, "share of plans carried out", "psi")
    useful_time: Array = column("1", 0, 1, "useful share of paid time", "prod")


MEASURES = (
    Measure("execution", "Plan execution", "1", "mean", "share of plans carried out"),
    Measure("useful_time", "Useful time", "1", "mean", "useful share of paid time"),
)


def support(threads: Array, most: Array | float) -> Array:
    """Return the support for plans, 0.5..1: influencers mapped through working ties.

    ``0.5 + 0.5 (threads - 1) / (most - 1)``; 0.5 where only one tie is possible.
    """
    if np.ndim(most):
        slope = np.divide(0.5, most - 1.0, out=np.zeros_like(most), where=most > 1.0)
    else:
        slope = 0.5 / (most - 1.0) if most > 1.0 else 0.0
    return 0.5 + slope * (threads - 1.0)


def laxity(habit: Array, control: Array, gain: float) -> Array:
    """Return what a vendor leaves undone without follow-up: ``(1 - habit)(1 - gain control)``."""
    return (1.0 - habit) * (1.0 - gain * control)


def headroom(fear: Array, base: float) -> Array:
    """Return what a vendor's accountability can add to execution: ``(1 - base)(1 - fear)``."""
    return (1.0 - base) * (1.0 - fear)


def plan_execution(
    follow_up: Array, support: Array, laxity: Array, headroom: Array, base: float
) -> Array:
    """Return the share of plans carried out, psi, 0..1.

    ``psi = base + headroom accountable`` with
    ``accountable = 1 - (1 - follow_up support) laxity``.
    Source: seed 000, follow-up and accountability make a winning culture; fear hampers it.
    """
    return base + headroom * (1.0 - (1.0 - follow_up * support) * laxity)


def overhead(
    levers: SimpleNamespace, costs: ExecutionParameters, more: Array | float = 0.0
) -> Array:
    """Return the share of paid time that management itself uses, 0..1, one value a vendor.

    ``min(1, sum of cost times lever + more)``; `more` is what other mechanisms use.
    """
    used = (
        costs.follow_up_time * levers.follow_up
        + costs.control_time * levers.control
        + costs.milestone_time * levers.milestones
        + costs.assessment_time * levers.assessment
    )
    return np.minimum(1.0, used + more)


@until_levers_change
def time_left(now: Quarter) -> Array:
    """Return the share of paid time that management leaves, 0..1, one value an alliance."""
    used = overhead(now.levers, now.per_vendor, now.add_up("LOST_TIME"))
    return now.of_vendor(1.0 - used)


def execute(now: Quarter) -> None:
    """Set execution and useful time from the habits, ties and fear that the quarter began with."""
    alliance, vendor, of_vendor = now.alliances, now.vendors, now.per_vendor
    p = now.per_alliance
    alliance.execution = plan_execution(
        now.lever("follow_up"),
        support(alliance.threads, p.most_threads),
        now.of_vendor(laxity(vendor.habit, now.levers.control, of_vendor.control_execution)),
        now.of_vendor(headroom(vendor.fear, of_vendor.base_execution)),
        p.base_execution,
    )
    alliance.useful_time = time_left(now) * alliance.execution
