"""The vicious circle as a loop diagram, each arrow with its measured strength."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.base.intervals import Interval
from sim.base.wording import money_unit
from sim.compare.circle import Strength, circle_strengths
from sim.plots.style import FALLING, NARROW, QUIET, RISING, WIDE, dark, new_figure, our_look, sample
from sim.plots.trajectories import gross_margin
from sim.run.result import Result

BOX = 1.75


@dataclass(frozen=True)
class Node:
    """A box of the diagram: its text, and its middle in inches from the lower left corner."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Bow:
    """How an arrow is drawn.

    Attributes:
        bend: Height of its bow as a share of its length; above 0 to its right.
        x: Where its number stands, inches from the middle of the arrow.
        y: The same, upwards.
        align: Side of the number that stands there.
    """

    bend: float
    x: float
    y: float
    align: str


NODES = {
    "ask": Node("Quarter-end ask", 4.5, 5.2),
    "quota_gap": Node("Quota gap:\nmore deals needed", 4.5, 1.25),
    "demand": Node("Concession demand", 1.75, 4.75),
    "discount": Node("Going discount", 1.05, 3.2),
    "margin_share": Node("Gross margin", 1.75, 1.65),
    "trust": Node("Partners' trust", 7.25, 4.75),
    "invitation": Node("Invitations to\npitch jointly", 7.95, 3.2),
    "joint_revenue": Node("Joint revenue", 7.25, 1.65),
}
BOWS = {
    ("quota_gap", "ask"): Bow(0.0, 0.15, 0.0, "left"),
    ("ask", "demand"): Bow(0.15, 0.0, 0.35, "center"),
    ("demand", "discount"): Bow(0.15, 0.22, -0.05, "left"),
    ("discount", "margin_share"): Bow(0.15, 0.22, 0.05, "left"),
    ("margin_share", "quota_gap"): Bow(0.15, 0.0, -0.35, "center"),
    ("ask", "trust"): Bow(-0.15, 0.0, 0.35, "center"),
    ("trust", "invitation"): Bow(-0.15, -0.22, -0.05, "right"),
    ("invitation", "joint_revenue"): Bow(-0.15, -0.22, 0.05, "right"),
    ("joint_revenue", "quota_gap"): Bow(-0.15, 0.0, -0.35, "center"),
}


PHONE_NODES = {
    "ask": Node("Quarter-end ask", 1.95, 7.3),
    "quota_gap": Node("Quota gap:\nmore deals needed", 1.95, 1.6),
    "demand": Node("Concession\ndemand", 0.78, 6.0),
    "discount": Node("Going discount", 0.78, 4.5),
    "margin_share": Node("Gross margin", 0.78, 3.0),
    "trust": Node("Partners' trust", 3.12, 6.0),
    "invitation": Node("Invitations to\npitch jointly", 3.12, 4.5),
    "joint_revenue": Node("Joint revenue", 3.12, 3.0),
}
PHONE_BOWS = {
    ("quota_gap", "ask"): Bow(0.0, 0.0, 0.0, "center"),
    ("ask", "demand"): Bow(0.0, -0.18, 0.1, "right"),
    ("demand", "discount"): Bow(0.0, 0.08, 0.0, "left"),
    ("discount", "margin_share"): Bow(0.0, 0.08, 0.0, "left"),
    ("margin_share", "quota_gap"): Bow(0.0, -0.2, -0.05, "right"),
    ("ask", "trust"): Bow(0.0, 0.18, 0.1, "left"),
    ("trust", "invitation"): Bow(0.0, -0.08, 0.0, "right"),
    ("invitation", "joint_revenue"): Bow(0.0, -0.08, 0.0, "right"),
    ("joint_revenue", "quota_gap"): Bow(0.0, 0.2, -0.05, "left"),
}


@dataclass(frozen=True)
class Sheet:
    """How the diagram is laid out.

    Attributes:
        width: Of the figure, inches.
        height: The same.
        box: Width of a box, inches.
        nodes: The boxes.
        bows: The arrows between them.
        spirals: Where the names of the two spirals stand.
        letters: Letters in a line of the note at its foot.
    """

    width: float
    height: float
    box: float
    nodes: Mapping[str, Node]
    bows: Mapping[tuple[str, str], Bow]
    spirals: tuple[tuple[float, float], tuple[float, float]]
    letters: int


ON_PAPER = Sheet(WIDE, 6.5, BOX, NODES, BOWS, ((2.95, 3.2), (6.12, 3.2)), 160)
ON_PHONE = Sheet(NARROW, 8.75, 1.4, PHONE_NODES, PHONE_BOWS, ((0.62, 1.45), (3.28, 1.45)), 70)


def plot_loop(result: Result, narrow: bool = False) -> Figure:
    """Return the vicious circle of a pushing policy as a loop diagram.

    An arrow's thickness is the measured strength of the link (see `sim.compare.circle`), its colour
    and sign the direction; it is solid where the interval excludes zero, dashed where it does not,
    and dotted grey where nothing varies, so that nothing can be measured.

    Args:
        result: A run that kept `sim.compare.circle.PANEL`.
        narrow: Whether for a phone.
    """
    sheet = ON_PHONE if narrow else ON_PAPER
    with our_look():
        subtitle = f"How strongly each link shows; {sample(result, 'brackets')}"
        title = f"The vicious circle under “{result.title}”"
        figure = new_figure(sheet.width, sheet.height, title, subtitle)
        box = (0, 0, 1, 1)
        axes = figure.add_axes(box, xlim=(0, sheet.width), ylim=(0, sheet.height))
        axes.set_axis_off()
        _draw_names(axes, sheet)
        boxes = {
            key: _draw_node(axes, sheet, node, first_to_last(result, key))
            for key, node in sheet.nodes.items()
        }
        for strength in circle_strengths(result):
            _draw_arrow(axes, sheet, strength, boxes, len(result.replications))
    return figure


