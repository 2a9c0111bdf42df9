"""A room: teams, players and their game. Every change is an event, live or read from the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sim.app.play.log import Event
from sim.base.problems import ProblemsError
from sim.play.game import Game
from sim.play.moves import Move
from sim.play.names import vendor_name
from sim.play.opening import Opening, model_mark

MOST_PLAYERS = 60
MOST_TEAMS = 6


@dataclass
class Player:
    """Somebody who plays.

    Attributes:
        number: Number within the room.
        name: What others read.
        team: Number of the team.
        token_sha256: Digest of what lets the player back in.
    """

    number: int
    name: str
    team: int
    token_sha256: str


@dataclass
class Team:
    """A team, which plays the vendor of its number.

    Attributes:
        number: Its number.
        name: What others read.
        is_computer: Whether it goes on as before, whatever its players do.
    """

    number: int
    name: str
    is_computer: bool = False


@dataclass
class Room:
    """A market of some teams.

    Attributes:
        teams: Its teams.
        settings: What its opening is made of but the seats.
        players: Its players by number.
        game: The game, once it has begun.
        ready: Teams that are done with the beat that is on.
        is_paused: Whether no beat ends.
        is_ended: Whether the game was ended before its last quarter.
        is_revealed: Whether trust is shown.
        struck: Events that everybody was told: quarter and name.
        timer: Seconds a beat; 0 is no timer.
        joined: How many players ever joined: the next one's number.
    """

    teams: list[Team]
    settings: dict[str, Any]
    players: dict[int, Player] = field(default_factory=dict)
    game: Game | None = None
    ready: set[int] = field(default_factory=set)
    is_paused: bool = False
    is_ended: bool = False
    is_revealed: bool = False
    struck: list[tuple[int, str]] = field(default_factory=list)
    timer: int = 0
    joined: int = 0

    @classmethod
    def opened(cls, teams: int, settings: dict[str, Any]) -> Room:
        """Return a room that nobody is in yet."""
        return cls([Team(number, vendor_name(number)) for number in range(teams)], settings)

    @property
    def phase(self) -> str:
        """``lobby``, ``play`` or ``over``."""
        if self.game is None:
            return "lobby"
        return "over" if self.game.is_over or self.is_ended else "play"

    def playing(self) -> list[Team]:
        """Return the teams that a beat waits for: those with players, not led by the computer."""
        return [t for t in self.teams if not t.is_computer and self.members(t.number)]

    def members(self, team: int) -> list[Player]:
        """Return the players of a team."""
        return [player for player in self.players.values() if player.team == team]

    def waits(self) -> list[Team]:
        """Return the teams that the beat still waits for."""
        return [team for team in self.playing() if team.number not in self.ready]

    def do(self, event: Event) -> None:
        """Let an event happen.

        Raises:
            ProblemsError: It cannot; nothing has changed.
        """
        kind = event["event"]
        if kind not in _HAPPENINGS:
            raise ProblemsError([f"no event {kind!r}"])
        _HAPPENINGS[kind](self, event)

    def begun(self) -> Game:
        """Return the game.

        Raises:
            ProblemsError: It has not begun, or is over.
        """
        if self.game is None:
            raise ProblemsError(["the game has not begun"])
        if self.phase == "over":
            raise ProblemsError(["the game is over"])
        return self.game

    def team(self, number: Any) -> Team:
        """Return a team by number."""
        if not isinstance(number, int) or not 0 <= number < len(self.teams):
            raise ProblemsError([f"team {number!r}: there are 0 to {len(self.teams) - 1}"])
        return self.teams[number]

    def player(self, number: Any) -> Player:
        """Return a player by number."""
        if number not in self.players:
            raise ProblemsError(["this player has left the room"])
        return self.players[number]


def _join(room: Room, event: Event) -> None:
    team = room.team(event["team"])
    if len(room.players) >= MOST_PLAYERS:
        raise ProblemsError([f"the room is full: {MOST_PLAYERS} players"])
    if room.game is not None and team.number not in room.game.opening.seats:
        raise ProblemsError([f"{team.name} is not played: the game began without it"])
    room.joined += 1
    number = event["player"]
    room.players[number] = Player(number, event["name"], team.number, event["token_sha256"])


def _change_team(room: Room, event: Event) -> None:
    player, team = room.player(event["player"]), room.team(event["team"])
    if room.game is not None and team.number not in room.game.opening.seats:
        raise ProblemsError([f"{team.name} is not played: the game began without it"])
    player.team = team.number


def _kick(room: Room, event: Event) -> None:
    room.player(event["player"])
    del room.players[event["player"]]


def _rename(room: Room, event: Event) -> None:
    room.team(event["team"]).name = event["name"]


def _hand(room: Room, event: Event) -> None:
    room.team(event["team"]).is_computer = bool(event["on"])


def _start(room: Room, event: Event) -> None:
    if room.game is not None:
        raise ProblemsError(["the game has begun"])
    if event["model"] != model_mark():
        raise ProblemsError([f"begun on model {event['model']}, this is {model_mark()}"])
    if not event["seats"]:
        raise ProblemsError(["nobody has joined yet"])
    room.game = Game(Opening.from_plain(room.settings | {"seats": event["seats"]}))


def _move(room: Room, event: Event) -> None:
    game = room.begun()
    if (event["quarter"], event["beat"]) != (game.quarter, game.beat):
        raise ProblemsError(
            [
                f"too late: the {event['beat']} of quarter {event['quarter'] + 1} is over; "
                f"nothing of this was counted"
            ]
        )
    if room.is_paused:
        raise ProblemsError(["the game is paused"])
    if event["move"] is not None:
        game.move(event["team"], Move.from_plain(event["move"]))
    if event["ready"]:
        room.ready.add(event["team"])
    else:
        room.ready.discard(event["team"])


def _go_on(room: Room, event: Event) -> None:
    game = room.begun()
    if (event["quarter"], event["beat"]) != (game.quarter, game.beat):
        raise ProblemsError(["the room has gone on already"])
    game.advance()
    room.ready.clear()


def _strike(room: Room, event: Event) -> None:
    room.struck.append((room.begun().strike(event["name"]), event["name"]))


def _pause(room: Room, event: Event) -> None:
    room.begun()
    room.is_paused = bool(event["on"])


def _end(room: Room, event: Event) -> None:
    if not room.begun().books(room.begun().opening.seats[0]):
        raise ProblemsError(["no quarter is booked yet: there is nothing to look back on"])
    room.is_ended = True
    room.is_paused = False


def _time(room: Room, event: Event) -> None:
    room.timer = int(event["seconds"])


def _reveal(room: Room, event: Event) -> None:
    room.is_revealed = bool(event["on"])


_HAPPENINGS: dict[str, Callable[[Room, Event], None]] = {
    "joined": _join,
    "team": _change_team,
    "kicked": _kick,
    "renamed": _rename,
    "handed": _hand,
    "started": _start,
    "move": _move,
    "on": _go_on,
    "struck": _strike,
    "paused": _pause,
    "ended": _end,
    "revealed": _reveal,
    "timed": _time,
}
