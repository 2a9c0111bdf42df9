"""What one guest does badly, the others do not notice: 10 MB, many sockets, a slow reader."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.request import Request, urlopen

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from sim.app.play.limits import MESSAGES_A_SECOND, SOCKETS_AN_ADDRESS

pytestmark = pytest.mark.slow

MANY = 5000
AT_ONCE = 100


def alone(story: Coroutine[Any, Any, None]) -> None:
    """Run a story in a thread of its own: a browser's tests may keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, story).result()


def post(address: str, path: str, told: object) -> Any:
    with urlopen(Request(f"{address}{path}", json.dumps(told).encode())) as answer:
        return json.load(answer)


def dial(address: str, code: str) -> Any:
    url = address.replace("http", "ws") + f"/ws/{code}"
    return connect(url, origin=address, max_size=None)  # type: ignore[arg-type]


async def hear(socket: ClientConnection, kind: str) -> Any:
    while True:
        message = json.loads(await asyncio.wait_for(socket.recv(), 30))
        if message["t"] == kind:
            return message


async def send_and_hear(socket: ClientConnection, message: str | bytes) -> None:
    await socket.send(message)
    await hear(socket, "nothing")


class Solo:
    """Somebody who plays alone, and must be able to go on."""

    def __init__(self, address: str) -> None:
        made = post(address, "/api/class", {"solo": True, "quarters": 20})
        self.address, self.code, self.token = address, made["code"], made["token"]
        self.beat = 0

    async def enter(self) -> None:
        self.socket = await dial(self.address, self.code)
        await self.socket.send(json.dumps({"t": "rejoin", "token": self.token}))
        await hear(self.socket, "state")

    async def goes_on(self) -> None:
        quarter, beat = self.beat // 2, ("plan", "close")[self.beat % 2]
        message = {"t": "move", "id": self.beat, "quarter": quarter, "beat": beat}
        await self.socket.send(json.dumps(message | {"move": None, "ready": True}))
        assert (await hear(self.socket, "noted"))["id"] == self.beat
        self.beat += 1


def test_ten_megabytes_and_a_nul_close_a_socket_and_nothing_else(address: str) -> None:
    async def run() -> None:
        solo = Solo(address)
        await solo.enter()
        for bad in ("x" * 10_000_000, b"\x00" * 10_000_000):
            evil = await dial(address, solo.code)
            with pytest.raises(ConnectionClosed):
                await send_and_hear(evil, bad)
            await solo.goes_on()
        async with dial(address, solo.code) as evil:
            await evil.send("\x00")
            assert (await hear(evil, "no"))["problems"]
        await solo.goes_on()
        await solo.socket.close()

    alone(run())


def test_thousands_of_sockets_keep_nobody_waiting(address: str) -> None:
    async def run() -> None:
        solo = Solo(address)
        await solo.enter()
        open_ones: list[ClientConnection] = []
        refused = 0
        for _ in range(MANY // AT_ONCE):
            made = await asyncio.gather(
                *(dial(address, solo.code) for _ in range(AT_ONCE)), return_exceptions=True
            )
            for one in made:
                if isinstance(one, ClientConnection):
                    open_ones.append(one)
                else:
                    assert isinstance(one, OSError | InvalidStatus | ConnectionClosed), one
                    refused += 1
            if solo.beat < 40:
                await solo.goes_on()
        await asyncio.sleep(0.5)
        still = [one for one in open_ones if one.close_code is None]
        assert len(still) <= SOCKETS_AN_ADDRESS
        assert len(open_ones) + refused == MANY
        await asyncio.gather(*(one.close() for one in open_ones))
        await solo.socket.close()

    alone(run())


def test_a_slow_reader_keeps_nobody_waiting(address: str) -> None:
    async def run() -> None:
        made = post(address, "/api/class", {"teams": 1, "quarters": 20})
        host = await dial(address, made["code"])
        await host.send(json.dumps({"t": "host", "key": made["key"]}))
        slow = [await dial(address, made["code"]) for _ in range(5)]
        for one in slow:
            await one.send(json.dumps({"t": "watch"}))
            one.transport.pause_reading()  # takes nothing any more
        quick = await dial(address, made["code"])
        await quick.send(json.dumps({"t": "join", "name": "Ann"}))
        await hear(quick, "you")
        await host.send(json.dumps({"t": "start"}))
        for number in range(40):
            quarter, beat = number // 2, ("plan", "close")[number % 2]
            while True:
                state = await hear(quick, "state")
                view = state["view"]
                if view and (view["quarter"], view["beat"]) == (quarter, beat):
                    break
            await asyncio.sleep(1.5 / MESSAGES_A_SECOND)
            message = {"t": "move", "id": number, "quarter": quarter, "beat": beat}
            await quick.send(json.dumps(message | {"move": None, "ready": True}))
        while (await hear(quick, "state"))["phase"] != "over":
            pass
        for one in slow:
            one.transport.resume_reading()
        for one in (*slow, quick, host):
            await one.close()

    alone(run())
