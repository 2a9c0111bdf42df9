"""Phase 4, the inner circle: trusted vendors are invited to pitch jointly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array, at_least
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, column
from sim.model.arms_length import mean_one_noise
from sim.model.factors import KNOWLEDGE

REGION_MULTIPLES = np.array([1.0, 1.8, 2.3, 3.0, 3.6])
"""Accessible market with 0 to 4 regions added: UK, +Germany, +DACH, +EMEA, +global."""


@dataclass(frozen=True, kw_only=True)
class InnerCircleParameters(ParameterGroup):
    """Joint opportunities."""

    joint_potential: float = parameter(
        4.0,
        0,
        20,
        "1",
        "joint potential over arm's-length spend, one region",
        "calibrated",
        symbol="joint",
    )
    crowding: float = parameter(
        0.3,
        0,
        2,
        "1",
        "competition among a partner's allied vendors",
        "assumed",
        symbol="crowd",
        switch="crowding",
        neutral=0.0,
    )


@dataclass
class InnerCircleColumns(AllianceColumns):
    """One value an alliance."""

    accessible: Array = column("1", 1, None, "accessible market over the home region", "REG")
    joint_inflow: Array = column("k€ list", 0, None, "new joint deals", "Op_j")


MEASURES = (
    Measure("joint_inflow", "Joint opportunities", "k€ list", "sum", "new joint deals pitched"),
)


def accessible_market(regions: Array) -> Array:
    """Return the accessible market over that of the home region, given the regions added."""
    return REGION_MULTIPLES.astype(regions.dtype).take(regions.astype(np.intp))


def joint_claim(claim: Array, total: Array, knowledge: Array, crowding: float) -> Array:
    """Return the share of the joint potential that an alliance claims.

    ``claim / (1 + crowding (total - claim)) (0.75 + 0.5 knowledge)``, where `claim` is invitations
    times intent and `total` adds up the claims on the partner.
    """
    return claim / (1.0 + crowding * at_least(total - claim, 0.0)) * (0.75 + 0.5 * knowledge)


def invite(now: Quarter) -> None:
    """Set the inflow of joint deals."""
    p, alliance = now.per_alliance, now.alliances
    alliance.accessible = accessible_market(alliance.regions)
    total = now.of_partner(now.partners.claims)
    alliance.joint_inflow = (
        alliance.spend
        * p.joint_potential
        * alliance.accessible
        * (1.0 - alliance.disruption)
        * joint_claim(alliance.claim, total, alliance.factors[KNOWLEDGE], p.crowding)
        * mean_one_noise(now.draw("joint"), p.opportunity_noise)
    )
