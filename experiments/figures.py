"""How experiments draw: one palette, means with their 95% intervals, units on every axis."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.frame import Experiment, Row
from sim.base.arrays import Array
from sim.ensemble.worlds import Worlds

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, GREY, BLACK = "#CC79A7", "#56B4E9", "#8c8c8c", "#222222"
"""Okabe and Ito's palette: distinct for the colour-blind."""

STYLE: Any = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "alliances",
}


def band(
    ax: Axes, values: Array, label: str, colour: str, x: Sequence[float] | None = None
) -> None:
    """Draw the mean over worlds (rows) with its 95% interval; x defaults to quarters from 1."""
    where = np.arange(1, values.shape[1] + 1) if x is None else np.asarray(x)
    points = [Row("", "", column, "", expected=None) for column in values.T]  # type: ignore[arg-type]
    mean = np.array([p.mean for p in points])
    half = np.array([p.half for p in points])
    ax.fill_between(where, mean - half, mean + half, color=colour, alpha=0.25, linewidth=0)
    ax.plot(where, mean, color=colour, label=label, linewidth=1.5)
    if x is None:
        ax.set_xticks(where[3::4])


def dots(ax: Axes, rows: Mapping[str, Row], colour: str = BLUE) -> None:
    """Draw rows of one unit as means with intervals, their expected ranges shaded."""
    places = np.arange(len(rows))[::-1]
    low, high = _extent(list(rows.values()))
    for y, row in zip(places, rows.values(), strict=True):
        if row.verdict != "info":
            left = low if row.expected.low is None else max(low, row.expected.low)
            right = high if row.expected.high is None else min(high, row.expected.high)
            ax.barh(y, max(0.0, right - left), left=left, height=0.7, color="#e8f1ea", zorder=0)
        ax.errorbar(row.mean, y, xerr=row.half, fmt="o", color=colour, markersize=4, capsize=2)
    ax.set_yticks(places, list(rows))
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(low, high)
    if low < 0 < high:
        ax.axvline(0, color=GREY, linewidth=0.8)


def _extent(rows: Sequence[Row]) -> tuple[float, float]:
    marks = [row.low for row in rows] + [row.high for row in rows]
    marks += [
        end for row in rows for end in (row.expected.low, row.expected.high) if end is not None
    ]
    seen = [mark for mark in marks if math.isfinite(mark)] or [0.0, 1.0]
    margin = 0.08 * (max(seen) - min(seen) or 1.0)
    return min(seen) - margin, max(seen) + margin


def legend(ax: Axes) -> None:
    """Add a legend where it hides least."""
    ax.legend(loc="best", handlelength=1.2)


def sheet(experiment: Experiment, worlds: Worlds) -> Figure:
    """Return the figure of an experiment: one panel a fact, two to a line."""
    facts = list(experiment.draw)
    columns = min(2, len(facts))
    lines = math.ceil(len(facts) / columns)
    with rc_context(STYLE):
        figure = Figure(figsize=(4.6 * columns, 3.5 * lines), layout="constrained")
        axes = figure.subplots(lines, columns, squeeze=False).ravel()
        for number, ax in zip(facts, axes, strict=True):
            experiment.draw[number](ax, worlds)
            marked = f"{number}  " if number[0].isdigit() else ""
            ax.set_title(fill(marked + experiment.facts[number], 58))
    return figure


def save_png(figure: Figure, path: Path) -> None:
    """Write a figure."""
    with rc_context(STYLE):
        figure.savefig(path, dpi=150, metadata={"Software": None})


def fact_svg(experiment: Experiment, number: str, worlds: Worlds) -> str:
    """Return the small figure of a fact as SVG text, the same for the same numbers."""
    with rc_context(STYLE):
        figure = Figure(figsize=(4.4, 2.7), layout="constrained")
        experiment.draw[number](figure.subplots(), worlds)
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()[text.getvalue().index("<svg") :]


def heat_map(
    counts: Array, rows: Sequence[str], columns: Sequence[str], label: str, title: str
) -> Figure:
    """Return a figure of whole numbers, one a cell, written into it where above 0."""
    with rc_context(STYLE):
        size = (2.5 + 0.27 * len(columns), 1.6 + 0.2 * len(rows))
        figure = Figure(figsize=size, layout="constrained")
        ax = figure.subplots()
        ax.imshow(counts, cmap="Oranges", vmin=0, vmax=max(4, counts.max()), aspect="auto")
        darkest = max(4, counts.max())
        for y, x in zip(*np.nonzero(counts), strict=True):
            colour = "white" if counts[y, x] > 0.6 * darkest else BLACK
            ax.text(x, y, str(counts[y, x]), ha="center", va="center", fontsize=7, color=colour)
        ax.set_xticks(range(len(columns)), columns, rotation=60, ha="right")
        ax.set_yticks(range(len(rows)), rows)
        ax.set_xlabel(label)
        ax.set_title(title, wrap=True)
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0)
    return figure
