"""Phase 8, turnover: when the lead contact leaves, what hung on one tie is lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.model.factors import COMMUNICATION, KNOWLEDGE, STRATEGY


@dataclass(frozen=True, kw_only=True)
class TurnoverParameters(ParameterGroup):
    """Key-person risk."""

    turnover_rate: float = parameter(
        0.06,
        0,
        0.3,
        "1/q",
        "chance that the lead contact leaves",
        "20-34% a year",
        symbol="p_turn",
        switch="turnover",
        neutral=0.0,
        plausible=(0.054, 0.099),
        belief="trade figures: 20 to 34% leave a year",
    )
    turnover_loss: float = parameter(
        0.6,
        0,
        1,
        "1",
        "relational capital lost by a single-tie alliance",
        "assumed; 4 ties then lose 15%, as studies of rep departures find",
        symbol="turn_loss",
    )


def loss_share(threads: Array, loss: float) -> Array:
    """Return the share of relational capital lost with one contact, 0..1: ``loss / threads``."""
    return loss / threads


def turn_over(now: Quarter) -> None:
    """Let lead contacts leave: trust, three factors, joint pipeline and one tie go with them."""
    p, alliance = now.per_alliance, now.alliances
    leaves = now.hooks.imposed("forced_turnover", now.draw("turnover") < p.turnover_rate)
    left = np.flatnonzero(leaves & (alliance.live > 0))  # few: what they lose is written row by row
    trust, pipeline, threads = alliance.trust, alliance.joint_pipeline, alliance.threads
    factors = alliance.factors
    kept = 1.0 - loss_share(threads[left], now.per_alliance_at(left).turnover_loss)
    for capital in (trust, pipeline, *(factors[i] for i in (STRATEGY, COMMUNICATION, KNOWLEDGE))):
        capital[left] *= kept
    threads[left] = at_least(threads[left] - 1.0, 1.0)
    alliance.trust, alliance.joint_pipeline, alliance.threads = trust, pipeline, threads
    alliance.factors = factors
