"""Rooms: every change is an event; logs rebuild them; messages are checked; limits hold."""

from __future__ import annotations

import json
import os
import time

import numpy as np
import pytest

from sim.app.play import told
from sim.app.play.classroom import LETTERS, Hall
from sim.app.play.download import safe
from sim.app.play.limits import Bucket, Minute, Sockets
from sim.app.play.log import KEEP_DAYS, RoomLog, read
from sim.app.play.messages import NewClass, read_new, read_of_host, read_of_player
from sim.base.problems import ProblemsError


def move_of(team, quarter, beat, ready=True, **move):
    return {
        "event": "move",
        "team": team,
        "player": 0,
        "quarter": quarter,
        "beat": beat,
        "move": move or None,
        "ready": ready,
    }


@pytest.fixture
def open_hall(tmp_path):
    """A hall of the same folder, each time it is called."""
    opened = []

    def open_one():
        opened.append(Hall(tmp_path))
        return opened[-1]

    yield open_one
    for hall in opened:
        hall.close()


@pytest.fixture
def hall(open_hall):
    return open_hall()


def played(hall, rooms=2):
    """Return a class whose rooms stand at the close of the second quarter."""
    classroom, key = hall.make(NewClass(rooms=rooms, teams=2, quarters=3, seed=4))
    tokens = [classroom.admit(f"P{k}", None, None)[2] for k in range(2 * rooms)]
    classroom.start()
    for number, room in enumerate(classroom.rooms):
        for quarter, beat in ((0, "plan"), (0, "close"), (1, "plan")):
            for team in (0, 1):
                levers = {"relationship_share": 0.2 + 0.1 * number} if beat == "plan" else {}
                classroom.act(number, move_of(team, quarter, beat, levers=levers))
            assert room.waits() == []
            classroom.act(number, {"event": "on", "quarter": quarter, "beat": beat})
    return classroom, key, tokens


def test_a_hall_read_anew_has_the_same_rooms(hall, open_hall):
    classroom, key, tokens = played(hall)
    classroom.act(0, {"event": "struck", "name": "pandemic"})
    classroom.act(1, {"event": "renamed", "team": 1, "name": "Ünïted"})
    classroom.act(0, move_of(1, 1, "close", accounts={"push": {"3": 1.0}}))
    again = open_hall().find(classroom.code.lower())
    assert again.knows_host(key)
    assert not again.knows_host(key[:-1])
    for old, new in zip(classroom.rooms, again.rooms, strict=True):
        assert new.game.same_state(old.game)
        for team in (0, 1):
            before, after = (told.state(room, 0, room.teams[team], None) for room in (old, new))
            assert after == before
    assert again.player_of(tokens[3])[1].name == "P3"
    assert again.player_of("nonsense") is None


def test_a_line_torn_by_a_crash_is_cut_off(hall, open_hall):
    classroom, _, _ = played(hall, rooms=1)
    path = classroom.logs[0].path
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"event":"on","qua')
    again = open_hall().find(classroom.code)
    assert path.read_bytes() == whole
    assert again.rooms[0].game.same_state(classroom.rooms[0].game)


def test_a_damaged_line_is_found(tmp_path):
    path = tmp_path / "X-1.jsonl"
    path.write_bytes(b'{"event":"class"}\n{"eve\n{}\n')
    with pytest.raises(ValueError, match="line 2: damaged"):
        read(path)


def test_neither_key_nor_token_is_written(hall):
    classroom, key, tokens = played(hall)
    for log in classroom.logs:
        text = log.path.read_text()
        assert not any(secret in text for secret in (key, *tokens))


def test_logs_are_deleted_after_a_month(open_hall, tmp_path):
    old, new = RoomLog(tmp_path / "AAAAA-1.jsonl"), RoomLog(tmp_path / "BBBBB-1.jsonl")
    for log in (old, new):
        log.write({"event": "class"})
        log.close()
    before = time.time() - (KEEP_DAYS + 1) * 86_400
    os.utime(old.path, (before, before))
    open_hall()
    assert [path.name for path in tmp_path.iterdir()] == ["BBBBB-1.jsonl"]


def test_a_deleted_class_leaves_nothing(hall, tmp_path):
    classroom, _, _ = played(hall)
    hall.forget(classroom.code)
    assert hall.find(classroom.code) is None
    assert list(tmp_path.iterdir()) == []


