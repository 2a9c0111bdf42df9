"""The game: an opening and a log of moves, nothing else; taken up wherever the log ends."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.core.state import PROSPECT
from sim.play.events import event_names
from sim.play.moves import Beat, Move, check
from sim.play.opening import Opening, model_mark
from sim.play.rules import VISION_EVERY, is_question_time
from sim.play.sight import Account, Books, Memory, View, book, first_memory, look, remember
from sim.play.table import Table, beats_of, state_of

Log = dict[tuple[int, str, int], Move]
"""Quarter, beat and seat to the move that was made."""

NOTHING = Move()


class Game:
    """A game in which people play some vendors of a market.

    Args:
        opening: The opening.

    Attributes:
        opening: The opening.
        log: Every move that counts, also one for the beat that is on.
        events: What was struck: quarter and name.
        desks: Seat to what stood on its desk at the close of each quarter.
        trust: Seat to its partners' mean trust at the end of each quarter: for who reveals it.
    """

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.log: Log = {}
        self.events: list[tuple[int, str]] = []
        self.table = Table(opening)
        self._beats = beats_of(opening.quarters)
        self._done = 0
        self._books: dict[int, list[Books]] = {seat: [] for seat in opening.seats}
        self._accounts = {seat: len(self.table.rows_of(seat)) for seat in opening.seats}
        self._memory: dict[int, Memory] = {
            seat: first_memory(count) for seat, count in self._accounts.items()
        }
        self.desks: dict[int, list[tuple[Account, ...]]] = {seat: [] for seat in opening.seats}
        self.trust: dict[int, list[float]] = {seat: [] for seat in opening.seats}
        self._views: dict[int, View] = {}
        self._preview: tuple[Array, Array] | None = None

    @property
    def quarter(self) -> int:
        """The quarter that is on, from 0; the last one once the game is over."""
        return self._beats[min(self._done, len(self._beats) - 1)][0]

    @property
    def beat(self) -> Beat:
        """The beat that is on."""
        return self._beats[self._done][1] if not self.is_over else "plan"

    @property
    def is_over(self) -> bool:
        """Whether the last quarter is closed."""
        return self._done >= len(self._beats)

    def see(self, seat: int) -> View:
        """Return what the manager of a seat sees now."""
        self._check_seat(seat)
        if seat not in self._views:
            if self.beat == "close" and self._preview is None:
                self._preview = self.table.preview()
            books, memory = tuple(self._books[seat]), self._memory[seat]
            self._views[seat] = look(
                self.table, seat, self.beat, self.is_over, books, memory, self._preview
            )
        return self._views[seat]

    def move(self, seat: int, move: Move) -> None:
        """Make a move for the beat that is on; the last one before `advance` counts.

        Raises:
            ProblemsError: It cannot be made; nothing has changed.
        """
        self._check_seat(seat)
        if self.is_over:
            raise ProblemsError(["the game is over"])
        check(move, self.beat, self._accounts[seat])
        if move.answers and not is_question_time(self.quarter):
            raise ProblemsError([f"nothing is asked in quarter {self.quarter + 1}"])
        offers = sum(value > 0 for value in move.accounts.get("vision", {}).values())
        if offers > (1 if self.may_offer(seat) else 0):
            raise ProblemsError([f"vision: one offer in {VISION_EVERY} quarters"])
        self.log[self.quarter, self.beat, seat] = move

    def may_offer(self, seat: int) -> bool:
        """Say whether a seat may offer a joint vision this quarter."""
        recent = range(max(0, self.quarter - VISION_EVERY + 1), self.quarter)
        moves = [self.log.get((quarter, "plan", seat), NOTHING) for quarter in recent]
        return not any(v > 0 for m in moves for v in m.accounts.get("vision", {}).values())

    def moved(self, seat: int) -> Move | None:
        """Return the move that a seat has made for the beat that is on."""
        return None if self.is_over else self.log.get((self.quarter, self.beat, seat))

    def strike(self, name: str) -> int:
        """Let an event happen from the next plan on; return its quarter.

        Raises:
            ProblemsError: There is no such event, or no quarter left for it.
        """
        if name not in event_names():
            raise ProblemsError([unknown("event", name, event_names())])
        quarter = self.quarter + (self.beat == "close")
        if self.is_over or quarter >= self.opening.quarters:
            raise ProblemsError([f"{name}: no quarter is left for it"])
        self.events.append((quarter, name))
        self.table.strike(name, quarter)
        return quarter

    def advance(self) -> None:
        """Go on to the next beat; who has made no move goes on as before.

        Raises:
            ProblemsError: The game is over.
        """
        if self.is_over:
            raise ProblemsError(["the game is over"])
        quarter, beat = self.quarter, self.beat
        decided = {
            seat: [self.log.get((quarter, beat, seat), NOTHING)] for seat in self.opening.seats
        }
        if beat == "plan":
            self.table.plan(quarter, decided)
        else:
            self._close(decided)
        self._done += 1
        self.table.now.quarter = self.quarter
        self._views.clear()
        self._preview = None

    def _close(self, decided: Mapping[int, Sequence[Move]]) -> None:
        was: dict[int, Array] = {}
        for seat in self.opening.seats:
            self.desks[seat].append(self.see(seat).accounts)
            was[seat] = self.table.now.alliances.status[self.table.rows_of(seat)].copy()
        self.table.close(decided)
        for seat in self.opening.seats:
            self._books[seat].append(book(self.table, seat, was[seat]))
            self._memory[seat] = remember(self.table, seat)
            alliance, rows = self.table.now.alliances, self.table.rows_of(seat)
            is_account = alliance.status[rows] != PROSPECT
            self.trust[seat].append(float(alliance.trust[rows][is_account].mean()))

    def books(self, seat: int) -> tuple[Books, ...]:
        """Return the quarters of a seat that are booked."""
        self._check_seat(seat)
        return tuple(self._books[seat])

    def _check_seat(self, seat: int) -> None:
        if seat not in self.opening.seats:
            raise ProblemsError(
                [f"seat {seat!r}: nobody plays it; {self.opening.seats} are played"]
            )

    # The log.

    def to_plain(self) -> dict[str, Any]:
        """Return opening, events, moves and how far the game has gone, as JSON can hold them."""
        moves = [
            {"quarter": quarter, "beat": beat, "seat": seat} | {"move": move.to_plain()}
            for (quarter, beat, seat), move in self.log.items()
        ]
        return {
            "model": model_mark(),
            "opening": self.opening.to_plain(),
            "beats": self._done,
            "events": [list(event) for event in self.events],
            "moves": moves,
        }

    def to_json(self) -> str:
        """Return the game as a text from which it can be taken up."""
        return json.dumps(self.to_plain(), separators=(",", ":"))

    @classmethod
    def from_plain(cls, told: Mapping[str, Any]) -> Game:
        """Return the game that `to_plain` told, at the beat where it stood.

        Raises:
            ProblemsError: It was played on another version of the model, or is no game.
        """
        try:
            if told["model"] != model_mark():
                told_model = f"played on model {told['model']}, this is {model_mark()}"
                raise ProblemsError([f"{told_model}: its moves would not fit"])
            game = cls(Opening.from_plain(told["opening"]))
            events = [(int(quarter), str(name)) for quarter, name in told["events"]]
            moves = {
                (int(m["quarter"]), str(m["beat"]), int(m["seat"])): Move.from_plain(m["move"])
                for m in told["moves"]
            }
            beats = int(told["beats"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if isinstance(error, ProblemsError):
                raise
            raise ProblemsError([f"this is no game: {error!r}"]) from error
        game._take_up(moves, events, beats)
        return game

    @classmethod
    def from_json(cls, text: str) -> Game:
        """Return the game that `to_json` told."""
        try:
            told = json.loads(text)
        except ValueError as error:
            raise ProblemsError([f"this is no game: {error}"]) from error
        return cls.from_plain(told)

    def _take_up(self, moves: Log, events: Sequence[tuple[int, str]], beats: int) -> None:
        waiting = list(events)
        while True:
            for event in [e for e in waiting if e[0] == self.quarter and self.beat == "plan"]:
                waiting.remove(event)
                self.events.append(event)
                self.table.strike(event[1], event[0])
            for seat in self.opening.seats:
                if not self.is_over and (made := moves.get((self.quarter, self.beat, seat))):
                    self.move(seat, made)
            if self._done >= beats or self.is_over:
                break
            self.advance()
        for quarter, name in waiting:  # struck at this close for the next quarter
            self.events.append((quarter, name))
            self.table.strike(name, quarter)

    def same_state(self, other: Game) -> bool:
        """Say whether another game stands at the same beat with the same state, bit by bit."""
        mine, theirs = state_of(self.table.now), state_of(other.table.now)
        return (
            self._done == other._done
            and mine.keys() == theirs.keys()
            and all(np.array_equal(mine[k], theirs[k], equal_nan=True) for k in mine)
        )
