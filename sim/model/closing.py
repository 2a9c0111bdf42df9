"""Phase 5, closing: in each of three months part of the open pipeline is decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column, lasting


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


def three_months(pipeline: Array, inflow: Array, kept: Array | float) -> tuple[Array, Array, Array]:
    """Run a pipeline through a quarter.

    Each month a third of the inflow comes in, then the share ``1 - kept`` is decided. Before month
    3 decides, ``pipeline kept^2 + inflow / 3 (1 + kept + kept^2)`` is open.

    Args:
        pipeline: Open deals at the start, k€ list.
        inflow: New deals of the quarter, k€ list.
        kept: Share still open after a month.

    Returns:
        Open deals at the end, deals decided in the quarter, deals decided in month 3.
    """
    twice_kept = kept * kept
    in_month3 = pipeline * twice_kept + inflow * ((1.0 + kept + twice_kept) / MONTHS)
    left = in_month3 * kept
    return left, pipeline + inflow - left, in_month3 - left


def close(now: Quarter) -> None:
    """Decide deals as they ripen, before anybody asks for more."""
    p, alliance = now.per_alliance, now.alliances
    alliance.arms_length_pipeline, decided, last = three_months(
        alliance.arms_length_pipeline,
        alliance.arms_length_inflow,
        monthly_decay(p.arms_length_cycle),
    )
    joint_won = alliance.win_rate * alliance.velocity_gain
    alliance.won_arms_length = alliance.share * decided
    month3 = alliance.share * last
    alliance.joint_pipeline, decided, last = three_months(
        alliance.joint_pipeline, alliance.joint_inflow, monthly_decay(alliance.cycle)
    )
    alliance.won_joint = joint_won * decided
    alliance.month3_list = month3 + joint_won * last
