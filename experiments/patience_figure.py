"""The cost of impatience as one figure to teach with: the dip, who leaves in it, what they lose."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.board import NEVER, POLICIES, PUSH, given_up, leaving, under_board
from experiments.figures import BLACK, BLUE, GREY, STYLE, VERMILION, save_png
from experiments.frame import NO_CLAIM, Row
from sim.base.arrays import Array
from sim.ensemble.worlds import QUARTERS, Worlds
from sim.policies import find

WAITS = (1, 2, 3, 4, 5, 6, 7, 8)
DIP = 10
"""Quarters of the close-up."""
PALE = "#f0b48c"


def cliff(worlds: Worlds, policy: str) -> Figure:
    """Return the figure: the dip and the boards that leave in it, above what they give up."""
    with rc_context(STYLE):
        figure = Figure(figsize=(8.6, 7.6))
        whole, close, step = (
            figure.add_axes(box)
            for box in ((0.09, 0.52, 0.5, 0.33), (0.67, 0.52, 0.3, 0.33), (0.09, 0.085, 0.88, 0.29))
        )
        stay, boards = paths(worlds, policy)
        for ax, last in ((whole, QUARTERS), (close, DIP)):
            draw_paths(ax, stay, boards, last)
        finish(whole, close, stay, max(boards))
        lost, left = costs(worlds, policy)
        draw_cliff(step, lost, left, worlds, policy)
        title = find(policy).title
        figure.text(0.02, 0.955, headline(lost, left), fontsize=15, fontweight="bold", color=BLACK)
        figure.text(
            0.02, 0.918,
            f"{title} against the quarter-end push, on the same luck: mean of {worlds.number} "
            f"worlds, seed {worlds.seed}; 95% intervals shaded or as bars.",
            fontsize=9, color="#555555",
        )  # fmt: skip
    return figure


def save_cliffs(worlds: Worlds, folder: Path) -> None:
    """Write the figure of each policy."""
    for policy in POLICIES.values():
        save_png(cliff(worlds, policy), folder / f"cliff_{policy}.png")


def headline(lost: list[Row], left: list[Row]) -> str:
    """Say it in a line: how long is too short, and how long is enough."""
    early = max(wait for wait, row in zip(WAITS, left, strict=True) if row.mean > 0.9)
    late = next(
        wait for wait, row in zip(WAITS, lost, strict=True) if row.mean < 0.1 * lost[0].mean
    )
    return (
        f"Bear {early} quarters behind and lose {lost[early - 1].mean:.1f} M€; "
        f"bear {late} and lose {lost[late - 1].mean:.1f}"
    )


def paths(worlds: Worlds, policy: str) -> tuple[Array, dict[int, Array]]:
    """Return cumulative profit over the push (M€): of who stays, and of boards that leave."""
    (push,) = worlds.run(PUSH)
    base = push.outcomes["profit"]
    stay = worlds.run(policy)[0].outcomes["profit"] - base
    boards = {
        wait: under_board(worlds, policy, leaving(worlds, policy, wait)) - base
        for wait in (1, 2, 3, 4)
    }
    return run_up(stay), {wait: run_up(gap) for wait, gap in boards.items()}


def run_up(gap: Array) -> Array:
    """Return cumulative M€ with the start at 0, shape (worlds, quarters + 1)."""
    return np.pad(np.cumsum(gap, axis=1) / 1000, ((0, 0), (1, 0)))


def costs(worlds: Worlds, policy: str) -> tuple[list[Row], list[Row]]:
    """Return what is given up (M€) and the share of boards that leave, by quarters of patience."""
    quarters = [leaving(worlds, policy, wait) for wait in WAITS]
    lost = [Row("", "", given_up(worlds, policy, q) / 1000, "M€", NO_CLAIM) for q in quarters]
    left = [Row("", "", (q < NEVER).astype(float), "1", NO_CLAIM) for q in quarters]
    return lost, left


def draw_paths(ax: Axes, stay: Array, boards: dict[int, Array], last: int) -> None:
    """Draw who stays and who leaves over the first quarters, the dip shaded."""
    x = np.arange(last + 1)
    mean = stay.mean(axis=0)[: last + 1]
    points = [Row("", "", column, "", NO_CLAIM) for column in stay.T[: last + 1]]
    half = np.nan_to_num([p.half for p in points])
    ax.axhline(0, color=BLACK, linewidth=0.9)
    ax.fill_between(x, np.minimum(mean, 0), 0, color=PALE, alpha=0.5, linewidth=0)
    for wait, path in reversed(boards.items()):
        ax.plot(x, path.mean(axis=0)[: last + 1], color=VERMILION, linewidth=1.0 + 0.25 * wait,
                alpha=0.35 + 0.15 * wait, solid_capstyle="round")  # fmt: skip
    ax.fill_between(x, mean - half, mean + half, color=BLUE, alpha=0.2, linewidth=0)
    ax.plot(x, mean, color=BLUE, linewidth=2.4, solid_capstyle="round")
    ax.set_xlim(0, last)
    ax.set_xticks(range(0, last + 1, 4 if last > DIP else 2))
    ax.set_xlabel("quarter")


def finish(whole: Axes, close: Axes, stay: Array, longest: int) -> None:
    """Label both panels of paths; `longest` is the wait of the most patient that leave."""
    mean = stay.mean(axis=0)
    whole.set_ylabel("cumulative profit ahead\nof the push (M€)")
    whole.set_title("Who stays, and who leaves for the push", fontweight="bold")
    late = round(0.8 * QUARTERS)
    whole.set_ylim(bottom=-0.14 * mean.max())  # room for words under the line
    whole.annotate("stays", (late, mean[late]), xytext=(-14, 10), textcoords="offset points",
                   color=BLUE, fontsize=10, fontweight="bold", ha="right")  # fmt: skip
    whole.annotate(f"leave after 1 to {longest} quarters behind", (QUARTERS, 0), xytext=(0, -11),
                   textcoords="offset points", color=VERMILION, fontsize=9, ha="right")  # fmt: skip
    close.set_title("The dip, close up", fontweight="bold")
    low = 1.6 * mean.min()
    close.set_ylim(low, -1.4 * low)
    deepest = int(mean.argmin())
    close.annotate(f"{1000 * mean.min():,.0f} k€ at the deepest".replace("-", "−"),
                   (deepest, mean.min()), xytext=(-14, -8), textcoords="offset points",
                   fontsize=8, color="#8a3b00", va="top")  # fmt: skip


def draw_cliff(ax: Axes, lost: list[Row], left: list[Row], worlds: Worlds, policy: str) -> None:
    """Draw what is given up by quarters of patience, with the share of boards that leave."""
    means = np.array([row.mean for row in lost])
    gone = np.array([row.mean for row in left])
    colours = [VERMILION if share > 0.5 else PALE if share > 0.005 else GREY for share in gone]
    bars = ax.bar(WAITS, means, width=0.72, color=colours)
    ax.errorbar(WAITS, means, [row.half for row in lost], fmt="none", ecolor=BLACK, capsize=2,
                linewidth=0.9)  # fmt: skip
    top = max(row.high for row in lost)
    for bar, row, share in zip(bars, lost, gone, strict=True):
        x = bar.get_x() + bar.get_width() / 2
        told = f"{row.mean:.1f} M€" if row.mean >= 0.05 else "nothing" if share == 0 else "< 0.1 M€"
        ax.text(x, row.high + 0.07 * top, told, ha="center", fontsize=9, fontweight="bold",
                color=BLACK)  # fmt: skip
        ax.text(x, row.high + 0.015 * top, f"{share:.0%} leave", ha="center", fontsize=8,
                color="#555555")  # fmt: skip
    ax.set_xticks(WAITS)
    ax.set_ylim(0, 1.2 * top)
    ax.set_xlabel("quarters in a row behind the push after which the board leaves")
    ax.set_ylabel("5-year profit\ngiven up (M€)")
    earned, pushed = (r.total("profit").mean() / 1000 for r in worlds.run(policy, PUSH))
    told = f"A cliff, not a slope (who stays earns {earned:.1f} M€, who pushes {pushed:.1f})"
    ax.set_title(told.replace(" -", " \u2212"), fontweight="bold")
