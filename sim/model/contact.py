"""Phase 3, contact: ties between the firms, the partner's autonomy, and how often teams meet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column, lasting
from sim.model.factors import AUTONOMY


@dataclass(frozen=True, kw_only=True)
class ContactParameters(ParameterGroup):
    """Working ties, autonomy and meetings."""

    autonomy_speed: float = parameter(
        0.4, 0, 1, "1/q", "speed at which autonomy follows control", "assumed", symbol="r_aut"
    )
    contact_days: float = parameter(
        3.0,
        0.5,
        30,
        "d",
        "effective days at which contact reaches 63%",
        "assumed, tuned",
        symbol="b0",
    )
    most_threads: float = parameter(
        5.0, 1, 10, "ties", "most working ties", "assumed", symbol="k_max"
    )
    thread_growth: float = parameter(
        0.08, 0, 0.5, "1/d", "growth of ties per effective day", "assumed", symbol="g_tie"
    )
    thread_decay: float = parameter(
        0.04, 0, 0.3, "1/q", "decay of extra ties", "assumed", symbol="d_tie"
    )


@dataclass
class ContactColumns(AllianceColumns):
    """One value an alliance."""

    threads: Array = lasting("ties", 1, None, "working ties between the two firms", "k")
    contact: Array = column("1", 0, 1, "contact of the two teams", "contact")


MEASURES = (
    Measure("contact", "Meetings", "1", "mean", "how fully the two teams met"),
    Measure("threads", "Working ties", "ties", "mean", "all accounts"),
)


def next_autonomy(autonomy: Array, control: Array, speed: float) -> Array:
    """Return the partner's autonomy a quarter on: it follows ``1 - control`` at `speed`."""
    return autonomy + speed * (1.0 - control - autonomy)


def next_threads(
    threads: Array, days: Array, most: float, growth: float, decay: Array | float
) -> Array:
    """Return the working ties a quarter on, 1..most.

    ``threads + (most - threads)(1 - exp(-growth days)) - decay (threads - 1)``.
    """
    return threads + (most - threads) * -np.expm1(days * -growth) - decay * (threads - 1.0)


def contact_rate(days: Array, reciprocity: Array, scale: float) -> Array:
    """Return contact, 0..1: ``1 - exp(-days reciprocity / scale)``."""
    return -np.expm1(days * reciprocity * (-1.0 / scale))


def meet(now: Quarter) -> None:
    """Weave ties, leave or take autonomy, and set the quarter's contact."""
    p, alliance = now.per_alliance, now.alliances
    factors = alliance.factors
    factors[AUTONOMY] = next_autonomy(factors[AUTONOMY], now.lever("control"), p.autonomy_speed)
    alliance.factors = factors
    effective = alliance.relationship_days * alliance.useful_time
    alliance.threads = next_threads(
        alliance.threads,
        effective * now.lever("threading"),
        p.most_threads,
        p.thread_growth,
        p.thread_decay * (1.0 - alliance.prospect),
    )
    alliance.contact = contact_rate(
        effective + alliance.partner_days, alliance.reciprocity, p.contact_days
    )
