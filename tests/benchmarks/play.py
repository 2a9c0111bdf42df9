"""The budgets of Play, measured: 30 players in 6 rooms, debriefs at once, memory, kill -9.

Run by hand: ``python -m tests.benchmarks.play``. It starts a server of its own on this machine and
prints every figure beside its budget; the load of the machine stands first, as it decides most.
The processor time of the server and its workers stands beside times that hang on it: a busy machine
changes it little, and on a quiet core it is nearly all of the wait.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from websockets.asyncio.client import ClientConnection, connect

ROOMS, TEAMS, QUARTERS, KILLED_IN = 6, 5, 12, 7
PATIENCE_SECONDS = 120
BREATH_SECONDS = 0.06
"""Between a player's moves: the server takes 20 messages a second from a socket."""

BUDGETS = {
    "move noted, ms": 50.0,
    "last move to the next state of all five, ms": 100.0,
    "30 debriefs at once, s": 3.0,
    "move noted while debriefs are made, ms": 50.0,
    "move noted while Explore works, ms": 50.0,
    "30 debriefs while Explore works, s": 3.0,
    "back after kill -9, s": 10.0,
    "memory of server and worker, MB": 300.0,
}


class Server:
    """A server of its own, on a free port."""

    def __init__(self, rooms: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.rooms = rooms
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "sim.app", "--port", str(self.port)]
        self.process = subprocess.Popen([*command, "--rooms", str(self.rooms)])
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                urlopen(f"http://127.0.0.1:{self.port}/play").close()
                return
            except OSError:
                time.sleep(0.02)
        raise TimeoutError("the server does not answer")

    def post(self, path: str, told: object) -> Any:
        """Return what the server answers."""
        body = json.dumps(told).encode()
        request = Request(f"http://127.0.0.1:{self.port}{path}", body)
        with urlopen(request) as answer:
            return json.load(answer)

    def processor(self) -> float:
        """Return the processor time of the server itself, s."""
        return seconds_of(self.process.pid)

    def processor_of_all(self) -> float:
        """Return the processor time of the server and its workers, s."""
        return self.processor() + sum(map(seconds_of, children_of(self.process.pid)))

    def memory(self) -> float:
        """Return the resident memory of the server and its children, MB."""
        total = 0.0
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                status = dict(
                    line.split(":", 1) for line in (folder / "status").read_text().splitlines()
                )
            except OSError:
                continue
            parents = {int(folder.name), int(status["PPid"])}
            if self.process.pid in parents and "VmRSS" in status:
                total += int(status["VmRSS"].split()[0]) / 1024
        return total


def seconds_of(process: int) -> float:
    """Return the processor time of a process, s; 0 if it has ended."""
    try:
        ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started."""
    told = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in told for child in path.read_text().split()]


class Player:
    """Somebody at a socket."""

    def __init__(self, port: int, code: str) -> None:
        self.port, self.code = port, code
        self.token = ""
        self.room = 0
        self.state: dict[str, Any] = {}
        self.socket: ClientConnection

    async def enter(self, first: dict[str, Any]) -> None:
        """Open a socket and say something first."""
        self.socket = await connect(
            f"ws://127.0.0.1:{self.port}/ws/{self.code}",
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            max_size=None,
        )
        await self.say(first)

    async def say(self, message: dict[str, Any]) -> None:
        """Send a message."""
        await self.socket.send(json.dumps(message))

    async def hear(self, *kinds: str) -> dict[str, Any]:
        """Return the next message of some kinds; states are kept."""
        while True:
            message: dict[str, Any] = json.loads(
                await asyncio.wait_for(self.socket.recv(), PATIENCE_SECONDS)
            )
            if message["t"] == "state":
                self.state = message
            if message["t"] in kinds:
                return message

    async def join(self, name: str) -> None:
        """Come in for the first time."""
        await self.enter({"t": "join", "name": name})
        you = await self.hear("you")
        self.token, self.room = you["token"], you["room"]

    async def stand_at(self, quarter: int, beat: str) -> float:
        """Wait for a beat; return when its state came."""
        while True:
            view = self.state.get("view")
            if view and (view["quarter"], view["beat"]) == (quarter, beat):
                return time.perf_counter()
            if self.state.get("phase") == "over":
                return time.perf_counter()
            await self.hear("state")

    async def move(self, quarter: int, beat: str) -> float:
        """Make a move; return how long it took until it was noted, ms."""
        levers = {"push": 1.0} if beat == "close" and random.random() < 0.5 else {}
        if beat == "plan":
            levers = {"relationship_share": round(random.random(), 2)}
        began = time.perf_counter()
        await self.say(
            {"t": "move", "id": 1, "quarter": quarter, "beat": beat, "ready": True}
            | {"move": {"levers": levers}}
        )
        answer = await self.hear("noted", "no")
        assert answer["t"] == "noted", answer
        return 1000 * (time.perf_counter() - began)


async def play_beat(players: list[Player], quarter: int, beat: str, last: bool) -> list[float]:
    """Let a room play a beat as people do, a little apart; return the times its moves took."""
    noted = []
    for player in players:
        await asyncio.sleep(random.uniform(0.0, 0.05))
        noted.append(await player.move(quarter, beat))
    return noted


async def whole_beat(
    players: list[Player], quarter: int, beat: str, then: tuple[int, str]
) -> tuple[list[float], float]:
    """Return the times of a room's moves, and from the last one to the next state at all, ms."""
    noted = await play_beat(players[:-1], quarter, beat, False)
    waiting = [asyncio.create_task(p.stand_at(*then)) for p in players[:-1]]
    began = time.perf_counter()
    noted.append(await players[-1].move(quarter, beat))
    came = [await players[-1].stand_at(*then), *[await task for task in waiting]]
    return noted, 1000 * (max(came) - began)


