"""A joint vision on a 55-point alliance: the score within 90 days, fivefold within 18 months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, VERMILION, band, legend
from experiments.frame import BUILT_IN, EMERGENT, RULE, Experiment, Range, Row, above, below
from experiments.publish import main
from sim.ensemble.figures import (
    LATER,
    NO_VISION,
    WATCHED,
    growth,
    score_gained,
    start_at_55,
    start_score,
    visions,
)
from sim.ensemble.worlds import Worlds, mean_where, over

QUESTION = "What does a joint vision do to alliances that score 55 of 100?"
FACTS = {
    "4": "A vision lifts the score in 90 days and business fivefold in 18 months",
    "21": "Pricing issues ease in committed alliances",
}


def rows(worlds: Worlds) -> list[Row]:
    """Follow alliances that commit in the first quarter, with the vision and without."""
    vst, none, committed = visions(worlds)
    before = start_score(vst)
    after, without = vst.panel["score"][:, 0], none.panel["score"][:, 0]
    (every,) = worlds.run("vst", everyone=True)
    eased = every.panel["discount"][:, 11] - every.panel["discount"][:, 0]
    plain_vst, balanced = worlds.run("vst", "balanced")
    vision = ("inner_circle", "one_team_exponent", "selectivity")
    table = [
        ("4a", "score before the vision, committed alliances", "pt", Range(50, 60), BUILT_IN,
         mean_where(before, committed), ()),
        ("4b", "score one quarter on minus before", "pt", Range(5, 10), RULE,
         score_gained(worlds), ("setup_days",)),
        ("4b'", "score one quarter on, with the vision minus without", "pt", above(0),
         RULE, mean_where(after - without, committed), ()),
        ("4c", "revenue 6 quarters on over revenue at the start", "x", Range(4, 6), EMERGENT,
         growth(vst, none, committed), ("regions", "one_team_exponent")),
        ("4d", "revenue 6 quarters on over the start, without the vision", "x", below(2), EMERGENT,
         growth(none, none, committed), ("selectivity",)),
        ("4e", "regions open 6 quarters on (home counts as 1)", "regions", Range(3, 5), EMERGENT,
         1 + mean_where(vst.panel["regions"][:, LATER - 1], committed), ("regions",)),
        ("4f", "5-year profit a vendor, VST minus balanced", "k€", above(0), EMERGENT,
         plain_vst.total("profit") - balanced.total("profit"), vision),
        ("21", "discount at q12 minus at the start, committed alliances", "1", below(0), EMERGENT,
         mean_where(eased, every.panel["committed"][:, 11]), ("discount_ratchet", "inner_circle")),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, kind, by) for i, what, unit, ok, kind, v, by in table]


def draw_growth(ax: Axes, worlds: Worlds) -> None:
    """Draw revenue of the committed over the start, with and without the vision."""
    results = worlds.run("vst", NO_VISION, start=start_at_55, panel=WATCHED)
    chosen = results[0].panel["committed"][:, 0][:, None]
    start = (results[1].panel["revenue"] * chosen).sum(axis=2)[:, :1]
    for result, label, colour in zip(
        results, ("with the vision", "without"), (BLUE, VERMILION), strict=True
    ):
        revenue = (result.panel["revenue"] * chosen).sum(axis=2)[:, :8]
        band(ax, over(revenue, np.repeat(start, 8, axis=1)), label, colour)
    ax.axhline(5, color=GREY, linewidth=0.8, linestyle="--")
    ax.annotate("fivefold", (1, 5), textcoords="offset points", xytext=(0, 3), fontsize=8)
    ax.set(xlabel="quarter", ylabel="revenue over the start (x)", ylim=0)
    legend(ax)


def draw_discount(ax: Axes, worlds: Worlds) -> None:
    """Draw the going discount under the vision and under the push, all vendors alike."""
    for name, colour in (("vst", BLUE), ("transactional", VERMILION)):
        (result,) = worlds.run(name, everyone=True)
        if name == "vst":
            chosen = result.panel["committed"][:, 11][:, None]
            values = (result.panel["discount"] * chosen).sum(axis=2)
            count = np.repeat(chosen.sum(axis=2), values.shape[1], axis=1)
            band(ax, 100 * over(values, count), "committed to a vision", colour)
        else:
            band(ax, 100 * result.outcomes["discount"], "under the push, all", colour)
    ax.set(xlabel="quarter", ylabel="going discount (%)", ylim=0)
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what the vision brings."""
    return [
        f"Alliances that start at {row['4a'].mean:.0f} points and commit gain {row['4b'].mean:.1f} "
        "points within a quarter.",
        f"Six quarters on they bring {row['4c'].mean:.1f} times the revenue of the start, from "
        f"{row['4e'].mean:.1f} regions, against {row['4d'].mean:.1f} times without the vision.",
        f"Over five years VST earns a vendor {row['4f'].mean / 1000:.0f} M€ more than balance; the "
        "case behind it ends after 18 months, so take years 3 to 5 as an upper bound.",
    ]


EXPERIMENT = Experiment(
    "vst_on_55", QUESTION, FACTS, rows, {"4": draw_growth, "21": draw_discount}, sentences
)

if __name__ == "__main__":
    main(EXPERIMENT)
