"""All live classrooms of a server, and how much anybody may do."""

from __future__ import annotations

from pathlib import Path

from sim.app.play.classroom import Classroom, Hall
from sim.app.play.limits import CLASSES_A_MINUTE, GUESSES_A_MINUTE, Minute, Sockets
from sim.app.play.live import Live
from sim.app.play.messages import NewClass
from sim.app.worker import Worker
from sim.base.problems import ProblemsError


class Lives:
    """The classrooms of a server.

    Args:
        folder: Where the logs are.
        worker: Works out debriefs.
        address: Where players join, as in ``http://192.168.1.20:8100``.
    """

    def __init__(self, folder: Path, worker: Worker, address: str) -> None:
        self._hall, self._worker = Hall(folder), worker
        self.address = address
        self._lives: dict[str, Live] = {}
        self.sockets = Sockets()
        self._guesses, self._made = Minute(GUESSES_A_MINUTE), Minute(CLASSES_A_MINUTE)

    def find(self, code: str, address: str) -> Live | None:
        """Return a classroom by code; who guesses too often finds none.

        Raises:
            ProblemsError: Its log is damaged, or was written on another version of the model.
        """
        if self._guesses.is_full(address):
            return None
        code = code.upper()
        if code not in self._lives:
            classroom = self._hall.find(code)
            if classroom is None:
                self._guesses.count(address)
                return None
            self._lives[code] = self._live(classroom)
            self._lives[code].take_up()
        return self._lives[code]

    def make(self, new: NewClass, address: str) -> tuple[Live, str]:
        """Return a new classroom and its host key."""
        if self._made.is_full(address):
            raise ProblemsError([f"{CLASSES_A_MINUTE} classes a minute are enough; wait a moment"])
        self._made.count(address)
        classroom, key = self._hall.make(new)
        live = self._lives[classroom.code] = self._live(classroom)
        return live, key

    def forget(self, code: str) -> None:
        """Delete a classroom; whoever is in it is told."""
        if (live := self._lives.pop(code, None)) is not None:
            live.stop()
            for guest in live.guests:
                guest.outbox.answer({"t": "out", "problems": ["this class was deleted"]})
        self._hall.forget(code)

    def close(self) -> None:
        """Stop all clocks and close all logs."""
        for live in self._lives.values():
            live.stop()
        self._hall.close()

    def _live(self, classroom: Classroom) -> Live:
        return Live(classroom, self._worker, f"{self.address}/play#{classroom.code}")
