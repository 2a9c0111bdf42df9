"""The debrief's words and numbers, with hand-made input against exact text."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from games import asking, play_out

from sim.base.wording import money
from sim.play.debrief import CIRCLE, NAMED, asks_in_words, debrief, ranked
from sim.play.moves import Move
from sim.play.opening import Opening
from sim.play.sight import Account
from sim.play.signs import signs
from sim.play.twins import Ask, twins


class Found:
    """Twins as `asks_in_words` reads them."""

    def __init__(self, asks, cost):
        self.asks, self.cost_of_asking = asks, cost


def test_many_asks_in_words():
    asks = (Ask(0, 400.0, 0, 0), Ask(3, 234.0, 0, 0))
    assert asks_in_words(Found(asks, -4700.0)) == (
        "Your 2 asks brought 634 k€ in the quarters you made them, and cost 5.33 M€ in the "
        "quarters after. Taken together they left your firm 4.70 M€ poorer than the same you who "
        "never asked."
    )


def test_one_ask_that_paid_in_words():
    assert asks_in_words(Found((Ask(0, 40.0, 0, 0),), 50.0)) == (
        "Your ask brought 40 k€ in the quarter you made it, and brought 10 k€ in the quarters "
        "after. It left your firm 50 k€ richer than the same you who never asked."
    )


def test_no_ask_in_words():
    assert asks_in_words(Found((), 0.0)) == "You never asked: there is nothing to undo."


def desk(**given):
    usual = Account(0, "Almer", "partner", False, 60.0, 0.2, 50.0, (), {}, 40.0, 20.0)
    return (replace(usual, **given),)


def test_signs_before_an_ask():
    desks = [
        desk(),
        desk(says=("Quarter-end again?",), pull=19.0),
        desk(
            says=("Quarter-end again?", "We hardly see you."), score=54.9, discount=0.22, pull=15.0
        ),
    ]
    assert signs(desks, 2, 0) == [
        "New complaints. Almer: “We hardly see you.”",
        "1 score has fallen by 5 points or more: Almer (60 to 55).",
        "The going discount has risen from 20% to 22%.",
        "To ask all would bring 15 k€, less than the 20 k€ at your last ask.",
    ]


def test_no_signs_where_nothing_has_changed():
    assert signs([desk(), desk(), desk(score=55.1, discount=0.209)], 2, 0) == []
    assert signs([desk()], 0, None) == []


@pytest.fixture(scope="module")
def played():
    def decide(game, seat):
        if game.beat == "plan" and game.quarter in (0, 4):
            return Move(answers={"revenue": 1000.0, "trust": 0.5})
        return asking({1, 4})(game, seat)

    game = play_out(Opening(quarters=6), decide)
    return game, debrief(game, 0)


def test_the_debrief_is_plain_data_of_the_twins(played):
    game, told = played
    found = twins(game, 0, ("balanced", *NAMED))
    assert json.loads(json.dumps(told)) == told
    assert told["sentence"] == asks_in_words(found)
    assert told["par"] == found.profit("you") - found.profit("balanced")
    assert [line["twin"] for line in told["lines"]] == [
        "you",
        "never",
        "balanced",
        "transactional",
        "relationship_first",
        "best_found",
    ]
    assert told["lines"][0]["values"][-1] == pytest.approx(found.profit("you"))
    assert [ask["quarter"] for ask in told["asks"]] == [1, 4]
    assert len(told["circle"]) == len(CIRCLE)


def test_predictions_stand_beside_what_came(played):
    game, told = played
    found = twins(game, 0)
    revenue, trust = found.outcome("revenue", "you"), found.outcome("trust", "you")
    assert [(p["quarter"], p["said"], p["came"]) for p in told["predictions"]] == [
        (0, "1.00 M€", money(revenue[0])),
        (0, "50%", f"{100 * trust[4]:.0f}%"),
        (4, "1.00 M€", money(revenue[4])),
        (4, "50%", None),
    ]


def test_ranking_is_by_distance_to_the_own_twin():
    assert ranked({"A": -300.0, "B": 20.0, "C": -10.0}) == ["B", "C", "A"]
