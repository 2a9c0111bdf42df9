"""The vicious circle: an ask at every quarter-end pays at once and ruins the alliance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, band, legend
from experiments.frame import NO_CLAIM, Experiment, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.ensemble.worlds import Worlds, at, between, member, over
from sim.run.result import Result

QUESTION = "Does pushing at quarter-end pay at first, and what becomes of the alliances?"
FACTS = {"1": "The vicious circle: more at once, then less of everything"}
CALM = member("transactional", push=0.0)


def rows(worlds: Worlds) -> list[Row]:
    """Compare the transactional vendor with a balanced one, and with itself without the ask."""
    push, calm, balanced = worlds.run("transactional", CALM, "balanced")
    asking = ("ask_hurts_trust", "pull_forward")
    circle = (*asking, "inner_circle", "negativity")
    price = over(push.outcomes["revenue"], push.outcomes["list_value"])
    margin = 100 * over(push.outcomes["margin"], push.outcomes["revenue"])
    deals = over(push.outcomes["deals"], push.outcomes["margin"])
    demand = live_demand(push)
    gone = push.last("demoted") + push.last("terminated")
    table = [
        ("1a", "revenue, transactional over balanced - 1, quarters 1-2", "1", above(0),
         lead(push, balanced, 1, 2), ("pull_forward",)),
        ("1a'", "revenue, transactional over itself without the ask - 1, quarter 1", "1", above(0),
         lead(push, calm, 1, 1), ("pull_forward",)),
        ("1b'", "revenue, transactional over itself without the ask - 1, year 3", "1", below(0),
         lead(push, calm, 9, 12), asking),
        ("1b", "revenue, transactional over balanced - 1, year 5", "1", below(0),
         lead(push, balanced, 17, 20), circle),
        ("1c", "trust, quarter 12 minus quarter 1", "1", below(0),
         at(push, "trust", 12) - at(push, "trust", 1), ("ask_hurts_trust", "negativity")),
        ("1d", "gross margin, quarter 12 minus quarter 1", "pt", below(0),
         margin[:, 11] - margin[:, 0], ("discount_ratchet",)),
        ("1e", "price over list, quarter 12 over quarter 1, - 1", "1", below(0),
         over(price[:, 11], price[:, 0]) - 1, ("discount_ratchet",)),
        ("1f", "deals needed per unit of margin, quarter 12 over quarter 1", "x", above(1),
         over(deals[:, 11], deals[:, 0]), ("discount_ratchet", "inner_circle")),
        ("1g", "concession demand of live alliances, quarter 12 over quarter 1", "x", above(1),
         over(demand[:, 11], demand[:, 0]), ("discount_ratchet", "ask_hurts_trust")),
        ("1h", "ended as mere customer or channel, or for good, by quarter 20", "1", above(0.5),
         gone, ("endings", "ask_hurts_trust")),
        ("1i", "of these, ended for good", "1", NO_CLAIM, over(push.last("terminated"), gone), ()),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, mechanisms=by) for i, what, unit, ok, v, by in table]


def lead(ahead: Result, behind: Result, first: int, last: int) -> Array:
    """Return the relative lead in revenue over some quarters."""
    return over(between(ahead, "revenue", first, last), between(behind, "revenue", first, last)) - 1


def live_demand(result: Result) -> Array:
    """Return the mean concession demand of live alliances, shape (worlds, quarters)."""
    live = 1.0 - result.panel["terminated"]
    return over((result.panel["demand"] * live).sum(axis=2), live.sum(axis=2))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw revenue under the push against itself without the ask and against balance."""
    push, calm, balanced = (
        r.outcomes["revenue"] for r in worlds.run("transactional", CALM, "balanced")
    )
    band(ax, 100 * (over(push, balanced) - 1), "over balanced", VERMILION)
    band(ax, 100 * (over(push, calm) - 1), "over itself without the ask", BLUE)
    ax.axhline(0, color="grey", linewidth=0.8)
    ax.set(xlabel="quarter", ylabel="revenue lead of the push (%)")
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what the ask wins and loses."""
    return [
        f"In the first half year the transactional vendor books {row['1a'].mean:+.0%} against a "
        f"balanced one; in year 5 it books {row['1b'].mean:+.0%}.",
        f"Within three years its partners' trust moves by {row['1c'].mean:+.2f}, its gross margin "
        f"by {row['1d'].mean:+.1f} points, and a unit of margin takes {row['1f'].mean:.1f} times "
        "the deals.",
        f"After five years {row['1h'].mean:.0%} of its alliances are partners no more; "
        f"{row['1i'].mean:.0%} of those have ended for good, the rest buy as mere customers.",
    ]


EXPERIMENT = Experiment("vicious_circle", QUESTION, FACTS, rows, {"1": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
