"""The model: one mechanism a file, and the quarter as a list of phases in the order they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sim.model import (
    p00a_market,
    p00b_standing,
    p01a_assessment,
    p01b_execution,
    p01c_effort,
    p02_vision,
    p03a_reciprocity,
    p03b_building,
    p03c_contact,
    p03d_habit,
    p04a_arms_length,
    p04b_inner_circle,
    p05a_velocity,
    p05b_closing,
    p05c_ask,
    p06_books,
    p07a_concessions,
    p07b_evidence,
    p07c_loyalty,
    p07d_trust,
    p08a_reputation,
    p08b_turnover,
    p08c_aftermath,
    p09a_regions,
    p09b_endings,
)
from sim.quarter import Quarter


class Phase(NamedTuple):
    """A step of the quarter and the side that takes it.

    Attributes:
        run: The step; it reads and writes the rows of the `Quarter` it is given.
        actor: Whose rows it needs together: ``market``, ``vendor`` or ``partner``.
    """

    run: Callable[[Quarter], None]
    actor: str


QUARTER = (
    Phase(p00a_market.open_market, "market"),
    Phase(p00a_market.call_accounts, "vendor"),
    Phase(p00b_standing.stand, "vendor"),
    Phase(p00b_standing.gather, "partner"),
    Phase(p00b_standing.compare, "partner"),
    Phase(p01a_assessment.assess, "vendor"),
    Phase(p01b_execution.execute, "vendor"),
    Phase(p01c_effort.spread_effort, "vendor"),
    Phase(p02_vision.share_vision, "partner"),
    Phase(p03a_reciprocity.reciprocate, "partner"),
    Phase(p03b_building.build, "vendor"),
    Phase(p03c_contact.meet, "vendor"),
    Phase(p03d_habit.form_habit, "vendor"),
    Phase(p04a_arms_length.compete, "partner"),
    Phase(p04b_inner_circle.invite, "partner"),
    Phase(p05a_velocity.speed_up, "vendor"),
    Phase(p05b_closing.close, "vendor"),
    Phase(p05c_ask.ask, "vendor"),
    Phase(p06_books.keep_books, "vendor"),
    Phase(p07a_concessions.bargain, "partner"),
    Phase(p07b_evidence.perceive, "partner"),
    Phase(p07d_trust.judge_partner, "vendor"),
    Phase(p07c_loyalty.bind, "partner"),
    Phase(p07d_trust.judge, "partner"),
    Phase(p08a_reputation.spread_word, "vendor"),
    Phase(p08b_turnover.turn_over, "partner"),
    Phase(p08c_aftermath.recover, "vendor"),
    Phase(p08c_aftermath.settle_fear, "vendor"),
    Phase(p09a_regions.open_regions, "partner"),
    Phase(p09b_endings.end, "partner"),
)
"""One quarter, in order. In phase 7 the vendor judges before intent moves, and loyalty and intent
move before trust does, so that each sees the others as the quarter began."""


@dataclass(frozen=True, kw_only=True)
class Parameters(
    p09b_endings.EndingParameters,
    p09a_regions.RegionParameters,
    p08c_aftermath.AftermathParameters,
    p08b_turnover.TurnoverParameters,
    p08a_reputation.ReputationParameters,
    p07d_trust.TrustParameters,
    p07c_loyalty.LoyaltyParameters,
    p07b_evidence.EvidenceParameters,
    p07a_concessions.ConcessionParameters,
    p06_books.BooksParameters,
    p05c_ask.AskParameters,
    p05a_velocity.VelocityParameters,
    p04b_inner_circle.InnerCircleParameters,
    p04a_arms_length.ArmsLengthParameters,
    p03d_habit.HabitParameters,
    p03c_contact.ContactParameters,
    p03b_building.BuildingParameters,
    p03a_reciprocity.ReciprocityParameters,
    p02_vision.VisionParameters,
    p01c_effort.EffortParameters,
    p01b_execution.ExecutionParameters,
    p01a_assessment.AssessmentParameters,
    p00b_standing.StandingParameters,
    p00a_market.MarketParameters,
):
    """All parameters of the model; each is declared in the file of its mechanism."""
