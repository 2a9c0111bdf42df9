"""Play over sockets: a class plays, drops out, comes back; rubbish, limits and strangers."""

from __future__ import annotations

import html
import io
import json
import zipfile
from contextlib import ExitStack

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from sim.app.play import socket as sockets
from sim.app.play.messages import problems_of
from sim.app.server import create, names_of

ORIGIN = {"host": "127.0.0.1:8100", "origin": "http://127.0.0.1:8100"}


@pytest.fixture
def server(tmp_path):
    app = create(names_of(8100), tmp_path)
    with TestClient(app, base_url="http://127.0.0.1:8100") as client:
        yield client


def make(server, **new):
    answer = server.post("/api/class", json={"quarters": 2, "teams": 2, "seed": 1} | new)
    assert answer.status_code == 201, answer.text
    return answer.json()


class Guest:
    """Somebody at a socket."""

    def __init__(self, stack, server, code, first):
        self.socket = stack.enter_context(server.websocket_connect(f"/ws/{code}", headers=ORIGIN))
        self.say(first)

    def say(self, message):
        self.socket.send_text(message if isinstance(message, str) else json.dumps(message))

    def hear(self, kind, where=lambda message: True):
        """Return the next message of a kind for which something holds."""
        while True:
            message = json.loads(self.socket.receive_text())
            if message["t"] == kind and where(message):
                return message

    def move(self, number, quarter, beat, move=None, ready=True):
        self.say(
            {"t": "move", "id": number, "quarter": quarter, "beat": beat, "move": move}
            | {"ready": ready}
        )


@pytest.fixture
def guests(server):
    with ExitStack() as stack:
        yield lambda code, first: Guest(stack, server, code, first)


def at(quarter, beat):
    def holds(message):
        view = message["view"]
        return view is not None and (view["quarter"], view["beat"]) == (quarter, beat)

    return holds


def test_a_class_plays_from_the_lobby_to_the_debrief(server, guests):
    made = make(server)
    host = guests(made["code"], {"t": "host", "key": made["key"]})
    ann = guests(made["code"], {"t": "join", "name": "Ann"})
    ben = guests(made["code"].lower(), {"t": "join", "name": "Ben"})
    assert ann.hear("state")["phase"] == "lobby"
    host.say({"t": "start"})
    host.hear("done")
    state = ann.hear("state", at(0, "plan"))
    assert state["questions"] == ["revenue", "trust"]
    assert state["view"]["gap"] == 0
    for quarter in (0, 1):
        for beat in ("plan", "close"):
            move = {"levers": {"relationship_share": 0.3}} if beat == "plan" else {}
            if beat == "close":
                move = {"accounts": {"push": {"2": 1.0}}, "levers": {"concession": 0.5}}
            ann.hear("state", at(quarter, beat)) if (quarter, beat) != (0, "plan") else None
            ann.move(1, quarter, beat, move)
            assert ann.hear("noted")["id"] == 1
            ben.move(2, quarter, beat)
            assert ben.hear("noted")["id"] == 2
    over = ann.hear("state", lambda m: m["phase"] == "over")
    assert [b["asked"] for b in over["view"]["books"]] == [1, 1]
    assert len(over["trust"]) == 2
    ann.say({"t": "debrief"})
    debrief = ann.hear("debrief")["debrief"]
    assert len(debrief["asks"]) == 2
    assert debrief["sentence"].startswith("Your 2 asks brought")
    ann.say({"t": "why", "quarter": 1, "account": 2, "column": "trust"})
    assert ann.hear("why")["why"]["entries"]
    board = host.hear("board", lambda m: m["ranking"] is not None)
    assert {r["name"] for r in board["ranking"]} == {"Vendor A", "Vendor B"}

    key = {"authorization": f"Bearer {made['key']}"}
    sheet = server.get(f"/api/class/{made['code']}/quarters.xlsx", headers=key)
    book = load_workbook(io.BytesIO(sheet.content))
    assert book["Quarters"].max_row == 5
    assert book["Asks"].max_row == 3
    packed = server.get(f"/api/class/{made['code']}/logs.zip", headers=key)
    assert zipfile.ZipFile(io.BytesIO(packed.content)).namelist() == [f"{made['code']}-1.jsonl"]
    packed = server.get(f"/api/class/{made['code']}/teams.zip", headers=key)
    pages = zipfile.ZipFile(io.BytesIO(packed.content))
    assert pages.namelist() == ["room-1-team-1.html", "room-1-team-2.html"]
    page = pages.read("room-1-team-1.html").decode()
    assert html.escape(debrief["sentence"]) in page
    assert page.count("<h3>Quarter") == 2
    for name in ("quarters.xlsx", "teams.zip", "logs.zip"):
        for wrong in ({}, {"authorization": "Bearer x"}):
            answer = server.get(f"/api/class/{made['code']}/{name}", headers=wrong)
            assert answer.status_code == 422


