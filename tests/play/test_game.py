"""A game is its opening and its moves: it stops twice a quarter, and a log takes it up again."""

from __future__ import annotations

import json

import numpy as np
import pytest
from games import as_policy, asking, play_out, random_game, random_move
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import policies
from sim.base.problems import ProblemsError
from sim.model.quarter import QUARTER
from sim.play.game import Game
from sim.play.moves import Move
from sim.play.opening import Opening
from sim.play.table import AFTER_CLOSE, UNTIL_CLOSE
from sim.run.setting import Setting
from sim.run.simulate import simulate

SHORT = Opening(seats=(0, 2), quarters=4)


def test_the_two_beats_are_the_quarter_in_order():
    assert (*UNTIL_CLOSE, *AFTER_CLOSE) == QUARTER
    assert AFTER_CLOSE[0].run.__name__ == "ask"
    seen = []
    game = Game(SHORT)
    game.table.around = lambda phase: (seen.append(phase), phase.run(game.table.now))[0]
    game.advance()
    assert tuple(seen) == UNTIL_CLOSE
    game.advance()
    assert tuple(seen) == QUARTER


@pytest.mark.parametrize("name", policies.names())
def test_a_seat_that_decides_as_a_policy_is_that_run_to_the_bit(name):
    policy = policies.find(name)
    opening = Opening(seats=(0,), quarters=8, house=name)
    game = play_out(opening, as_policy(policy))
    run = simulate([policy], Setting(replications=1))[name].outcomes
    assert [b.profit for b in game.books(0)] == run["profit"][0, :8].tolist()
    assert [len(b.signed) for b in game.books(0)] == run["signed"][0, :8].tolist()
    assert [len(b.returned) for b in game.books(0)] == run["returned"][0, :8].tolist()


@given(number=st.integers(0, 10_000), beats=st.integers(0, 8))
@settings(max_examples=15, deadline=None)
def test_a_game_taken_up_from_its_log_is_the_game(number, beats):
    game = random_game(number, SHORT, beats)
    game.move(0, Move()) if not game.is_over else None
    again = Game.from_json(game.to_json())
    assert again.same_state(game)
    assert again.to_json() == game.to_json()
    assert [again.see(s) for s in (0, 2)] == [game.see(s) for s in (0, 2)]


@pytest.mark.parametrize("beats", [2, 3])
def test_a_game_with_an_event_is_taken_up_too(beats):
    game = random_game(5, Opening(quarters=6), beats)
    assert game.strike("pandemic") == (1 if beats == 2 else 2)
    for _ in range(5):
        again = Game.from_json(game.to_json())
        assert again.same_state(game)
        game.advance()
    calm = random_game(5, Opening(quarters=6), beats)
    while not calm.is_over and calm._done < game._done:
        calm.advance()
    assert not calm.same_state(game)


def test_the_last_move_before_the_beat_ends_counts():
    twice, once = Game(SHORT), Game(SHORT)
    twice.move(0, Move({"relationship_share": 0.9}))
    for game in (twice, once):
        game.move(0, Move({"relationship_share": 0.1}))
        game.advance()
    assert twice.same_state(once)


def test_who_makes_no_move_goes_on_as_before_but_asks_nobody():
    game = Game(SHORT)
    game.move(0, Move({"relationship_share": 0.9}, {"attention": {3: 3.0}, "leave": {1: 1}}))
    game.advance()
    game.move(0, Move({"push": 1.0, "concession": 0.8}))
    game.advance()
    game.advance()
    seen = game.see(0)
    assert seen.levers["relationship_share"] == 0.9
    assert seen.levers["concession"] == 0.8
    assert seen.accounts[3].decided["attention"] == 3.0
    assert seen.accounts[1].decided["leave"] == 1.0
    game.advance()
    assert [b.asked for b in game.books(0)] == [10, 0]


