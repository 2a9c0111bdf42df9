"""Who gets in: hosts, origins, sizes, and what every answer tells the browser."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from sim.app import door
from sim.app.server import names_of


async def size(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


@pytest.fixture
def guarded() -> TestClient:
    routes = [Route("/size", size, methods=["POST"]), Route("/larger", size, methods=["POST"])]
    app = Starlette(routes=[*routes, WebSocketRoute("/ws", greet)])
    app.add_middleware(door.Door, hosts=names_of(8100), larger={"/larger": 100_000})
    return TestClient(app, base_url="http://127.0.0.1:8100")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8100"}, 200),
        ({"host": "127.0.0.1"}, 403),
        ({"host": "127.0.0.1:81"}, 403),
        ({"host": "rebound.example:8100"}, 403),
        ({"origin": "http://127.0.0.1:8100"}, 200),
        ({"origin": "http://localhost:8100"}, 200),
        ({"origin": "https://127.0.0.1:8100"}, 403),
        ({"origin": "http://127.0.0.1:8101"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://elsewhere.example"}, 403),
    ],
)
def test_only_this_servers_own_pages_may_ask(
    guarded: TestClient, headers: dict[str, str], status: int
) -> None:
    assert guarded.post("/size", content=b"abc", headers=headers).status_code == status


def test_a_refusal_says_what_was_asked_and_what_is_right(guarded: TestClient) -> None:
    told = guarded.post("/size", headers={"host": "rebound.example:8100"})
    assert told.json() == {
        "problems": [
            "this server is not 'rebound.example:8100'; it is 127.0.0.1:8100 or localhost:8100"
        ]
    }


def test_the_usual_port_goes_without_saying() -> None:
    assert names_of(80, ["10.0.0.7"]) == {"10.0.0.7", "10.0.0.7:80"}


@pytest.mark.parametrize("origin", ["http://elsewhere.example", None])
def test_a_websocket_must_come_from_an_own_page(guarded: TestClient, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    with (
        pytest.raises(WebSocketDisconnect),
        guarded.websocket_connect("ws://127.0.0.1:8100/ws", headers=headers),
    ):
        pass
    own = {"origin": "http://127.0.0.1:8100"}
    with guarded.websocket_connect("ws://127.0.0.1:8100/ws", headers=own) as socket:
        assert socket.receive_text() == "hello"


def test_bodies_have_a_largest_size(guarded: TestClient) -> None:
    whole = b"x" * door.BODY_BYTES
    assert guarded.post("/size", content=whole).text == str(door.BODY_BYTES)
    refused = guarded.post("/size", content=whole + b"x")
    assert (refused.status_code, refused.json()) == (
        413,
        {"problems": ["more than 64,000 bytes sent"]},
    )
    assert guarded.post("/larger", content=b"x" * 100_000).text == "100000"
    assert guarded.post("/larger", content=b"x" * 100_001).status_code == 413
    in_parts = guarded.post("/size", content=iter([b"x" * 40_000, b"y" * 40_000]))
    assert in_parts.status_code == 413


def test_a_body_that_never_comes_is_not_waited_for(
    guarded: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    async def never(receive: object, most: int) -> bytes:
        await asyncio.sleep(60)
        return b""

    monkeypatch.setattr(door, "BODY_SECONDS", 0.01)
    monkeypatch.setattr(door, "_body", never)
    assert guarded.post("/size", content=b"x").status_code == 408


def test_every_answer_keeps_the_browser_here(client: TestClient) -> None:
    for path in ("/", "/static/style.css", "/nowhere"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"].split("; ")
        assert policy[0] == "default-src 'self'"
        assert not [part for part in policy if "unsafe" in part or "http" in part or "*" in part]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers


def test_pages_hold_nothing_inline_and_nothing_from_elsewhere(client: TestClient) -> None:
    text = client.get("/").text
    assert "<h1" in text
    for foreign in (" style=", "<style", " onclick", "http://", "https://"):
        assert foreign not in text
    assert text.count("<script") == text.count('<script type="module" src="/static/')