def test_rooms_of_a_class_meet_the_same_luck(hall):
    classroom, _, _ = played(hall)
    first, second = (room.game.table.now.alliances for room in classroom.rooms)
    assert (first.spend == second.spend).all()
    assert (first.trust != second.trust).any()  # other moves


def test_players_are_spread_evenly(hall):
    classroom, _ = hall.make(NewClass(rooms=2, teams=3))
    for k in range(7):
        classroom.admit(f"P{k}", None, None)
    sizes = [[len(room.members(t)) for t in range(3)] for room in classroom.rooms]
    assert sizes == [[2, 1, 1], [1, 1, 1]]


def test_a_late_move_is_refused_and_counts_for_nothing(hall):
    classroom, _, _ = played(hall, rooms=1)
    for late in ((0, "close"), (1, "plan"), (2, "close")):
        with pytest.raises(ProblemsError, match="too late"):
            classroom.act(0, move_of(0, *late))
    assert classroom.rooms[0].ready == set()
    with pytest.raises(ProblemsError, match="has gone on already"):
        classroom.act(0, {"event": "on", "quarter": 1, "beat": "plan"})


def test_what_is_refused_is_not_written(hall):
    classroom, _, _ = played(hall, rooms=1)
    before = classroom.logs[0].path.read_bytes()
    for event in (
        move_of(0, 1, "close", levers={"relationship_share": 0.5}),
        {"event": "kicked", "player": 77},
        {"event": "renamed", "team": 9, "name": "x"},
        {"event": "nonsense"},
        {"event": "struck", "name": "flood"},
    ):
        with pytest.raises(ProblemsError):
            classroom.act(0, event)
    assert classroom.logs[0].path.read_bytes() == before


def test_a_paused_room_takes_no_moves(hall):
    classroom, _, _ = played(hall, rooms=1)
    classroom.act(0, {"event": "paused", "on": True})
    with pytest.raises(ProblemsError, match="paused"):
        classroom.act(0, move_of(0, 1, "close"))


def test_the_computer_and_empty_teams_keep_nobody_waiting(hall):
    classroom, _ = hall.make(NewClass(teams=3, quarters=2, seed=1))
    for team in (0, 2):
        classroom.admit("P", 0, team)
    classroom.start()
    room = classroom.rooms[0]
    assert room.game.opening.seats == (0, 2)
    assert [t.number for t in room.waits()] == [0, 2]
    classroom.act(0, {"event": "handed", "team": 2, "on": True})
    assert [t.number for t in room.waits()] == [0]
    with pytest.raises(ProblemsError, match="the game began without it"):
        classroom.admit("late", 0, 1)


def test_a_game_ended_early_can_be_looked_back_on(hall):
    classroom, _, _ = played(hall, rooms=1)
    classroom.act(0, {"event": "ended"})
    assert classroom.rooms[0].phase == "over"
    with pytest.raises(ProblemsError, match="over"):
        classroom.act(0, move_of(0, 1, "close"))
    early, _ = hall.make(NewClass(teams=1))
    early.admit("P", None, None)
    early.start()
    with pytest.raises(ProblemsError, match="no quarter is booked"):
        early.act(0, {"event": "ended"})


def test_trust_is_told_once_it_is_revealed(hall):
    classroom, _, _ = played(hall, rooms=1)
    room = classroom.rooms[0]
    board = told.board(classroom, "", [None], {}, None)
    assert json.loads(told.state(room, 0, room.teams[0], None))["trust"] is None
    assert board["rooms"][0]["teams"][0]["trust"] is None
    assert "players" not in board["rooms"][0]["teams"][0]
    classroom.act(0, {"event": "revealed", "on": True})
    board = told.board(classroom, "", [None], {}, set())
    assert len(json.loads(told.state(room, 0, room.teams[0], None))["trust"]) == 1
    assert board["rooms"][0]["teams"][0]["players"][0]["here"] is False


def test_the_ranking_is_by_twin_not_by_profit(hall):
    classroom, _, _ = played(hall)
    for number in (0, 1):
        classroom.act(number, {"event": "ended"})
    pars = {(0, 0): -50.0, (0, 1): 10.0, (1, 0): 30.0, (1, 1): -5.0}
    results = {place: {"par": par} for place, par in pars.items()}
    ranked = told.ranking(classroom, results)
    assert [(r["room"], r["name"], r["par"], r["seat_mean"]) for r in ranked] == [
        (1, "Vendor A", 30.0, -10.0),
        (0, "Vendor B", 10.0, 2.5),
        (1, "Vendor B", -5.0, 2.5),
        (0, "Vendor A", -50.0, -10.0),
    ]
    del results[0, 0]
    assert told.ranking(classroom, results) is None


