"""The page's pictures: the network coloured by trust, and the focal vendor's trajectories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.core.state import PARTNER, TERMINATED

if TYPE_CHECKING:
    from sim.mesa_engine.model import AllianceModel

STATES = ("trust", "intent", "discount", "ask")
MONEY = ("revenue", "profit")
COLOURS = ("#1b6ca8", "#2a9d8f", "#b5651d", "#c1272d")
TRUST = LinearSegmentedColormap.from_list("trust", ["#b3001b", "#e08e0b", "#1b6ca8"])
WORDS = ("partners", "mere customers", "ended")
SIZE = (6.4, 4.9)


def draw_network(model: AllianceModel) -> Figure:
    """Draw vendors on an inner and partners on an outer circle, alliances coloured by trust.

    Alliances of the focal vendor are thick; those of mere customers dashed; ended ones not drawn.
    """
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.subplots()
    axes.set_aspect("equal")
    axes.axis("off")
    places = _circle(model.vendors, 0.45) | _circle(model.partners, 1.0)
    trust = ScalarMappable(Normalize(0.0, 1.0), TRUST)
    for vendor, partner, data in model.network.edges(data=True):
        alliance = data["alliance"]
        if alliance.status == TERMINATED:
            continue
        (x0, y0), (x1, y1) = places[alliance.vendor.name], places[alliance.partner.name]
        is_focal = "V0" in (vendor, partner)
        axes.plot(
            (x0, x1),
            (y0, y1),
            color=trust.to_rgba(data["trust"]),
            linewidth=3.5 if is_focal else 1.2,
            linestyle="-" if alliance.status == PARTNER else ":",
            zorder=2 if is_focal else 1,
        )
    for name, (x, y) in places.items():
        is_vendor = name.startswith("V")
        face = "#222222" if name == "V0" else "#777777" if is_vendor else "white"
        style = {"boxstyle": "round" if is_vendor else "circle", "fc": face, "ec": "#444444"}
        colour = "white" if is_vendor else "black"
        axes.text(x, y, name, ha="center", va="center", fontsize=8, color=colour, bbox=style)
    bar = figure.colorbar(trust, ax=axes, shrink=0.6)
    bar.set_label("partner's trust")
    counts = np.bincount(model.now.alliances.status, minlength=len(WORDS))
    stand = ", ".join(f"{n} {word}" for n, word in zip(counts, WORDS, strict=True))
    quarter = len(_quarters(model))
    when = f"Quarter {quarter}" if quarter else "Before the first quarter"
    axes.set_title(f"{when}: {stand}", fontsize=10)
    return figure


def draw_trajectories(model: AllianceModel) -> Figure:
    """Draw the focal vendor by quarter: its relationships above, its money below."""
    figure = Figure(figsize=SIZE, layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    for axes, names in ((above, STATES), (below, MONEY)):
        for name, colour in zip(names, COLOURS, strict=False):
            values = model.datacollector.model_vars[f"focal_{name}"]
            axes.plot(_quarters(model), values, "o-", color=colour, markersize=3, label=name)
        axes.spines[["top", "right"]].set_visible(False)
        place = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0)}
        axes.legend(fontsize=8, ncols=len(names), frameon=False, **place)
    above.set_title("Focal vendor", fontsize=10, loc="left")
    above.set_ylim(-0.02, 1.02)
    below.set_title("k€ a quarter", fontsize=10, loc="left")
    below.axhline(0.0, color="#999999", linewidth=0.8)
    below.set_xlim(0.5, model.quarters + 0.5)
    below.set_xlabel("quarter")
    below.xaxis.set_major_locator(MaxNLocator(integer=True))
    return figure


def _quarters(model: AllianceModel) -> range:
    return range(1, len(model.datacollector.model_vars["market_demand"]) + 1)


def _circle(agents: object, radius: float) -> dict[str, tuple[float, float]]:
    names = [agent.name for agent in agents]  # type: ignore[attr-defined]
    angles = np.linspace(0.0, 2.0 * np.pi, len(names), endpoint=False)
    return {
        name: (radius * float(np.sin(a)), radius * float(np.cos(a)))
        for name, a in zip(names, angles, strict=True)
    }