def test_an_ask_to_some_reaches_these_alone_and_frightens_the_team_in_proportion():
    some, everybody = Game(SHORT), Game(SHORT)
    for game in (some, everybody):
        game.advance()
    some.move(0, Move(accounts={"push": {2: 1.0, 7: 1.0}}))
    everybody.move(0, Move({"push": 1.0}))
    for game in (some, everybody):
        game.advance()
    rows = some.table.rows_of(0)
    asks = some.table.now.alliances.ask[rows]
    assert np.flatnonzero(asks).tolist() == [2, 7]
    assert asks[2] == everybody.table.now.alliances.ask[rows][2]
    fear = some.table.now.vendors.fear[0], everybody.table.now.vendors.fear[0]
    assert fear[0] == pytest.approx(0.2 * fear[1])


def test_attention_moves_days_and_leaving_takes_them_all():
    game = Game(SHORT)
    game.move(0, Move(accounts={"attention": {3: 3.0}, "leave": {1: 1}}))
    game.advance()
    days = game.table.now.alliances.relationship_days[:10]
    assert days[3] == pytest.approx(3 * days[0])
    assert days[1] == 0
    assert game.table.now.alliances.selling_days[1] == 0
    assert days.sum() == pytest.approx(150)


def test_a_vision_is_offered_to_those_named_once():
    game = Game(SHORT)
    game.move(0, Move(accounts={"vision": {5: 1}}))
    game.advance()
    game.advance()
    game.advance()
    offered = game.table.now.alliances.offered_quarter
    assert np.flatnonzero(offered >= 0).tolist() == [5]
    assert offered[5] == 0


def test_a_review_of_one_partner_settles_its_issues_and_takes_a_tenth_of_the_time():
    one, nobody = Game(SHORT), Game(SHORT)
    for game in (one, nobody):
        game.move(0, Move({"review": 0.0}))
    one.move(0, Move({"review": 0.0}, {"review": {4: 1.0}}))
    for _ in range(4):
        for game in (one, nobody):
            game.advance()
    rows = one.table.rows_of(0)
    issues = [game.table.now.alliances.open_issues[rows] for game in (one, nobody)]
    assert issues[0][4] < issues[1][4]
    useful = []
    for move in (
        Move({"review": 0.0}),
        Move({"review": 0.0}, {"review": {4: 1.0}}),
        Move({"review": 1.0}),
    ):
        game = Game(SHORT)
        game.move(0, move)
        game.advance()
        useful.append(game.table.now.alliances.useful_time[0])
    assert useful[0] - useful[1] == pytest.approx(0.1 * (useful[0] - useful[2]))


def test_a_lost_partner_is_worked_on_where_that_is_decided():
    games = [Game(SHORT) for _ in range(2)]
    for game in games:
        game.table.now.alliances.status[3] = 1
    games[0].move(0, Move({"win_back": 0.0}, {"win_back": {3: 1.0}}))
    games[1].move(0, Move({"win_back": 0.0}))
    days = []
    for game in games:
        game.advance()
        days.append(game.table.now.alliances.relationship_days[3])
    assert days[0] > 0
    assert days[1] == 0


def test_one_vision_may_be_offered_a_year():
    game = Game(Opening(quarters=6))
    with pytest.raises(ProblemsError, match="one offer in 4 quarters"):
        game.move(0, Move(accounts={"vision": {1: 1, 2: 1}}))
    for quarter in range(6):
        assert game.may_offer(0) is (quarter in (0, 4, 5))
        if quarter in (0, 3):
            offer = Move(accounts={"vision": {quarter: 1}})
            if quarter == 0:
                game.move(0, offer)
            else:
                with pytest.raises(ProblemsError):
                    game.move(0, offer)
        game.advance()
        game.advance()


