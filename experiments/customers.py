"""The end customer: who is sold too much too early does not buy again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, VERMILION, band, legend
from experiments.frame import EMERGENT, RULE, Experiment, Row, above, below
from experiments.publish import main
from experiments.score_and_revenue import spearman
from sim.base.arrays import Array
from sim.ensemble.worlds import PANEL, Worlds, at, mean_where, member, over
from sim.run.result import Result

QUESTION = "What does the way of selling do to the partner's customers, and they to business?"
FACTS = {"29": "Customers of a pushed alliance are worse served and buy less again"}
WATCHED = (*PANEL, "satisfaction")
UNASKED = member("transactional", push=0.0)
INDIFFERENT = (("customer_weight", 0.0),)
LATER = 12


def rows(worlds: Worlds) -> list[Row]:
    """Compare satisfaction under policies, and the push with and without customers that mind."""
    push, balanced, vst = worlds.run("transactional", "balanced", "vst", panel=WATCHED)
    unasked, asked = worlds.run(UNASKED, "transactional")
    by = ("customer",)
    table = [
        ("29a", "satisfaction at q12 of live accounts, transactional minus balanced", "1", below(0),
         RULE, of_live(push) - of_live(balanced), ()),
        ("29b", "satisfaction at q12 of live accounts, VST minus balanced", "1", above(0), EMERGENT,
         of_live(vst) - of_live(balanced), ()),
        ("29c", "Spearman, satisfaction at q4 and growth of revenue to year 4, all balanced, live",
         "1", above(0), EMERGENT, foretold(worlds), by),
        ("29d", "5-year profit, transactional minus balanced: with customers that mind minus "
         "without", "k€", below(0), EMERGENT, loss(worlds) - loss(worlds, INDIFFERENT), by),
        ("29e", "satisfaction at q4, transactional minus the same without the ask", "1", below(0),
         RULE, at(asked, "satisfaction", 4) - at(unasked, "satisfaction", 4), ("pull_forward",)),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, kind, names) for i, what, unit, ok, kind, v, names in table]


def of_live(result: Result) -> Array:
    """Return satisfaction at quarter 12 with accounts not ended, one a world."""
    is_live = result.panel["terminated"][:, LATER - 1] == 0
    return mean_where(result.panel["satisfaction"][:, LATER - 1], is_live)


def foretold(worlds: Worlds) -> Array:
    """Return the rank correlation of satisfaction with growth, of alliances live in year 4.

    Growth is revenue of year 4 over that of year 1.
    """
    (result,) = worlds.run("balanced", everyone=True, panel=WATCHED)
    revenue, is_live = result.panel["revenue"], result.panel["terminated"][:, 15] == 0
    growth = over(revenue[:, 12:16].sum(axis=1), revenue[:, :4].sum(axis=1))
    satisfied = result.panel["satisfaction"][:, 3]
    values = zip(satisfied, growth, is_live, strict=True)
    return np.array([spearman(s[None, ok], g[None, ok])[0] for s, g, ok in values])


def loss(worlds: Worlds, changes: tuple[tuple[str, float], ...] = ()) -> Array:
    """Return what the push earns over balance in five years, one a world."""
    push, balanced = worlds.run("transactional", "balanced", changes=changes)
    return push.total("profit") - balanced.total("profit")


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw satisfaction under three policies."""
    for name, colour in (("vst", BLUE), ("balanced", GREY), ("transactional", VERMILION)):
        (result,) = worlds.run(name, panel=WATCHED)
        band(ax, result.outcomes["satisfaction"], result.title, colour)
    ax.set(xlabel="quarter", ylabel="customer satisfaction (1)", ylim=(0, 1))
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what customers notice."""
    return [
        f"After three years customers of the push are {-row['29a'].mean:.2f} less satisfied than "
        f"those of a balanced vendor, and those of VST {row['29b'].mean:.2f} more.",
        f"Satisfaction in the first year foretells growth to year 4 with a rank correlation of "
        f"{row['29c'].mean:.2f}.",
        f"That customers mind costs the push another {-row['29d'].mean:.0f} k€ against balance in "
        "five years.",
    ]


EXPERIMENT = Experiment("customers", QUESTION, FACTS, rows, {"29": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