def test_solo_is_a_room_of_one_that_begins_at_once(server, guests):
    made = make(server, solo=True)
    me = guests(made["code"], {"t": "rejoin", "token": made["token"]})
    assert me.hear("you")["solo"] is True
    me.hear("state", at(0, "plan"))
    me.move(1, 0, "plan")
    me.hear("state", at(0, "close"))
    with pytest.raises(WebSocketDisconnect):
        guests(made["code"], {"t": "join", "name": "Eve"}).hear("you")


def test_two_players_share_a_team_and_the_last_move_counts(server, guests):
    made = make(server, teams=1)
    host = guests(made["code"], {"t": "host", "key": made["key"]})
    ann, ben = (guests(made["code"], {"t": "join", "name": n}) for n in ("Ann", "Ben"))
    ann.hear("you")
    ben.hear("you")
    host.say({"t": "start"})
    ann.hear("state", at(0, "plan"))
    ann.move(1, 0, "plan", {"levers": {"relationship_share": 0.9}}, ready=False)
    seen = ben.hear("standing", lambda m: m["move"] is not None)
    assert "view" not in seen
    assert seen["move"]["levers"] == {"relationship_share": 0.9}
    ben.move(1, 0, "plan", {"levers": {"relationship_share": 0.1}})
    seen = ann.hear("state", at(0, "close"))
    assert seen["view"]["levers"]["relationship_share"] == 0.1


def test_a_late_or_doubled_move_is_refused(server, guests):
    made = make(server, solo=True)
    me = guests(made["code"], {"t": "rejoin", "token": made["token"]})
    me.move(1, 0, "plan")
    me.move(2, 0, "plan")
    assert me.hear("noted")["id"] == 1
    refused = me.hear("no")
    assert refused["id"] == 2
    assert "too late" in refused["problems"][0]


@pytest.mark.parametrize("beats", range(4))
def test_a_player_who_drops_out_comes_back_to_the_same_state(server, guests, beats):
    made = make(server, solo=True)
    first = guests(made["code"], {"t": "rejoin", "token": made["token"]})
    state = first.hear("state")
    for number in range(beats):
        view = state["view"]
        first.move(number, view["quarter"], view["beat"])
        then = (view["quarter"], view["beat"])
        state = first.hear("state", lambda m, then=then: not at(*then)(m))
    first.socket.close()
    again = guests(made["code"], {"t": "rejoin", "token": made["token"]})
    assert again.hear("state") == state


def test_a_server_started_anew_goes_on(tmp_path):
    app = create(names_of(8100), tmp_path)
    with TestClient(app, base_url="http://127.0.0.1:8100") as server, ExitStack() as stack:
        made = make(server, solo=True)
        me = Guest(stack, server, made["code"], {"t": "rejoin", "token": made["token"]})
        me.move(1, 0, "plan")
        before = me.hear("state", at(0, "close"))
    app = create(names_of(8100), tmp_path)
    with TestClient(app, base_url="http://127.0.0.1:8100") as server, ExitStack() as stack:
        me = Guest(stack, server, made["code"], {"t": "rejoin", "token": made["token"]})
        assert me.hear("state") == before


def test_a_facilitator_leads(server, guests):
    made = make(server, rooms=2, teams=1)
    host = guests(made["code"], {"t": "host", "key": made["key"]})
    wall = guests(made["code"], {"t": "watch"})
    ann, ben = (guests(made["code"], {"t": "join", "name": n}) for n in ("Ann", "Ben"))
    assert ann.hear("you")["room"] == 0
    assert ben.hear("you")["room"] == 1
    for order in (
        {"t": "rename", "room": 0, "team": 0, "name": "<img src=x onerror=alert(1)>"},
        {"t": "start"},
        {"t": "timer", "seconds": 600},
        {"t": "event", "name": "pandemic"},
        {"t": "pause", "on": True},
    ):
        host.say(order)
        assert host.hear("done")["what"] == order["t"]
    ann.hear("state", lambda m: m["paused"])
    ann.move(1, 0, "plan")
    assert ann.hear("no")["problems"] == ["the game is paused"]
    for order in ({"t": "pause", "on": False}, {"t": "next"}, {"t": "next", "room": 1}):
        host.say(order)
        host.hear("done")
    state = ann.hear("state", at(0, "close"))
    assert state["events"][0]["title"] == "Pandemic"
    assert 0 < state["left"] <= 600
    board = wall.hear("board", lambda m: m["rooms"][1]["quarter"] == 1)
    assert board["rooms"][0]["teams"][0]["name"] == "<img src=x onerror=alert(1)>"
    assert "players" not in board["rooms"][0]["teams"][0]
    host.say({"t": "kick", "room": 1, "player": 0})
    assert ben.hear("out")["problems"] == ["you have left this room"]
    host.say({"t": "forget"})
    assert ann.hear("out")["problems"] == ["this class was deleted"]
    assert server.get(f"/api/class/{made['code']}/qr.svg").status_code == 422


