"""Every message that a browser may send; whatever is no such message is refused."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from sim.base.problems import ProblemsError

LONGEST_NAME = 40
_MOST_ACCOUNTS = 200


def _readable(name: str) -> str:
    """Return a name of printable letters, spaces made one; refuse all else."""
    shown = " ".join(unicodedata.normalize("NFC", name).split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        raise ValueError(f"must be 1 to {LONGEST_NAME} printable letters")
    return shown


Name = Annotated[str, Field(max_length=200), AfterValidator(_readable)]
Small = Annotated[int, Field(ge=0, le=1000)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Word = Annotated[str, Field(max_length=40)]
Key = Annotated[str, Field(max_length=80)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MoveOf(_Message):
    """A move, as `sim.play.moves.Move` tells it."""

    levers: Annotated[dict[Word, Number], Field(max_length=40)] = {}
    accounts: Annotated[
        dict[Word, Annotated[dict[Word, Number], Field(max_length=_MOST_ACCOUNTS)]],
        Field(max_length=20),
    ] = {}
    answers: Annotated[dict[Word, Number], Field(max_length=10)] = {}


class Join(_Message):
    """A new player; without room and team where there is most room."""

    t: Literal["join"]
    name: Name
    room: Small | None = None
    team: Small | None = None


class Rejoin(_Message):
    """A player who comes back."""

    t: Literal["rejoin"]
    token: Key


class Host(_Message):
    """The facilitator, by key."""

    t: Literal["host"]
    key: Key


class Watch(_Message):
    """The projector."""

    t: Literal["watch"]


class MoveMade(_Message):
    """A move for a beat; `ready` says that the team is done with it."""

    t: Literal["move"]
    id: Annotated[int, Field(ge=0, lt=2**53)]
    quarter: Small
    beat: Literal["plan", "close"]
    move: MoveOf | None
    ready: bool


class ToTeam(_Message):
    """A player goes to another team of the room before the game begins."""

    t: Literal["team"]
    team: Small


class Debrief(_Message):
    """Ask for the own debrief."""

    t: Literal["debrief"]


class Why(_Message):
    """Ask what moved an account in a quarter."""

    t: Literal["why"]
    quarter: Small
    account: Small
    column: Word


class Start(_Message):
    """Let all rooms begin."""

    t: Literal["start"]


class Next(_Message):
    """Let a room, or all, go on without the teams that are missing."""

    t: Literal["next"]
    room: Small | None = None


class Pause(_Message):
    """Stop or go on."""

    t: Literal["pause"]
    on: bool


class Timer(_Message):
    """Seconds a beat, 0 for no timer; what is spent of the one that is on is counted."""

    t: Literal["timer"]
    seconds: Annotated[int, Field(ge=0, le=3600)]


class Extend(_Message):
    """Seconds more for the beat that is on, and for no other."""

    t: Literal["extend"]
    seconds: Annotated[int, Field(ge=1, le=600)]


class Strike(_Message):
    """Let an event happen in all rooms."""

    t: Literal["event"]
    name: Word


class Reveal(_Message):
    """Show or hide trust."""

    t: Literal["reveal"]
    on: bool


class Kick(_Message):
    """Send a player out."""

    t: Literal["kick"]
    room: Small
    player: Small


class Rename(_Message):
    """Give a team another name."""

    t: Literal["rename"]
    room: Small
    team: Small
    name: Name


class Hand(_Message):
    """Hand a team to the computer, or back."""

    t: Literal["hand"]
    room: Small
    team: Small
    on: bool


class End(_Message):
    """End the game in all rooms."""

    t: Literal["end"]


class Forget(_Message):
    """Delete the classroom with all its logs."""

    t: Literal["forget"]


Entry: TypeAlias = Join | Rejoin | Host | Watch
OfPlayer: TypeAlias = MoveMade | ToTeam | Debrief | Why
OfHost: TypeAlias = (
    Start | Next | Pause | Timer | Extend | Strike | Reveal | Kick | Rename | Hand | End | Forget
)

_entry: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="t")])
_of_player: TypeAdapter[OfPlayer] = TypeAdapter(Annotated[OfPlayer, Field(discriminator="t")])
_of_host: TypeAdapter[OfHost] = TypeAdapter(Annotated[OfHost, Field(discriminator="t")])


def read_entry(text: str) -> Entry:
    """Return the first message of a socket."""
    return _read(_entry, text)


def read_of_player(text: str) -> OfPlayer:
    """Return a message of a player."""
    return _read(_of_player, text)


def read_of_host(text: str) -> OfHost:
    """Return a message of a facilitator."""
    return _read(_of_host, text)


def _read(kind: TypeAdapter[Any], text: str) -> Any:
    try:
        return kind.validate_json(text)
    except ValueError as error:
        raise ProblemsError(problems_of(error)) from None


def problems_of(error: ValueError) -> list[str]:
    """Return what is wrong with a message, a line each, ten at most; nothing sent is repeated."""
    told = getattr(error, "errors", None)
    if told is None:
        return ["this is no message"]
    lines = []
    for problem in told(include_url=False, include_input=False, include_context=False)[:10]:
        where = ".".join(str(part) for part in problem["loc"][1:])[:80]
        lines.append(f"{where}: {problem['msg']}" if where else str(problem["msg"])[:200])
    return lines


class NewClass(_Message):
    """What a new classroom is made of."""

    rooms: Annotated[int, Field(ge=1, le=10)] = 1
    teams: Annotated[int, Field(ge=1, le=6)] = 6
    quarters: Annotated[int, Field(ge=1, le=20)] = 8
    seed: Annotated[int, Field(ge=0, lt=2**53)] | None = None
    scenario: Word = "base"
    solo: bool = False
    name: Name = "You"


_new: TypeAdapter[NewClass] = TypeAdapter(NewClass)


def read_new(text: bytes) -> NewClass:
    """Return what a new classroom is to be made of."""
    try:
        return _new.validate_json(text)
    except ValueError as error:
        raise ProblemsError(
            [
                f"{'.'.join(map(str, p['loc']))}: {p['msg']}" if p["loc"] else str(p["msg"])
                for p in getattr(error, "errors", list)()[:10]
            ]
            or ["this is no message"]
        ) from None
