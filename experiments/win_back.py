"""Winning back: can an account that fell to a mere vendor relation become a partner again?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, VERMILION, band, legend
from experiments.frame import (
    BUILT_IN,
    EMERGENT,
    NO_CLAIM,
    RULE,
    Experiment,
    Range,
    Row,
    above,
    below,
)
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.state import PARTNER, TRANSACTIONAL
from sim.ensemble.worlds import PANEL, Worlds, mean_where, member
from sim.run.result import Result

QUESTION = "Do accounts that were lost to a mere vendor relation come back, and is it worth it?"
FACTS = {"26": "A run-down account comes back by a vision, where the partner values partnership"}
RUN_DOWN = (("trust", 0.25), ("damage", 0.15), ("intent", 0.10))
LOST = (("status", TRANSACTIONAL), *RUN_DOWN)
KEPT = (("status", PARTNER), *RUN_DOWN)
TARGETED = member("vst", segmentation=1.5, win_back=1.0)
IDLE = member("vst", segmentation=1.5, win_back=0.0)
PLAIN, COURTING = "balanced", member("balanced", win_back=1.0)
WATCHED = (*PANEL, "partners", "returned")
LATER = 12


def rows(worlds: Worlds) -> list[Row]:
    """Start every account of the focal vendor run down, its status lost or kept."""
    won, idle, plain, courted = lost(worlds, TARGETED, IDLE, PLAIN, COURTING)
    kept, kept_plain = worlds.run(TARGETED, COURTING, states=KEPT, panel=WATCHED)
    valuing = worlds.alliances()["value"] >= 1
    back = won.panel["returned"]
    first = np.where(back.any(axis=1), 1 + np.argmax(back, axis=1), 0)
    by = ("win_back", "inner_circle")
    table = [
        ("26a", "run-down accounts that are partners after 3 years, VST that wins back, valuing "
         "partners", "1", above(0.3), RULE, partners_again(won, valuing), by),
        ("26b", "same, other partners", "1", below(0.2), RULE, partners_again(won, ~valuing), ()),
        ("26c", "same, valuing partners, no winning back", "1", Range(0, 0), BUILT_IN,
         partners_again(idle, valuing), ()),
        ("26d", "quarters until the return, of those that return", "q", Range(2, 12), EMERGENT,
         mean_where(first, first > 0), ("win_back",)),
        ("26e", "5-year profit, VST: winning back minus not", "k€", above(0), EMERGENT,
         won.total("profit") - idle.total("profit"), by),
        ("26f", "5-year profit, balanced (no vision): winning back minus not", "k€", below(0),
         EMERGENT, courted.total("profit") - plain.total("profit"), ("win_back",)),
        ("26g", "5-year profit, same accounts, status kept minus lost, VST that wins back", "k€",
         above(0), EMERGENT, kept.total("profit") - won.total("profit"), ()),
        ("26h", "5-year profit, same accounts, status kept minus lost, balanced that wins back",
         "k€", above(0), EMERGENT, kept_plain.total("profit") - courted.total("profit"), ()),
        ("26i", "5-year profit, run-down partners courted minus let go to customers, balanced",
         "k€", NO_CLAIM, EMERGENT, kept_plain.total("profit") - plain.total("profit"), ()),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, kind, names) for i, what, unit, ok, kind, v, names in table]


def lost(worlds: Worlds, *policies: object) -> list[Result]:
    """Return runs in which every account of the focal vendor has fallen."""
    return worlds.run(*policies, states=LOST, panel=WATCHED)  # type: ignore[arg-type]


def partners_again(result: Result, chosen: Array) -> Array:
    """Return the share of chosen accounts that are partners after three years, one a world."""
    return mean_where(result.panel["partners"][:, LATER - 1], chosen)


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw the share of run-down accounts that are partners again."""
    valuing = worlds.alliances()["value"] >= 1
    won, courted = lost(worlds, TARGETED, COURTING)
    for result, chosen, label, colour in (
        (won, valuing, "vision, partner values partnership", BLUE),
        (courted, valuing, "effort alone, same partners", VERMILION),
        (won, ~valuing, "vision, other partners", GREY),
    ):
        share = [mean_where(quarter, chosen) for quarter in
                 np.moveaxis(result.panel["partners"], 1, 0)]  # fmt: skip
        band(ax, 100 * np.stack(share, axis=1), label, colour)
    ax.set(xlabel="quarter", ylabel="partners again (%)", ylim=(0, 100))
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say who comes back and whether it pays."""
    return [
        f"Of run-down accounts whose partner values partnership {row['26a'].mean:.0%} are partners "
        f"again after three years of a vision, {row['26b'].mean:.0%} of the others; it takes "
        f"{row['26d'].mean:.1f} quarters.",
        f"Winning back by a vision brings {row['26e'].mean / 1000:+.1f} M€ in five years; by "
        f"effort without a vision {row['26f'].mean / 1000:+.1f} M€.",
        f"Not to have lost the status is worth {row['26g'].mean:.0f} k€ with a vision, "
        f"{row['26h'].mean:.0f} k€ without.",
    ]


EXPERIMENT = Experiment("win_back", QUESTION, FACTS, rows, {"26": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
