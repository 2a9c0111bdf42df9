"""Phase 8, turnover: when the lead contact leaves, what hung on one tie is lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.model.factors import COMMUNICATION, KNOWLEDGE, STRATEGY
from sim.parameter import parameter
from sim.quarter import Quarter


@dataclass(frozen=True, kw_only=True)
class TurnoverParameters:
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
    p, alliance = now.parameters, now.alliances
    leaves = (now.draw("turnover") < p.turnover_rate) | (now.hook("forced_turnover") > 0)
    leaves = leaves * alliance.live
    kept = 1.0 - leaves * loss_share(alliance.threads, p.turnover_loss)
    alliance.trust = alliance.trust * kept
    alliance.joint_pipeline = alliance.joint_pipeline * kept
    factors = alliance.factors
    for i in (STRATEGY, COMMUNICATION, KNOWLEDGE):
        factors[i] = factors[i] * kept
    alliance.factors = factors
    alliance.threads = np.maximum(1.0, alliance.threads - leaves)
