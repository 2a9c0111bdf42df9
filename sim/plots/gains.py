"""Gains of many cells over their baselines, one under another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from sim.base.intervals import Interval
from sim.base.wording import money
from sim.plots.style import QUIET, colour, new_figure, our_look, shorten

WIDTH, LINE = 9.0, 0.24


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


def plot_gains(gains: Sequence[Gain], title: str, subtitle: str) -> Figure:
    """Return the gains as dots with their intervals, in the order given."""
    height = 1.25 + LINE * len(gains)
    with our_look():
        figure = new_figure(WIDTH, height, title, subtitle)
        axes = figure.add_axes((0.36, 0.5 / height, 0.6, LINE * len(gains) / height))
        for row, shown in enumerate(gains):
            hue = colour(shown.policy)
            axes.plot([shown.gain.low, shown.gain.high], [row, row], color=hue)
            axes.plot(shown.gain.mean, row, "o", color=hue, ms=4.5)
        axes.axvline(0.0, color=QUIET, lw=1.0)
        axes.set_ylim(len(gains) - 0.5, -0.5)
        axes.set_yticks(range(len(gains)), [shorten(shown.label, 46) for shown in gains])
        axes.xaxis.set_major_formatter(lambda value, place: money(value))
        axes.tick_params(axis="y", length=0)
    return figure