def test_rivals_do_not_feel_a_move_before_the_next_quarter():
    games = [random_game(k, SHORT, 2) for k in (1, 2)]
    theirs = [g.table.now.alliances.profit[10:20] for g in games]
    assert (theirs[0] == theirs[1]).all()


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (Move({"push": 1.0}), "push: given at the plan; it is not decided then"),
        (Move({"relationship_share": 1.5}), "must be from 0 to 1"),
        (Move({"relationship_share": float("nan")}), "must be a number"),
        (Move({"relationship_share": [0.5]}), "must be a number"),
        (Move({"relationship_share": True}), "must be a number"),
        (Move({"relation_share": 0.5}), "did you mean relationship_share?"),
        (Move(accounts={"push": {1: 1}}), "push: given at the plan; it is decided at the close"),
        (Move(accounts={"attention": {15: 1}}), "account 15 given; there are 0 to 14"),
        (Move(accounts={"attention": {"1": 1}}), "account '1' given"),
        (Move(accounts={"attention": {1: 11}}), "must be from 0 to 10"),
        (Move(accounts={"charm": {1: 1}}), "no account decision 'charm'"),
        (Move(answers={"trust": 2}), "trust: 2 given; must be from 0 to 1"),
        (Move(answers={"weather": 2}), "no question 'weather'"),
    ],
)
def test_what_cannot_be_played_is_refused_and_changes_nothing(move, words):
    game = Game(SHORT)
    with pytest.raises(ProblemsError) as refused:
        game.move(0, move)
    assert words in str(refused.value)
    assert game.log == {}


def test_all_that_is_wrong_with_a_move_is_told_at_once():
    game = Game(SHORT)
    with pytest.raises(ProblemsError) as refused:
        game.move(0, Move({"push": 1.0, "control": 2}, {"attention": {15: 1}}))
    assert len(refused.value.problems) == 3


def test_questions_are_answered_when_they_are_asked():
    game = Game(SHORT)
    game.move(0, Move(answers={"trust": 0.5, "revenue": 900}))
    game.advance()
    game.advance()
    with pytest.raises(ProblemsError, match="nothing is asked in quarter 2"):
        game.move(0, Move(answers={"trust": 0.5}))


def test_nothing_goes_on_once_the_game_is_over():
    game = play_out(Opening(quarters=1), lambda game, seat: None)
    assert game.is_over
    for refused in (game.advance, lambda: game.move(0, Move()), lambda: game.strike("pandemic")):
        with pytest.raises(ProblemsError):
            refused()
    with pytest.raises(ProblemsError, match="nobody plays it"):
        game.see(1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"seats": ()}, "must be some vendors, each once"),
        ({"seats": (0, 0)}, "must be some vendors, each once"),
        ({"seats": (6,)}, "vendors are 0 to 5"),
        ({"quarters": 0}, "must be from 1 to 40"),
        ({"seed": -1}, "must not be negative"),
        ({"scenario": "flood"}, "scenario: 'flood' given"),
        ({"house": "nobody"}, "house: 'nobody' given"),
        ({"parameters": {"trust_gain": 9}}, "trust_gain: 9 given"),
        ({"population": {"vendors": 1}}, "vendors: 1 given"),
    ],
)
def test_an_opening_that_cannot_be_played_is_refused(given, words):
    with pytest.raises(ProblemsError) as refused:
        Opening(**given)
    assert words in str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"model": 1}', "\x00", "null", "3"])
def test_what_is_no_game_is_refused(text):
    with pytest.raises(ProblemsError):
        Game.from_json(text)


def test_a_game_of_another_model_is_refused():
    told = json.loads(Game(SHORT).to_json()) | {"model": "abc"}
    with pytest.raises(ProblemsError, match="played on model abc"):
        Game.from_json(json.dumps(told))


def test_six_seats_play_in_one_market():
    opening = Opening(seats=tuple(range(6)), quarters=3)
    game = random_game(3, opening)
    assert all(len(game.books(seat)) == 3 for seat in range(6))


def test_moves_survive_being_told_in_plain():
    luck = np.random.default_rng(0)
    for beat in ("plan", "close"):
        move = random_move(luck, beat, 0)
        assert Move.from_plain(json.loads(json.dumps(move.to_plain()))) == move


def test_asking_plays_as_its_name_says():
    game = play_out(Opening(quarters=3), asking({1}))
    assert [b.asked for b in game.books(0)] == [0, 10, 0]