def first_to_last(result: Result, node: str) -> str:
    """Return the mean of a node's outcome in the first and in the last quarter, as text.

    Of all accounts, ended ones as they ended; an ask is made to live ones only, so its mean is too.
    """
    values = gross_margin(result) if node == "margin_share" else result.outcomes[node]
    if node == "ask":
        live = 1.0 - result.outcomes["terminated"][:, :-1]
        live = np.hstack([np.ones((len(live), 1)), live])
        values = np.where(live > 0, values / np.where(live > 0, live, 1.0), np.nan)
    known = np.where(np.isfinite(values[:, [0, -1]]), values[:, [0, -1]], 0.0)
    n = np.maximum(np.isfinite(values[:, [0, -1]]).sum(axis=0), 1)
    first, last = known.sum(axis=0) / n
    if node == "joint_revenue":
        return f"{first:,.0f} → {last:,.0f} {money_unit('k')} a quarter"
    return f"{100 * first:.0f}% → {100 * last:.0f}%"


def _draw_names(axes: Axes, sheet: Sheet) -> None:
    for (x, y), name in zip(sheet.spirals, ("price spiral", "trust spiral"), strict=True):
        text = f"{name}:\neach turn feeds\nthe next"
        axes.text(x, y, text, color=QUIET, style="italic", ha="center", va="center")
    note = (
        "Box: mean of the first → last quarter. Arrow: standardised slope of an account's moves in"
        " time, effect on cause; + moves the same way, − the opposite way."
        " Thicker is stronger; dashed: the interval includes 0; dotted: nothing varies, so nothing"
        " is measured. That causes drive effects is the model's rule, not found here."
    )
    text = textwrap.fill(note, sheet.letters)
    axes.text(0.11, 0.1, text, size=7.3, color=QUIET, va="bottom", linespacing=1.4)


def _draw_node(axes: Axes, sheet: Sheet, node: Node, values: str) -> FancyBboxPatch:
    if sheet is ON_PHONE:
        values = values.replace(" a quarter", "\na quarter")
    lines = node.text.count("\n") + values.count("\n") + 2
    height = 0.2 * lines + 0.12 - 0.06 * values.count("\n")
    corner = (node.x - 0.5 * sheet.box, node.y - 0.5 * height)
    look: dict[str, Any] = {"fc": "#F4F4F4", "ec": "#B0B0B0", "zorder": 2}
    shape = "round,pad=0,rounding_size=0.08"
    box = FancyBboxPatch(corner, sheet.box, height, boxstyle=shape, **look)
    axes.add_patch(box)
    kept: dict[str, Any] = {"ha": "center", "zorder": 3, "linespacing": 1.25}
    axes.text(node.x, node.y + 0.5 * height - 0.07, node.text, va="top", weight="bold", **kept)
    axes.text(node.x, node.y - 0.5 * height + 0.08, values, va="bottom", color=QUIET, **kept)
    return box


def _draw_arrow(
    axes: Axes,
    sheet: Sheet,
    strength: Strength,
    boxes: dict[str, FancyBboxPatch],
    replications: int,
) -> None:
    link, interval = strength.link, strength.interval
    hue, dashes, width, text = _look(interval)
    if 0 < strength.measured < replications:
        text += f"\nin {strength.measured:,} of {replications:,}"
    bow = sheet.bows[link.cause, link.effect]
    start, end = sheet.nodes[link.cause], sheet.nodes[link.effect]
    arrow = FancyArrowPatch(
        (start.x, start.y),
        (end.x, end.y),
        patchA=boxes[link.cause],
        patchB=boxes[link.effect],
        shrinkA=2,
        shrinkB=3,
        connectionstyle=f"arc3,rad={bow.bend}",
        arrowstyle="-|>",
        mutation_scale=9 + 2 * width,
        capstyle="butt",
        joinstyle="miter",
        lw=width,
        ls=dashes,
        color=hue,
    )
    axes.add_patch(arrow)
    x = 0.5 * (start.x + end.x + bow.bend * (end.y - start.y)) + bow.x
    y = 0.5 * (start.y + end.y + bow.bend * (start.x - end.x)) + bow.y
    look: dict[str, Any] = {"ha": bow.align, "va": "center", "size": 8 if sheet is ON_PAPER else 7}
    if sheet is ON_PHONE:  # a number may stand on its arrow
        look["bbox"] = {"fc": "white", "ec": "none", "pad": 1.0, "alpha": 0.85}
    axes.text(x, y, text, color=dark(hue), weight="bold", **look)


def _look(interval: Interval) -> tuple[str, Any, float, str]:
    """Return colour, dashes, width and number of an arrow."""
    mean = float(interval.mean)
    if np.isnan(mean):
        return QUIET, ":", 1.5, "not measured:\nnothing varies"
    is_known = bool(np.isfinite(interval.low))
    is_dashed = is_known and not interval.excludes_zero
    text = f"{mean:+.2f}"
    if is_known:
        text += f"\n[{interval.low:.2f}, {interval.high:.2f}]"
    hue = RISING if mean > 0 else FALLING
    width = 1.0 + 5.0 * min(1.0, abs(mean))
    return hue, (0, (2, 1)) if is_dashed else "-", width, text.replace("-", "−")
