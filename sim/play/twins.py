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
from sim.core.state import PROSPECT, Part
from sim.model.assessment import refresh_derived_factors
from sim.model.quarter import MEASURES
from sim.play.game import NOTHING, Game, Log
from sim.play.opening import Opening
from sim.play.rules import SUCCESSOR_QUARTERS
from sim.play.table import Decided, Table
from sim.policies.base import Policy
from sim.run.simulate import named as chosen

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
    seats: int | Sequence[int],
    others: Log | None = None,
    events: Sequence[tuple[int, str]] = (),
    quarters: int | None = None,
) -> Paths:
    """Play copies of one world, one a track, and return what became of a seat of each.

    Args:
        opening: The opening.
        tracks: How a seat is played in each copy.
        seats: Which seat that is: the same in all copies, or one for each.
        others: Moves of all seats, for those that the copy does not look at. None makes none.
        events: What is struck, quarter and name.
        quarters: How many are played before the successor's; all if left out.
    """
    played = opening.quarters if quarters is None else quarters
    table, copies = Table(opening, len(tracks)), len(tracks)
    for quarter, name in events:
        table.strike(name, quarter)
    of = [seats] * copies if isinstance(seats, int) else list(seats)
    rows = np.array([table.rows_of(seat) for seat in of])
    rows += len(table.now.vendor_index) // copies * np.arange(copies)[:, None]
    kept = np.empty((len(MEASURES), copies, played + SUCCESSOR_QUARTERS))
    house = policies.find(opening.house)
    for quarter in range(played + SUCCESSOR_QUARTERS):
        for beat in ("plan", "close"):
            decided: dict[int, list[Decided]] = {}
            for one in opening.seats:
                if quarter >= played:
                    decided[one] = [house] * copies
                    continue
                as_made = _decision(others or {}, quarter, beat, one)
                decided[one] = [
                    _decision(track, quarter, beat, one) if seat == one else as_made
                    for seat, track in zip(of, tracks, strict=True)
                ]
            if beat == "plan":
                table.plan(quarter, decided)
            else:
                table.close(decided)
        kept[:, :, quarter] = _outcomes(table, rows)
    return Paths(played, dict(zip(MEASURES, kept, strict=True)))


def _outcomes(table: Table, rows: Array) -> Array:
    """Return every outcome of some rows of each copy, shape (outcomes, copies).

    As the recorder adds up, so that a seat that follows a policy is that run to the bit.
    """
    alliance, seen = table.now.alliances, Part(table.now.alliances, rows.ravel())
    refresh_derived_factors(
        alliance.factors, alliance.trust, alliance.vendor_trust, alliance.intent
    )
    values = np.array([measure.by_alliance(seen) for measure in MEASURES.values()])
    values = values.reshape(-1, *rows.shape)
    is_account = (seen.status != PROSPECT).reshape(rows.shape)
    means = np.flatnonzero([measure.how == "mean" for measure in MEASURES.values()])
    values[means] *= is_account
    sums: Array = np.einsum("mca->mc", values)
    sums[means] *= 1.0 / is_account.sum(axis=1)
    return sums


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
        names: Name of each copy: ``you``, ``never``, policies, then for each ask that one undone,
            and all from it on.
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


def twins(game: Game, seat: int, named: Sequence[Policy | str] = ()) -> Twins:
    """Return a seat of a game beside its twins.

    Args:
        game: The game, as far as it has gone.
        seat: The seat.
        named: Policies, or their names, that twins follow from the first quarter on.
    """
    return twins_of_all(game, [seat], named)[seat]


def twins_of_all(
    game: Game, seats: Sequence[int], named: Sequence[Policy | str] = ()
) -> dict[int, Twins]:
    """Return some seats of a game, each beside its twins; the copies of all run in one batch."""
    quarters = len(game.books(game.opening.seats[0]))
    followed = chosen(named) if named else []
    tracks = {seat: _tracks(game, seat, quarters, followed) for seat in seats}
    of = [seat for seat in seats for _ in tracks[seat]]
    every = [track for seat in seats for track in tracks[seat].values()]
    paths = play(game.opening, every, of, game.log, game.events, quarters)
    found, first = {}, 0
    for seat in seats:
        mine = slice(first, first := first + len(tracks[seat]))
        outcomes = {name: values[mine] for name, values in paths.outcomes.items()}
        found[seat] = _told(tuple(tracks[seat]), Paths(quarters, outcomes), _asked(game, seat))
    return found


def _asked(game: Game, seat: int) -> list[int]:
    """Return the quarters in which a seat asked anybody."""
    booked = range(len(game.books(seat)))
    return [q for q in booked if game.log.get((q, "close", seat), NOTHING).asked]


def _tracks(game: Game, seat: int, quarters: int, named: Sequence[Policy]) -> dict[str, Track]:
    """Return a seat's own moves and those of its twins, by name."""
    mine = {key: move for key, move in game.log.items() if key[2] == seat}
    tracks: dict[str, Track] = {"you": mine, "never": _undone(mine, range(quarters), seat)}
    tracks |= {policy.name: policy for policy in named}
    for quarter in _asked(game, seat):
        tracks[f"without {quarter}"] = _undone(mine, [quarter], seat)
        tracks[f"without from {quarter}"] = _undone(mine, range(quarter, quarters), seat)
    return tracks


def _told(names: tuple[str, ...], paths: Paths, asked: Sequence[int]) -> Twins:
    """Return a seat and its twins, with what each ask brought and cost."""
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
