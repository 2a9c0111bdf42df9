"""The J-curve: a policy that invests first falls behind, crosses over, and gets ahead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval
from sim.base.wording import money, money_unit, years
from sim.compare.crossover import crossover_quarter
from sim.plots.style import (
    FALLING,
    INK,
    NARROW,
    NARROW_HEAD,
    QUIET,
    WIDE,
    colour,
    dark,
    draw_band,
    label_ends,
    money_axis,
    new_figure,
    our_look,
    sample,
    shorten,
    year_axis,
)
from sim.run.result import Result

CELL = 1.95


Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class Layout:
    """Where the whole run and the close-ups stand, inches.

    Attributes:
        width: Of the figure.
        top: Room for title and subtitle.
        left: Room for the y axis.
        whole: Width of the whole run.
        columns: Close-ups beside each other, at most.
        widest: Width of a close-up at most.
        name: Letters of a policy's name at a line's end.
    """

    width: float
    top: float
    left: float
    whole: float
    columns: int
    widest: float
    name: int


ON_PAPER = Layout(WIDE, 0.95, 0.75, 6.1, 3, 6.1, 20)
ON_PHONE = Layout(NARROW, NARROW_HEAD + 0.25, 0.72, 1.5, 2, 3.0, 15)
FIRST_QUARTERS = 8
"""Quarters that the close-ups show at least."""


def plot_j_curve(
    results: Mapping[str, Result],
    baseline: str,
    narrow: bool = False,
    close_ups: bool = True,
) -> Figure:
    """Return how far each policy's cumulative profit is ahead of the baseline's, paired.

    On top all policies over the whole run; below the first quarters of each close up, on one scale,
    the dip shaded and the crossover marked.

    Args:
        results: Name of each policy to its result; all met the same worlds and luck.
        baseline: Name of the policy compared with.
        narrow: Whether for a phone.
        close_ups: Whether to draw the first quarters of each, too.

    Raises:
        ValueError: There is no other policy.
    """
    base = results[baseline]
    runs = [run for name, run in results.items() if name != baseline]
    if not runs:
        raise ValueError(f"nothing to compare with {baseline}")
    ahead = [run.cumulative("profit") - base.cumulative("profit") for run in runs]
    shown = [_from_start(mean_interval(difference)) for difference in ahead]
    crossovers = [crossover_quarter(difference)[0] for difference in ahead]

    layout = ON_PHONE if narrow else ON_PAPER
    rows = -(-len(runs) // min(layout.columns, len(runs))) if close_ups else 0
    height = layout.top + 3.2 + CELL * rows
    with our_look():
        figure = new_figure(
            layout.width,
            height,
            f"Does it pay? Cumulative profit ahead of “{base.title}”",
            f"Paired difference in the same worlds; {sample(base)}",
        )
        box = (layout.left, height - layout.top - 2.6, layout.whole, 2.6)
        whole = figure.add_axes(_shares(box, layout.width, height))
        _draw_whole(whole, runs, shown, layout)
        if close_ups:
            _draw_close_ups(figure, layout, runs, shown, crossovers)
    return figure


def _shares(box: Box, width: float, height: float) -> Box:
    """Return left, bottom, width and height in inches as shares of a figure."""
    left, bottom, across, up = box
    return left / width, bottom / height, across / width, up / height


def _draw_close_ups(
    figure: Figure,
    layout: Layout,
    runs: list[Result],
    shown: list[Interval],
    crossovers: list[int | None],
) -> None:
    quarters = max([FIRST_QUARTERS, *(1 + c for c in crossovers if c is not None)])
    quarters = min(quarters, runs[0].quarters)
    low, high = close_up_limits(shown, quarters)
    columns = min(layout.columns, len(runs))
    across = (layout.width - layout.left + (0.45 if layout is ON_PAPER else 0.2)) / columns
    height = figure.get_figheight()
    below = height - layout.top - 3.15
    for number, run in enumerate(runs):
        row, column = divmod(number, columns)
        bottom = below - (row + 1) * CELL + 0.36
        size = (min(layout.widest, across - (0.65 if layout is ON_PAPER else 0.5)), CELL - 0.72)
        box = _shares((layout.left + column * across, bottom, *size), layout.width, height)
        cell = figure.add_axes(box, xlim=(0, quarters), ylim=(low, high))
        _draw_close_up(cell, run, shown[number], crossovers[number])
        if column == 0:
            cell.set_ylabel(f"Ahead, {money_unit('k')}")
    text = f"The first {quarters} quarters close up"
    figure.text(0.11 / layout.width, (below + 0.08) / height, text, weight="bold")


def close_up_limits(shown: list[Interval], quarters: int) -> tuple[float, float]:
    """Return limits, k€, that show every dip whole and as much again above zero, or twice that."""
    deepest = min(float(np.nanmin(i.mean[: quarters + 1])) for i in shown)
    highest = max(float(np.nanmax(i.mean[: quarters + 1])) for i in shown)
    if deepest == 0:
        return -0.1 * max(highest, 1.0), 1.1 * max(highest, 1.0)
    return 1.9 * deepest, min(-2.5 * deepest, max(1.1 * highest, -0.5 * deepest))


def _from_start(interval: Interval) -> Interval:
    """Put the start before the first quarter, where nobody is ahead."""
    return Interval(*(np.append(0.0, v) for v in (interval.mean, interval.low, interval.high)))


def _draw_whole(axes: Axes, runs: list[Result], shown: list[Interval], layout: Layout) -> None:
    quarters, ends = runs[0].quarters, []
    for run, interval in zip(runs, shown, strict=True):
        draw_band(axes, np.arange(quarters + 1), interval, colour(run.policy))
        last = float(interval.mean[-1])
        ends.append(
            (last, f"{shorten(run.title, layout.name)} {_signed(last)}", colour(run.policy))
        )
    axes.axhline(0, color=INK, lw=1)
    year_axis(axes, quarters)
    money_axis(axes, "Ahead")
    told = f"{years(quarters)} sums at the line ends"
    axes.set_title(f"The whole run, {told}" if layout is ON_PAPER else told)
    label_ends(axes, ends, 8.0 if layout is ON_PAPER else 7.0)


def _draw_close_up(axes: Axes, run: Result, shown: Interval, crossover: int | None) -> None:
    quarters = int(axes.get_xlim()[1])
    low, high = axes.get_ylim()
    hue, at, mean = colour(run.policy), np.arange(quarters + 1), shown.mean[: quarters + 1]
    part = Interval(mean, shown.low[: quarters + 1], shown.high[: quarters + 1])
    axes.fill_between(at, mean, 0, where=mean <= 0, interpolate=True, color=FALLING, alpha=0.18)
    draw_band(axes, at, part, hue)
    axes.axhline(0, color=INK, lw=1)
    deepest = int(np.argmin(mean))
    if mean[deepest] < 0:
        name = "" if crossover is None else "dip "
        under = float(np.nanmin([mean[deepest], part.low[deepest]])) - 0.03 * (high - low)
        axes.text(
            deepest,
            max(under, low + 0.13 * (high - low)),
            f"{name}{_signed(float(mean[deepest]))} in Q{deepest}",
            size=7.5,
            color=dark(FALLING),
            ha="left" if deepest < 0.6 * quarters else "right",
            va="top",
        )
    if crossover is None:
        axes.text(
            0.04 * quarters, 0.93 * high, "never ahead to stay", size=8, color=QUIET, va="top"
        )
    else:
        x = zero_crossing(shown.mean, crossover)
        axes.plot([x], [0], "o", ms=6, mfc="white", mec=hue, mew=1.8, zorder=5)
        axes.annotate(
            f"crosses in Q{crossover}" if crossover > 1 else "ahead from Q1",
            (x, 0),
            (0.3 if x > 0.25 * quarters else 0.35 * quarters, 0.88 * high),
            size=8,
            weight="bold",
            va="top",
            arrowprops={"arrowstyle": "-", "color": QUIET, "lw": 0.8, "shrinkB": 4},
        )
    axes.set_title(shorten(run.title, 30), color=dark(hue), size=9)
    axes.xaxis.set_major_locator(MultipleLocator(max(1, 2 * round(quarters / 8))))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda x, position: f"Q{x:.0f}" if x > 0 else "start")
    )
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda y, position: f"{y:,.10g}".replace("-", "−"))
    )


def zero_crossing(mean: Array, crossover: int) -> float:
    """Return where between two quarters' ends a path from 0 at the start crosses zero."""
    before, after = float(mean[crossover - 1]), float(mean[crossover])
    return crossover - 1 + before / (before - after) if before < 0 else crossover - 1.0


def _signed(keur: float) -> str:
    return money(keur, signed=True).replace("-", "−")
