"""Impatience: what a board gives up that leaves for the push while the relationship is behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, band, legend
from experiments.frame import NO_CLAIM, Experiment, Row, above
from experiments.publish import main
from sim.base.arrays import Array
from sim.compare.board import WAITS, Board, boards
from sim.ensemble.worlds import Worlds
from sim.plots import plot_cliff, save
from sim.policies import find

QUESTION = "What does a board's impatience cost?"
FACTS = {"32": "A board that loses nerve in the dip loses all: a cliff, not a slope"}
POLICIES = {"r": "relationship_first", "v": "vst"}
"""What boards leave; the letter stands for each in the rows of facts."""
PUSH = "transactional"
TOLD = (1, 2, 3, 4, 6, 8, 12)
"""Quarters of patience that have a row."""
CLAIMED = (1, 2, 3, 4)
"""Quarters of patience for which a loss is claimed; beyond, the dip is over in most worlds."""


def rows(worlds: Worlds) -> list[Row]:
    """Let the board of each policy lose nerve after so many quarters behind the push."""
    circle = ("pull_forward", "ask_hurts_trust")
    found = []
    for letter, policy in POLICIES.items():
        title = find(policy).title
        for board in boards_of(worlds, policy, TOLD):
            wait, lost = board.wait, given_up(worlds, policy, board)
            claim, by = (above(0), circle) if wait in CLAIMED else (NO_CLAIM, ())
            what = f"{title}: 5-year profit lost by a board that waits {wait} quarters behind"
            gone = board.leaves.astype(float)
            found += [
                Row(f"32{letter}{wait}", what, lost, "k€", claim, mechanisms=by),
                Row(f"32{letter}{wait}'", f"{title}: boards that then leave", gone, "1", NO_CLAIM),
            ]
    return found


def boards_of(worlds: Worlds, policy: str, waits: Sequence[int]) -> list[Board]:
    """Return boards of a policy that leave it for the push."""
    return boards(find(policy), find(PUSH), lambda p: worlds.run(p)[0], waits)


def given_up(worlds: Worlds, policy: str, board: Board) -> Array:
    """Return the 5-year profit that leaving costs, one a world."""
    stayed = worlds.run(policy)[0].total("profit")
    return np.asarray(stayed - board.profit.sum(axis=1))


def save_cliffs(worlds: Worlds, folder: Path) -> None:
    """Write the figure to teach with of each policy, as `alliances experiment=patience` does."""
    for policy in POLICIES.values():
        stay, push = worlds.run(policy, PUSH)
        figure = plot_cliff(stay, push, boards_of(worlds, policy, WAITS))
        save(figure, folder, f"cliff_{policy}", ("png",))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw what is given up by quarters of patience, both policies."""
    for policy, colour in ((POLICIES["v"], VERMILION), (POLICIES["r"], BLUE)):
        lost = [given_up(worlds, policy, b) for b in boards_of(worlds, policy, WAITS)]
        band(ax, np.stack(lost, axis=1) / 1000, find(policy).title, colour, WAITS)
    ax.axhline(0, color="grey", linewidth=0.8)
    ax.set(xlabel="quarters behind that the board bears", ylabel="5-year profit given up (M€)")
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what nerves cost."""
    return [
        f"A board that leaves relationship-first for the push after one quarter behind gives up "
        f"{row['32r1'].mean / 1000:.1f} M€ of five years' profit; after four still "
        f"{row['32r4'].mean / 1000:.1f} M€, for it left just before the way up.",
        f"One that bears six quarters gives up {row['32r6'].mean / 1000:.1f} M€: "
        f"{row['32r6' + chr(39)].mean:.0%} of such boards leave at all.",
        f"Under VST, four quarters are enough: {row['32v3'].mean / 1000:.1f} M€ are lost by who "
        f"bears three, {row['32v4'].mean / 1000:.1f} M€ by who bears four.",
    ]


EXPERIMENT = Experiment("patience", QUESTION, FACTS, rows, {"32": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT, more=save_cliffs)
