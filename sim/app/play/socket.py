"""The websocket of a classroom: who comes in, what may pass, and what is refused."""

from __future__ import annotations

import asyncio
import json

from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.app.play import messages as m
from sim.app.play.limits import MESSAGES_A_SECOND, Bucket
from sim.app.play.live import Guest, Live
from sim.app.play.lives import Lives
from sim.base.problems import ProblemsError

ENTRY_SECONDS = 15.0
"""Longest wait for the first message: who says nothing takes no place."""

MOST_REFUSED = 100
"""Messages refused before a socket is closed."""

BAD, FULL, GONE = 4400, 4429, 4404
"""Codes of closing: nonsense, too much, no such class."""


async def serve(socket: WebSocket, code: str, lives: Lives) -> None:
    """Serve a socket until it closes."""
    address = socket.client.host if socket.client else ""
    await socket.accept()
    if not lives.sockets.enter(address):
        await socket.close(FULL, "too many are connected")
        return
    try:
        live = lives.find(code, address)
        if live is None:
            await socket.close(GONE, "there is no such class")
            return
        guest = await _let_in(socket, live)
        if guest is None:
            return
        live.guests.add(guest)
        sending = asyncio.create_task(guest.outbox.empty_into(socket))
        try:
            live.tell_room(guest.room)
            live.tell_boards()
            await _listen(socket, live, guest, lives)
        finally:
            live.guests.discard(guest)
            sending.cancel()
            live.tell_boards()
    except WebSocketDisconnect:
        pass
    finally:
        lives.sockets.leave(address)


async def _let_in(socket: WebSocket, live: Live) -> Guest | None:
    """Return who comes in; None if nobody does."""
    try:
        first = m.read_entry(await asyncio.wait_for(_text(socket), ENTRY_SECONDS))
        return await _guest(socket, live, first)
    except TimeoutError:
        await socket.close(BAD, "nothing was said")
    except ProblemsError as error:
        await socket.send_text(json.dumps({"t": "no", "problems": error.problems}))
        await socket.close(BAD, "not let in")
    return None


async def _guest(socket: WebSocket, live: Live, first: m.Entry) -> Guest | None:
    classroom = live.classroom
    if isinstance(first, m.Watch):
        return Guest("watch")
    if isinstance(first, m.Host):
        if not classroom.knows_host(first.key):
            raise ProblemsError(["this is not the key of this class"])
        return Guest("host")
    if isinstance(first, m.Join):
        if classroom.is_solo:
            raise ProblemsError(["somebody plays alone here"])
        room, player, token = classroom.admit(first.name, first.room, first.team)
    else:
        found = classroom.player_of(first.token)
        if found is None:
            raise ProblemsError(["you are not in this class; join it anew"])
        room, player, token = found[0], found[1].number, first.token
    guest = Guest("player", room, player)
    name = classroom.rooms[room].players[player].name
    guest.outbox.answer(
        {"t": "you", "token": token, "room": room, "player": player, "name": name}
        | {"solo": classroom.is_solo, "code": classroom.code}
    )
    live.tell_room(room)
    return guest


async def _listen(socket: WebSocket, live: Live, guest: Guest, lives: Lives) -> None:
    """Do what a guest says; what cannot be done is answered, and nothing has changed."""
    bucket, refused = Bucket(MESSAGES_A_SECOND), 0
    while refused < MOST_REFUSED:
        text = await _text(socket)
        if guest.role == "watch":
            continue
        number = None
        try:
            if not bucket.take():
                raise ProblemsError(["too many messages"])
            if guest.role == "host":
                await _lead(live, guest, m.read_of_host(text), lives)
            else:
                message = m.read_of_player(text)
                number = message.id if isinstance(message, m.MoveMade) else None
                await live.play(guest, message)
        except ProblemsError as error:
            refused += 1
            guest.outbox.answer({"t": "no", "id": number, "problems": error.problems})
    await socket.close(FULL, "too much was refused")


async def _lead(live: Live, guest: Guest, message: m.OfHost, lives: Lives) -> None:
    if isinstance(message, m.Forget):
        lives.forget(live.classroom.code)
        return
    await live.lead(message)
    guest.outbox.answer({"t": "done", "what": message.t})
    live.tell_all()


async def _text(socket: WebSocket) -> str:
    """Return the next message; bytes are none."""
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1000))
    text = received.get("text")
    return text if isinstance(text, str) else "\x00"
