"""Phase 7, evidence: what the partner saw of the vendor this quarter, good and bad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column
from sim.model.factors import AUTONOMY, FLEXIBILITY, KPIS

NOTHING = 1e-30
"""So little money that it is none, yet safe to divide by: demand may be 0 in a scenario."""


@dataclass(frozen=True, kw_only=True)
class EvidenceParameters(ParameterGroup):
    """How much each kind of news weighs."""

    contact_weight: float = parameter(
        0.5,
        0,
        1,
        "1",
        "weight of contact in good evidence (rest: joint success)",
        "assumed, tuned",
        symbol="p_contact",
    )
    success_half: float = parameter(
        0.25,
        0.02,
        2,
        "1",
        "joint revenue over partner size at which success evidence is one half",
        "assumed",
        symbol="asp",
    )
    neglect_weight: float = parameter(
        0.03, 0, 0.5, "1", "bad evidence from total neglect", "assumed, tuned", symbol="n_neglect"
    )
    misfit_weight: float = parameter(
        0.1, 0, 1, "1", "bad evidence from an unmet time horizon", "assumed, tuned", symbol="n_fit"
    )
    refusal_weight: float = parameter(
        0.4,
        0,
        1,
        "1",
        "bad evidence from a full concession demand refused outright",
        "assumed, tuned",
        symbol="n_refuse",
        switch="refusal",
        neutral=0.0,
    )
    control_weight: float = parameter(
        0.15, 0, 1, "1", "bad evidence from full micromanagement", "assumed", symbol="n_micro"
    )
    shock_weight: float = parameter(
        0.3,
        0,
        1,
        "1",
        "bad evidence from plans broken by a shock, no flexibility",
        "assumed, tuned",
        symbol="n_shock",
    )
    ask_weight: float = parameter(
        0.35,
        0,
        1.5,
        "1",
        "bad evidence from a full quarter-end ask, mid culture",
        "calibrated",
        symbol="n_ask",
        switch="ask_hurts_trust",
        neutral=0.0,
    )


@dataclass
class EvidenceColumns(AllianceColumns):
    """One value an alliance."""

    good_news: Array = column("1", 0, 1, "good evidence of the quarter", "pos")
    breach: Array = column("1", 0, 1, "breach of the quarter")
    bad_news: Array = column("1", 0, 1, "bad evidence of the quarter", "neg")


def joint_success(revenue: Array, spend: Array, half: float) -> Array:
    """Return evidence of joint success, 0..1: ``revenue / (revenue + half spend)``, 0 for 0 / 0."""
    return revenue / at_least(revenue + half * spend, NOTHING)


def good_evidence(
    contact: Array,
    fit: Array,
    success: Array,
    kpis: Array,
    weight: float,
    more: Array | float = 0.0,
) -> Array:
    """Return good evidence, 0..1.

    ``[weight contact fit + (1 - weight) success (0.5 + 0.5 kpis) + more]``: without agreed KPIs
    success is half seen; `more` is what other mechanisms add.
    """
    seen = weight * contact * fit + (1.0 - weight) * success * (0.5 + 0.5 * kpis)
    return np.clip(seen + more, 0.0, 1.0)


def breach_evidence(
    ask: Array,
    patience: Array,
    disruption: Array,
    flexibility: Array,
    by_ask: float,
    by_shock: float,
) -> Array:
    """Return the breach, 0..1.

    ``[by_ask (0.5 + patience) ask + by_shock disruption (1 - flexibility)]``: a pure cat minds the
    ask three times as much as a pure dog.
    """
    broken = by_ask * (0.5 + patience) * ask + by_shock * disruption * (1.0 - flexibility)
    return np.clip(broken, 0.0, 1.0)


def bad_evidence(
    breach: Array,
    contact: Array,
    fit: Array,
    autonomy: Array,
    refused: Array,
    weights: EvidenceParameters,
    more: Array | float = 0.0,
) -> Array:
    """Return bad evidence, 0..1: breach, neglect, misfit, micromanagement and refused demands.

    ``[breach + neglect (1 - contact) + misfit (1 - fit) + control (1 - autonomy)^2
    + refusal refused + more]``, each weight from `weights`; `more` is what other mechanisms add.
    """
    controlled = 1.0 - autonomy
    seen = (
        breach
        + weights.neglect_weight * (1.0 - contact)
        + weights.misfit_weight * (1.0 - fit)
        + weights.control_weight * controlled * controlled
        + weights.refusal_weight * refused
    )
    return np.clip(seen + more, 0.0, 1.0)


def perceive(now: Quarter) -> None:
    """Set good evidence, breach and bad evidence; a scenario may force the news.

    Success counts as customers feel it, and may then exceed 1.
    """
    p, alliance = now.per_alliance, now.alliances
    success = joint_success(alliance.joint_revenue, alliance.spend, p.success_half)
    success = success * alliance.repeat
    good = good_evidence(
        alliance.contact,
        alliance.fit,
        success,
        alliance.factors[KPIS],
        p.contact_weight,
        now.add_up("GOOD_NEWS"),
    )
    alliance.breach = breach_evidence(
        alliance.ask,
        now.trait("horizon"),
        alliance.disruption,
        alliance.factors[FLEXIBILITY],
        p.ask_weight,
        p.shock_weight,
    )
    refused = alliance.demand * (1.0 - now.lever("concession"))
    bad = bad_evidence(
        alliance.breach,
        alliance.contact,
        alliance.fit,
        alliance.factors[AUTONOMY],
        refused,
        p,
        now.add_up("BAD_NEWS"),
    )
    alliance.good_news = now.hooks.forced("forced_good_news", good)
    alliance.bad_news = now.hooks.forced("forced_bad_news", bad)
