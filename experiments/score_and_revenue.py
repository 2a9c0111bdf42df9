"""The score: do better relationships bring better results?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from scipy.stats import rankdata

from experiments.figures import BLUE, dots
from experiments.frame import Experiment, Row, above
from experiments.publish import main
from sim.base.arrays import Array
from sim.ensemble.worlds import PANEL, Worlds

QUESTION = "Does the relationship score of an alliance foretell its revenue of the next year?"
FACTS = {"3": "The better the relationship, the better the results"}
LEADING = (
    *PANEL,
    "score",
    "measured_score",
    "contact",
    "joint_inflow",
    "communication",
    "trust_sharing",
)
"""What a vendor could track of an alliance."""


def rows(worlds: Worlds) -> list[Row]:
    """Correlate score and later revenue over all alliances of a status-quo world."""
    (result,) = worlds.run("status_quo", everyone=True, panel=LEADING)
    revenue = result.panel["revenue"][:, 4:8].sum(axis=1)
    score, measured = result.panel["score"][:, 3], result.panel["measured_score"][:, 3]
    relative = revenue / worlds.alliances(everyone=True)["size"]
    by = ("inner_circle", "one_team_exponent")
    table = [
        ("3a", "Spearman, score at q4 and revenue of q5-8", spearman(score, revenue)),
        ("3b", "Spearman, score at q4 and revenue of q5-8 over size", spearman(score, relative)),
        ("3c", "Spearman, score as one side measures it and revenue", spearman(measured, revenue)),
    ]
    return [Row(i, what, values, "1", above(0), mechanisms=by) for i, what, values in table]


def spearman(x: Array, y: Array) -> Array:
    """Return the rank correlation within each world (rows); NaN where one side does not vary."""
    x, y = (rankdata(values, axis=1) for values in (x, y))
    x, y = (values - values.mean(axis=1, keepdims=True) for values in (x, y))
    spread = np.sqrt((x * x).sum(axis=1) * (y * y).sum(axis=1))
    return np.divide((x * y).sum(axis=1), spread, out=np.full(len(x), np.nan), where=spread > 0)


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw the three correlations."""
    names = ("score and revenue", "revenue over size", "measured score")
    dots(ax, dict(zip(names, rows(worlds), strict=True)), BLUE)
    ax.set_xlabel("rank correlation within a world (1)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how strong the link is."""
    return [
        f"Within a status-quo world the score after a year ranks alliances by next year's revenue "
        f"with a correlation of {row['3a'].mean:.2f}.",
        f"Partner size hides much of it: per unit of size the correlation is {row['3b'].mean:.2f}.",
        f"A score that only one side gives still reaches {row['3c'].mean:.2f}.",
    ]


EXPERIMENT = Experiment("score_and_revenue", QUESTION, FACTS, rows, {"3": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
