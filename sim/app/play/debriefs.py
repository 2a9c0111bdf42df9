"""The debriefs of a classroom: worked out beside the event loop, once a beat for a whole room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeAlias

from sim.app.play.classroom import Classroom
from sim.app.play.jobs import debriefs_of
from sim.app.worker import Worker
from sim.base.problems import ProblemsError
from sim.play.game import Game

OfSeats: TypeAlias = dict[int, dict[str, Any]]


class Debriefs:
    """What is known of each room, and what is being worked out.

    Args:
        classroom: The classroom.
        worker: Works them out.
        tell: Called once those of a room are there.
    """

    def __init__(self, classroom: Classroom, worker: Worker, tell: Callable[[], None]) -> None:
        self._classroom, self._worker, self._tell = classroom, worker, tell
        self._known: dict[int, tuple[object, asyncio.Task[OfSeats]]] = {}

    def of(self, number: int) -> asyncio.Task[OfSeats]:
        """Return the debriefs of a room as a task, by seat.

        Raises:
            ProblemsError: There is nothing to look back on yet.
        """
        game = self._classroom.rooms[number].game
        if game is None or not game.books(game.opening.seats[0]):
            raise ProblemsError(["no quarter is booked yet"])
        when, known = stand_of(game), self._known.get(number)
        if known is not None and known[0] == when and not _has_failed(known[1]):
            return known[1]
        task = asyncio.create_task(self._worker.run(debriefs_of, game.to_json()))
        task.add_done_callback(self._done)
        self._known[number] = when, task
        return task

    def begin(self) -> None:
        """Begin with all rooms that are over, before anybody asks."""
        for number, room in enumerate(self._classroom.rooms):
            if room.phase == "over":
                self.of(number)

    def ready(self) -> dict[tuple[int, int], dict[str, Any]]:
        """Return those that are there, of rooms that are over, by room and seat."""
        return {
            (number, seat): found
            for number, (_, task) in self._known.items()
            if self._classroom.rooms[number].phase == "over"
            if task.done() and not _has_failed(task)
            for seat, found in task.result().items()
        }

    async def all(self) -> dict[tuple[int, int], dict[str, Any]]:
        """Return those of all rooms that are over, by room and seat."""
        self.begin()
        await asyncio.gather(*(task for _, task in self._known.values()))
        return self.ready()

    def stop(self) -> None:
        """Work nothing out any more."""
        for _, task in self._known.values():
            task.cancel()

    def _done(self, task: asyncio.Task[OfSeats]) -> None:
        if not task.cancelled() and task.exception() is None:  # else told to whoever waits for it
            self._tell()


def stand_of(game: Game) -> object:
    """Return where a game stands: what is worked out of it holds until that changes."""
    return game.quarter, game.beat, game.is_over


def _has_failed(task: asyncio.Task[OfSeats]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
