"""A classroom: one code and one host key for some rooms; and the hall that holds all of them."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.app.play.log import Event, RoomLog, logs, read
from sim.app.play.messages import NewClass
from sim.app.play.room import Player, Room
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.play.events import event_names
from sim.play.opening import model_mark

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No I and no O: they are read as 1 and 0."""

CODE_LETTERS = 5
MOST_ROOMS = 50
KEY_BYTES = 24


def digest(secret: str) -> str:
    """Return what is kept of a key or a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass
class Classroom:
    """Some rooms under one code.

    Attributes:
        code: What players type.
        host_sha256: Digest of the facilitator's key.
        is_solo: Whether somebody plays alone: nobody leads it.
        rooms: Its rooms.
        logs: The log of each.
    """

    code: str
    host_sha256: str
    is_solo: bool
    rooms: list[Room] = field(default_factory=list)
    logs: list[RoomLog] = field(default_factory=list)

    def act(self, number: int, event: Event) -> None:
        """Let an event happen in a room and write it down.

        Raises:
            ProblemsError: It cannot; nothing has changed.
        """
        self.room(number).do(event)
        self.logs[number].write(event)

    def room(self, number: int) -> Room:
        """Return a room by number."""
        if not 0 <= number < len(self.rooms):
            raise ProblemsError([f"room {number}: there are 0 to {len(self.rooms) - 1}"])
        return self.rooms[number]

    def knows_host(self, key: str) -> bool:
        """Say whether a key is the facilitator's."""
        return secrets.compare_digest(digest(key), self.host_sha256)

    def player_of(self, token: str) -> tuple[int, Player] | None:
        """Return room and player of a token."""
        wanted = digest(token)
        found = None
        for number, room in enumerate(self.rooms):
            for player in room.players.values():
                if secrets.compare_digest(player.token_sha256, wanted):
                    found = number, player
        return found

    def admit(self, name: str, room: int | None, team: int | None) -> tuple[int, int, str]:
        """Let somebody join where asked, or where there is most room.

        Returns:
            Room, number of the player and the token that lets the player back in.
        """
        if room is None or team is None:
            room, team = self._emptiest()
        token = secrets.token_urlsafe(KEY_BYTES)
        number = self.room(room).joined
        told = {"event": "joined", "player": number, "name": name, "team": team}
        self.act(room, told | {"token_sha256": digest(token)})
        return room, number, token

    def _emptiest(self) -> tuple[int, int]:
        places = []
        for number, room in enumerate(self.rooms):
            if room.phase == "over":
                continue
            for team in room.teams:
                if room.game is None or team.number in room.game.opening.seats:
                    places.append((len(room.members(team.number)), team.number, number))
        if not places:
            raise ProblemsError(["the game is over"])
        _, team_number, room_number = min(places)
        return room_number, team_number

    def start(self) -> None:
        """Let every room begin in which somebody is; teams without players follow the rivals."""
        begun = 0
        for number, room in enumerate(self.rooms):
            seats = [team.number for team in room.teams if room.members(team.number)]
            if seats and room.game is None:
                self.act(number, {"event": "started", "model": model_mark(), "seats": seats})
                begun += 1
        if not begun:
            raise ProblemsError(["nobody has joined a room that has not begun yet"])

    def close(self) -> None:
        """Close the logs."""
        for log in self.logs:
            log.close()


class Hall:
    """All classrooms of a server; those of a former run are read again when somebody asks for them.

    Args:
        folder: Where the logs are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Classroom] = {}
        self._rooms = 0
        self._waiting: dict[str, list[Path]] = {}
        for path in logs(folder):
            code, _, _ = path.stem.partition("-")
            self._waiting.setdefault(code, []).append(path)
            self._rooms += 1

    def find(self, code: str) -> Classroom | None:
        """Return a classroom by its code."""
        code = code.upper()
        if code in self._waiting:
            self._known[code] = _rebuilt(self._waiting.pop(code))
        return self._known.get(code)

    def make(self, new: NewClass) -> tuple[Classroom, str]:
        """Return a new classroom and its host key.

        Raises:
            ProblemsError: There is no room for it.
        """
        if new.scenario not in event_names():
            raise ProblemsError([unknown("scenario", new.scenario, event_names())])
        rooms, teams = (1, 1) if new.solo else (new.rooms, new.teams)
        if self._rooms + rooms > MOST_ROOMS:
            raise ProblemsError(
                [f"this server has room for {MOST_ROOMS} rooms; delete classes that are over"]
            )
        code, key = self._new_code(), secrets.token_urlsafe(KEY_BYTES)
        seed = secrets.randbelow(2**31) if new.seed is None else new.seed
        settings: dict[str, Any] = {
            "seed": seed,
            "quarters": new.quarters,
            "scenario": new.scenario,
        }
        made = Classroom(code, digest(key), new.solo)
        for number in range(rooms):
            log = RoomLog(self.folder / f"{code}-{number + 1}.jsonl")
            log.write(
                {
                    "event": "class",
                    "code": code,
                    "room": number,
                    "teams": teams,
                    "settings": settings,
                    "host_sha256": made.host_sha256,
                    "solo": new.solo,
                    "made": int(time.time()),
                }
            )
            made.rooms.append(Room.opened(teams, settings))
            made.logs.append(log)
        self._known[code] = made
        self._rooms += rooms
        return made, key

    def forget(self, code: str) -> None:
        """Delete a classroom with its logs."""
        if (classroom := self.find(code)) is None:
            return
        classroom.close()
        for log in classroom.logs:
            log.path.unlink(missing_ok=True)
        self._rooms -= len(classroom.rooms)
        del self._known[classroom.code]

    def close(self) -> None:
        """Close all logs."""
        for classroom in self._known.values():
            classroom.close()

    def _new_code(self) -> str:
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
            if code not in self._known and code not in self._waiting:
                return code


def _rebuilt(paths: list[Path]) -> Classroom:
    """Return a classroom as its logs leave it."""
    made: Classroom | None = None
    for path in sorted(paths, key=lambda p: int(p.stem.partition("-")[2])):
        header, *events = read(path)
        room = Room.opened(header["teams"], header["settings"])
        for event in events:
            room.do(event)
        if made is None:
            made = Classroom(header["code"], header["host_sha256"], header["solo"])
        made.rooms.append(room)
        made.logs.append(RoomLog(path))
    assert made is not None
    return made
