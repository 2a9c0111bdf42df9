"""Gains of many cells over their baselines, one under another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.base.intervals import Interval
from sim.base.wording import money
from sim.plots.style import NARROW, NARROW_HEAD, QUIET, WIDE, colour, new_figure, our_look, shorten

LINE = 0.24


@dataclass(frozen=True)
class Gain:
    """A line of the figure.

    Attributes:
        label: What it is.
        policy: Policy, for its colour.
        gain: Paired difference of profit from the baseline's, k€.
    """

    label: str
    policy: str
    gain: Interval


def plot_gains(gains: Sequence[Gain], title: str, subtitle: str, narrow: bool = False) -> Figure:
    """Return the gains as dots with their intervals, in the order given.

    On a phone labels stand above the lines.
    """
    width, top, line = (NARROW, NARROW_HEAD, 2 * LINE) if narrow else (WIDE, 0.75, LINE)
    height = top + 0.5 + line * len(gains)
    left = 0.06 if narrow else 0.36
    with our_look():
        figure = new_figure(width, height, title, subtitle)
        box = (left, 0.5 / height, 0.96 - left, line * len(gains) / height)
        axes = figure.add_axes(box)
        for row, shown in enumerate(gains):
            hue = colour(shown.policy)
            axes.plot([shown.gain.low, shown.gain.high], [row, row], color=hue)
            axes.plot(shown.gain.mean, row, "o", color=hue, ms=4.5)
            if narrow:
                where: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "bottom"}
                axes.text(0.0, row - 0.18, shorten(shown.label, 60), size=7.5, **where)
        axes.axvline(0.0, color=QUIET, lw=1.0)
        axes.set_ylim(len(gains) - 0.5, -0.5)
        labels = [] if narrow else [shorten(shown.label, 46) for shown in gains]
        axes.set_yticks(range(len(labels)), labels)
        if narrow:
            axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.xaxis.set_major_formatter(lambda value, place: money(value))
        axes.tick_params(axis="y", length=0)
    return figure
