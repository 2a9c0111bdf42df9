"""Follow-up: how much of the paid time is useful, and what accountability earns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, VERMILION, band, legend
from experiments.frame import RULE, Experiment, Range, Row, above
from experiments.publish import main
from sim.ensemble.figures import useful, useful_time
from sim.ensemble.worlds import Worlds, member

QUESTION = "How much paid time is useful, and what does following up earn?"
FACTS = {"8": "Under half of the time is productive; following up changes that"}
LITTLE, MUCH = member("balanced", follow_up=0.1), member("balanced", follow_up=0.8)


def rows(worlds: Worlds) -> list[Row]:
    """Measure useful time in the status quo, and compare much follow-up with little."""
    little, much = worlds.run(LITTLE, MUCH)
    by = ("lost_time",)
    table = [
        ("8a", "useful share of paid time in years 2 to 5, status quo", "1", Range(0.4, 0.5),
         useful_time(worlds)),
        ("8b", "useful share of paid time, follow-up 0.8 minus 0.1", "1", above(0),
         useful(much) - useful(little)),
        ("8c", "5-year profit, follow-up 0.8 minus 0.1", "k€", above(0),
         much.total("profit") - little.total("profit")),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, RULE, by) for i, what, unit, ok, v in table]


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw useful time quarter by quarter."""
    (usual,) = worlds.run("status_quo", everyone=True)
    little, much = worlds.run(LITTLE, MUCH)
    for result, label, colour in (
        (much, "follow-up 0.8", BLUE),
        (little, "follow-up 0.1", VERMILION),
        (usual, "status quo", GREY),
    ):
        band(ax, 100 * result.outcomes["useful_time"], label, colour)
    ax.set(xlabel="quarter", ylabel="useful share of paid time (%)", ylim=(0, 100))
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how much time is useful and what follow-up changes."""
    return [
        f"In the status quo {row['8a'].mean:.0%} of paid time is useful; practitioners report "
        "less than half, and 40%.",
        f"Following up (0.8 against 0.1) adds {100 * row['8b'].mean:.0f} points.",
        f"That earns {row['8c'].mean / 1000:.1f} M€ more in five years, its own time included.",
    ]


EXPERIMENT = Experiment("follow_up", QUESTION, FACTS, rows, {"8": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
