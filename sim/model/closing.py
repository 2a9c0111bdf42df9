"""Phase 5, closing: in each of three months part of the open pipeline is decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.memo import until_levers_change
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column, lasting


@dataclass(frozen=True, kw_only=True)
class ClosingParameters(ParameterGroup):
    """Deals that are never decided."""

    slip: float = parameter(
        0.0,
        0,
        2,
        "1/q",
        "rate at which open deals are lost for good",
        "off by default",
        symbol="slip",
        switch="slipping",
        neutral=0.0,
        plausible=(0.0, 0.25),
        belief="doubt: some open deals are lost when a quarter ends",
    )


@dataclass
class ClosingColumns(AllianceColumns):
    """One value an alliance."""

    arms_length_pipeline: Array = lasting("k€ list", 0, None, "open arm's-length deals", "Qa")
    joint_pipeline: Array = lasting("k€ list", 0, None, "open joint deals", "Qj")
    won_arms_length: Array = column("k€ list", 0, None, "arm's-length deals closed unpushed")
    won_joint: Array = column("k€ list", 0, None, "joint deals closed unpushed")
    month3_list: Array = column("k€ list", 0, None, "of these closed in month 3")


MONTHS = 3


def monthly_decay(cycle: Array | float) -> Array | float:
    """Return the share of a pipeline still open after a month: ``exp(-1 / (3 cycle))``.

    A number for a number: a numpy scalar would make single-precision arrays double.
    """
    kept = np.exp(-1.0 / (MONTHS * cycle))
    return kept if isinstance(cycle, np.ndarray) else float(kept)


def steady_stock(cycle: Array | float) -> Array | float:
    """Return the pipeline that a unit of quarterly inflow sustains: ``K / (1 - K) / 3``."""
    kept = monthly_decay(cycle)
    return kept / (1.0 - kept) / MONTHS


def not_slipped(slip: Array | float) -> Array | float:
    """Return the share of a month's open deals that is not lost for good: ``exp(-slip / 3)``."""
    left = np.exp(slip * (-1.0 / MONTHS))
    return left if isinstance(slip, np.ndarray) else float(left)


def three_months(
    pipeline: Array, inflow: Array, kept: Array | float, unslipped: Array | float = 1.0
) -> tuple[Array, Array, Array]:
    """Run a pipeline through a quarter.

    Each month a third of the inflow comes in, then the share ``1 - kept`` is decided, and of what
    stays open ``1 - unslipped`` is lost for good. With ``stays = kept unslipped``, before month 3
    decides, ``pipeline stays^2 + inflow / 3 (1 + stays + stays^2)`` is open.

    Args:
        pipeline: Open deals at the start, k€ list.
        inflow: New deals of the quarter, k€ list.
        kept: Share not decided in a month.
        unslipped: Share of these that is not lost in a month.

    Returns:
        Open deals at the end, deals decided in the quarter, deals decided in month 3.
    """
    stays = kept * unslipped
    twice = stays * stays
    in_month3 = pipeline * twice + inflow * ((1.0 + stays + twice) / MONTHS)
    left = in_month3 * stays
    decided, last = pipeline + inflow - left, in_month3 - in_month3 * kept
    nothing_slips = unslipped == 1.0
    if nothing_slips if isinstance(nothing_slips, bool) else nothing_slips.all():
        return left, decided, last
    three_times_open = pipeline * (1.0 + stays + twice) + inflow * (
        (MONTHS + 2.0 * stays + twice) / MONTHS
    )
    return left, decided - kept * (1.0 - unslipped) * three_times_open, last


@until_levers_change
def steady_decay(now: Quarter) -> tuple[Array | float, Array | float]:
    """Return the share of arm's-length deals open after a month, and that of all not slipped."""
    p = now.per_alliance
    return monthly_decay(p.arms_length_cycle), not_slipped(p.slip)


def close(now: Quarter) -> None:
    """Decide deals as they ripen, before anybody asks for more."""
    alliance = now.alliances
    kept, unslipped = steady_decay(now)
    alliance.arms_length_pipeline, decided, last = three_months(
        alliance.arms_length_pipeline, alliance.arms_length_inflow, kept, unslipped
    )
    joint_won = alliance.win_rate * alliance.velocity_gain
    alliance.won_arms_length = alliance.share * decided
    month3 = alliance.share * last
    alliance.joint_pipeline, decided, last = three_months(
        alliance.joint_pipeline, alliance.joint_inflow, monthly_decay(alliance.cycle), unslipped
    )
    alliance.won_joint = joint_won * decided
    alliance.month3_list = month3 + joint_won * last
