"""The bench of a game: whom a player approaches, whom it works on again, and what it then sees."""

from __future__ import annotations

import numpy as np
import pytest
from games import play_out, random_game

from sim import policies
from sim.play.best_found import BEST_FOUND
from sim.play.game import Game
from sim.play.moves import Move
from sim.play.opening import Opening
from sim.play.twins import twins, twins_of_all
from sim.run.setting import Setting
from sim.run.simulate import simulate

BENCH = range(10, 15)


def with_lost(*numbers: int, signing_reputation: float = 0.05, **given) -> Game:
    """Return a game whose seat has lost some accounts, and where prospects sign gladly."""
    parameters = {"signing_reputation": signing_reputation}
    game = Game(Opening(quarters=6, parameters=parameters, **given))
    game.table.now.alliances.status[list(numbers)] = 2
    return game


def approached(game: Game) -> list[int]:
    """Return the prospects that the seat approached this quarter."""
    rows = game.table.rows_of(0)
    return np.flatnonzero(game.table.now.alliances.approached[rows]).tolist()


def test_the_bench_is_the_default_one_and_starts_as_prospects():
    seen = Game(Opening()).see(0)
    assert [a.number for a in seen.accounts if a.status == "prospect"] == list(BENCH)
    assert seen.empty == 0


def test_prospects_are_approached_where_seats_are_empty_and_only_those_named():
    game = with_lost(2, 5)
    assert game.see(0).empty == 2
    game.move(0, Move(accounts={"recruit": {11: 1, 14: 1}}))
    game.advance()
    assert approached(game) == [11, 14]
    nobody = with_lost(2, 5)
    nobody.advance()
    assert approached(nobody) == []
    full = Game(Opening(quarters=6))
    full.move(0, Move(accounts={"recruit": {11: 1, 14: 1}}))
    full.advance()
    assert approached(full) == []


def test_of_those_named_the_more_promising_gets_the_only_seat():
    every = with_lost(2)
    every.move(0, Move(accounts={"recruit": dict.fromkeys(BENCH, 1)}))
    every.advance()
    rows = every.table.rows_of(0)
    promise = every.table.now.alliances.promise[rows]
    (best,) = approached(every)
    assert best == max(BENCH, key=lambda number: promise[number])
    rest = with_lost(2)
    rest.move(0, Move(accounts={"recruit": {n: 1 for n in BENCH if n != best}}))
    rest.advance()
    assert approached(rest) == [max(set(BENCH) - {best}, key=lambda number: promise[number])]


def test_one_left_out_by_name_is_not_approached_whatever_the_lever():
    game = with_lost(2)
    game.move(0, Move({"recruit": 1.0}))
    game.advance()
    (best,) = approached(game)
    again = with_lost(2)
    again.move(0, Move({"recruit": 1.0}, {"recruit": {best: 0}}))
    again.advance()
    assert approached(again) != [best]
    assert len(approached(again)) == 1


def test_who_signs_is_told_and_is_a_partner_in_the_next_quarter():
    game = with_lost(2)
    game.move(0, Move(accounts={"recruit": dict.fromkeys(BENCH, 1)}))
    while not game.books(0) or not game.books(0)[-1].signed:
        game.advance()
    (name,) = game.books(0)[-1].signed
    (account,) = [a for a in game.see(0).accounts if a.name == name]
    assert account.status == "partner"
    assert account.promise is None
    assert game.see(0).empty == 0


def test_who_is_won_back_is_told():
    game = Game(Opening(quarters=4))
    rows, alliance = game.table.rows_of(0), game.table.now.alliances
    alliance.status[rows[3]] = 1
    alliance.intent[rows[3]] = alliance.trust[rows[3]] = 0.9
    game.move(0, Move(accounts={"win_back": {3: 1.0}}))
    while not game.is_over:
        game.advance()
    name = game.see(0).accounts[3].name
    assert [b.returned for b in game.books(0)].count((name,)) == 1


def test_a_team_whose_partner_is_left_alone_has_an_empty_seat():
    game = Game(Opening(quarters=2))
    game.move(0, Move(accounts={"leave": {4: 1}}))
    game.advance()
    assert game.see(0).empty == 1


@pytest.mark.parametrize("name", ["burn_and_churn", "renewal"])
def test_a_policy_that_recruits_is_simulate_to_the_bit_as_a_twin(name):
    game = play_out(Opening(quarters=12, house=name), lambda game, seat: None)
    found = twins(game, 0, [name])
    run = simulate([name], Setting(replications=1))[name].outcomes
    assert run["signed"][0].sum() > 0
    for outcome, values in found.paths.outcomes.items():
        mine = values[found.names.index(name)]
        assert mine[:12].tolist() == run[outcome][0, :12].tolist(), outcome


def test_seats_of_a_room_debriefed_together_are_what_each_is_alone():
    game = random_game(4, Opening(seats=(0, 1, 4), quarters=5))
    together = twins_of_all(game, (0, 1, 4), ["balanced"])
    for seat in (0, 1, 4):
        alone = twins(game, seat, ["balanced"])
        assert together[seat].asks == alone.asks
        for outcome, values in alone.paths.outcomes.items():
            assert (together[seat].paths.outcomes[outcome] == values).all(), outcome


def test_the_best_found_earns_more_than_every_named_policy_without_a_vision():
    named = [p for p in map(policies.find, policies.names()) if not _offers(p)]
    found = simulate([BEST_FOUND, *named], Setting(replications=24, seed=77))
    totals = {name: result.total("profit").mean() for name, result in found.items()}
    assert max(totals, key=lambda name: totals[name]) == BEST_FOUND.name
    assert not _offers(BEST_FOUND)


def _offers(policy: policies.Policy) -> bool:
    return isinstance(policy, policies.Preset) and policy.levers.vision > 0
