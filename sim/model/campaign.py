"""Phases 4, 6 and 7, the campaign: joint marketing works as far as both sides agree on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import LeverGroup, ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, Part, column
from sim.model.books import booked
from sim.model.factors import KPIS, OBJECTIVE
from sim.model.reciprocity import partner_value


@dataclass(frozen=True, kw_only=True)
class CampaignParameters(ParameterGroup):
    """What a campaign brings, costs and does to trust."""

    campaign_gain: float = parameter(
        1.0,
        0,
        3,
        "1",
        "joint opportunities gained from a full campaign at full consensus",
        "seed 000; size assumed, tuned",
        symbol="g_camp",
    )
    campaign_cost: float = parameter(
        10.0,
        0,
        200,
        "k€/q",
        "cost of a full campaign per alliance (the vendor's share)",
        "assumed, tuned",
        symbol="c_camp",
    )
    campaign_weight: float = parameter(
        0.05,
        0,
        0.5,
        "1",
        "bad evidence from a full campaign without consensus",
        "assumed",
        symbol="n_camp",
    )


@dataclass(frozen=True, kw_only=True)
class CampaignLevers(LeverGroup):
    """Joint marketing."""

    campaign: float = parameter(
        0.0,
        0,
        1,
        "1",
        "joint marketing money",
        "seed 000: conversations in order to market together",
        symbol="campaign",
        switch="campaign",
        neutral=0.0,
    )


@dataclass
class CampaignColumns(AllianceColumns):
    """One value an alliance."""

    consensus: Array = column("1", 0, 1, "how far both sides agree on a campaign", "cons")
    campaigning: Array = column("1", 0, 1, "size of the campaign", "camp")


def agreement(objective: Array, kpis: Array, openness: Array) -> Array:
    """Return how far both sides agree, 0..1: ``min(objective, kpis, openness)``.

    Source: seed 000, productive partnerships need consensus to market together.
    """
    return np.minimum(np.minimum(objective, kpis), openness)


def campaign_factor(size: Array, consensus: Array, gain: float) -> Array:
    """Return what a campaign makes of joint opportunities: ``1 + gain size consensus``."""
    return 1.0 + gain * size * consensus


def campaign_news(size: Array, consensus: Array, weight: float) -> Array:
    """Return bad evidence from a campaign: ``weight size (1 - consensus)``."""
    return weight * size * (1.0 - consensus)


def agree(now: Quarter) -> None:
    """Set consensus, and the size of campaigns: money times what the partner matches.

    ``campaign weight value`` with the weight of the account in the relationship effort and the
    value that the partner puts on the alliance; partners only.
    """
    p, alliance = now.per_alliance, now.alliances
    alliance.consensus = agreement(
        alliance.factors[OBJECTIVE], alliance.factors[KPIS], alliance.openness
    )
    if not now.levers.campaign.any():
        alliance.campaigning = np.zeros_like(alliance.consensus)
        return
    matched = partner_value(now.trait("value"), alliance.committed, p.vision_reciprocity)
    money = now.lever("campaign") * alliance.effort_weight * alliance.allied
    alliance.campaigning = money * matched


def attract(now: Quarter) -> None:
    """Multiply joint opportunities by what campaigns bring."""
    if not now.levers.campaign.any():
        return
    p, alliance = now.per_alliance, now.alliances
    factor = campaign_factor(alliance.campaigning, alliance.consensus, p.campaign_gain)
    alliance.joint_inflow = alliance.joint_inflow * factor


def news_of_campaign(now: Quarter) -> Array | float:
    """Return bad evidence from campaigns, one value an alliance."""
    if not now.levers.campaign.any():
        return 0.0
    p, alliance = now.per_alliance, now.alliances
    return campaign_news(alliance.campaigning, alliance.consensus, p.campaign_weight)


def cost_of_campaign(now: Quarter) -> Array | float:
    """Return the cost of campaigns, of the alliances that the books are kept of."""
    if not now.levers.campaign.any():
        return 0.0
    p = now.per_alliance_at(booked(now))
    cost: Array = p.campaign_cost * Part(now.alliances, booked(now)).campaigning
    return cost


BAD_NEWS = (news_of_campaign,)
COSTS = (cost_of_campaign,)
