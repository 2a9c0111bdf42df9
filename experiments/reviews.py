"""Reviews: what unspoken issues cost, and what putting them on the table does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, band
from experiments.frame import EMERGENT, RULE, Experiment, Range, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.ensemble.worlds import PANEL, Worlds, at, mean_where, member
from sim.model.factors import OBJECTIVE, OPERATIONS

QUESTION = "Do hard conversations pay?"
FACTS = {"28": "A review process hurts at once and pays later"}
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
SWEEP = [member("balanced", review=level) for level in LEVELS]
PILED_UP = (("open_issues", 0.6),)
LATER = 9
YEAR_3, YEAR_5 = 12, slice(16, 20)
WATCHED = (*PANEL, "open_issues")


def rows(worlds: Worlds) -> list[Row]:
    """Review more or less; start with issues piled up; look where they arise."""
    profit = dict(zip(LEVELS, (r.total("profit") for r in worlds.run(*SWEEP)), strict=True))
    reviewed, silent = worlds.run(SWEEP[-1], SWEEP[0], states=PILED_UP)
    (balanced,) = worlds.run("balanced")
    share = worlds.parameters.issue_time * balanced.outcomes["open_issues"][:, YEAR_5].mean(axis=1)
    lost = balanced.outcomes["useful_time"][:, YEAR_5].mean(axis=1) * share / (1 - share)
    unclear, clear = by_clarity(worlds)
    by = ("issues", "review")
    table = [
        ("28a", "5-year profit, review 0.5 minus none, balanced", "k€", above(0), EMERGENT,
         profit[0.5] - profit[0.0], by),
        ("28b", "5-year profit, review 0.5 minus full", "k€", above(0), EMERGENT,
         profit[0.5] - profit[1.0], ()),
        ("28c", "trust after one quarter of full review of piled-up issues (0.6), minus no review",
         "1", below(0), EMERGENT, at(reviewed, "trust", 1) - at(silent, "trust", 1), by),
        ("28d", "trust eight quarters later", "1", above(0), EMERGENT,
         at(reviewed, "trust", LATER) - at(silent, "trust", LATER), by),
        ("28e", "open issues at q12, unclear roles (lowest third) minus clear (highest third), "
         "status quo", "1", above(0), RULE, unclear - clear, ("issues",)),
        ("28f", "useful share of paid time lost to open issues, balanced, year 5", "1",
         Range(0, 0.3), RULE, lost, ()),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, kind, names) for i, what, unit, ok, kind, v, names in table]


def by_clarity(worlds: Worlds) -> tuple[Array, Array]:
    """Return open issues at quarter 12 of live alliances that began with unclear and clear roles.

    Clear is the mean of the factors for a clear objective and operational alignment, by thirds
    of the alliances of a world.
    """
    (usual,) = worlds.run("status_quo", everyone=True, panel=WATCHED)
    clarity = usual.factors[0][..., [OBJECTIVE, OPERATIONS]].mean(axis=-1)
    low, high = np.quantile(clarity, [1 / 3, 2 / 3], axis=1)[..., None]
    issues = usual.panel["open_issues"][:, YEAR_3 - 1]
    is_live = usual.panel["terminated"][:, YEAR_3 - 1] == 0
    return mean_where(issues, is_live & (clarity <= low)), mean_where(
        issues, is_live & (clarity >= high)
    )


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw the trust that a full review of piled-up issues takes and brings."""
    reviewed, silent = worlds.run(SWEEP[-1], SWEEP[0], states=PILED_UP)
    gap = 100 * (reviewed.outcomes["trust"] - silent.outcomes["trust"])
    band(ax, gap[:, :12], "full review", BLUE)
    ax.axhline(0, color="grey", linewidth=0.8)
    ax.annotate("the talk hurts", (1, gap[:, 0].mean()), xytext=(12, 4), color=VERMILION,
                textcoords="offset points", fontsize=8)  # fmt: skip
    ax.set(xlabel="quarter", ylabel="trust over no review (points)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what talking costs and brings."""
    return [
        f"A review of half of all open issues earns {row['28a'].mean:.0f} k€ in five years over "
        f"none and {row['28b'].mean:.0f} k€ over a full one.",
        f"Putting piled-up issues on the table costs {-row['28c'].mean:.3f} of trust at once; "
        f"eight quarters later it is {row['28d'].mean:+.3f}.",
        f"Open issues take {row['28f'].mean:.1%} of useful time; they arise in unclear roles.",
    ]


EXPERIMENT = Experiment("reviews", QUESTION, FACTS, rows, {"28": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
