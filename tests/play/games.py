"""Games that tests play: random moves from a seed, and a seat that decides as a policy does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.play.game import Game
from sim.play.moves import ACCOUNT_DECISIONS, Move, levers_of
from sim.play.opening import Opening
from sim.play.rules import is_question_time
from sim.policies.base import Policy, Sight, decided_levers


def random_move(luck: Any, beat: str, quarter: int, accounts: int = 10) -> Move:
    """Return some move that may be made."""
    levers: dict[str, float] = {}
    if beat == "plan" and luck.random() < 0.5:
        levers["relationship_share"] = round(luck.random(), 2)
    if beat == "close" and luck.random() < 0.5:
        levers["concession"] = round(luck.random(), 2)
    if beat == "close" and luck.random() < 0.3:
        levers["push"] = 1.0
    chosen: dict[str, dict[int, float]] = {}
    for name, decision in ACCOUNT_DECISIONS.items():
        if decision.beat == beat and luck.random() < 0.3:
            count = 1 if name == "vision" else 2
            numbers = luck.choice(accounts, size=count, replace=False).tolist()
            chosen[name] = {number: float(luck.integers(0, 2)) for number in numbers}
    answers = {"trust": 0.4} if beat == "plan" and is_question_time(quarter) else {}
    return Move(levers, chosen, answers)


def without_offers(move: Move) -> Move:
    """Return the same move without an offer of a joint vision."""
    accounts = {name: of for name, of in move.accounts.items() if name != "vision"}
    return Move(move.levers, accounts, move.answers)


def play_out(
    opening: Opening, decide: Callable[[Game, int], Move | None], beats: int | None = None
) -> Game:
    """Return a game played to its end, or for some beats."""
    game = Game(opening)
    for _ in range(2 * opening.quarters if beats is None else beats):
        for seat in opening.seats:
            if (move := decide(game, seat)) is not None:
                game.move(seat, move)
        game.advance()
    return game


def random_game(number: int, opening: Opening, beats: int | None = None) -> Game:
    """Return a game of random moves; some seats do nothing at some beats."""
    luck = np.random.default_rng(number)

    def decide(game: Game, seat: int) -> Move | None:
        if luck.random() < 0.2:
            return None
        move = random_move(luck, game.beat, game.quarter)
        return move if game.may_offer(seat) else without_offers(move)

    return play_out(opening, decide, beats)


def asking(quarters: set[int]) -> Callable[[Game, int], Move | None]:
    """Return a way to play that does nothing but ask everybody in some quarters."""

    def decide(game: Game, seat: int) -> Move | None:
        if game.beat == "close" and game.quarter in quarters:
            return Move({"push": 1.0})
        return None

    return decide


def as_policy(policy: Policy) -> Callable[[Game, int], Move | None]:
    """Return a way to play that makes a policy's decisions by hand, beat by beat."""

    def decide(game: Game, seat: int) -> Move | None:
        vendor = game.table.now.vendors
        at = [seat]
        seen = Sight(game.quarter, vendor.horizon[at], vendor.attainment[at], vendor.habit[at])
        levers = decided_levers(policy, seen)
        return Move({name: float(levers[name][0]) for name in levers_of(game.beat)})

    return decide
