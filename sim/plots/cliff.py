"""The cost of impatience as one figure to teach with: the dip, who leaves in it, what they lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval
from sim.base.wording import money, percent_of_all, years
from sim.compare.board import Board
from sim.plots.style import (
    FALLING,
    INK,
    NARROW,
    QUIET,
    RISING,
    WIDE,
    dark,
    draw_band,
    money_axis,
    new_figure,
    our_look,
    sample,
)
from sim.run.result import Result

DIP = 10
"""Quarters of the close-up, at most."""
PALE = "#f0b48c"
MOST_LEAVE, FEW_LOSE = 0.9, 0.1
"""Share of boards that leave from which a wait is too short, and share of the loss of the most
impatient under which it is long enough."""


@dataclass(frozen=True)
class Layout:
    """Where the panels stand, as shares of the figure.

    Attributes:
        width: Of the figure, inches.
        height: The same.
        whole: The whole run.
        close: The dip, close up.
        step: What is given up.
        size: Type size of the amounts, points.
    """

    width: float
    height: float
    whole: tuple[float, float, float, float]
    close: tuple[float, float, float, float]
    step: tuple[float, float, float, float]
    size: float


ON_PAPER = Layout(WIDE, 7.4, (0.08, 0.54, 0.5, 0.31), (0.67, 0.54, 0.3, 0.31),
                  (0.08, 0.08, 0.89, 0.33), 8.5)  # fmt: skip
ON_PHONE = Layout(NARROW, 9.6, (0.17, 0.665, 0.77, 0.2), (0.17, 0.375, 0.77, 0.2),
                  (0.17, 0.06, 0.8, 0.228), 6.5)  # fmt: skip


def plot_cliff(stay: Result, push: Result, boards: Sequence[Board], narrow: bool = False) -> Figure:
    """Return what a board gives up that leaves a policy for the push, by its patience.

    On top cumulative profit ahead of the push, of who stays and of the boards that leave in most
    worlds, the dip shaded; below the profit that each board gives up.

    Args:
        stay: The policy that boards leave.
        push: What they leave it for, on the same worlds and luck.
        boards: More and more patient ones.
        narrow: Whether for a phone.
    """
    lost = [mean_interval(stay.total("profit") - board.profit.sum(axis=1)) for board in boards]
    layout = ON_PHONE if narrow else ON_PAPER
    with our_look():
        subtitle = f"{stay.title} against “{push.title}”, on the same luck; {sample(stay)}"
        figure = new_figure(
            layout.width, layout.height, headline(stay.title, boards, lost), subtitle
        )
        whole, close, step = (
            figure.add_axes(box) for box in (layout.whole, layout.close, layout.step)
        )
        base = push.outcomes["profit"]
        ahead = _run_up(stay.outcomes["profit"] - base)
        leaving = [board for board in boards if board.leaves.mean() > MOST_LEAVE] or boards[:1]
        paths = {board.wait: _run_up(board.profit - base).mean(axis=0) for board in leaving}
        _draw_paths(whole, ahead, paths, stay.quarters)
        _draw_paths(close, ahead, paths, min(DIP, stay.quarters))
        _name_paths(whole, ahead, list(paths), stay.quarters)
        _name_dip(close, ahead)
        _draw_cliff(step, boards, lost, layout)
        step.set_ylabel(f"{years(stay.quarters)} profit\n{step.get_ylabel()}")
        earned, pushed = (money(float(r.total("profit").mean())) for r in (stay, push))
        told = "What impatience costs" if narrow else "What a board gives up by its patience"
        step.set_title(f"{told} (who stays earns {earned}, who pushes {_minus(pushed)})"
                       if not narrow else told)  # fmt: skip
    return figure


def headline(title: str, boards: Sequence[Board], lost: Sequence[Interval]) -> str:
    """Say it in a line: how long is too short, and how long is enough; else what leaving costs."""
    costs = {board.wait: float(each.mean) for board, each in zip(boards, lost, strict=True)}
    early = [board.wait for board in boards if board.leaves.mean() > MOST_LEAVE]
    first = costs[boards[0].wait]
    late = [wait for wait, cost in costs.items() if cost < FEW_LOSE * first]
    if early and late and lost[0].low > 0:
        short, enough = early[-1], late[0]
        return (
            f"Bear {short} quarter{'' if short == 1 else 's'} behind and lose "
            f"{money(costs[short])}; bear {enough} and lose {money(costs[enough])}"
        )
    does = "gives up" if first >= 0 else "gains"
    return f"{title}: a board that leaves after a quarter behind {does} {money(abs(first))}"


def _run_up(gap: Array) -> Array:
    """Return cumulative k€ with the start at 0, shape (worlds, quarters + 1)."""
    return np.pad(np.cumsum(gap, axis=1), ((0, 0), (1, 0)))


def _draw_paths(axes: Axes, ahead: Array, paths: dict[int, Array], last: int) -> None:
    """Draw who stays and who leaves over the first quarters, the dip shaded."""
    at, part = np.arange(last + 1), mean_interval(ahead[:, : last + 1])
    axes.axhline(0, color=INK, lw=0.9)
    axes.fill_between(at, part.mean, 0, where=part.mean <= 0, interpolate=True, color=PALE,
                      alpha=0.5, lw=0)  # fmt: skip
    for strength, path in zip(np.linspace(0.45, 0.95, len(paths)), paths.values(), strict=True):
        axes.plot(at, path[: last + 1], color=FALLING, lw=0.8 + 1.2 * strength, alpha=strength)
    draw_band(axes, at, part, RISING)
    axes.set_xlim(0, last)
    axes.set_xticks(range(0, last + 1, 4 if last > DIP else 2))
    axes.set_xlabel("Quarter")


def _name_paths(axes: Axes, ahead: Array, waits: Sequence[int], quarters: int) -> None:
    mean = ahead.mean(axis=0)
    axes.set_ylim(bottom=min(1.1 * mean.min(), -0.16 * np.abs(mean).max()))  # room for words below
    money_axis(axes, "Ahead of the push")
    axes.set_title("Who stays, and who leaves for the push")
    late = round(0.8 * quarters)
    axes.annotate("stays", (late, mean[late]), (-14, 10), textcoords="offset points",
                  color=dark(RISING), weight="bold", ha="right")  # fmt: skip
    which = f"1 to {waits[-1]} quarters" if waits[-1] > 1 else "a quarter"
    axes.annotate(f"leave after {which} behind", (quarters, 0), (0, -4), va="top",
                  textcoords="offset points", color=dark(FALLING), ha="right")  # fmt: skip


def _name_dip(axes: Axes, ahead: Array) -> None:
    mean = ahead.mean(axis=0)[: int(axes.get_xlim()[1]) + 1]
    axes.set_title("The dip, close up")
    deepest = int(mean.argmin())
    if mean[deepest] < 0:
        axes.set_ylim(1.6 * mean[deepest], -2.2 * mean[deepest])
        axes.annotate(
            f"{_minus(money(float(mean[deepest])))} at the deepest", (deepest, mean[deepest]),
            (-14, -8), textcoords="offset points", size=8, color=dark(FALLING), va="top",
        )  # fmt: skip
    money_axis(axes, "Ahead")


def _draw_cliff(
    axes: Axes, boards: Sequence[Board], lost: Sequence[Interval], layout: Layout
) -> None:
    """Draw what is given up by quarters of patience, with the share of boards that leave."""
    waits = [board.wait for board in boards]
    gone = [float(board.leaves.mean()) for board in boards]
    ends = np.array([[each.mean, each.low, each.high] for each in lost])
    axes.bar(waits, ends[:, 0], width=0.72, color=[FALLING if g > 0.5 else PALE for g in gone])
    axes.vlines(waits, ends[:, 1], ends[:, 2], color=INK, lw=1.0)
    tops = np.nanmax(np.c_[ends, np.zeros(len(ends))], axis=1)
    top = tops.max() or 1.0
    words = "\n" if layout is ON_PHONE else " "  # bars of a phone are as wide as a word
    for wait, each, share, above in zip(waits, lost, gone, tops, strict=True):
        told = _minus(money(float(each.mean))) if share else "0"
        texts = [(f"{percent_of_all(share)} leave", {"color": QUIET}), (told, {"weight": "bold"})]
        up = 3.0
        for text, look in texts:
            kept: dict[str, Any] = {"size": layout.size, "ha": "center", "linespacing": 1.0} | look
            text = text.replace(" ", words)
            axes.annotate(text, (wait, above), (0, up), textcoords="offset points", **kept)
            up += 1.25 * layout.size * (1 + text.count("\n"))
    axes.set_xticks(waits)
    axes.grid(visible=False, axis="x")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, position: f"{x:.0f}"))
    axes.set_ylim(top=(1.3 if layout is ON_PHONE else 1.22) * top)
    money_axis(axes, "given up")
    axes.set_xlabel("Quarters in a row behind after which the board leaves")


def _minus(text: str) -> str:
    return text.replace("-", "−")
