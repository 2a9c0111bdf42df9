"""What one's own history tells: in a table, in sentences, and as a figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from sim.base.wording import listed, percent
from sim.core.parameter import specs
from sim.ensemble.history import AHEAD, LEARNED, Fit, Learned, band
from sim.model.quarter import Parameters
from sim.portfolio.history import History

SHOWN = 8
BLUE, GREY = "#0072B2", "#6E6E6E"


def learned_rows(told: Sequence[Learned]) -> list[list[str]]:
    """Return the parameters that a history tells most of as rows of text, the header first."""
    known = {spec.name: spec for spec in specs(Parameters)}
    rows = [["Parameter", "unit", "before [5 to 95%]", "after [5 to 95%]", "doubt gone"]]
    for item in told[:SHOWN]:
        rows.append(
            [
                item.name.replace("_", " "),
                known[item.name].unit,
                f"{item.prior[0]:.2g} to {item.prior[1]:.2g}",
                f"{item.low:.2g} to {item.high:.2g}",
                percent(item.gone) if item.gone >= LEARNED else "prior only",
            ]
        )
    return rows


def history_sentences(
    history: History, found: Fit, told: Sequence[Learned], checked: tuple[int, int]
) -> list[str]:
    """Say how far a history fits, what it teaches, and how its last quarters were foretold."""
    sets = len(found.weights)
    clear = [item.name.replace("_", " ") for item in told if item.gone >= LEARNED]
    inside, held = checked
    taught = (
        f"It tells of {listed(clear[:5])}; of the other {len(told) - len(clear)} parameters it "
        "tells next to nothing, and what is said of them is what was believed before."
        if clear
        else "It tells next to nothing of any single parameter; what is said of them is what was "
        "believed before."
    )
    return [
        f"Your history ({len(history.partners)} partners, {len(history.quarters)} quarters, "
        f"policy {history.policy}) weighs {sets} plausible rule sets; as much as "
        f"{found.effective:.0f} of them remain.",
        taught,
        f"Had it ended {held} quarters ago, {inside} of the {held} that followed would have lain "
        "in the 90% band that was foretold.",
    ]


def draw_history(history: History, found: Fit) -> Figure:
    """Return total revenue over its mean in the band of the rule sets, with what is to come."""
    low, middle, high = band(found)
    total = history.revenue.sum(axis=0)
    past = np.arange(1, len(total) + 1)
    every = np.arange(1, len(total) + AHEAD + 1)
    figure = Figure(figsize=(7.0, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.fill_between(every, low, high, color=GREY, alpha=0.25, linewidth=0)
    axes.plot(every, middle, color=GREY, linestyle="--")
    axes.plot(past, total / total.mean(), color=BLUE, marker="o", markersize=3)
    axes.axvline(len(total) + 0.5, color=GREY, linewidth=0.8)
    axes.annotate("your history", (past[-1], total[-1] / total.mean()), color=BLUE, fontsize=9,
                  xytext=(-4, 8), textcoords="offset points", ha="right")  # fmt: skip
    axes.annotate("plausible rules, 90%", (every[-1], high[-1]), color=GREY, fontsize=9,
                  xytext=(0, 4), textcoords="offset points", ha="right")  # fmt: skip
    axes.set(xlabel="quarter", ylabel="revenue over its mean (1)", ylim=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure
