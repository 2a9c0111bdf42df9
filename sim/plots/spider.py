"""The spider diagram: the twelve relationship factors before and after, policy by policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from sim.base.arrays import Array
from sim.model.factors import ALIGNMENT, EXECUTION, FACTORS, VISION, score
from sim.plots.style import (
    INK,
    NARROW,
    NARROW_HEAD,
    QUIET,
    WIDE,
    colour,
    dark,
    new_figure,
    our_look,
    shorten,
)
from sim.run.result import Result

ORDER = (*ALIGNMENT, *EXECUTION, *VISION)
"""Factors clockwise from the top: alignment, execution, shared vision."""

MOST_COLUMNS, CELL, TOP = 3, 2.8, 0.95


def mean_factors(result: Result) -> Array:
    """Return the twelve factors before and after, shape (2, 12), 0..1.

    Means over the accounts of a replication, then over replications.
    """
    means: Array = np.nanmean(result.factors, axis=2).mean(axis=1)
    return means


def plot_spider(results: Mapping[str, Result], narrow: bool = False) -> Figure:
    """Return a spider diagram a policy: factors before the first and after the last quarter.

    Args:
        results: Name of each policy to its result.
        narrow: Whether for a phone.
    """
    runs = list(results.values())
    columns = 1 if narrow else min(MOST_COLUMNS, len(runs))
    rows = -(-len(runs) // columns)
    cell = CELL if narrow or columns == MOST_COLUMNS else 3.75
    width, top = (NARROW, NARROW_HEAD + 0.5) if narrow else (WIDE, TOP)
    height = top + cell * rows
    with our_look():
        n = len(runs[0].replications)
        figure = new_figure(
            width,
            height,
            "The twelve relationship factors before and after",
            f"0 (centre) to 100 (rim), all accounts, ended ones too; mean of {n:,}"
            f" replication{'s' if n > 1 else ''}",
        )
        for number, run in enumerate(runs):
            row, column = divmod(number, columns)
            middle = (column + 0.5) * width / columns
            bottom = height - top - (row + 1) * cell
            size = cell - 1.15
            left = (middle - 0.5 * size) / width
            box = (left, (bottom + 0.32) / height, size / width, size / height)
            axes = figure.add_axes(box, projection="polar")
            _draw_spider(axes, mean_factors(run), colour(run.policy))
            place = (middle / width, (bottom + cell - 0.2) / height)
            title = shorten(run.title, 32)
            figure.text(*place, title, weight="bold", ha="center", size=9.5, va="center")
            before, after = (float(score(factors)) for factors in mean_factors(run))
            figure.text(
                place[0],
                place[1] - 0.18 / height,
                f"score {before:.0f} → {after:.0f} points",
                color=dark(colour(run.policy)),
                ha="center",
                va="center",
            )
        _draw_key(figure, top)
    return figure


def _draw_spider(axes: Any, factors: Array, hue: str) -> None:
    angles = np.linspace(0, 2 * np.pi, len(ORDER), endpoint=False)
    around = [*range(len(ORDER)), 0]
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_ylim(0, 1)
    axes.set_yticks([0.25, 0.5, 0.75, 1.0], [])
    axes.set_xticks(angles, [])
    axes.spines["polar"].set_color("#D0D0D0")
    before, after = factors[:, ORDER]
    axes.plot(angles[around], before[around], color=QUIET, lw=1.3, ls=(0, (3, 1.5)))
    axes.plot(angles[around], after[around], color=hue)
    axes.fill(angles, after, color=hue, alpha=0.15, lw=0)
    for angle, factor in zip(angles, ORDER, strict=True):
        side = np.sin(angle)
        across = "center" if abs(side) < 0.1 else "left" if side > 0 else "right"
        down = "center" if abs(side) > 0.1 else "bottom" if np.cos(angle) > 0 else "top"
        kept = {"size": 6.8, "ha": across, "va": down, "linespacing": 1.0, "color": INK}
        name = FACTORS[factor].replace(" and ", " & ").replace(" ", "\n", 1)
        axes.text(angle, 1.1 if down == "center" else 1.05, name, **kept)


def _draw_key(figure: Figure, top: float) -> None:
    width, height = figure.get_size_inches()
    lines = (
        ((0, (3, 1.5)), QUIET, "before the first quarter"),
        ("-", INK, "after the last quarter (in the policy's colour)"),
    )
    for number, (dashes, hue, text) in enumerate(lines):
        x, y = (0.11, top - 0.45 + 0.2 * number) if width <= NARROW else (0.11 + 2.19 * number, 0.7)
        at = [1 - y / height] * 2
        line = mpl.lines.Line2D([x / width, (x + 0.3) / width], at, color=hue, ls=dashes)
        figure.add_artist(line)
        figure.text((x + 0.38) / width, at[0], text, va="center", color=hue)
