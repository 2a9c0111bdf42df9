"""Micromanagement: a little control helps execution, more of it ruins morale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, band
from experiments.frame import NO_CLAIM, Experiment, Row, above, below
from experiments.publish import main
from sim.ensemble.worlds import Worlds, member

QUESTION = "How much control pays?"
FACTS = {"9": "No one is micromanaging: control pays only in small doses"}
LEVELS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)
SWEEP = [member("balanced", follow_up=0.1, control=level) for level in LEVELS]
FOLLOWED = [member("balanced", control=level) for level in (0.0, 0.1)]
"""The same with the follow-up of a balanced vendor, 0.4."""


def rows(worlds: Worlds) -> list[Row]:
    """Compare doses of control where follow-up is as little as in the status quo."""
    profit = dict(zip(LEVELS, (r.total("profit") for r in worlds.run(*SWEEP)), strict=True))
    none, little = (result.total("profit") for result in worlds.run(*FOLLOWED))
    table = [
        ("9a", "5-year profit, a little control (0.1) minus full micromanagement", above(0),
         profit[0.1] - profit[1.0], ()),
        ("9b", "5-year profit, a little control (0.1) minus none", above(0),
         profit[0.1] - profit[0.0], ("lost_time",)),
        ("9c", "5-year profit, half control (0.5) minus none", below(0), profit[0.5] - profit[0.0],
         ()),
        ("9d", "5-year profit, 0.1 control minus none, under good follow-up (0.4)", NO_CLAIM,
         little - none, ()),
    ]  # fmt: skip
    return [Row(i, what, values, "k€", ok, mechanisms=by) for i, what, ok, values, by in table]


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw profit over control, against no control."""
    profit = np.stack([r.total("profit") for r in worlds.run(*SWEEP)], axis=1)
    band(ax, (profit - profit[:, :1]) / 1000, "balanced, follow-up 0.1", BLUE, LEVELS)
    ax.axhline(0, color="grey", linewidth=0.8)
    ax.set(xlabel="control, 0 none to 1 full (1)", ylabel="5-year profit over no control (M€)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what control earns and costs."""
    return [
        f"Where nobody follows up, a little control earns {row['9b'].mean:.0f} k€ more in five "
        f"years than none; with good follow-up it earns {row['9d'].mean:+.0f} k€.",
        f"Half control already costs {-row['9c'].mean:.0f} k€ against none.",
        f"Full micromanagement costs {row['9a'].mean / 1000:.1f} M€ against a little: partners "
        "lose morale and answer with less.",
    ]


EXPERIMENT = Experiment("micromanagement", QUESTION, FACTS, rows, {"9": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
