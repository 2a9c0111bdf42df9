"""The hockey stick: how much of a quarter's revenue is booked in its last month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, VERMILION, band, legend
from experiments.frame import Experiment, Range, Row
from experiments.publish import main
from sim.base.arrays import Array
from sim.ensemble.worlds import Worlds, over
from sim.run.result import Result

QUESTION = "How much of the revenue of a quarter is booked in its last month?"
FACTS = {"14": "The hockey stick: under a push the last month carries the quarter"}


def rows(worlds: Worlds) -> list[Row]:
    """Compare the pushing vendor with one that never asks."""
    push, calm = worlds.run("transactional", "relationship_first")
    table = [
        ("14a", "share of revenue booked in month 3, transactional", Range(0.4, 1), push),
        ("14b", "share of revenue booked in month 3, relationship-first", Range(0.3, 0.37), calm),
    ]
    by = ("pull_forward",)
    return [Row(i, what, month_3(r), "1", ok, mechanisms=by) for i, what, ok, r in table]


def month_3(result: Result) -> Array:
    """Return the share of revenue booked in the third months, one a world."""
    return over(result.total("month3_revenue"), result.total("revenue"))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw the share quarter by quarter."""
    push, calm = worlds.run("transactional", "relationship_first")
    for result, colour in ((push, VERMILION), (calm, BLUE)):
        share = over(result.outcomes["month3_revenue"], result.outcomes["revenue"])
        band(ax, 100 * share, result.title, colour)
    ax.axhline(100 / 3, color=GREY, linewidth=0.8, linestyle="--")
    ax.set(xlabel="quarter", ylabel="booked in month 3 (%)", ylim=0)
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how steep the stick is."""
    return [
        f"A pushing vendor books {row['14a'].mean:.0%} of its revenue in the third months.",
        f"One that never asks books {row['14b'].mean:.0%}, about a third, as no month is special.",
        "Studies of enterprise software report about 70% in the last week: the model, with months "
        "as its smallest step, stays well below.",
    ]


EXPERIMENT = Experiment("quarter_end", QUESTION, FACTS, rows, {"14": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
