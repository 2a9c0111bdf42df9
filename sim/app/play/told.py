"""What browsers are told: the whole state each time, so that nobody depends on what came before."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from sim.app.play import charts
from sim.app.play.classroom import Classroom
from sim.app.play.room import Room, Team
from sim.core.parameter import specs
from sim.model.quarter import Levers
from sim.play.events import event_names, event_told
from sim.play.game import Game
from sim.play.moves import ACCOUNT_DECISIONS, CLOSE_LEVERS
from sim.play.rules import QUESTIONS, SUCCESSOR_QUARTERS, is_question_time
from sim.play.signs import mean_discount

NOT_BY_HAND = ("push", "vision", "walk_gap", "adaptation", "goal", "recruit", "win_back")
"""Levers that no slider is offered for: decided account by account, or what a manager is."""

FIRST = ("relationship_share",)
"""The plan's levers of a first game; all others are behind a fold."""


@cache
def known() -> dict[str, Any]:
    """Return what there is to decide."""
    return {
        "levers": [
            {
                "name": spec.name,
                "about": spec.about,
                "low": spec.low,
                "high": spec.high,
                "step": 1 if spec.is_whole else 0.05,
                "unit": "share" if spec.unit == "1" and spec.high == 1 else "number",
                "first": spec.name in FIRST,
            }
            for spec in specs(Levers)
            if spec.name not in NOT_BY_HAND and spec.name not in CLOSE_LEVERS
        ],
        "accounts": [
            {"name": name, "beat": decision.beat, "about": decision.about}
            for name, decision in ACCOUNT_DECISIONS.items()
        ],
        "questions": {
            name: {"text": q.text, "unit": q.unit, "low": q.low, "high": q.high}
            for name, q in QUESTIONS.items()
        },
        "events": [event_told(name) for name in event_names() if name != "base"],
        "scenarios": [event_told(name) for name in event_names()],
        "successor": SUCCESSOR_QUARTERS,
    }


def state(room: Room, number: int, team: Team, left: float | None, desk: str | None = None) -> str:
    """Return all that a team sees, as JSON.

    Args:
        room: The room.
        number: Its number.
        team: The team.
        left: Seconds until the beat ends; None without a timer.
        desk: What `desk_of` returned for the beat, if it is known: most of the message.
    """
    told = json.dumps(_standing(room, number, team, left) | {"t": "state"})
    if room.game is None or team.number not in room.game.opening.seats:
        return f'{told[:-1]}, "view": null}}'
    shown = desk_of(room.game, team.number) if desk is None else desk
    return f'{told[:-1]}, "view": {shown}}}'


def standing(room: Room, number: int, team: Team, left: float | None) -> str:
    """Return what changes while a beat is on, as JSON: a state without the desk."""
    return json.dumps(_standing(room, number, team, left))


def _standing(room: Room, number: int, team: Team, left: float | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "t": "standing",
        "phase": room.phase,
        "paused": room.is_paused,
        "revealed": room.is_revealed,
        "room": number,
        "team": team.number,
        "teams": [_team(room, one) for one in room.teams],
        "left": left,
        "move": None,
        "questions": [],
        "events": [],
        "trust": None,
    }
    game, seat = room.game, team.number
    if game is None or seat not in game.opening.seats:
        return told
    move = game.moved(seat)
    asks = game.beat == "plan" and not game.is_over and is_question_time(game.quarter)
    return told | {
        "quarters": game.opening.quarters,
        "move": None if move is None else move.to_plain(),
        "may_offer": game.may_offer(seat),
        "questions": list(QUESTIONS) if asks else [],
        "events": [{"quarter": q} | event_told(name) for q, name in room.struck],
        "trust": game.trust[seat] if room.is_revealed or room.phase == "over" else None,
    }


def desk_of(game: Game, seat: int) -> str:
    """Return the desk of a seat as JSON; it is the same until the beat ends."""
    view = game.see(seat)
    told = vars(view) | {  # `asdict` copies every number: it took two thirds of a beat
        "accounts": [vars(account) for account in view.accounts],
        "books": [vars(books) for books in view.books],
        "gap": view.gap,
        "chart": charts.of_books(view.books),
    }
    return json.dumps(told)


def _team(room: Room, team: Team) -> dict[str, Any]:
    return {
        "number": team.number,
        "name": team.name,
        "players": [player.name for player in room.members(team.number)],
        "ready": team.number in room.ready,
        "computer": team.is_computer,
        "played": room.game is None or team.number in room.game.opening.seats,
    }


def board(
    classroom: Classroom,
    address: str,
    left: list[float | None],
    results: dict[tuple[int, int], dict[str, Any]],
    here: set[tuple[int, int]] | None,
) -> dict[str, Any]:
    """Return what the projector shows, and to a facilitator who is there.

    Args:
        classroom: The classroom.
        address: Where players join.
        left: Seconds until the beat ends, by room.
        results: Debriefs that are ready, by room and seat.
        here: Players that are connected, by room and number; None for the projector.
    """
    return {
        "t": "board",
        "code": classroom.code,
        "address": address,
        "rooms": [
            _room(room, number, left[number], results, here)
            for number, room in enumerate(classroom.rooms)
        ],
        "ranking": ranking(classroom, results),
    }


def _room(
    room: Room,
    number: int,
    left: float | None,
    results: dict[tuple[int, int], dict[str, Any]],
    here: set[tuple[int, int]] | None,
) -> dict[str, Any]:
    game = room.game
    teams = []
    for team in room.teams:
        told = _team(room, team)
        told["count"] = len(told.pop("players"))
        if here is not None:
            told["players"] = [
                {"number": p.number, "name": p.name, "here": (number, p.number) in here}
                for p in room.members(team.number)
            ]
        if game is not None and team.number in game.opening.seats:
            books = game.books(team.number)
            told |= {
                "revenue": [b.revenue for b in books],
                "attained": [b.attained for b in books],
                "profit": [b.profit for b in books],
                "asked": [b.asked for b in books],
                "trust": game.trust[team.number] if room.is_revealed else None,
                "discount": [mean_discount(d) for d in game.desks[team.number]]
                if room.is_revealed
                else None,
            }
            if room.is_revealed and (number, team.number) in results:
                told["circle"] = results[number, team.number]["circle"]
        teams.append(told)
    return {
        "charts": _charts(teams, room.is_revealed),
        "number": number,
        "phase": room.phase,
        "paused": room.is_paused,
        "revealed": room.is_revealed,
        "quarter": None if game is None else game.quarter,
        "quarters": room.settings["quarters"],
        "beat": None if game is None else game.beat,
        "left": left,
        "timer": room.timer,
        "events": [{"quarter": q} | event_told(name) for q, name in room.struck],
        "teams": teams,
    }


def _charts(teams: list[dict[str, Any]], is_revealed: bool) -> list[dict[str, Any]]:
    """Return what the projector draws of a room."""
    played = [team for team in teams if team.get("revenue")]
    shown = [("Revenue", "revenue", "money"), ("Profit", "profit", "money")]
    if is_revealed:
        shown += [("Partners' trust", "trust", "share"), ("Going discount", "discount", "share")]
    made = [
        charts.of_room(title, title, unit, [(team["name"], team[name]) for team in played])
        for title, name, unit in shown
    ]
    return [chart for chart in made if chart is not None]


def ranking(
    classroom: Classroom, results: dict[tuple[int, int], dict[str, Any]]
) -> list[dict[str, Any]] | None:
    """Return teams by their distance to their own twin; None until all results are there.

    Where several rooms played the same seat, its mean over the rooms stands beside it.
    """
    places = [
        (number, seat)
        for number, room in enumerate(classroom.rooms)
        if room.game is not None
        for seat in room.game.opening.seats
    ]
    begun = [room for room in classroom.rooms if room.game is not None]
    is_over = bool(begun) and all(room.phase == "over" for room in begun)
    if not is_over or any(place not in results for place in places):
        return None
    told = []
    for number, seat in sorted(places, key=lambda place: -results[place]["par"]):
        same = [results[place]["par"] for place in places if place[1] == seat]
        told.append(
            {
                "room": number,
                "name": classroom.rooms[number].teams[seat].name,
                "par": results[number, seat]["par"],
                "seat_mean": sum(same) / len(same) if len(same) > 1 else None,
            }
        )
    return told
