"""Leading indicators: what to track in an alliance before its revenue grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import dots
from experiments.frame import NO_CLAIM, Experiment, Row, above
from experiments.publish import main
from experiments.score_and_revenue import LEADING, spearman
from sim.base.arrays import Array
from sim.ensemble.worlds import Worlds, over

QUESTION = "Which signs in the first year foretell growth of an alliance?"
FACTS = {"17": "Meetings, joint solutions, communication and shared trust lead revenue"}
INDICATORS = {
    "contact": ("a", "meetings", ()),
    "joint_inflow": ("b", "joint solutions", ("inner_circle",)),
    "communication": ("c", "communication", ()),
    "trust_sharing": ("d", "trust sharing", ("inner_circle",)),
}

MEETINGS, SOLUTIONS = "17a'", "17b'"


def rows(worlds: Worlds) -> list[Row]:
    """Correlate each indicator with growth where relationships are built, and where they aren't.

    The claim is about vendors that build relationships; the status quo is for information.
    """
    return [
        Row(
            id=f"17{letter}{mark}",
            measure=f"Spearman, {label} at q4 and revenue growth from q3-4 to q9-12, all {policy}",
            values=correlation(worlds, policy, name),
            unit="1",
            expected=expected,
            mechanisms=by if expected == above(0) else (),
        )
        for policy, mark, expected in (
            ("balanced", "", above(0)),
            ("status_quo", "'", NO_CLAIM),
        )
        for name, (letter, label, by) in INDICATORS.items()
    ]


def correlation(worlds: Worlds, policy: str, indicator: str) -> Array:
    """Return the rank correlation with growth of revenue within each world."""
    (result,) = worlds.run(policy, everyone=True, panel=LEADING)
    revenue = result.panel["revenue"]
    growth = over(revenue[:, 8:12].mean(axis=1), revenue[:, 2:4].mean(axis=1))
    return spearman(result.panel[indicator][:, 3], np.nan_to_num(growth))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw the correlations."""
    table = {row.id: row for row in rows(worlds)}
    named = {
        f"{label}{', status quo' if mark else ''}": table[f"17{letter}{mark}"]
        for letter, label, _ in INDICATORS.values()
        for mark in ("", "'")
    }
    dots(ax, named)
    ax.set_xlabel("rank correlation with growth (1)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say which signs are worth tracking."""
    return [
        f"Where relationships are built, meetings are the best sign: a rank correlation of "
        f"{row['17a'].mean:.2f} with the growth of the two years after.",
        f"Communication reaches {row['17c'].mean:.2f}, trust sharing {row['17d'].mean:.2f} and "
        f"joint solutions {row['17b'].mean:.2f}.",
        f"In the status quo only meetings still lead ({row[MEETINGS].mean:.2f}); joint solutions "
        f"show business about to decline ({row[SOLUTIONS].mean:.2f}).",
    ]


EXPERIMENT = Experiment("leading_indicators", QUESTION, FACTS, rows, {"17": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
