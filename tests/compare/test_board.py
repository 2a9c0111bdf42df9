"""Boards that lose nerve: when they leave for the push, and what they then earn."""

from __future__ import annotations

import numpy as np

from sim.base.intervals import Interval
from sim.compare.board import Board, boards, first_left
from sim.compare.switching import Then
from sim.ensemble.worlds import Worlds
from sim.plots import plot_cliff
from sim.plots.cliff import headline
from sim.policies import find


def test_a_board_leaves_after_so_many_quarters_behind_in_a_row():
    behind = np.array([[1, 1, 0, 1, 1, 1], [0, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0]], bool)
    assert first_left(behind, 1).tolist() == [2, 3, 7]
    assert first_left(behind, 2).tolist() == [3, 4, 7]
    assert first_left(behind, 3).tolist() == [7, 5, 7]


def test_under_a_board_nothing_changes_before_it_leaves_and_all_follows_the_push_after():
    worlds, policy, push = Worlds(7, 6), find("relationship_first"), find("transactional")
    run = lambda p: worlds.run(p)[0]  # noqa: E731
    stay = run(policy).outcomes["profit"]
    hasty, patient, endless = boards(policy, push, run, (1, 4, 20))
    assert (hasty.left < patient.left).all()
    for board in (hasty, patient):
        for world, quarter in enumerate(board.left):
            turned = run(Then(policy, push, int(quarter))).outcomes["profit"]
            assert (board.profit[world] == turned[world]).all()
            assert (board.profit[world, : quarter - 1] == stay[world, : quarter - 1]).all()
            assert board.profit[world, quarter - 1] != stay[world, quarter - 1]
    assert (endless.profit == stay).all()
    assert not endless.leaves.any()
    assert hasty.leaves.all()


def _boards(shares: dict[int, float]) -> list[Board]:
    """Return boards of ten worlds and four quarters, of which so many leave."""
    last, profit = 5, np.zeros((10, 4))
    return [
        Board(wait, np.where(np.arange(10) < 10 * share, 2, last), profit)
        for wait, share in shares.items()
    ]


def test_the_headline_says_how_long_is_too_short_and_how_long_is_enough():
    lost = [Interval(mean, mean - 100, mean + 100) for mean in (4000.0, 3500.0, 900.0, 390.0)]
    told = headline("VST", _boards({1: 1.0, 2: 1.0, 3: 0.9, 4: 0.1}), lost)
    assert told == "Bear 2 quarters behind and lose 3.50 M€; bear 4 and lose 390 k€"
    told = headline("VST", _boards({1: 1.0, 2: 0.9, 3: 0.9, 4: 0.1}), lost)
    assert told == "Bear 1 quarter behind and lose 4.00 M€; bear 4 and lose 390 k€"


def test_where_there_is_no_cliff_the_headline_says_what_leaving_costs_or_brings():
    slope = [Interval(mean, mean - 100, mean + 100) for mean in (4000.0, 3500.0)]
    told = headline("VST", _boards({1: 1.0, 2: 1.0}), slope)
    assert told == "VST: a board that leaves after a quarter behind gives up 4.00 M€"
    gain = [Interval(mean, mean - 100, mean + 100) for mean in (-400.0, -40.0)]
    told = headline("VST", _boards({1: 1.0, 2: 0.1}), gain)
    assert told == "VST: a board that leaves after a quarter behind gains 400 k€"


def test_the_figure_tells_each_board_s_loss_on_paper_and_on_a_phone():
    worlds = Worlds(7, 6)
    stay, push = worlds.run("vst", "transactional")
    some = boards(find("vst"), find("transactional"), lambda p: worlds.run(p)[0], (1, 20))
    for narrow in (False, True):
        figure = plot_cliff(stay, push, some, narrow)
        told = [text.get_text().replace("\n", " ") for text in figure.axes[2].texts]
        lost = (stay.total("profit") - some[0].profit.sum(axis=1)).mean() / 1000
        assert told == ["100% leave", f"{lost:.1f} M€", "0% leave", "0"]
