"""The model: one mechanism a file, and the quarter as a list of phases in the order they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sim.core.quarter import Quarter
from sim.model import (
    aftermath,
    arms_length,
    ask,
    assessment,
    books,
    building,
    choice,
    closing,
    concessions,
    contact,
    effort,
    endings,
    evidence,
    execution,
    habit,
    inner_circle,
    loyalty,
    market,
    reciprocity,
    regions,
    reputation,
    trust,
    turnover,
    velocity,
    vision,
)


class Phase(NamedTuple):
    """A step of the quarter and the side that takes it.

    Attributes:
        run: The step; it reads and writes the rows of the `Quarter` it is given.
        actor: Whose rows it needs together: ``market``, ``vendor`` or ``partner``.
    """

    run: Callable[[Quarter], None]
    actor: str


QUARTER = (
    Phase(market.open_market, "market"),
    Phase(market.call_accounts, "vendor"),
    Phase(choice.appeal, "vendor"),
    Phase(choice.gather, "partner"),
    Phase(choice.weigh, "partner"),
    Phase(assessment.assess, "vendor"),
    Phase(execution.execute, "vendor"),
    Phase(effort.spread_effort, "vendor"),
    Phase(vision.share_vision, "partner"),
    Phase(reciprocity.reciprocate, "partner"),
    Phase(building.build, "vendor"),
    Phase(contact.meet, "vendor"),
    Phase(habit.form_habit, "vendor"),
    Phase(arms_length.compete, "partner"),
    Phase(inner_circle.invite, "partner"),
    Phase(velocity.speed_up, "vendor"),
    Phase(closing.close, "vendor"),
    Phase(ask.ask, "vendor"),
    Phase(books.keep_books, "vendor"),
    Phase(concessions.bargain, "partner"),
    Phase(evidence.perceive, "partner"),
    Phase(trust.judge_partner, "vendor"),
    Phase(loyalty.bind, "partner"),
    Phase(trust.judge, "partner"),
    Phase(reputation.spread_word, "vendor"),
    Phase(turnover.turn_over, "partner"),
    Phase(aftermath.recover, "vendor"),
    Phase(aftermath.settle_fear, "vendor"),
    Phase(regions.open_regions, "partner"),
    Phase(endings.end, "partner"),
)
"""One quarter, in order. In phase 7 the vendor judges before intent moves, and loyalty and intent
move before trust does, so that each sees the others as the quarter began."""


@dataclass(frozen=True, kw_only=True)
class Parameters(
    endings.EndingParameters,
    regions.RegionParameters,
    aftermath.AftermathParameters,
    turnover.TurnoverParameters,
    reputation.ReputationParameters,
    trust.TrustParameters,
    loyalty.LoyaltyParameters,
    evidence.EvidenceParameters,
    concessions.ConcessionParameters,
    books.BooksParameters,
    ask.AskParameters,
    velocity.VelocityParameters,
    inner_circle.InnerCircleParameters,
    arms_length.ArmsLengthParameters,
    habit.HabitParameters,
    contact.ContactParameters,
    building.BuildingParameters,
    reciprocity.ReciprocityParameters,
    vision.VisionParameters,
    effort.EffortParameters,
    execution.ExecutionParameters,
    assessment.AssessmentParameters,
    choice.ChoiceParameters,
    market.MarketParameters,
):
    """All parameters of the model; each is declared in the file of its mechanism."""