def quantile(values: list[float], share: float) -> float:
    """Return a quantile of some values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def together(tasks: list[Awaitable[Any]]) -> list[Any]:
    """Wait for all."""
    return list(await asyncio.gather(*tasks))


async def main() -> None:
    """Measure everything and print it."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    rooms_folder = tempfile.TemporaryDirectory()
    server = Server(Path(rooms_folder.name))
    told: dict[str, tuple[float, str]] = {}
    try:
        made = server.post(
            "/api/class", {"rooms": ROOMS, "teams": TEAMS, "quarters": QUARTERS, "seed": 1}
        )
        host = Player(server.port, made["code"])
        await host.enter({"t": "host", "key": made["key"]})
        players = [Player(server.port, made["code"]) for _ in range(ROOMS * TEAMS)]
        for number, player in enumerate(players):
            await player.join(f"Player {number}")
        by_room = [[p for p in players if p.room == number] for number in range(ROOMS)]
        assert all(len(room) == TEAMS for room in by_room)
        await host.say({"t": "start"})
        await together([p.stand_at(0, "plan") for p in players])

        noted: list[float] = []
        stood: list[float] = []
        beats = [(q, b) for q in range(QUARTERS) for b in ("plan", "close")]
        used = server.processor()
        for number, (quarter, beat) in enumerate(beats):
            then = beats[number + 1] if number + 1 < len(beats) else (QUARTERS - 1, "plan")
            if (quarter, beat) == (KILLED_IN, "close"):
                used = server.processor() - used
                moved = len(noted)
                told["back after kill -9, s"] = await kill_and_return(server, players)
                a_move, a_beat = 1000 * used / moved, 1000 * used / len(stood)
                print(f"processor time of the server: {a_move:.2f} ms a move, {a_beat:.1f} ms a "
                      f"beat of a room, its moves and the next state of all five")  # fmt: skip
            for times, at_all in await together(
                [whole_beat(room, quarter, beat, then) for room in by_room]
            ):
                noted += times
                stood.append(at_all)
        told["move noted, ms"] = quantile(noted, 0.95), f"worst {max(noted):.1f}, n {len(noted)}"
        told["last move to the next state of all five, ms"] = (
            quantile(stood, 0.95),
            f"worst {max(stood):.1f}, n {len(stood)}",
        )
        await debriefs(server, players, told)
        await beside_explore(server, told)
        told["memory of server and worker, MB"] = server.memory(), ""
    finally:
        server.process.terminate()
        server.process.wait()
        rooms_folder.cleanup()
    for name, budget in BUDGETS.items():
        value, more = told[name]
        print(f"{'ok  ' if value <= budget else 'OVER'} {name}: {value:.1f} of {budget:g} {more}")


