"""Rules of the game that are not the model's: the bonus, what partners say, what is asked of you.

All are chosen so that a quarter feels as it does in an office; none changes what partners do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array

SUCCESSOR_QUARTERS = 4
"""Quarters after the last one, played by the house policy, that count for the result.

So a last quarter cannot be sold out: your successor lives with what you leave."""

VISION_EVERY = 4
"""Quarters from one offer of a joint vision to a seat's next: planning is yearly."""

BONUS_KEUR, BONUS_FLOOR, BONUS_MOST = 12.0, 0.25, 1.5

QUESTION_EVERY = 4
"""Quarters from one set of questions to the next; the first is asked in quarter 1."""


def bonus(attained: Array | float) -> Array | float:
    """Return a manager's bonus for a quarter, k€.

    ``12 (attained - 25%) / 75%``, at least 0, at most 1.5 times 12. It starts that low so that an
    ask nearly always pays whoever makes it, also a manager far below quota.

    Args:
        attained: Revenue over quota.
    """
    part = (np.asarray(attained) - BONUS_FLOOR) / (1.0 - BONUS_FLOOR)
    return BONUS_KEUR * np.clip(part, 0.0, BONUS_MOST)


@dataclass(frozen=True)
class Complaint:
    """What a partner says once something it felt is above (or below) a threshold.

    Attributes:
        column: What it felt, a column of the alliances.
        least: From which value on it speaks; below which, if `is_lack`.
        is_lack: Whether too little of it is the trouble.
        text: What it says.
    """

    column: str
    least: float
    is_lack: bool
    text: str


COMPLAINTS = (
    (
        Complaint("breach", 0.32, False, "That is not how partners work."),
        Complaint("breach", 0.12, False, "Quarter-end again?"),
    ),
    (
        Complaint("demand", 0.34, False, "We insist on a better price."),
        Complaint("demand", 0.16, False, "What about the price?"),
    ),
    (Complaint("contact", 0.25, True, "We hardly see you."),),
)
"""Of each group a partner says the first that holds."""

VOICE = 0.55
"""Chance that a partner speaks up in a quarter: uniform complaints would tell nothing."""


def complaints(felt: dict[str, Array], voice: Array, here: Array) -> list[tuple[str, ...]]:
    """Return what each partner says.

    Args:
        felt: Column to one value an alliance.
        voice: Uniform draws, one an alliance.
        here: Who is still a partner or a customer and has somebody to talk to.
    """
    said: list[tuple[str, ...]] = []
    for row in range(len(voice)):
        if voice[row] >= VOICE or not here[row]:
            said.append(())
            continue
        words = []
        for group in COMPLAINTS:
            for kind in group:
                value = felt[kind.column][row]
                if value < kind.least if kind.is_lack else value > kind.least:
                    words.append(kind.text)
                    break
        said.append(tuple(words))
    return said


@dataclass(frozen=True)
class Question:
    """What is asked before the gap is shown, and compared at the end with what came.

    Attributes:
        text: The question.
        unit: ``k€`` or ``1``.
        low: Smallest answer.
        high: Largest answer.
        outcome: What came: an outcome of `sim.model.quarter.MEASURES`.
        after: Quarters from the question to what it asks about.
    """

    text: str
    unit: str
    low: float
    high: float
    outcome: str
    after: int


QUESTIONS = {
    "revenue": Question("What will you book this quarter?", "k€", 0, 1e6, "revenue", 0),
    "trust": Question("Where will your partners' trust be in a year?", "1", 0, 1, "trust", 4),
}


def is_question_time(quarter: int) -> bool:
    """Say whether questions are asked at the plan of a quarter, counted from 0."""
    return quarter % QUESTION_EVERY == 0
