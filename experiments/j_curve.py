"""The J-curve: planting first costs profit at once, and from when on it stays ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, band, legend
from experiments.frame import Experiment, Range, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.compare.crossover import crossover_quarter
from sim.ensemble.worlds import QUARTERS, Worlds
from sim.market.population import Population

QUESTION = "How deep does profit fall when a vendor plants first, and when does it pay?"
FACTS = {"2": "The J-curve: the relationship costs first and pays later"}


def rows(worlds: Worlds) -> list[Row]:
    """Compare cumulative profit of relationship-first and transactional vendors."""
    first, push, balanced = worlds.run("relationship_first", "transactional", "balanced")
    all_first, all_push = worlds.run("relationship_first", "transactional", everyone=True)
    ahead = first.cumulative("profit") - push.cumulative("profit")
    vendors = Population().vendors
    circle = ("ask_hurts_trust", "inner_circle")
    table = [
        ("2a", "profit, relationship-first minus transactional, quarter 1", "k€", below(0),
         ahead[:, 0], ("pull_forward",)),
        ("2b", "deepest cumulative shortfall", "k€", below(0), ahead.min(axis=1),
         ("pull_forward",)),
        ("2c", "quarter from which cumulative profit stays ahead (never: 21)", "q", Range(2, 20),
         crossover(ahead), ("pull_forward", *circle)),
        ("2d", "5-year profit, relationship-first minus transactional", "k€", above(0),
         ahead[:, -1], circle),
        ("2e", "5-year profit, balanced minus transactional", "k€", above(0),
         balanced.total("profit") - push.total("profit"), circle),
        ("2f", "5-year profit a vendor, all relationship-first minus all transactional", "k€",
         above(0), (all_first.total("profit") - all_push.total("profit")) / vendors, circle),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, mechanisms=by) for i, what, unit, ok, v, by in table]


def crossover(ahead: Array) -> Array:
    """Return the quarter from which a lead stays above 0, one a world; 21 where it never does."""
    _, each = crossover_quarter(ahead)
    return np.where(np.isnan(each), QUARTERS + 1, each)


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw cumulative profit of both planting vendors over the transactional one's."""
    first, push, balanced = (
        r.cumulative("profit") / 1000
        for r in worlds.run("relationship_first", "transactional", "balanced")
    )
    band(ax, first - push, "relationship first", BLUE)
    band(ax, balanced - push, "balanced", VERMILION)
    ax.axhline(0, color="grey", linewidth=0.8)
    ax.set(xlabel="quarter")
    ax.set_ylabel("cumulative profit over\ntransactional (M€)")
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how deep, how long and how much."""
    return [
        f"Planting first earns {-row['2a'].mean:.0f} k€ less in the first quarter and falls "
        f"{-row['2b'].mean:.0f} k€ behind at its deepest.",
        f"From quarter {row['2c'].mean:.1f} on cumulative profit stays ahead, and after five years "
        f"the lead is {row['2d'].mean / 1000:.1f} M€.",
        f"If all vendors plant, each earns {row['2f'].mean / 1000:.1f} M€ more than if all push: "
        "the gain is not taken from rivals.",
    ]


EXPERIMENT = Experiment("j_curve", QUESTION, FACTS, rows, {"2": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
