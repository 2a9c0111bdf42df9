"""A classroom as it lives: who is connected, what they are told, clocks, debriefs."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Any

from sim.app.play import messages as m
from sim.app.play import told
from sim.app.play.classroom import Classroom
from sim.app.play.clocks import Clocks
from sim.app.play.debriefs import Debriefs, stand_of
from sim.app.play.jobs import why_of
from sim.app.play.log import Event
from sim.app.play.outbox import Outbox
from sim.app.worker import Worker
from sim.base.problems import ProblemsError


@dataclass(eq=False)
class Guest:
    """A socket and who is behind it.

    Attributes:
        role: ``player``, ``host`` or ``watch``.
        room: Room of a player.
        player: Number of a player.
        outbox: What it still has to be told.
    """

    role: str
    room: int = 0
    player: int = -1
    outbox: Outbox = field(default_factory=Outbox)


class Live:
    """A classroom, its guests, its clocks and its debriefs.

    Args:
        classroom: The classroom.
        worker: Works out debriefs, beside the event loop.
        address: Where players join.
    """

    def __init__(self, classroom: Classroom, worker: Worker, address: str) -> None:
        self.classroom, self._worker, self._address = classroom, worker, address
        self.guests: set[Guest] = set()
        self.is_forgotten = False
        self._desks: dict[tuple[int, int], tuple[object, str]] = {}
        self._clocks = Clocks(self._ring)
        self.debriefs = Debriefs(classroom, worker, self.tell_boards)
        self._tasks: set[asyncio.Task[Any]] = set()

    # What guests are told.

    def tell_all(self) -> None:
        """Tell everybody how things stand."""
        for number in range(len(self.classroom.rooms)):
            self.tell_room(number)
        self.tell_boards()

    def tell_room(self, number: int, is_same_beat: bool = False) -> None:
        """Tell the players of a room how it stands; a team is told the same.

        Args:
            number: The room.
            is_same_beat: Whether desks are as they were, so that they need not be told again.
        """
        room, texts = self.classroom.rooms[number], dict[int, str]()
        for guest in [g for g in self.guests if g.role == "player" and g.room == number]:
            player = room.players.get(guest.player)
            if player is None:
                guest.outbox.answer({"t": "out", "problems": ["you have left this room"]})
                continue
            if player.team not in texts:
                team, left = room.teams[player.team], self.left(number)
                if is_same_beat:
                    texts[player.team] = told.standing(room, number, team, left)
                else:
                    desk = self._desk(number, player.team)
                    texts[player.team] = told.state(room, number, team, left, desk)
            guest.outbox.show(texts[player.team], "standing" if is_same_beat else "state")

    def _desk(self, number: int, seat: int) -> str | None:
        """Return the desk of a seat, made once a beat."""
        game = self.classroom.rooms[number].game
        if game is None or seat not in game.opening.seats:
            return None
        when = stand_of(game)
        known = self._desks.get((number, seat))
        if known is None or known[0] != when:
            known = self._desks[number, seat] = when, told.desk_of(game, seat)
        return known[1]

    def tell_boards(self) -> None:
        """Tell facilitators and projectors how things stand."""
        here = {(g.room, g.player) for g in self.guests if g.role == "player"}
        left = [self.left(number) for number in range(len(self.classroom.rooms))]
        results = self.debriefs.ready()
        for role, seen in (("host", here), ("watch", None)):
            those = [guest for guest in self.guests if guest.role == role]
            if those:
                board = told.board(self.classroom, self._address, left, results, seen)
                text = json.dumps(board)
                for guest in those:
                    guest.outbox.show(text, "board")

    def left(self, number: int) -> float | None:
        """Return the seconds until the beat of a room ends; None without a clock."""
        return self._clocks.left(number)

    # What happens.

    def _act(self, number: int, kind: str, **told: Any) -> None:
        self.classroom.act(number, {"event": kind, **told})

    def _act_everywhere(self, kind: str, **told: Any) -> None:
        """Let an event happen in every room where it can; refuse it where it can in none."""
        refused = []
        for number in range(len(self.classroom.rooms)):
            try:
                self._act(number, kind, **told)
            except ProblemsError as error:
                refused.append(error)
        if len(refused) == len(self.classroom.rooms):
            raise refused[0]

    async def play(self, guest: Guest, message: m.OfPlayer) -> None:
        """Do what a player asks for."""
        room = self.classroom.rooms[guest.room]
        player = room.player(guest.player)
        if isinstance(message, m.MoveMade):
            await self._move(guest, player.team, message)
        elif isinstance(message, m.ToTeam):
            self._act(guest.room, "team", player=guest.player, team=message.team)
            self.tell_room(guest.room)
            self.tell_boards()
        else:
            if room.game is None or not (room.phase == "over" or room.is_revealed):
                raise ProblemsError(["debriefs come when the game is over"])
            if isinstance(message, m.Debrief):
                found = (await self.debriefs.of(guest.room)).get(player.team)
                if found is None:
                    raise ProblemsError(["your team was not played: it has no debrief"])
                guest.outbox.answer({"t": "debrief", "debrief": found})
            else:
                why = message.quarter, message.account, message.column
                text = room.game.to_json()
                reason = await self._worker.run(why_of, text, player.team, *why)
                guest.outbox.answer({"t": "why", "why": reason})

    async def _move(self, guest: Guest, team: int, message: m.MoveMade) -> None:
        event: Event = {
            "team": team,
            "player": guest.player,
            "quarter": message.quarter,
            "beat": message.beat,
            "move": None if message.move is None else message.move.model_dump(exclude_unset=True),
            "ready": message.ready,
        }
        self._act(guest.room, "move", **event)
        guest.outbox.answer({"t": "noted", "id": message.id})
        room = self.classroom.rooms[guest.room]
        if room.playing() and not room.waits():
            await self._go_on(guest.room)
        else:
            self.tell_room(guest.room, is_same_beat=True)
            self.tell_boards()

    async def _go_on(self, number: int) -> None:
        """End the beat of a room; it is on the disk before anybody is told."""
        room = self.classroom.rooms[number]
        game = room.begun()
        if room.is_paused:
            raise ProblemsError(["the game is paused"])
        self._act(number, "on", quarter=game.quarter, beat=game.beat)
        self._wind(number)
        await asyncio.to_thread(self.classroom.logs[number].sync)
        self.tell_room(number)
        self.tell_boards()
        self.debriefs.begin()

    # What a facilitator does.

    @singledispatchmethod
    async def lead(self, message: Any) -> None:
        """Do what a facilitator asks for."""
        raise ProblemsError(["this is no message"])

    @lead.register
    async def _(self, message: m.Start) -> None:
        self.classroom.start()
        for number in range(len(self.classroom.rooms)):
            self._wind(number)
        await self._sync()

    @lead.register
    async def _(self, message: m.Next) -> None:
        rooms = range(len(self.classroom.rooms)) if message.room is None else [message.room]
        on = [n for n in rooms if self.classroom.room(n).phase == "play"]
        if not on:
            raise ProblemsError(["no game is on"])
        for number in on:
            await self._go_on(number)

    @lead.register
    async def _(self, message: m.Pause) -> None:
        self._act_everywhere("paused", on=message.on)
        for number, room in enumerate(self.classroom.rooms):
            (self._clocks.hold if room.is_paused else self._clocks.go_on)(number)

    @lead.register
    async def _(self, message: m.Timer) -> None:
        self._act_everywhere("timed", seconds=message.seconds)
        for number, room in enumerate(self.classroom.rooms):
            if room.phase == "play":
                self._clocks.change(number, room.timer, room.is_paused)

    @lead.register
    async def _(self, message: m.Extend) -> None:
        rooms = range(len(self.classroom.rooms))
        if not any([self._clocks.extend(number, message.seconds) for number in rooms]):
            raise ProblemsError(["no clock runs"])

    @lead.register
    async def _(self, message: m.Strike) -> None:
        self._act_everywhere("struck", name=message.name)

    @lead.register
    async def _(self, message: m.Reveal) -> None:
        self._act_everywhere("revealed", on=message.on)

    @lead.register
    async def _(self, message: m.Kick) -> None:
        self.classroom.room(message.room)
        self._act(message.room, "kicked", player=message.player)

    @lead.register
    async def _(self, message: m.Rename) -> None:
        self.classroom.room(message.room)
        self._act(message.room, "renamed", team=message.team, name=message.name)

    @lead.register
    async def _(self, message: m.Hand) -> None:
        self.classroom.room(message.room)
        self._act(message.room, "handed", team=message.team, on=message.on)

    @lead.register
    async def _(self, message: m.End) -> None:
        self._act_everywhere("ended")
        for number in range(len(self.classroom.rooms)):
            self._wind(number)
        self.debriefs.begin()
        await self._sync()

    async def _sync(self) -> None:
        for log in self.classroom.logs:
            await asyncio.to_thread(log.sync)

    # Clocks.

    def _wind(self, number: int) -> None:
        """Set the clock of a room for the beat that begins, if there is one."""
        room = self.classroom.rooms[number]
        self._clocks.begin(number, room.timer if room.phase == "play" else 0)

    def take_up(self) -> None:
        """Go on after a restart: clocks begin their beat anew, debriefs are worked out."""
        for number, room in enumerate(self.classroom.rooms):
            self._wind(number)
            if room.is_paused:
                self._clocks.hold(number)
        self.debriefs.begin()

    def _ring(self, number: int) -> None:
        if self.classroom.rooms[number].phase == "play":
            self._keep(asyncio.create_task(self._go_on(number)))

    def stop(self) -> None:
        """Stop all clocks."""
        self._clocks.stop_all()
        for task in self._tasks:
            task.cancel()
        self.debriefs.stop()

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._drop)

    def _drop(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # told to whoever waits for it
