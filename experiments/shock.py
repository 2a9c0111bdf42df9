"""A shock: half of all plans fail and demand falls; do contingency plans speed up recovery?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, VERMILION, band, legend
from experiments.frame import RULE, Experiment, Range, Row, above
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.scenario import Event
from sim.ensemble.worlds import Worlds, member, over
from sim.policies import Policy

QUESTION = "How long does a portfolio take to recover from a shock, and what do plans save?"
FACTS = {"10": "Flexibility and contingency plans speed up recovery"}
SHOCK_QUARTER, QUARTERS = 9, 40
SHOCK = (
    Event("disruption", SHOCK_QUARTER, (0.5,)),
    Event("market", SHOCK_QUARTER, (0.7, 0.775, 0.85, 0.925)),
)
"""Half of all plans are disrupted; demand falls by 30% and recovers in four quarters."""
RIGID, FLEXIBLE = member("balanced", contingency=0.0), member("balanced", contingency=0.3)


def rows(worlds: Worlds) -> list[Row]:
    """Compare the path after the shock with the path without, with and without plans."""
    rigid, flexible = after_shock(worlds, RIGID), after_shock(worlds, FLEXIBLE)
    slow, fast = (recovery(over(hit, calm)) for calm, hit in (rigid, flexible))
    by = ("flexibility",)
    table = [
        ("10a", "quarters to 90% of the path without the shock, no contingency plans", "q",
         Range(1, 20), slow, ("lasting_damage",)),
        ("10b", "quarters saved by contingency plans (0.3 of relationship effort)", "q", above(0),
         slow - fast, by),
        ("10c", "share of 3-year revenue lost, no plans minus plans", "1", above(0),
         lost(*rigid) - lost(*flexible), by),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, RULE, names) for i, what, unit, ok, v, names in table]


def after_shock(worlds: Worlds, policy: Policy) -> tuple[Array, Array]:
    """Return revenue from the shock on without it and with it, shape (worlds, quarters)."""
    results = [
        worlds.run(policy, quarters=QUARTERS, events=events)[0].outcomes["revenue"]
        for events in ((), SHOCK)
    ]
    return results[0][:, SHOCK_QUARTER - 1 :], results[1][:, SHOCK_QUARTER - 1 :]


def recovery(relative: Array) -> Array:
    """Return the quarters until a path first is back at 90%, after its first fall under it."""
    is_low = relative < 0.9
    fell = np.argmax(is_low, axis=1)
    is_back = ~is_low & (np.arange(is_low.shape[1]) > fell[:, None])
    quarters = np.where(is_back.any(axis=1), np.argmax(is_back, axis=1), is_low.shape[1])
    return np.where(is_low.any(axis=1), quarters, 0)


def lost(calm: Array, hit: Array) -> Array:
    """Return the share of revenue lost in three years, one a world."""
    return 1 - over(hit[:, :12].sum(axis=1), calm[:, :12].sum(axis=1))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw revenue after the shock over revenue without it."""
    for policy, label, colour in (
        (FLEXIBLE, "contingency plans", BLUE),
        (RIGID, "none", VERMILION),
    ):
        calm, hit = after_shock(worlds, policy)
        band(ax, 100 * over(hit, calm)[:, :24], label, colour)
    ax.axhline(90, color=GREY, linewidth=0.8, linestyle="--")
    ax.set(xlabel="quarters since the shock", ylabel="revenue over the path\nwithout shock (%)")
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how long recovery takes and what plans save."""
    return [
        f"Without contingency plans revenue takes {row['10a'].mean:.1f} quarters to come back to "
        "90% of the path without the shock: broken plans leave lasting damage.",
        f"Three tenths of the relationship effort on plans save {row['10b'].mean:.1f} quarters.",
        f"They save {100 * row['10c'].mean:.1f} points of the revenue of the three years after.",
    ]


EXPERIMENT = Experiment("shock", QUESTION, FACTS, rows, {"10": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
