"""Phase 8, reputation: partners hear how the vendor's other partners fare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.parameter import parameter
from sim.quarter import Quarter


@dataclass(frozen=True, kw_only=True)
class ReputationParameters:
    """Spillover of trust."""

    reputation_pull: float = parameter(
        0.05,
        0,
        0.3,
        "1/q",
        "reputation: pull of the vendor's mean trust elsewhere",
        "assumed",
        symbol="spill",
        switch="reputation",
        neutral=0.0,
    )


def next_reputed_trust(trust: Array, elsewhere: Array, pull: Array | float) -> Array:
    """Return trust after hearsay: ``trust + pull (mean trust elsewhere - trust)``."""
    return trust + pull * (elsewhere - trust)


def spread_word(now: Quarter) -> None:
    """Pull trust towards the mean of the vendor's other accounts, ended ones included."""
    p, alliance = now.parameters, now.alliances
    others = now.of_vendor(now.vendors.accounts) - 1.0
    total = now.of_vendor(now.sum_by_vendor(alliance.trust))
    elsewhere = (total - alliance.trust) / np.maximum(1.0, others)
    pull = alliance.live * (others > 0) * p.reputation_pull
    alliance.trust = next_reputed_trust(alliance.trust, elsewhere, pull)
