"""Leading indicators: what to track in an alliance before its revenue grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import dots
from experiments.frame import Experiment, Row, Worlds, above, over
from experiments.publish import main
from experiments.score_and_revenue import LEADING, spearman

QUESTION = "Which signs in the first year foretell growth of an alliance?"
FACTS = {"17": "Meetings, joint solutions, communication and shared trust lead revenue"}
INDICATORS = {
    "17a": ("contact", "meetings", ()),
    "17b": ("joint_inflow", "joint solutions", ("inner_circle",)),
    "17c": ("communication", "communication", ()),
    "17d": ("trust_sharing", "trust sharing", ("inner_circle",)),
}


def rows(worlds: Worlds) -> list[Row]:
    """Correlate each indicator at q4 with growth of revenue, within status-quo worlds."""
    (result,) = worlds.run("status_quo", everyone=True, panel=LEADING)
    revenue = result.panel["revenue"]
    growth = over(revenue[:, 8:12].mean(axis=1), revenue[:, 2:4].mean(axis=1))
    growth = np.nan_to_num(growth)
    return [
        Row(
            id=id_,
            measure=f"Spearman, {label} at q4 and revenue growth from q3-4 to q9-12",
            values=spearman(result.panel[name][:, 3], growth),
            unit="1",
            expected=above(0),
            mechanisms=by,
        )
        for id_, (name, label, by) in INDICATORS.items()
    ]


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw the correlations."""
    labels = [label for _, label, _ in INDICATORS.values()]
    dots(ax, dict(zip(labels, rows(worlds), strict=True)))
    ax.set_xlabel("rank correlation with growth (1)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say which signs are worth tracking."""
    return [
        f"Meetings are the best sign: a rank correlation of {row['17a'].mean:.2f} with the growth "
        "of the two years after.",
        f"Communication reaches {row['17c'].mean:.2f} and trust sharing {row['17d'].mean:.2f}.",
        f"Joint solutions reach {row['17b'].mean:.2f}: they show business that is already there.",
    ]


EXPERIMENT = Experiment("leading_indicators", QUESTION, FACTS, rows, {"17": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
