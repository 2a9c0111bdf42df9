"""Base rates: how many alliances fail, and which missing factor makes most of them fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, VERMILION, band, dots, legend
from experiments.frame import EMERGENT, NO_CLAIM, RULE, Experiment, Range, Row, above
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.world import World
from sim.ensemble.figures import failed
from sim.ensemble.worlds import Worlds
from sim.market.source import Start
from sim.model.factors import BUILT, FACTORS, OBJECTIVE, TRUST
from sim.model.quarter import Parameters

QUESTION = "How many alliances fail in five years, and what makes them fail?"
FACTS = {
    "15": "About half of all alliances fail; structured ones a fifth",
    "16": "A missing objective is the first cause of failure, missing trust the second",
}
MISSING = 0.15
OTHERS = tuple(i for i in BUILT if i != OBJECTIVE)


@dataclass(frozen=True)
class Lacking:
    """Start all alliances with one factor missing."""

    factor: int

    def __call__(self, world: World, parameters: Parameters) -> World:
        """Return the world with the factor low everywhere; trust on both sides."""
        if self.factor == TRUST:
            low = np.full_like(world.trust, MISSING)
            return replace(world, trust=low, vendor_trust=low)
        factors = world.factors.copy()
        factors[self.factor] = MISSING
        return replace(world, factors=factors)


def rows(worlds: Worlds) -> list[Row]:
    """Follow a cohort of 60 alliances a world over five years."""
    usual, first, push = (
        failed(r)
        for r in worlds.run("status_quo", "relationship_first", "transactional", everyone=True)
    )
    objective, trust = added(worlds, OBJECTIVE), added(worlds, TRUST)
    others = np.stack([added(worlds, factor) for factor in OTHERS])
    worst = others[np.argmax(others.mean(axis=1))]
    ends = ("endings", "ask_hurts_trust")
    table = [
        ("15a", "demoted or terminated within 5 years, status quo", Range(0.4, 0.55), EMERGENT,
         usual, ends),
        ("15b", "demoted or terminated, structured (all vendors relationship-first)",
         Range(0.1, 0.3), EMERGENT, first, ("endings", "inner_circle")),
        ("15c", "demoted or terminated, all vendors transactional", above(0.7), EMERGENT,
         push, ends),
        ("16a", "5-year failure added by a missing clear objective (0.15 at the start)", above(0),
         RULE, objective, ("endings",)),
        ("16b", "5-year failure added by missing trust (0.15 at the start)", above(0), RULE,
         trust, ("endings",)),
        ("16c", "5-year failure added, objective minus trust", above(0), EMERGENT,
         objective - trust, ("endings",)),
        ("16d", "5-year failure added, trust minus the worst of eight others", above(0), RULE,
         trust - worst, ("endings",)),
    ]  # fmt: skip
    return [Row(i, what, v, "1", ok, kind, by) for i, what, ok, kind, v, by in table]


def added(worlds: Worlds, factor: int) -> Array:
    """Return the failure that a missing factor adds in a status-quo world, one a world."""
    start: Start = Lacking(factor)
    (lacking,) = worlds.run("status_quo", everyone=True, start=start)
    (usual,) = worlds.run("status_quo", everyone=True)
    return failed(lacking) - failed(usual)


def draw_failures(ax: Axes, worlds: Worlds) -> None:
    """Draw the share of alliances that are partners no more, quarter by quarter."""
    names = ("transactional", "status_quo", "relationship_first")
    results = worlds.run(*names, everyone=True)
    for result, colour in zip(results, (VERMILION, GREY, BLUE), strict=True):
        band(ax, 100 * (1 - result.outcomes["partners"]), f"all {result.title.lower()}", colour)
    ax.set(xlabel="quarter", ylabel="demoted or terminated (%)", ylim=(0, 100))
    legend(ax)


def draw_causes(ax: Axes, worlds: Worlds) -> None:
    """Draw the failure that each missing factor adds."""
    causes = [OBJECTIVE, TRUST, *OTHERS]
    dots(ax, {FACTORS[i]: Row("", "", 100 * added(worlds, i), "pt", NO_CLAIM) for i in causes})
    ax.set_xlabel("5-year failure added when missing (points)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how many fail and why."""
    return [
        f"Under the status quo {row['15a'].mean:.0%} of alliances are demoted or terminated within "
        f"five years, {row['15b'].mean:.0%} if all plant first, {row['15c'].mean:.0%} if all push.",
        f"A missing objective adds {100 * row['16a'].mean:.0f} points of failure, missing trust "
        f"{100 * row['16b'].mean:.0f}.",
        f"Any other missing factor adds at least {100 * row['16d'].mean:.0f} points less than "
        "missing trust.",
    ]


DRAW = {"15": draw_failures, "16": draw_causes}
EXPERIMENT = Experiment("base_rates", QUESTION, FACTS, rows, DRAW, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
