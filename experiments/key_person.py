"""The key person: what is lost when every lead contact leaves, with one tie and with four."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, band, legend
from experiments.frame import RULE, Experiment, Range, Row, above
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.scenario import Event
from sim.core.world import World
from sim.ensemble.worlds import Worlds, between, member, over
from sim.model.quarter import Parameters
from sim.run.result import Result

QUESTION = "How much revenue hangs on one person, and how much do more ties save?"
FACTS = {"11": "One tie is a risk: turnover costs less with many"}
LEAVING_QUARTER = 9
LEAVING = (Event("forced_turnover", LEAVING_QUARTER, (1.0,)),)
STILL = (("turnover_rate", 0.0), ("thread_decay", 0.0))
"""Ties stay as they are set, until the lead contacts leave."""
UNTHREADED = member("balanced", threading=0.0)


@dataclass(frozen=True)
class Ties:
    """Start every alliance with a number of ties."""

    number: float

    def __call__(self, world: World, parameters: Parameters) -> World:
        """Return the world with so many ties everywhere."""
        return replace(world, threads=np.full_like(world.threads, self.number))


def rows(worlds: Worlds) -> list[Row]:
    """Let all lead contacts leave at once."""
    one, four = (lost(*leaving(worlds, ties)) for ties in (1, 4))
    table = [
        ("11a", "revenue lost in the year after every lead contact leaves, 1 tie", above(0), one),
        (
            "11b",
            "revenue lost in the year after every lead contact leaves, 4 ties",
            Range(0.1, 0.2),
            four,
        ),
        ("11c", "revenue lost in the year after, 1 tie minus 4 ties", above(0), one - four),
    ]
    return [Row(i, what, values, "1", ok, RULE, ("inner_circle",)) for i, what, ok, values in table]


def leaving(worlds: Worlds, ties: float) -> tuple[Result, Result]:
    """Return the results with nobody leaving and with all lead contacts leaving."""
    start = Ties(ties)
    (stayed,) = worlds.run(UNTHREADED, start=start, changes=STILL)
    (left,) = worlds.run(UNTHREADED, start=start, changes=STILL, events=LEAVING)
    return stayed, left


def lost(stayed: Result, left: Result) -> Array:
    """Return the share of revenue lost in the year after, one a world."""
    year = LEAVING_QUARTER + 1, LEAVING_QUARTER + 4
    return 1 - over(between(left, "revenue", *year), between(stayed, "revenue", *year))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw revenue with lead contacts leaving over revenue without."""
    for ties, colour in ((4, BLUE), (1, VERMILION)):
        stayed, left = (r.outcomes["revenue"] for r in leaving(worlds, ties))
        band(ax, 100 * over(left, stayed), f"{ties} tie{'s' if ties > 1 else ''}", colour)
    ax.set(xlabel="quarter", ylabel="revenue over the path\nwithout leaving (%)", ylim=0)
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what hangs on one person."""
    return [
        f"If every lead contact leaves, alliances that hang on one tie lose {row['11a'].mean:.0%} "
        "of the next year's revenue.",
        f"With four ties the loss is {row['11b'].mean:.0%}; studies of departing representatives "
        "find 13 to 18%.",
        f"Three more ties thus insure {100 * row['11c'].mean:.0f} points of a year's revenue.",
    ]


EXPERIMENT = Experiment("key_person", QUESTION, FACTS, rows, {"11": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
