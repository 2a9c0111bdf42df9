"""Twins: the same world with the same luck, played otherwise. What an ask cost is a difference.

Rivals' moves are held as they were made. Copies of the world run in one batch; each is what it
would be alone, to the bit. After the last quarter the house policy takes over every seat for the
successor's year, so that what is left behind counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim import policies
from sim.base.arrays import Array
from sim.model.assessment import refresh_derived_factors
from sim.model.quarter import MEASURES
from sim.play.game import NOTHING, Game, Log
from sim.play.opening import Opening
from sim.play.rules import SUCCESSOR_QUARTERS
from sim.play.table import Decided, Table
from sim.policies.base import Policy

Track = Log | Policy
"""How a copy's seat is played: by a log of moves, or by a policy."""


@dataclass(frozen=True)
class Paths:
    """What became of a seat in copies of one world.

    Attributes:
        quarters: Quarters that were played; the successor's follow.
        outcomes: Outcome to its values, shape (copies, quarters); of those that are means, ended
            accounts as they ended.
    """

    quarters: int
    outcomes: dict[str, Array]

    def total(self, name: str, successor: bool = True) -> Array:
        """Return the sum of an outcome over the quarters, shape (copies,)."""
        values = self.outcomes[name]
        return values.sum(axis=1) if successor else values[:, : self.quarters].sum(axis=1)


def play(
    opening: Opening,
    tracks: Sequence[Track],
    seat: int,
    others: Log | None = None,
    events: Sequence[tuple[int, str]] = (),
    quarters: int | None = None,
) -> Paths:
    """Play copies of one world, one a track, and return what became of a seat.

    Args:
        opening: The opening.
        tracks: How the seat is played in each copy.
        seat: The seat.
        others: Moves of all seats; those of `seat` are not read. None makes none.
        events: What is struck, quarter and name.
        quarters: How many are played before the successor's; all if left out.
    """
    played = opening.quarters if quarters is None else quarters
    table, copies = Table(opening, len(tracks)), len(tracks)
    for quarter, name in events:
        table.strike(name, quarter)
    rows = table.rows_of(seat)
    kept = {name: np.empty((copies, played + SUCCESSOR_QUARTERS)) for name in MEASURES}
    house = policies.find(opening.house)
    for quarter in range(played + SUCCESSOR_QUARTERS):
        for beat in ("plan", "close"):
            decided: dict[int, list[Decided]] = {}
            for one in opening.seats:
                if quarter >= played:
                    decided[one] = [house] * copies
                elif one == seat:
                    decided[one] = [_decision(track, quarter, beat, one) for track in tracks]
                else:
                    decided[one] = [_decision(others or {}, quarter, beat, one)] * copies
            if beat == "plan":
                table.plan(quarter, decided)
            else:
                table.close(decided)
        alliance = table.now.alliances
        refresh_derived_factors(  # as the recorder does before it looks
            alliance.factors, alliance.trust, alliance.vendor_trust, alliance.intent
        )
        for name, measure in MEASURES.items():
            values = measure.by_alliance(alliance).reshape(copies, -1)[:, rows]
            values = np.ascontiguousarray(values)
            # As the recorder adds up, so that a seat that follows a policy is that run to the bit.
            sums = np.einsum("ca->c", values) * (1.0 / len(rows) if measure.how == "mean" else 1.0)
            kept[name][:, quarter] = sums
    return Paths(played, kept)


def _decision(track: Track, quarter: int, beat: str, seat: int) -> Decided:
    return track if isinstance(track, Policy) else track.get((quarter, beat, seat), NOTHING)


@dataclass(frozen=True)
class Ask:
    """What one ask brought and cost its vendor, k€ of profit.

    Attributes:
        quarter: When it was made, from 0.
        at_once: Gain in its quarter, that ask alone undone.
        later: Gain in all quarters after it, alone undone; the successor's too.
        in_turn: Gain with all later asks undone as well: these add up to that of all asks. Of the
            quarter itself the gain is the same, as nothing of later asks is felt in it.
    """

    quarter: int
    at_once: float
    later: float
    in_turn: float

    @property
    def alone(self) -> float:
        """Gain in all quarters together, that ask alone undone."""
        return self.at_once + self.later


@dataclass(frozen=True)
class Twins:
    """A seat and its twins, by name.

    Attributes:
        names: Name of each copy: ``you``, ``never``, policies, then one undone ask each, then asks
            undone from each on.
        paths: What became of each.
        asks: What each ask brought and cost.
    """

    names: tuple[str, ...]
    paths: Paths
    asks: tuple[Ask, ...]

    def outcome(self, name: str, twin: str) -> Array:
        """Return an outcome of a twin, quarter by quarter."""
        values: Array = self.paths.outcomes[name][self.names.index(twin)]
        return values

    def profit(self, twin: str) -> float:
        """Return the profit of a twin in all quarters, the successor's too, k€."""
        return float(self.outcome("profit", twin).sum())

    @property
    def cost_of_asking(self) -> float:
        """What all asks together left, k€: you less the same you who never asked."""
        return self.profit("you") - self.profit("never")


def twins(game: Game, seat: int, named: Sequence[str] = ()) -> Twins:
    """Return a seat of a game beside its twins.

    Args:
        game: The game, as far as it has gone.
        seat: The seat.
        named: Policies that twins follow from the first quarter on.
    """
    quarters = len(game.books(seat))
    mine = {key: move for key, move in game.log.items() if key[2] == seat}
    asked = [q for q in range(quarters) if mine.get((q, "close", seat), NOTHING).asked]
    tracks: dict[str, Track] = {"you": mine, "never": _undone(mine, range(quarters), seat)}
    tracks |= {name: policies.find(name) for name in named}
    tracks |= {f"without {q}": _undone(mine, [q], seat) for q in asked}
    tracks |= {f"without from {q}": _undone(mine, range(q, quarters), seat) for q in asked}
    names = tuple(tracks)
    paths = play(game.opening, list(tracks.values()), seat, game.log, game.events, quarters)
    profit = dict(zip(names, paths.outcomes["profit"], strict=True))
    asks = []
    for place, quarter in enumerate(asked):
        gain = profit["you"] - profit[f"without {quarter}"]
        after = f"without from {asked[place + 1]}" if place + 1 < len(asked) else "you"
        in_turn = profit[after].sum() - profit[f"without from {quarter}"].sum()
        at_once = float(gain[: quarter + 1].sum())
        asks.append(Ask(quarter, at_once, float(gain[quarter + 1 :].sum()), float(in_turn)))
    return Twins(names, paths, tuple(asks))


def _undone(moves: Log, quarters: Sequence[int] | range, seat: int) -> Log:
    """Return the moves, but nobody is asked in some quarters."""
    keys = {(quarter, "close", seat) for quarter in quarters}
    return {key: move.without_asks() if key in keys else move for key, move in moves.items()}
