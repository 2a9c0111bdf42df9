"""Trajectories by policy with their intervals: trust, margin, discount, partners, money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.base.arrays import Array
from sim.base.intervals import mean_interval
from sim.compare.policies import margin_share
from sim.plots.style import (
    NARROW,
    NARROW_HEAD,
    WIDE,
    colour,
    draw_band,
    label_ends,
    money_axis,
    new_figure,
    our_look,
    sample,
    share_axis,
    year_axis,
)
from sim.run.result import Result


def gross_margin(result: Result) -> Array:
    """Return gross margin over revenue of each quarter, (R, quarters); NaN where nothing sold."""
    return margin_share(result.outcomes["margin"], result.outcomes["revenue"])


@dataclass(frozen=True)
class Panel:
    """What one panel shows, and on which axis."""

    title: str
    axis: str
    write_axis: Callable[[Axes, str], None]
    values: Callable[[Result], Array]


PANELS = (
    Panel("Partners' trust", "mean of accounts", share_axis, lambda r: r.outcomes["trust"]),
    Panel("Gross margin", "share of revenue", share_axis, gross_margin),
    Panel("Going discount", "mean of accounts", share_axis, lambda r: r.outcomes["discount"]),
    Panel("Still partners", "share of accounts", share_axis, lambda r: r.outcomes["partners"]),
    Panel("Revenue", "per quarter", money_axis, lambda r: r.outcomes["revenue"]),
    Panel("Cumulative profit", "since the start", money_axis, lambda r: r.cumulative("profit")),
)


@dataclass(frozen=True)
class Grid:
    """Where panels stand, inches."""

    columns: int
    width: float
    top: float
    row: float
    left: float
    panel: float


ON_PAPER = Grid(columns=2, width=WIDE, top=0.95, row=2.61, left=0.78, panel=2.3)
ON_PHONE = Grid(columns=1, width=NARROW, top=NARROW_HEAD, row=2.0, left=0.68, panel=1.75)


def plot_trajectories(results: Mapping[str, Result], narrow: bool = False) -> Figure:
    """Return trust, margin, discount, partners, revenue and profit over time, a line a policy.

    Lines are means over replications at the end of each quarter, bands their intervals.

    Args:
        results: Name of each policy to its result.
        narrow: Whether for a phone.
    """
    grid = ON_PHONE if narrow else ON_PAPER
    height = grid.top + grid.row * -(-len(PANELS) // grid.columns)
    runs = list(results.values())
    with our_look():
        subtitle = f"The focal vendor, quarter by quarter; {sample(runs[0])}"
        figure = new_figure(grid.width, height, "What each policy does over time", subtitle)
        for number, panel in enumerate(PANELS):
            _draw_panel(_panel_axes(figure, grid, number), panel, runs)
    return figure


def _panel_axes(figure: Figure, grid: Grid, number: int) -> Axes:
    row, column = divmod(number, grid.columns)
    height = figure.get_figheight()
    left = column * grid.width / grid.columns + grid.left
    bottom = height - grid.top - (row + 1) * grid.row + 0.62
    size = (grid.panel / grid.width, (grid.row - 0.72) / height)
    return figure.add_axes((left / grid.width, bottom / height, *size))


def _draw_panel(axes: Axes, panel: Panel, runs: list[Result]) -> None:
    quarters, ends = runs[0].quarters, []
    for run in runs:
        shown = mean_interval(panel.values(run))
        draw_band(axes, np.arange(1, quarters + 1), shown, colour(run.policy))
        known = shown.mean[np.isfinite(shown.mean)]
        if known.size:
            ends.append((float(known[-1]), run.title, colour(run.policy)))
    year_axis(axes, quarters)
    panel.write_axis(axes, panel.axis)
    axes.set_title(panel.title)
    label_ends(axes, ends)