async def kill_and_return(server: Server, players: list[Player]) -> tuple[float, str]:
    """Kill the server, start it again; return when all are back, and how many states differ."""
    before = [player.state for player in players]
    began = time.perf_counter()
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    server.start()
    served = time.perf_counter() - began
    for player in players:
        player.state = {}
        await player.enter({"t": "rejoin", "token": player.token})
    for player in players:
        while not player.state:
            await player.hear("state")
    differ = sum(p.state != was for p, was in zip(players, before, strict=True))
    assert differ == 0, f"{differ} states differ after the restart"
    return time.perf_counter() - began, f"(served after {served:.1f}; every state the same)"


async def play_alone(server: Server) -> list[float]:
    """Play a game alone; return how long each move took until it was noted, ms."""
    made = server.post("/api/class", {"solo": True, "quarters": 20})
    other = Player(server.port, made["code"])
    await other.enter({"t": "rejoin", "token": made["token"]})
    noted = []
    for quarter in range(20):
        for beat in ("plan", "close"):
            await other.stand_at(quarter, beat)
            noted.append(await other.move(quarter, beat))
            await asyncio.sleep(BREATH_SECONDS)
    return noted


async def ask_debrief(player: Player) -> float:
    """Return how long a player waits for a debrief, s."""
    began = time.perf_counter()
    await player.say({"t": "debrief"})
    await player.hear("debrief")
    return time.perf_counter() - began


async def beside_explore(server: Server, told: dict[str, tuple[float, str]]) -> None:
    """Measure moves and debriefs while somebody explores a long question, again and again."""
    is_over = False

    async def explore() -> int:
        answers = 0
        while not is_over:
            yours = {"name": "relationship_first", "levers": {"push": 0.1 + answers / 1000}}
            question = {"worlds": 300, "yours": yours}
            await asyncio.to_thread(server.post, "/api/walk", question)
            answers += 1
        return answers

    exploring = asyncio.create_task(explore())
    await asyncio.sleep(0.5)
    meanwhile = await play_alone(server)
    # The debriefs of the class are known by now: whoever plays another one waits for new ones.
    took = await fresh_debriefs(server)
    is_over = True
    await exploring
    told["move noted while Explore works, ms"] = (
        quantile(meanwhile, 0.95),
        f"worst {max(meanwhile):.1f}, n {len(meanwhile)}",
    )
    told["30 debriefs while Explore works, s"] = max(took), f"median {quantile(took, 0.5):.2f}"


async def fresh_debriefs(server: Server) -> list[float]:
    """Return how long 30 players of another class wait for their debriefs, s."""
    shape = {"rooms": ROOMS, "teams": TEAMS, "quarters": QUARTERS, "seed": 2}
    made = server.post("/api/class", shape)
    host = Player(server.port, made["code"])
    await host.enter({"t": "host", "key": made["key"]})
    players = [Player(server.port, made["code"]) for _ in range(ROOMS * TEAMS)]
    for number, player in enumerate(players):
        await player.join(f"Player {number}")
    await host.say({"t": "start"})
    for quarter in range(QUARTERS):
        for beat in ("plan", "close"):
            await together([p.stand_at(quarter, beat) for p in players])
            await together([p.move(quarter, beat) for p in players])
            await asyncio.sleep(BREATH_SECONDS)
    await together([p.hear("state") for p in players if p.state.get("phase") != "over"])
    return await together([ask_debrief(player) for player in players])


async def debriefs(
    server: Server, players: list[Player], told: dict[str, tuple[float, str]]
) -> None:
    """Measure 30 debriefs asked at once, and moves of somebody else meanwhile."""
    playing = asyncio.create_task(play_alone(server))
    before = server.processor_of_all()
    took = await together([ask_debrief(player) for player in players])
    spent = server.processor_of_all() - before
    meanwhile = await playing
    told["30 debriefs at once, s"] = (
        max(took),
        f"median {quantile(took, 0.5):.2f}, processor {spent:.2f} of server and worker",
    )
    told["move noted while debriefs are made, ms"] = (
        quantile(meanwhile, 0.95),
        f"worst {max(meanwhile):.1f}, n {len(meanwhile)}",
    )


if __name__ == "__main__":
    asyncio.run(main())
