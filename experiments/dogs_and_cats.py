"""Dogs and cats: what a culture gap costs, what bridges it, and when to walk away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, dots
from experiments.frame import EMERGENT, NO_CLAIM, RULE, Experiment, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.ensemble.worlds import Worlds, mean_where, member, over
from sim.market.population import Population
from sim.run.result import Result

QUESTION = "What does a culture gap cost, and do milestones or walking away help?"
FACTS = {
    "6": "Dogs and cats: a culture gap costs revenue; milestones bridge it",
    "23": "Minding culture beats plain balance",
}
MILESTONES = member("balanced", milestones=0.8)
WALKING = member("balanced", walk_gap=0.5)
SCARCE, AMPLE = (("capacity_days", 20.0),), (("capacity_days", 90.0),)


def rows(worlds: Worlds) -> list[Row]:
    """Regress on the gap; switch milestones on; walk away with scarce and with ample capacity."""
    plain, bridged = worlds.run("balanced", MILESTONES, everyone=True)
    facts = worlds.alliances(everyone=True)
    gap = facts["gap"]
    gain = (bridged.panel["profit"] - plain.panel["profit"]).sum(axis=1)
    aware, balanced = worlds.run("culture_aware", "balanced")
    by = ("culture_gap",)
    table = [
        ("6a", "relative slope of revenue (q5-20, over size) on the culture gap, all balanced",
         "1", below(0), RULE, relative_slope(gap, revenue_over_size(plain, facts["size"]))),
        ("6b", "milestones 0.8: 5-year profit gained per mismatched alliance (gap above 0.4)",
         "k€", above(0), RULE, mean_where(gain, gap > 0.4)),
        ("6c", "milestones 0.8: gained per matched alliance (gap below 0.15)", "k€", NO_CLAIM, RULE,
         mean_where(gain, gap < 0.15)),
        ("6d", "walk above gap 0.5, scarce days (20 each): 5-year profit gained a vendor", "k€",
         above(0), EMERGENT, walking_gain(worlds, SCARCE)),
        ("6e", "walk above gap 0.5, ample days (90 each): 5-year profit gained a vendor", "k€",
         below(0), EMERGENT, walking_gain(worlds, AMPLE)),
        ("23", "5-year profit, culture-aware minus balanced", "k€", above(0), RULE,
         aware.total("profit") - balanced.total("profit")),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, kind, by) for i, what, unit, ok, kind, v in table]


def walking_gain(worlds: Worlds, capacity: tuple[tuple[str, float], ...]) -> Array:
    """Return the 5-year profit a vendor that walking away adds, all vendors alike, by world."""
    walking, staying = worlds.run(WALKING, "balanced", changes=capacity, everyone=True)
    return (walking.total("profit") - staying.total("profit")) / Population().vendors


def revenue_over_size(result: Result, size: Array) -> Array:
    """Return revenue of years 2 to 5 over partner size, shape (worlds, alliances)."""
    return result.panel["revenue"][:, 4:].sum(axis=1) / size


def relative_slope(x: Array, y: Array) -> Array:
    """Return the least-squares slope of y on x within each world, over the mean of y."""
    centred = x - x.mean(axis=1, keepdims=True)
    slope = (centred * y).sum(axis=1) / (centred * centred).sum(axis=1)
    return over(slope, y.mean(axis=1))


def draw_gap(ax: Axes, worlds: Worlds) -> None:
    """Draw revenue over size in classes of the culture gap, with and without milestones."""
    edges = np.array([0, 0.15, 0.3, 0.45, 0.6, 1.0])
    facts = worlds.alliances(everyone=True)
    for policy, label, colour in (
        ("balanced", "balanced", VERMILION),
        (MILESTONES, "with milestones 0.8", BLUE),
    ):
        (result,) = worlds.run(policy, everyone=True)
        revenue = revenue_over_size(result, facts["size"]) / 16
        for i, (low, high) in enumerate(pairwise(edges)):
            chosen = (facts["gap"] >= low) & (facts["gap"] < high)
            point = Row("", "", mean_where(revenue, chosen), "1", NO_CLAIM)
            ax.errorbar(
                i + (0.1 if colour == BLUE else -0.1), point.mean, point.half, fmt="o",
                color=colour, markersize=4, capsize=2, label=label if i == 0 else None,
            )  # fmt: skip
    names = [f"{low:g}-{high:g}" for low, high in pairwise(edges)]
    ax.set_xticks(range(len(names)), names)
    ax.set(xlabel="culture gap (1)", ylabel="revenue over partner size (1/q)", ylim=0)
    ax.legend(loc="upper right")


def draw_walking(ax: Axes, worlds: Worlds) -> None:
    """Draw what minding culture and walking away add to profit."""
    row = {r.id: r for r in rows(worlds)}
    named = {
        "culture-aware": row["23"],
        "walk, 20 d each": row["6d"],
        "walk, 90 d each": row["6e"],
    }
    dots(ax, named, BLUE)
    ax.set_xlabel("5-year profit over balanced (k€)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what the gap costs and what helps."""
    return [
        f"From no gap to a full one, revenue falls by {-row['6a'].mean:.1f} times its mean.",
        f"Milestones add {row['6b'].mean:.0f} k€ in five years to a mismatched alliance and "
        f"{row['6c'].mean:+.0f} k€ to a matched one.",
        f"Walking away from wide gaps brings {row['6d'].mean:+.0f} k€ where days are scarce and "
        f"{row['6e'].mean:+.0f} k€ where they are ample.",
    ]


EXPERIMENT = Experiment(
    "dogs_and_cats", QUESTION, FACTS, rows, {"6": draw_gap, "23": draw_walking}, sentences
)

if __name__ == "__main__":
    main(EXPERIMENT)
