"""Phases 4 and 7, the end customer: served well it buys again, served shelfware it does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column, lasting
from sim.model.factors import FLEXIBILITY, KPIS, METRICS

FIRST_SATISFACTION = 0.5
NO_DEALS = 1e-12
"""So few deals, k€ list, that there are none, yet safe to divide by."""


@dataclass(frozen=True, kw_only=True)
class CustomerParameters(ParameterGroup):
    """What satisfies customers of the partner, and what they then do."""

    customer_weight: float = parameter(
        0.2,
        0,
        1,
        "1",
        "repeat business and partner success gained (lost) at a fully satisfied (dissatisfied) "
        "customer",
        "seeds 002, 004; size assumed",
        symbol="w_cus",
        switch="customer",
        neutral=0.0,
    )
    customer_speed: float = parameter(
        0.3, 0, 1, "1/q", "speed of customer satisfaction", "assumed", symbol="r_cus"
    )
    shelfware_weight: float = parameter(
        0.5,
        0,
        1,
        "1",
        "satisfaction lost when all of a quarter's business was pulled forward",
        "assumed",
        symbol="n_shelf",
    )


@dataclass
class CustomerColumns(AllianceColumns):
    """One value an alliance."""

    satisfaction: Array = lasting(
        "1", 0, 1, "satisfaction of the joint end customers", "G", start=FIRST_SATISFACTION
    )
    repeat: Array = column("1", 0, 2, "business that customers bring again or withhold", "again")


MEASURES = (
    Measure("satisfaction", "Customer satisfaction", "1", "mean", "end customers, all accounts"),
)


def repeat_business(satisfaction: Array, weight: float) -> Array:
    """Return what customers make of business, 0..2: ``1 + weight (2 satisfaction - 1)``."""
    return 1.0 + weight * (2.0 * satisfaction - 1.0)


def team_execution(teamwork: Array, execution: Array, fit: Array, morale: Array) -> Array:
    """Return how well the two teams work as one, 0..1.

    ``sqrt(teamwork execution) fit morale``, as in the one-team exponent.
    """
    return np.sqrt(teamwork * execution) * fit * morale


def satisfaction_target(
    team: Array,
    shared: Array,
    pulled: Array,
    disruption: Array,
    flexibility: Array,
    shelfware: float,
) -> Array:
    """Return the satisfaction that a quarter's work earns, 0..1.

    ``(1 - (1 - team)(1 - shared))(1 - shelfware pulled)(1 - disruption (1 - flexibility))``: what
    joint execution misses, shared metrics can still catch.

    Args:
        team: How well the two teams work as one.
        shared: Mean of the factors for metrics and agreed KPIs.
        pulled: Share of the quarter's business that was pulled forward.
        disruption: Share of plans disrupted.
        flexibility: Factor for flexibility.
        shelfware: Satisfaction lost when all business was pulled forward.
    """
    served = 1.0 - (1.0 - team) * (1.0 - shared)
    return served * (1.0 - shelfware * pulled) * (1.0 - disruption * (1.0 - flexibility))


def buy_again(now: Quarter) -> None:
    """Multiply new deals by what customers make of them."""
    alliance = now.alliances
    again = repeat_business(alliance.satisfaction, now.per_alliance.customer_weight)
    alliance.repeat = again
    alliance.arms_length_inflow = alliance.arms_length_inflow * again
    alliance.joint_inflow = alliance.joint_inflow * again


def experience(now: Quarter) -> None:
    """Move the satisfaction of live alliances' customers towards what the quarter earned."""
    p, alliance = now.per_alliance, now.alliances
    pulled = alliance.pulled_arms_length + alliance.pulled_joint
    closed = alliance.won_arms_length + alliance.won_joint + pulled
    target = satisfaction_target(
        team_execution(alliance.teamwork, alliance.execution, alliance.fit, alliance.morale),
        0.5 * (alliance.factors[METRICS] + alliance.factors[KPIS]),
        pulled / at_least(closed, NO_DEALS),
        alliance.disruption,
        alliance.factors[FLEXIBILITY],
        p.shelfware_weight,
    )
    speed = alliance.live * p.customer_speed
    alliance.satisfaction = alliance.satisfaction + speed * (target - alliance.satisfaction)
