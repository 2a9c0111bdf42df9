"""Twins: the same luck, exactly; asks undone one by one and in turn; entries add up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from games import asking, play_out, random_game

from sim import policies
from sim.base.problems import ProblemsError
from sim.play.entries import account_entries
from sim.play.opening import Opening
from sim.play.rules import SUCCESSOR_QUARTERS
from sim.play.twins import play, twins

ASKS = {1, 3, 4}


@pytest.fixture(scope="module")
def game():
    return play_out(Opening(seats=(0, 2), quarters=6), asking(ASKS))


@pytest.fixture(scope="module")
def found(game):
    return twins(game, 2, ("balanced", "transactional"))


def test_the_twin_that_changes_nothing_is_the_game_to_the_bit():
    game = random_game(11, Opening(seats=(0, 1, 4), quarters=5))
    for seat in (0, 1, 4):
        own = [b.profit for b in game.books(seat)]
        assert twins(game, seat).outcome("profit", "you")[:5].tolist() == own


def test_a_copy_is_the_same_alone_and_among_others(game, found):
    mine = {key: move for key, move in game.log.items() if key[2] == 2}
    alone = play(game.opening, [mine], 2, game.log)
    for name, values in alone.outcomes.items():
        assert (values[0] == found.outcome(name, "you")).all(), name


def test_a_twin_that_follows_the_house_policy_is_simulate_to_the_bit():
    from sim.run.setting import Setting
    from sim.run.simulate import simulate

    policy = policies.find("adaptive")
    paths = play(Opening(quarters=6, house="adaptive"), [policy] * 3, 0)
    run = simulate([policy], Setting(replications=1))["adaptive"].outcomes
    for name, values in paths.outcomes.items():
        assert values[1, :6].tolist() == run[name][0, :6].tolist(), name


def test_an_ask_undone_leaves_the_past_alone_and_takes_its_gain(found):
    for ask in found.asks:
        gain = found.outcome("profit", "you") - found.outcome("profit", f"without {ask.quarter}")
        assert (gain[: ask.quarter] == 0).all()
        assert ask.at_once == gain[ask.quarter] > 0
        assert ask.later == pytest.approx(gain[ask.quarter + 1 :].sum())


def test_asks_undone_in_turn_add_up_to_all_of_them(found):
    assert sorted(ask.quarter for ask in found.asks) == sorted(ASKS)
    total = sum(ask.in_turn for ask in found.asks)
    assert total == pytest.approx(found.cost_of_asking, abs=1e-9)
    assert sum(ask.alone for ask in found.asks) != pytest.approx(total, rel=0.01)


def test_who_never_asked_has_nothing_to_undo():
    game = play_out(Opening(quarters=2), asking(set()))
    found = twins(game, 0)
    assert found.asks == ()
    assert found.cost_of_asking == 0


def test_rivals_moves_are_held(game, found):
    def other(track):
        paths = play(game.opening, [track], 2, game.log)
        return paths.outcomes["profit"][0, 0]

    lonely = play(game.opening, [{}], 2, {})
    assert other({}) == lonely.outcomes["profit"][0, 0]  # nothing is felt at once
    busy = play(game.opening, [{}], 2, game.log).outcomes["profit"][0]
    assert (busy != lonely.outcomes["profit"][0]).any()


def test_the_last_quarter_cannot_be_sold_out():
    """With the successor's year, an ask in the last quarter alone does not pay on average."""
    totals, at_once = [], []
    for seed in range(12):
        game = play_out(Opening(seed=seed, quarters=8), asking({7}))
        (ask,) = twins(game, 0).asks
        totals.append(ask.alone)
        at_once.append(ask.at_once)
    assert np.mean(at_once) > 0
    assert np.mean(totals) < -abs(np.mean(at_once))
    assert SUCCESSOR_QUARTERS == 4


def test_events_strike_twins_too():
    game = play_out(Opening(quarters=4), asking(set()), 2)
    game.strike("pandemic")
    while not game.is_over:
        game.advance()
    own = [b.profit for b in game.books(0)]
    assert twins(game, 0).outcome("profit", "you")[:4].tolist() == own


def test_the_entries_of_a_quarter_add_up(game):
    table = game.table
    entries = account_entries(game, 2, 5, 3, ("trust", "discount"))
    trust = [e for e in entries if e.column == "trust"]
    assert trust[-1].after == table.now.alliances.trust[table.rows_of(2)[3]]
    for earlier, later in pairwise(trust):
        assert earlier.after == later.before
    (judged,) = [e for e in trust if e.phase == "trust.judge"]
    assert judged.about.startswith("Move trust on both sides")
    before = account_entries(game, 2, 4, 3, ("trust",))[-1].after
    assert trust[0].before == before


def test_entries_are_refused_of_what_is_not_there(game):
    for quarter, account, column in ((6, 0, "trust"), (0, 15, "trust"), (0, 0, "luck")):
        with pytest.raises(ProblemsError):
            account_entries(game, 2, quarter, account, (column,))
