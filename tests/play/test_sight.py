"""A manager sees its books and what is said, and nothing of what partners feel."""

from __future__ import annotations

import numpy as np
import pytest
from games import asking, play_out, random_game

from sim.play.game import Game
from sim.play.moves import Move
from sim.play.opening import Opening
from sim.play.rules import COMPLAINTS, VOICE, bonus, complaints
from sim.play.table import state_of

HIDDEN = (
    "trust",
    "vendor_trust",
    "intent",
    "loyalty",
    "damage",
    "factors",
    "viewed",
    "value_estimate",
    "culture_gap",
    "low_intent_quarters",
)


@pytest.mark.parametrize("beats", [3, 4])
def test_no_hidden_state_shows(beats):
    game = random_game(2, Opening(quarters=4), beats)
    before = game.see(0)
    for name in HIDDEN:
        values = getattr(game.table.now.alliances, name)
        setattr(game.table.now.alliances, name, np.flip(values, axis=-1).copy())
    game.table.now.partners.horizon = 1.0 - game.table.now.partners.horizon
    game.table.now.partners.value = 1.0 - game.table.now.partners.value
    game._views.clear()
    assert game.see(0) == before


def test_looking_changes_nothing():
    game, unseen = (random_game(2, Opening(quarters=4), 3) for _ in range(2))
    game.see(0)
    assert game.same_state(unseen)
    game.advance()
    unseen.advance()
    assert game.same_state(unseen)
    assert state_of(game.table.now).keys() == state_of(unseen.table.now).keys()


def test_what_an_ask_would_bring_is_what_it_brings():
    game = Game(Opening(quarters=2))
    game.advance()
    seen = game.see(0)
    assert seen.gap == pytest.approx(seen.quota - seen.closed)
    assert seen.gap > 0
    game.move(0, Move({"push": 1.0}))
    game.advance()
    (books,) = game.books(0)
    assert books.revenue == pytest.approx(seen.closed + sum(a.pull for a in seen.accounts))
    assert books.bonus == pytest.approx(seen.bonus_with)
    assert seen.bonus_with > seen.bonus_without


def test_nothing_can_be_pulled_in_without_a_gap():
    game = Game(Opening(quarters=1, parameters={"quota_share": 0.1}))
    game.advance()
    seen = game.see(0)
    assert seen.gap == 0
    assert all(a.pull == 0 for a in seen.accounts)


def test_at_the_plan_nobody_knows_what_will_close():
    game = Game(Opening(quarters=2))
    seen = game.see(0)
    assert (seen.closed, seen.gap, seen.bonus_with) == (0, 0, 0)
    assert all(a.closed == a.pull == 0 and a.score is None for a in seen.accounts)
    game.advance()
    game.advance()
    later = game.see(0)
    assert all(40 < a.score < 80 for a in later.accounts[:10])
    assert all(a.score is None and -1 < a.promise < 2 for a in later.accounts[10:])
    assert all(a.promise is None for a in (*seen.accounts, *later.accounts[:10]))
    assert [b.quarter for b in later.books] == [0]
    assert (seen.quarter, later.quarter) == (0, 1)
    assert later.quota == pytest.approx(1.01 * seen.quota)
    game.advance()
    assert game.see(0).quota == later.quota
    game.advance()
    assert game.books(0)[1].quota == later.quota


def test_lost_accounts_are_told():
    game = play_out(Opening(quarters=16), asking(set(range(16))))
    left = [name for books in game.books(0) for name in books.left]
    gone = [a.name for a in game.see(0).accounts[:10] if a.status != "partner"]
    assert set(gone) == set(left) != set()


def test_a_bonus_worked_by_hand():
    assert bonus(0.25) == bonus(0.1) == 0
    assert bonus(1.0) == 12
    assert bonus(0.625) == 6
    assert bonus(3.0) == 18


@pytest.mark.parametrize("asked", [set(), set(range(0, 12, 2)), set(range(12))])
def test_an_ask_pays_its_manager_in_most_quarters_with_a_gap(asked):
    pays = []
    for seed in range(6):
        game = Game(Opening(seats=(0, 3), seed=seed, quarters=12))
        while not game.is_over:
            for seat in game.opening.seats if game.beat == "close" else ():
                seen = game.see(seat)
                if seen.gap > 0:
                    pays.append(seen.bonus_with > seen.bonus_without)
                if game.quarter in asked:
                    game.move(seat, Move({"push": 1.0}))
            game.advance()
    assert np.mean(pays) >= 0.8


def felt(**given):
    calm = {"breach": 0.0, "demand": 0.0, "contact": 1.0}
    return {name: np.array([value], float) for name, value in (calm | given).items()}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ()),
        ({"breach": 0.13}, ("Quarter-end again?",)),
        ({"breach": 0.33}, ("That is not how partners work.",)),
        ({"demand": 0.17}, ("What about the price?",)),
        ({"demand": 0.35}, ("We insist on a better price.",)),
        ({"contact": 0.2}, ("We hardly see you.",)),
        ({"breach": 0.13, "contact": 0.2}, ("Quarter-end again?", "We hardly see you.")),
    ],
)
def test_what_partners_say(given, said):
    here, quiet = np.array([True]), np.array([VOICE])
    assert complaints(felt(**given), np.array([0.0]), here) == [said]
    assert complaints(felt(**given), quiet, here) == [()]
    assert complaints(felt(**given), np.array([0.0]), ~here) == [()]


def test_complaints_read_columns_that_exist():
    game = random_game(1, Opening(quarters=1))
    for group in COMPLAINTS:
        for kind in group:
            assert hasattr(game.table.now.alliances, kind.column)
