"""What the worker process does for Play: debriefs and reasons. They change nothing."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from sim.app.play.charts import of_debrief
from sim.play.debrief import debriefs
from sim.play.entries import account_entries
from sim.play.game import Game


@lru_cache(maxsize=16)
def _game(text: str) -> Game:
    return Game.from_json(text)


def debriefs_of(text: str) -> dict[int, dict[str, Any]]:
    """Return the debrief of every seat of a game told as JSON."""
    told = debriefs(_game(text))
    return {seat: found | {"charts": of_debrief(found)} for seat, found in told.items()}


def why_of(text: str, seat: int, quarter: int, account: int, column: str) -> dict[str, Any]:
    """Return what moved a column of an account in a quarter."""
    game = _game(text)
    entries = account_entries(game, seat, quarter, account, (column,))
    return {
        "quarter": quarter,
        "account": account,
        "column": column,
        "name": game.desks[seat][quarter][account].name,
        "entries": [asdict(entry) for entry in entries],
    }
