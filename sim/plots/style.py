"""What all figures share: colours, type, money and years on axes, labels at line ends, saving."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.ft2font import FT2Font
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullFormatter

from sim.base.arrays import Array
from sim.base.intervals import LEVEL, Interval
from sim.base.wording import MILLION, money_unit
from sim.run.result import Result

COLOURS = {
    "transactional": "#D55E00",
    "relationship_first": "#0072B2",
    "balanced": "#56B4E9",
    "vst": "#009E73",
    "segmented": "#CC79A7",
    "adaptive": "#E69F00",
    "do_nothing": "#7F7F7F",
    "culture_aware": "#882255",
    "status_quo": "#222222",
}
"""Colour of each named policy: Okabe and Ito's, safe for the colour-blind, and three more."""

OTHERS = ("#332288", "#117733", "#AA4499", "#999933", "#661100", "#44AA99")
"""Colours of policies with no colour of their own, chosen by name."""

RISING, FALLING, INK, QUIET = "#0072B2", "#D55E00", "#222222", "#6B6B6B"
FOUR_QUARTERS = 4

TYPE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": "#B0B0B0",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#E8E8E8",
    "grid.linewidth": 0.7,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "text.color": INK,
    "figure.facecolor": "white",
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "svg.hashsalt": "alliances",
    "text.parse_math": False,  # names may hold a dollar sign
    "svg.fonttype": "path",
}
"""What a figure looks like beside matplotlib's own defaults; see `our_look`."""

WIDE, NARROW = 9.0, 3.9
"""Widths of a figure on paper or a screen, and on a phone, inches."""

NARROW_HEAD = 1.0
"""Room for title and subtitle of a narrow figure, inches."""