def test_codes_cannot_be_misread(hall):
    codes = [hall.make(NewClass(solo=True))[0].code for _ in range(20)]
    assert len(set(codes)) == 20
    assert all(len(code) == 5 and set(code) <= set(LETTERS) for code in codes)
    assert not set("IO01") & set(LETTERS)


def test_a_server_has_room_for_fifty_rooms(hall):
    for _ in range(5):
        hall.make(NewClass(rooms=10))
    with pytest.raises(ProblemsError, match="room for 50 rooms"):
        hall.make(NewClass())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "null",
        "[]",
        '{"t":"fly"}',
        '{"t":"debrief","extra":1}',
        '{"t":"move"}',
        '{"t":"move","id":1,"quarter":0,"beat":"dawn","move":null,"ready":true}',
        '{"t":"move","id":1,"quarter":0,"beat":"plan","move":{"levers":{"a":NaN}},"ready":true}',
        '{"t":"move","id":1,"quarter":0,"beat":"plan","move":{"levers":{"a":"1"}},"ready":true}',
        '{"t":"move","id":1,"quarter":0,"beat":"plan","move":[],"ready":true}',
        '{"t":"move","id":1e400,"quarter":0,"beat":"plan","move":null,"ready":true}',
        '{"t":"move","id":1,"quarter":-1,"beat":"plan","move":null,"ready":true}',
        '{"t":"start"}',
    ],
)
def test_rubbish_is_no_message_of_a_player(text):
    with pytest.raises(ProblemsError):
        read_of_player(text)


def test_many_levers_are_too_many():
    levers = json.dumps({f"l{k}": 1.0 for k in range(41)})
    text = (
        f'{{"t":"move","id":1,"quarter":0,"beat":"plan","move":{{"levers":{levers}}},"ready":true}}'
    )
    with pytest.raises(ProblemsError, match="at most 40"):
        read_of_player(text)


@pytest.mark.parametrize(
    ("name", "read"),
    [("  Ann \t B ", "Ann B"), ("Zoë", "Zoë"), ("<b>x</b>", "<b>x</b>"), ("x" * 40, "x" * 40)],
)
def test_names_as_they_are_kept(name, read):
    told_name = json.dumps({"t": "rename", "room": 0, "team": 0, "name": name})
    assert read_of_host(told_name).name == read


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "a\u202eb", "a\x00b", "\u200b", "\ud800"])
def test_names_that_are_refused(name):
    with pytest.raises(ProblemsError):
        read_of_host(json.dumps({"t": "rename", "room": 0, "team": 0, "name": name}))


def test_a_new_class_is_checked():
    assert read_new(b"{}").teams == 6
    for text in (b"", b"[]", b'{"teams":7}', b'{"rooms":1e9}', b'{"x":1}', b"\xff"):
        with pytest.raises(ProblemsError):
            read_new(text)


def test_no_cell_of_a_download_is_a_formula():
    assert [safe(name) for name in ("=1+1", "@x", "Ann")] == ["'=1+1", "'@x", "Ann"]


def test_a_bucket_lets_so_many_through_a_second():
    now = [0.0]
    bucket = Bucket(3, lambda: now[0])
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now[0] = 0.4
    assert [bucket.take() for _ in range(2)] == [True, False]


def test_guesses_are_counted_for_a_minute():
    now = [0.0]
    minute = Minute(2, lambda: now[0])
    for _ in range(2):
        assert not minute.is_full("a")
        minute.count("a")
    assert minute.is_full("a")
    assert not minute.is_full("b")
    now[0] = 61.0
    assert not minute.is_full("a")


def test_sockets_of_an_address_are_counted(monkeypatch):
    monkeypatch.setattr("sim.app.play.limits.SOCKETS_AN_ADDRESS", 2)
    sockets = Sockets()
    assert [sockets.enter("a") for _ in range(3)] == [True, True, False]
    assert sockets.enter("b")
    sockets.leave("a")
    assert sockets.enter("a")


def test_what_is_known_is_offered(hall):
    offers = told.known()
    assert [lever["name"] for lever in offers["levers"] if lever["first"]] == ["relationship_share"]
    assert not {"push", "concession", "walk_gap"} & {lever["name"] for lever in offers["levers"]}
    assert json.loads(json.dumps(offers)) == offers
    assert np.isfinite([lever["low"] for lever in offers["levers"]]).all()
