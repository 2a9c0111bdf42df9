"""Luck and rules: what policies gain, with the narrow band of luck on the wide one of rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.base.intervals import LEVEL, Interval
from sim.base.wording import money, percent_of_all
from sim.plots.style import (
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

LINE = 0.34
"""Height of a policy's line, inches; on a phone there is another one for its words."""


@dataclass(frozen=True)
class Band:
    """What a policy gains over the baseline, in both lights.

    Attributes:
        policy: Name, for its colour.
        title: The same for people.
        luck: Mean over worlds under the default rules, with its interval, k€.
        rules: The 5, 50 and 95% points over plausible rule sets, k€.
        ahead: Share of rule sets in which it is ahead of the baseline.
        best: Share of rule sets in which it is the best of those compared.
    """

    policy: str
    title: str
    luck: Interval
    rules: tuple[float, float, float]
    ahead: float
    best: float


def plot_bands(bands: Sequence[Band], baseline: str, sets: int, narrow: bool = False) -> Figure:
    """Return the bands one under another, the baseline a line at zero.

    Args:
        bands: What each policy gains, in the order drawn.
        baseline: Title of the policy compared with.
        sets: Number of rule sets.
        narrow: Whether for a phone; words then stand above the bands.
    """
    width, top, line = (NARROW, NARROW_HEAD, 1.75 * LINE) if narrow else (WIDE, 0.75, LINE)
    if narrow:
        top += 0.2
    height = top + 0.55 + line * len(bands)
    left, right = (0.05, 0.95) if narrow else (0.17, 0.72)
    with our_look():
        figure = new_figure(
            width,
            height,
            f"What luck and rules make of the gain over “{baseline}”",
            f"Wide and pale: nine of ten of {sets:,} plausible rule sets, the stroke their middle. "
            f"Narrow and dark: luck alone, {100 * LEVEL:.0f}% interval of the mean",
        )
        box = (left, 0.5 / height, right - left, line * len(bands) / height)
        axes = figure.add_axes(box)
        axes.use_sticky_edges = False  # a band must not end in the frame
        for row, band in enumerate(bands):
            _draw(axes, row, band, 0.2 if narrow else 0.3)
            said = f"ahead in {percent_of_all(band.ahead)}, best in {percent_of_all(band.best)}"
            where: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
            if narrow:
                name = shorten(band.title, 24)
                where["bbox"] = {"fc": "white", "ec": "none", "pad": 1.0}
                axes.text(0.0, row - 0.36, name, size=8, weight="bold", **where)
                axes.text(1.0, row - 0.36, said, size=7.5, ha="right", color=QUIET, **where)
            else:
                axes.text(1.02, row, said, size=8, color=QUIET, **where)
        axes.axvline(0.0, color=QUIET, lw=1.0)
        axes.set_ylim(len(bands) - 0.5, -0.5)
        names = [] if narrow else [shorten(band.title, 22) for band in bands]
        axes.set_yticks(range(len(names)), names)
        axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 7))
        axes.xaxis.set_major_formatter(lambda value, place: money(value))
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", visible=False)
    return figure


def _draw(axes: Axes, row: int, band: Band, half: float) -> None:
    """Draw both bands of a policy, each side of its line `half` of a line high."""
    hue, (low, middle, high) = colour(band.policy), band.rules
    axes.barh(row, high - low, 2 * half, low, color=hue, alpha=0.25, lw=0)
    axes.plot([middle, middle], [row - half, row + half], color=hue, lw=1.5)
    axes.plot([band.luck.low, band.luck.high], [row, row], color=dark(hue), lw=4.0)
    axes.plot(band.luck.mean, row, "o", color="white", mec=dark(hue), ms=4.0)