PNG_DPI = 130
MARKS_OF_TIME: Mapping[str, Mapping[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
}


@contextmanager
def our_look() -> Iterator[None]:
    """Put our settings, and matplotlib's defaults for all others, in force while a figure is made.

    So a user's matplotlibrc changes nothing, and what the user has set is there again afterwards.
    """
    with style.context(["default", TYPE]):
        yield


@cache
def _font() -> FT2Font:
    return get_font(findfont(TYPE["font.family"], fallback_to_default=True))


def is_drawable(text: str) -> bool:
    """Return whether the font of the figures has every letter of a text."""
    return all(_font().get_char_index(ord(letter)) for letter in text)


def colour(policy: str) -> str:
    """Return the colour of a policy, the same in every figure of every run."""
    return COLOURS.get(policy) or OTHERS[crc32(policy.encode()) % len(OTHERS)]


def dark(name: str, share: float = 0.3) -> str:
    """Return a colour mixed with black, for text on white."""
    red, green, blue = ((1.0 - share) * part for part in to_rgb(name))
    return to_hex((red, green, blue))


def new_figure(width: float, height: float, title: str, subtitle: str = "") -> Figure:
    """Return an empty figure, size in inches, with a title and a line below it.

    In a narrow figure both are wrapped; they take up to `NARROW_HEAD`.
    """
    size, small, below = 12.0, 8.5, 0.36
    if width <= NARROW:
        title, subtitle = textwrap.fill(title, 40), textwrap.fill(subtitle, 62)
        size, small, below = 10.0, 7.5, 0.15 + 0.17 * (1 + title.count("\n"))
    figure = Figure(figsize=(width, height))
    figure.text(0.11 / width, 1 - 0.1 / height, title, size=size, weight="bold", va="top")
    figure.text(0.11 / width, 1 - below / height, subtitle, size=small, color=QUIET, va="top")
    return figure


def save(
    figure: Figure, folder: Path, name: str, endings: Sequence[str] = ("png", "svg")
) -> list[Path]:
    """Write a figure as PNG and SVG; the same data give the same bytes.

    Args:
        figure: The figure.
        folder: An existing folder.
        name: File name without its ending.
        endings: The kinds of file to write.

    Returns:
        The files written.
    """
    written = []
    with our_look(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        for ending in endings:
            path, metadata = Path(folder) / f"{name}.{ending}", dict(MARKS_OF_TIME[ending])
            figure.savefig(path, format=ending, dpi=PNG_DPI, metadata=metadata)
            written.append(path)
    return written


def year_axis(axes: Axes, quarters: int) -> None:
    """Lay the quarters 0 (start) to `quarters` along the x axis, marked and named by year."""
    starts = range(0, quarters + 1, FOUR_QUARTERS)
    every = max(1, -(-quarters // 40))
    axes.set_xlim(0, quarters)
    axes.xaxis.set_major_locator(FixedLocator(list(starts)))
    axes.xaxis.set_major_formatter(NullFormatter())
    middles = [0.5 * (s + min(s + FOUR_QUARTERS, quarters)) for s in starts if quarters > s]
    shown = {m: str(k + 1) if k % every == 0 else "" for k, m in enumerate(middles)}
    axes.xaxis.set_minor_locator(FixedLocator(middles))
    axes.xaxis.set_minor_formatter(FuncFormatter(lambda x, position: shown.get(x, "")))
    axes.tick_params(axis="x", which="minor", length=0)
    axes.set_xlabel("Year")


def money_axis(axes: Axes, what: str) -> None:
    """Write the y axis in thousands or millions of the currency, whichever reads better."""
    in_millions = np.abs(axes.get_ylim()).max() >= 2 * MILLION
    scale, unit = (MILLION, "M") if in_millions else (1.0, "k")
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda y, position: f"{y / scale:,.10g}".replace("-", "−"))
    )
    axes.set_ylabel(f"{what}, {money_unit(unit)}")


def share_axis(axes: Axes, what: str) -> None:
    """Write the y axis in percent."""
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda y, position: f"{100 * y:.10g}%".replace("-", "−"))
    )
    axes.set_ylabel(what)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> Array:
    """Return positions as near as can be to those wanted, at least `gap` apart, in low..high.

    The nearest in the sense of least squares keeps the order; it is found by pooling neighbours.
    Where all cannot fit, they are spaced evenly.
    """
    n = len(wanted)
    if n == 0:
        return np.empty(0)
    gap = min(gap, (high - low) / max(n - 1, 1))
    order = np.argsort(wanted, kind="stable")
    shifted = np.asarray(wanted, dtype=float)[order] - gap * np.arange(n)
    pools: list[tuple[float, int]] = []
    for value in shifted:
        pools.append((float(value), 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            above, many = pools.pop()
            below, few = pools.pop()
            pools.append(((below * few + above * many) / (few + many), few + many))
    level = np.concatenate([np.full(size, value) for value, size in pools])
    placed = np.empty(n)
    placed[order] = np.clip(level, low, high - gap * (n - 1)) + gap * np.arange(n)
    return placed


def shorten(title: str, width: int = 20) -> str:
    """Return a title cut to a width in characters."""
    return title if len(title) <= width else title[: width - 1].rstrip() + "…"


def sample(run: Result, shown_as: str = "bands") -> str:
    """Say that means over so many replications are shown, and what the intervals are shown as."""
    n = len(run.replications)
    if n == 1:
        return "one replication, so no intervals"
    return f"mean of {n:,} replications, {shown_as} are {100 * LEVEL:.0f}% intervals of the mean"


def draw_band(axes: Axes, at: Array, shown: Interval, hue: str) -> None:
    """Draw a mean as a line and its interval as a band around it."""
    if np.isfinite(shown.low).any():
        axes.fill_between(at, shown.low, shown.high, color=hue, alpha=0.17, lw=0)
    axes.plot(at, shown.mean, color=hue, marker="o" if len(at) == 1 else "")


def label_ends(axes: Axes, ends: Sequence[tuple[float, str, str]], size: float = 8.0) -> None:
    """Write names at line ends, moved apart where they would touch, each with a thin leader.

    The axes' limits and place in the figure must be final.

    Args:
        axes: Where the lines are; they end at its right side.
        ends: Height of the end, name and colour of each line.
        size: Type size, points.
    """
    box, figure = axes.get_position(), axes.get_figure(root=True)
    assert figure is not None
    height, width = 72 * box.height * figure.get_figheight(), box.width * figure.get_figwidth()
    low, high = axes.get_ylim()
    heights = [(y - low) / (high - low) for y, _, _ in ends]
    size = min(size, max(5.0, height / (1.2 * max(len(ends), 1))))
    places = spread(heights, 1.2 * size / height, 0.0, 1.0)
    for (_, name, hue), at, place in zip(ends, heights, places, strict=True):
        leader: dict[str, Any] = {
            "transform": axes.transAxes,
            "clip_on": False,
            "lw": 0.8,
            "color": hue,
        }
        axes.plot([1.0, 1.0 + 0.14 / width], [at, place], **leader)
        kept = shorten(name, 34)
        where: dict[str, Any] = {"transform": axes.transAxes, "va": "center", "size": size}
        axes.text(1.0 + 0.18 / width, place, kept, color=dark(hue), **where)