def test_the_clock_ends_a_beat(server, guests):
    made = make(server, teams=1)
    host = guests(made["code"], {"t": "host", "key": made["key"]})
    ann = guests(made["code"], {"t": "join", "name": "Ann"})
    ann.hear("you")
    host.say({"t": "timer", "seconds": 1})
    host.hear("done")
    host.say({"t": "start"})
    ann.hear("state", at(0, "close"))


def test_who_has_no_key_leads_nothing(server, guests):
    made = make(server)
    eve = guests(made["code"], {"t": "host", "key": "x"})
    assert eve.hear("no")["problems"] == ["this is not the key of this class"]
    with pytest.raises(WebSocketDisconnect):
        eve.hear("board")
    ann = guests(made["code"], {"t": "join", "name": "Ann"})
    ann.hear("you")
    ann.say({"t": "start"})
    assert ann.hear("no")


def test_rubbish_is_answered_and_changes_nothing(server, guests):
    made = make(server, solo=True)
    me = guests(made["code"], {"t": "rejoin", "token": made["token"]})
    before = me.hear("state")
    for rubbish in ("", "\x00", "[]", "{}", '{"t":"move"}', "NaN", "x" * 15_000, '{"t":[]}'):
        me.say(rubbish)
        assert me.hear("no")["problems"]
    me.socket.send_bytes(b"\x00\xff")
    assert me.hear("no")["problems"]
    me.socket.close()
    again = guests(made["code"], {"t": "rejoin", "token": made["token"]})
    assert again.hear("state") == before


def test_who_floods_is_shut_out_and_the_others_notice_nothing(server, guests):
    made = make(server)
    ann, eve = (guests(made["code"], {"t": "join", "name": n}) for n in ("Ann", "Eve"))
    for _ in range(200):
        eve.say("{}")
    with pytest.raises(WebSocketDisconnect):
        eve.hear("nothing")
    ann.say({"t": "team", "team": 1})
    ann.hear("state", lambda m: m["team"] == 1)


def test_codes_can_be_guessed_ten_times_a_minute(server, guests):
    made = make(server)
    for _ in range(10):
        with pytest.raises(WebSocketDisconnect) as closed:
            guests("ZZZZZ", {"t": "watch"}).hear("board")
        assert closed.value.code == sockets.GONE
    with pytest.raises(WebSocketDisconnect):
        guests(made["code"], {"t": "watch"}).hear("board")


def test_a_foreign_page_cannot_connect(server):
    made = make(server)
    host = {"host": "127.0.0.1:8100"}
    for headers in (host, host | {"origin": "http://evil.example"}, host | {"origin": "null"}):
        with (
            pytest.raises(WebSocketDisconnect),
            server.websocket_connect(f"/ws/{made['code']}", headers=headers),
        ):
            pass


def test_who_says_nothing_takes_no_place(server, monkeypatch):
    monkeypatch.setattr(sockets, "ENTRY_SECONDS", 0.05)
    made = make(server)
    with (
        server.websocket_connect(f"/ws/{made['code']}", headers=ORIGIN) as silent,
        pytest.raises(WebSocketDisconnect),
    ):
        silent.receive_text()


def test_classes_are_made_at_a_human_pace(server):
    for _ in range(20):
        make(server, solo=True)
    answer = server.post("/api/class", json={"solo": True})
    assert answer.status_code == 422
    assert "a minute" in answer.json()["problems"][0]


def test_the_code_to_scan_is_a_drawing(server):
    made = make(server)
    drawn = server.get(f"/api/class/{made['code']}/qr.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg")
    assert "<script" not in drawn.text


@pytest.mark.parametrize("path", ["/play", "/play/host", "/play/board"])
def test_pages_hold_nothing_inline_and_nothing_from_elsewhere(server, path):
    text = server.get(path).text
    assert "<h1" in text
    for foreign in (" style=", "<style", " onclick", "http://", "https://"):
        assert foreign not in text
    assert text.count("<script") == text.count('<script type="module" src="/static/')


def test_what_is_wrong_with_a_message_repeats_nothing_sent():
    from sim.app.play.messages import read_of_player
    from sim.base.problems import ProblemsError

    with pytest.raises(ProblemsError) as refused:
        read_of_player('{"t":"move","id":"<script>","quarter":0,"beat":"plan","move":null}')
    assert "<script>" not in str(refused.value)
    assert problems_of(ValueError("x")) == ["this is no message"]
