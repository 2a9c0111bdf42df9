"""Phases 1 and 7, issues: what nobody talks about piles up, takes time and is bad news.

A review puts open issues on the table. It settles them as far as both sides are open, and it hurts
once more where they are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.measure import Measure
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column, lasting
from sim.model.evidence import joint_success
from sim.model.factors import OBJECTIVE, OPERATIONS


@dataclass(frozen=True, kw_only=True)
class IssueParameters(ParameterGroup):
    """How issues arise, what they cost, and what a review does."""

    issue_rate: float = parameter(
        0.05,
        0,
        0.3,
        "1/q",
        "rate at which issues arise per unit of their four causes",
        "seed 004 (defined roles); size assumed, tuned",
        symbol="iss",
        switch="issues",
        neutral=0.0,
    )
    issue_weight: float = parameter(
        0.08,
        0,
        0.5,
        "1",
        "bad evidence from a full load of open issues",
        "assumed, tuned",
        symbol="n_iss",
    )
    issue_time: float = parameter(
        0.3,
        0,
        0.8,
        "1",
        "working time lost to a full load of open issues",
        "assumed, tuned",
        symbol="t_iss",
    )
    review_strength: float = parameter(
        0.8,
        0,
        1,
        "1/q",
        "share of the open issues that a full review settles at full openness",
        "seeds 004, 003; size assumed",
        symbol="r_rev",
    )
    review_time: float = parameter(
        0.06,
        0,
        0.3,
        "1",
        "time share used by a full review process",
        "assumed",
        symbol="c_review",
    )


@dataclass(frozen=True, kw_only=True)
class IssueLevers(LeverGroup):
    """Hard conversations."""

    review: float = parameter(
        0.0,
        0,
        1,
        "1",
        "review process: share of the open issues put on the table",
        "seed 004: a review process that resolves any issues",
        symbol="review",
        switch="review",
        neutral=0.0,
    )


@dataclass
class IssueColumns(AllianceColumns):
    """One value an alliance."""

    open_issues: Array = lasting("1", 0, 1, "load of open issues", "U", start=0.0)
    arising: Array = column("1", 0, 1, "issues that arise this quarter", "arise")
    settled: Array = column("1", 0, 1, "share of open issues that a review settles", "settle")


MEASURES = (Measure("open_issues", "Open issues", "1", "mean", "all accounts"),)


def causes(
    objective: Array, operations: Array, fit: Array, disruption: Array, growth: Array
) -> Array:
    """Return what makes issues arise, 0..4: unclear roles, unlike cultures, broken plans, growth.

    ``(1 - (objective + operations) / 2) + (1 - fit) + disruption + growth``.
    """
    return 1.0 - 0.5 * (objective + operations) + (1.0 - fit) + disruption + growth


def arising_issues(cause: Array, rate: float) -> Array:
    """Return the issues that arise in a quarter, 0..1: ``1 - exp(-rate cause)``."""
    return -np.expm1(-rate * cause)


def settling(review: Array, openness: Array, strength: float) -> Array:
    """Return the share of open issues that a review settles, 0..1: ``strength review openness``."""
    return strength * review * openness


def next_issues(issues: Array, arising: Array, settled: Array, fading: Array | float) -> Array:
    """Return the load of open issues a quarter on, 0..1.

    ``issues + arising (1 - issues) - (fading + (1 - fading) settled) issues``.
    """
    leaving = fading + (1.0 - fading) * settled
    return issues + arising * (1.0 - issues) - leaving * issues


def time_kept(issues: Array, lost: float) -> Array:
    """Return the share of working time that open issues leave, 0..1: ``1 - lost issues``."""
    return 1.0 - lost * issues


def issue_news(issues: Array, settled: Array, openness: Array, weight: float) -> Array:
    """Return bad evidence from open issues.

    ``weight issues (1 + settled (1 - openness))``: an open issue festers; put on the table it is
    felt once more, the less the more open both sides are.
    """
    return weight * issues * (1.0 + settled * (1.0 - openness))


def review_overhead(now: Quarter) -> Array:
    """Return the time share that reviews use, one value a vendor."""
    reviewed = now.levers.review
    if "review" in now.own:  # decided account by account, it takes the mean of its accounts' time
        is_own = now.sum_by_vendor((~np.isnan(now.own["review"])).astype(reviewed.dtype)) > 0
        held = 1.0 - now.alliances.prospect
        accounts = now.sum_by_vendor(held)
        mean = now.sum_by_vendor(held * now.lever("review")) / np.maximum(accounts, 1.0)
        reviewed = np.where(is_own, mean, reviewed)
    used: Array = now.per_vendor.review_time * reviewed
    return used


def lose_time(now: Quarter) -> None:
    """Take the time that open issues cost from the useful time."""
    alliance = now.alliances
    kept = time_kept(alliance.open_issues, now.per_alliance.issue_time)
    alliance.useful_time = alliance.useful_time * kept


def put_on_table(now: Quarter) -> None:
    """Set what reviews settle."""
    alliance = now.alliances
    strength = now.per_alliance.review_strength
    alliance.settled = settling(now.lever("review"), alliance.openness, strength)


def news_of_issues(now: Quarter) -> Array:
    """Return bad evidence from open issues, one value an alliance."""
    alliance = now.alliances
    return issue_news(
        alliance.open_issues, alliance.settled, alliance.openness, now.per_alliance.issue_weight
    )


LOST_TIME = (review_overhead,)
BAD_NEWS = (news_of_issues,)


def pile_up(now: Quarter) -> None:
    """Let issues arise, fade as slowly as damage heals, and be settled, in live alliances."""
    p, alliance = now.per_alliance, now.alliances
    delivered = alliance.won_joint + alliance.pulled_joint
    added = at_least(delivered - alliance.joint_volume, 0.0)
    cause = causes(
        alliance.factors[OBJECTIVE],
        alliance.factors[OPERATIONS],
        alliance.fit,
        alliance.disruption,
        joint_success(added, now.trait("size"), p.success_half),
    )
    alliance.arising = arising_issues(cause, p.issue_rate)
    live = alliance.live
    alliance.open_issues = next_issues(
        alliance.open_issues,
        live * alliance.arising,
        live * alliance.settled,
        live * p.damage_healing,
    )
