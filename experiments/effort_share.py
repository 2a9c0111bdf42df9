"""The effort share: how much of the work should go to the relationship?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, band
from experiments.frame import Experiment, Range, Row, above
from experiments.publish import main
from sim.base.arrays import Array
from sim.ensemble.worlds import Worlds, member

QUESTION = "Which share of effort on the relationship earns most in five years?"
FACTS = {"5": "Both relationship and revenue need effort, about equally"}
SHARES = np.linspace(0, 1, 11)
SWEEP = [member("balanced", relationship_share=round(float(share), 1)) for share in SHARES]


def profits(worlds: Worlds) -> Array:
    """Return 5-year profit, shape (worlds, shares)."""
    return np.stack([result.total("profit") for result in worlds.run(*SWEEP)], axis=1)


def rows(worlds: Worlds) -> list[Row]:
    """Sweep the share and compare the best one with both ends."""
    profit = profits(worlds)
    best = 1 + int(np.argmax(profit.mean(axis=0)[1:-1]))
    by = ("inner_circle", "factor_decay")
    table = [
        ("5a", f"5-year profit, best share inside ({SHARES[best]:.1f}) minus relationship only (1)",
         "k€", above(0), profit[:, best] - profit[:, -1]),
        ("5b", f"5-year profit, best share inside ({SHARES[best]:.1f}) minus revenue only (0)",
         "k€", above(0), profit[:, best] - profit[:, 0]),
        ("5c", "best share, world by world", "1", Range(0.35, 0.65),
         SHARES[np.argmax(profit, axis=1)]),
    ]  # fmt: skip
    return [Row(i, what, values, unit, ok, mechanisms=by) for i, what, unit, ok, values in table]


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw profit over the share."""
    band(ax, profits(worlds) / 1000, "balanced otherwise", BLUE, list(SHARES))
    ax.axvline(0.5, color=GREY, linewidth=0.8, linestyle="--")
    ax.set(xlabel="share of effort on the relationship (1)", ylabel="5-year profit (M€)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say where the best share is and what both ends cost."""
    return [
        f"World by world the best share of effort on the relationship is {row['5c'].mean:.2f} on "
        "average: about equal, a little more on planting.",
        f"Work on the relationship alone earns {row['5a'].mean / 1000:.1f} M€ less in five years "
        "than the best mixture, because nobody harvests.",
        f"Work on revenue alone earns {row['5b'].mean / 1000:.1f} M€ less.",
    ]


EXPERIMENT = Experiment("effort_share", QUESTION, FACTS, rows, {"5": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
