"""Phase 3, habit: follow-up grows a winning culture that sustains itself above a tipping level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import VendorColumns, lasting

FIRST_HABIT = 0.1


@dataclass(frozen=True, kw_only=True)
class HabitParameters(ParameterGroup):
    """The vendor's habit of doing the right thing without a push."""

    habit_speed: float = parameter(
        0.6,
        0,
        1,
        "1/q",
        "speed of the winning-culture habit",
        "assumed",
        symbol="r_win",
        switch="winning_habit",
        neutral=0.0,
    )
    habit_tipping: float = parameter(
        0.5,
        0.1,
        0.9,
        "1",
        "habit level above which the culture sustains itself",
        "assumed",
        symbol="w_tip",
    )
    habit_gain: float = parameter(
        0.15,
        0,
        0.4,
        "1/q",
        "habit gained from full follow-up",
        "assumed",
        symbol="b_win",
        switch="winning_habit",
        neutral=0.0,
    )


@dataclass
class HabitVendorColumns(VendorColumns):
    """One value a vendor."""

    habit: Array = lasting("1", 0, 1, "winning-culture habit", "W", start=FIRST_HABIT)


def next_habit(habit: Array, follow_up: Array, speed: float, tipping: float, gain: float) -> Array:
    """Return the habit a quarter on, 0..1.

    ``habit + (1 - habit) min(1, gain follow_up + speed habit (habit - tipping))``. The minimum
    binds only for extreme parameters and keeps the step within the gap to 1.
    Source: seed 000, a winning culture becomes self-sustaining.
    """
    step = gain * follow_up + speed * habit * (habit - tipping)
    return habit + (1.0 - habit) * np.minimum(1.0, step)


def form_habit(now: Quarter) -> None:
    """Update the habit of every vendor."""
    p, vendor = now.per_vendor, now.vendors
    vendor.habit = next_habit(
        vendor.habit, now.levers.follow_up, p.habit_speed, p.habit_tipping, p.habit_gain
    )
