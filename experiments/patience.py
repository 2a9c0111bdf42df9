"""Impatience: what a board gives up that leaves for the push while the relationship is behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.board import NEVER, POLICIES, given_up, leaving
from experiments.figures import BLUE, VERMILION, band, legend
from experiments.frame import NO_CLAIM, Experiment, Row, above
from experiments.patience_figure import save_cliffs
from experiments.publish import main
from sim.ensemble.worlds import Worlds
from sim.policies import find

QUESTION = "What does a board's impatience cost?"
FACTS = {"32": "A board that loses nerve in the dip loses all: a cliff, not a slope"}
WAITS = (1, 2, 3, 4, 6, 8, 12)
CLAIMED = (1, 2, 3, 4)
"""Quarters of patience for which a loss is claimed; beyond, the dip is over in most worlds."""


def rows(worlds: Worlds) -> list[Row]:
    """Let the board of each policy lose nerve after so many quarters behind the push."""
    circle = ("pull_forward", "ask_hurts_trust")
    found = []
    for letter, policy in POLICIES.items():
        title = find(policy).title
        for wait in WAITS:
            left = leaving(worlds, policy, wait)
            lost, gone = given_up(worlds, policy, left), (left < NEVER).astype(float)
            claim, by = (above(0), circle) if wait in CLAIMED else (NO_CLAIM, ())
            what = f"{title}: 5-year profit lost by a board that waits {wait} quarters behind"
            found += [
                Row(f"32{letter}{wait}", what, lost, "k€", claim, mechanisms=by),
                Row(f"32{letter}{wait}'", f"{title}: boards that then leave", gone, "1", NO_CLAIM),
            ]
    return found


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw what is given up by quarters of patience, both policies."""
    waits = range(1, 9)
    for policy, colour in ((POLICIES["v"], VERMILION), (POLICIES["r"], BLUE)):
        lost = [given_up(worlds, policy, leaving(worlds, policy, wait)) for wait in waits]
        band(ax, np.stack(lost, axis=1) / 1000, find(policy).title, colour, list(waits))
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
