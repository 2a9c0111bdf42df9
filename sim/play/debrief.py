"""The debrief: what a seat's decisions brought and cost, beside its twins, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim import policies
from sim.base.wording import money, percent
from sim.model.quarter import MEASURES
from sim.play.best_found import BEST_FOUND
from sim.play.game import Game
from sim.play.rules import QUESTIONS, SUCCESSOR_QUARTERS
from sim.play.signs import signs
from sim.play.twins import Twins, twins_of_all
from sim.policies.base import Policy

NAMED: tuple[Policy, ...] = (
    *map(policies.find, ("transactional", "relationship_first")),
    BEST_FOUND,
)
"""Policies whose twins stand beside every seat; the house policy stands there too."""

CIRCLE = ("quota_gap", "ask", "demand", "discount", "trust", "invitation", "joint_revenue")
"""Outcomes of the vicious circle, in its order."""


def debriefs(game: Game) -> dict[int, dict[str, Any]]:
    """Return all that a debrief shows of each seat: those of a room take little more than one.

    Args:
        game: The game; once it has a quarter booked, it need not be over.
    """
    named = tuple(dict.fromkeys((policies.find(game.opening.house), *NAMED)))
    found = twins_of_all(game, game.opening.seats, named)
    return {seat: _debrief(game, seat, found[seat], named) for seat in game.opening.seats}


def debrief(game: Game, seat: int) -> dict[str, Any]:
    """Return all that a debrief shows of a seat."""
    return debriefs(game)[seat]


def _debrief(game: Game, seat: int, found: Twins, named: Sequence[Policy]) -> dict[str, Any]:
    return {
        "sentence": asks_in_words(found),
        "par": par(game, seat, found),
        "par_sentence": par_in_words(game, seat, found),
        "lines": _lines(found, named),
        "quarters": found.paths.quarters,
        "successor": SUCCESSOR_QUARTERS,
        "asks": [
            {
                "quarter": ask.quarter,
                "at_once": ask.at_once,
                "later": ask.later,
                "alone": ask.alone,
                "in_turn": ask.in_turn,
                "signs": signs(game.desks[seat], ask.quarter, last),
            }
            for ask, last in zip(found.asks, [None, *(a.quarter for a in found.asks)], strict=False)
        ],
        "cost_of_asking": found.cost_of_asking,
        "circle": circle(found),
        "trust": _trust(found),
        "predictions": predictions(game, seat, found),
        "bonus": sum(books.bonus for books in game.books(seat)),
        "note": (
            f"{BEST_FOUND.title}: {BEST_FOUND.about} Other teams' and rivals' moves are held as "
            "they were made. The rules behind these numbers are practitioners' claims made "
            "precise, not laws that were measured."
        ),
    }


def asks_in_words(found: Twins) -> str:
    """Return what all asks brought and cost, in the quarters they were made and after.

    The two parts add up to the difference from the same you who never asked.
    """
    count = len(found.asks)
    if not count:
        return "You never asked: there is nothing to undo."
    at_once = sum(ask.at_once for ask in found.asks)
    total = found.cost_of_asking
    later = total - at_once
    asks = "ask" if count == 1 else f"{count} asks"
    quarters, them = ("quarter", "it") if count == 1 else ("quarters", "them")
    brought = f"brought {money(at_once)}" if at_once >= 0 else f"cost {money(-at_once)}"
    after = f"cost {money(-later)}" if later < 0 else f"brought {money(later)}"
    left = f"{money(-total)} poorer" if total < 0 else f"{money(total)} richer"
    whole = "It" if count == 1 else "Taken together they"
    return (
        f"Your {asks} {brought} in the {quarters} you made {them}, and {after} in the quarters "
        f"after. {whole} left your firm {left} than the same you who never asked."
    )


def par(game: Game, seat: int, found: Twins) -> float:
    """Return a seat's result: its profit over that of its own twin under the house policy, k€.

    Seats are unequal, so profit itself ranks nobody. Both have the same world, luck and rivals, and
    the successor's year counts for both.
    """
    return found.profit("you") - found.profit(game.opening.house)


def par_in_words(game: Game, seat: int, found: Twins) -> str:
    """Return the result of a seat in a sentence."""
    distance, title = par(game, seat, found), policies.find(game.opening.house).title
    side = "ahead of" if distance >= 0 else "behind"
    return (
        f"With your successor's year counted you end {money(abs(distance))} {side} your own twin, "
        f"the same firm with the same luck under the policy “{title}”."
    )


def _lines(found: Twins, named: Sequence[Policy]) -> list[dict[str, Any]]:
    titles = {"you": "You", "never": "You, never asking"}
    titles |= {policy.name: policy.title for policy in named}
    return [
        {"twin": twin, "name": title, "values": np.cumsum(found.outcome("profit", twin)).tolist()}
        for twin, title in titles.items()
        if twin != "never" or found.asks
    ]


def _trust(found: Twins) -> list[dict[str, Any]]:
    shown = {"you": "You"} | ({"never": "You, never asking"} if found.asks else {})
    return [
        {"twin": twin, "name": name, "values": found.outcome("trust", twin).tolist()}
        for twin, name in shown.items()
    ]


def circle(found: Twins) -> list[dict[str, str]]:
    """Return the circle's outcomes: in the first and the last quarter, and had you never asked."""
    last = found.paths.quarters - 1
    told = []
    for name in CIRCLE:
        measure = MEASURES[name]
        write = money if measure.unit == "k€" else percent
        yours, never = found.outcome(name, "you"), found.outcome(name, "never")
        told.append(
            {
                "name": measure.label,
                "first": write(float(yours[0])),
                "last": write(float(yours[last])),
                "never": write(float(never[last])),
            }
        )
    return told


def predictions(game: Game, seat: int, found: Twins) -> list[dict[str, Any]]:
    """Return every prediction beside what came; None where the game ended before it could."""
    told = []
    for (quarter, beat, one), move in sorted(game.log.items()):
        if one != seat or beat != "plan":
            continue
        for name, answer in move.answers.items():
            question = QUESTIONS[name]
            due = quarter + question.after
            values = found.outcome(question.outcome, "you")
            came = float(values[due]) if due < found.paths.quarters else None
            write = money if question.unit == "k€" else percent
            told.append(
                {
                    "quarter": quarter,
                    "question": question.text,
                    "said": write(float(answer)),
                    "came": None if came is None else write(came),
                }
            )
    return told


def ranked(results: dict[str, float]) -> list[str]:
    """Return names by their distance to their own twin, the farthest ahead first."""
    return sorted(results, key=lambda name: -results[name])
