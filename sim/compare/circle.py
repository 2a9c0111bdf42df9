"""The vicious circle, measured: how strongly each of its links shows in a run.

Two spirals share the quota gap and the quarter-end ask. Price: an asked partner demands
concessions, the discount goes up, the margin down, and more deals are missing to the quota. Trust:
an asked partner trusts less, invites less, joint revenue falls, and the quota gap widens.

Source: seed 001, the vicious circle of declining performance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval
from sim.run.result import Result

PANEL = (
    "ask",
    "demand",
    "discount",
    "revenue",
    "margin",
    "quota_gap",
    "trust",
    "invitation",
    "joint_revenue",
    "terminated",
)
"""Outcomes that a run must keep per alliance for the circle to be measured."""

SMALLEST_VARIATION = 1e-9
"""Standard deviation over largest size at or under which a series counts as constant."""


@dataclass(frozen=True)
class Link:
    """One arrow of the circle.

    Attributes:
        cause: What moves first.
        effect: What follows.
        lag: Quarters from the cause to the effect.
        level: ``account``: each alliance is a series; ``vendor``: all alliances together are one.
    """

    cause: str
    effect: str
    lag: int
    level: Literal["account", "vendor"]


LINKS = (
    Link("quota_gap", "ask", 0, "account"),
    Link("ask", "demand", 0, "account"),
    Link("demand", "discount", 0, "account"),
    Link("discount", "margin_share", 1, "account"),
    Link("margin_share", "quota_gap", 0, "vendor"),
    Link("ask", "trust", 0, "account"),
    Link("trust", "invitation", 1, "account"),
    Link("invitation", "joint_revenue", 1, "account"),
    Link("joint_revenue", "quota_gap", 0, "vendor"),
)
"""Every link; where the model acts within the quarter the lag is 0, else the next quarter counts.

Margin counts as a share of revenue."""


@dataclass(frozen=True)
class Strength:
    """How strongly a link shows.

    Attributes:
        link: The link.
        interval: Standardised slope, mean over replications with its interval; NaN if none tells.
        measured: Number of replications in which cause and effect vary, so that they tell.
    """

    link: Link
    interval: Interval
    measured: int


def circle_strengths(result: Result) -> list[Strength]:
    """Return the measured strength of every link of `LINKS`.

    In each replication the effect is regressed on its cause ``lag`` quarters before, over all
    accounts and quarters in which the alliance was live when the quarter of the effect began and
    both are known. Each account's own mean over these quarters is taken off first, so differences
    between accounts do not count, only how an account moves in time. Both sides are divided by
    their standard deviation: a strength of -0.6 says that when the cause is one standard deviation
    above its usual level the effect is 0.6 of its own below. The quota is the vendor's, so the two
    links into the quota gap are measured on sums over its accounts, and together in one regression
    as both bear on the same gap. Strengths of replications are averaged; one without variation (an
    ask at its maximum all along), or with too few quarters for a slope, tells nothing and is left
    out.

    This measures how the links move together in the run, trends included. That one drives the
    other is not found in the numbers; it is how the model works.

    Args:
        result: A run of the focal vendor that kept `PANEL`.

    Raises:
        ValueError: The run kept too little.
    """
    if missing := [name for name in PANEL if name not in result.panel]:
        raise ValueError(f"the circle needs these outcomes per alliance: {', '.join(missing)}")
    found: dict[Link, Array] = {}
    for effect, level in dict.fromkeys((link.effect, link.level) for link in LINKS):
        joint = [link for link in LINKS if (link.effect, link.level) == (effect, level)]
        found.update(zip(joint, _slopes(joint, _series(result.panel, level)).T, strict=True))
    return [
        Strength(link, mean_interval(found[link]), int(np.isfinite(found[link]).sum()))
        for link in LINKS
    ]


def _series(panel: dict[str, Array], level: str) -> dict[str, Array]:
    """Return what the links connect, shape (R, quarters, series); NaN where unknown or ended."""
    shown = {name: panel[name] for name in PANEL}
    was_ended = np.zeros(panel["ask"].shape, dtype=bool)
    if level == "vendor":
        names = ("revenue", "margin", "joint_revenue")
        shown |= {name: np.nansum(panel[name], axis=2, keepdims=True) for name in names}
        shown |= {"quota_gap": panel["quota_gap"][:, :, :1]}
        was_ended = was_ended[:, :, :1]
    else:
        was_ended[:, 1:] = panel["terminated"][:, :-1] > 0
    has_sold = shown["revenue"] > 0
    share = shown["margin"] / np.where(has_sold, shown["revenue"], 1.0)
    shown["margin_share"] = np.where(has_sold, share, np.nan)
    used = {name for link in LINKS if link.level == level for name in (link.cause, link.effect)}
    return {name: np.where(was_ended, np.nan, shown[name]) for name in used}


def _slopes(links: list[Link], series: dict[str, Array]) -> Array:
    """Return the standardised slopes of one effect on its causes, shape (R, causes)."""
    start = max(link.lag for link in links)
    quarters = series[links[0].effect].shape[1]
    columns = [series[links[0].effect][:, start:]]
    columns += [series[link.cause][:, start - link.lag : quarters - link.lag] for link in links]
    stacked = np.stack(columns)
    is_known = ~np.isnan(stacked).any(axis=0)
    if not is_known.any():
        return np.full((len(is_known), len(links)), np.nan)
    spare = is_known.sum(axis=(1, 2)) - is_known.any(axis=1).sum(axis=1) - len(links)
    own = np.where(is_known, stacked, 0.0)
    known = np.maximum(is_known.sum(axis=1, keepdims=True), 1)
    own = np.where(is_known, own - own.sum(axis=2, keepdims=True) / known, 0.0)
    flat = np.moveaxis(own.reshape(*own.shape[:2], -1), 0, 1)

    scale = np.sqrt((flat**2).mean(axis=2))
    size = np.abs(np.where(is_known, stacked, 0.0)).max(axis=(2, 3)).T
    varies = (scale > SMALLEST_VARIATION * size).all(axis=1)
    unit = flat / np.where(varies[:, None], scale, 1.0)[:, :, None]
    correlation = unit @ np.swapaxes(unit, 1, 2) / unit.shape[2]
    among, with_effect = correlation[:, 1:, 1:], correlation[:, 1:, 0]
    tells = varies & (spare > 0) & (np.linalg.det(among) > SMALLEST_VARIATION)
    among = np.where(tells[:, None, None], among, np.eye(len(links)))
    slopes = np.linalg.solve(among, with_effect[:, :, None])[:, :, 0]
    return np.where(tells[:, None], slopes, np.nan)
