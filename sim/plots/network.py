"""The network of vendors and partners at the start and at the end of one replication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.core.quarter import Quarter
from sim.core.state import PARTNER, PROSPECT, TERMINATED
from sim.plots.style import (
    INK,
    NARROW,
    NARROW_HEAD,
    QUIET,
    WIDE,
    is_drawable,
    new_figure,
    our_look,
    shorten,
)
from sim.policies import Policy
from sim.run.engine import quarters
from sim.run.setting import Setting

TRUST = LinearSegmentedColormap.from_list(
    "trust", mpl.colormaps["plasma"](np.linspace(0.82, 0, 64))
)
"""Trust from orange (none) over pink to dark blue (full), steadily darker for the colour-blind."""

MOST_PARTNERS = 60
"""Partners drawn at most: the focal vendor's first, then the largest."""

SIGNED = "#009E73"
"""Ring around partners that the focal vendor signed."""
SWEEPS = 12
HEIGHT = 5.6


def alliance_networks(
    policy: Policy, setting: Setting, replication: int = 0
) -> tuple[nx.Graph, nx.Graph]:
    """Run one replication and return its network before the first and after the last quarter.

    Nodes are ``("vendor", i)``, the focal one first, and ``("partner", j)`` with its `size` in k€
    a quarter; edges carry `trust`, `status` (see `sim.core.state`), `focal`, and `signed`: whether
    it was a prospect when the run began. Of those who still are only the focal vendor's are kept.

    Args:
        policy: Policy of the focal vendor.
        setting: Everything else.
        replication: Which replication.
    """
    numbers = np.array([replication])
    world = setting.worlds(numbers)
    vendors = np.arange(len(world.vendor_horizon))
    followers = [(policy, vendors[:1]), (setting.rivals, vendors[1:])]
    now = setting.begin(world, followers, numbers)
    before = _graph_of(now)
    for last in quarters(now, followers):
        now = last
    return before, _graph_of(now)


def _graph_of(now: Quarter) -> nx.Graph:
    graph, alliances = nx.Graph(), now.alliances
    graph.add_nodes_from(("vendor", i) for i in range(len(now.vendors.horizon)))
    columns = (
        alliances.vendor,
        alliances.partner,
        alliances.trust,
        alliances.status,
        alliances.first_quarter,
    )
    for vendor, partner, trust, status, first in zip(*columns, strict=True):
        if status == PROSPECT and vendor > 0:
            continue
        graph.add_node(("partner", int(partner)), size=float(now.partners.size[partner]))
        graph.add_edge(
            ("vendor", int(vendor)),
            ("partner", int(partner)),
            trust=float(trust),
            status=int(status),
            focal=bool(vendor == 0),
            signed=bool(first > 0),
        )
    return graph


def plot_network(
    networks: tuple[nx.Graph, nx.Graph],
    title: str,
    names: Mapping[int, str] | None = None,
    narrow: bool = False,
) -> Figure:
    """Return the networks at start and end side by side, alliances coloured by trust.

    The focal vendor is in the middle, its rivals around it, partners on the rim, the larger the
    more they spend. Places depend on who is allied with whom only, so both sides match.

    Args:
        networks: Start and end, see `alliance_networks`.
        title: Title of the focal vendor's policy.
        names: Names of partners by number; those without one, or with letters that the font
            lacks, show their number, from 1.
        narrow: Whether for a phone, where the end stands under the start.
    """
    both = nx.compose(*networks)  # who signs is there at the end only
    known = both.subgraph(shown_nodes(both))
    shown = [graph.subgraph(known) for graph in networks]
    places = lay_out(known)
    sizes = [size for _, size in known.nodes(data="size") if size is not None]
    partners = sum(kind == "partner" for kind, _ in both)
    drawn = sum(kind == "partner" for kind, _ in known)
    subtitle = "One replication; orange square: the focal vendor, grey squares: its rivals, dots:"
    subtitle += " partners, larger if they spend more"
    if drawn < partners:
        subtitle += f" ({drawn} of {partners:,} shown)"
    with our_look():
        side, reach = 3.7 if narrow else 4.3, 1.85 if names else 1.2
        width, key = (NARROW, 1.34) if narrow else (WIDE, 0.45)
        height = NARROW_HEAD + 0.15 + 2 * side + key if narrow else HEIGHT
        figure = new_figure(width, height, f"The network under “{title}”", subtitle)
        for number, (graph, whole, when) in enumerate(
            zip(shown, networks, ("At the start", "At the end"), strict=True)
        ):
            left = 0.1 + (0.0 if narrow else number * (width - 0.2 - side))
            bottom = key + (side if narrow and number == 0 else 0.0)
            box = (left / width, bottom / height, side / width, side / height)
            axes = figure.add_axes(box, xlim=(-reach, reach), ylim=(-reach, reach))
            axes.set_axis_off()
            size = 8 if narrow else 9
            axes.set_title(f"{when}: {_count(whole)}", loc="center", size=size, y=0.985)
            _draw_graph(axes, graph, places, names or {}, float(np.mean(sizes)))
        _draw_key(figure)
    return figure


def shown_nodes(graph: nx.Graph) -> list[tuple[str, int]]:
    """Return the vendors and partners to draw: all, unless there are too many to see."""
    focal = set(graph[("vendor", 0)])
    partners = [node for node in graph if node[0] == "partner"]
    partners.sort(key=lambda node: (node not in focal, -graph.nodes[node]["size"], node))
    kept = partners[:MOST_PARTNERS]
    vendors = {vendor for partner in kept for vendor in graph[partner]} | {("vendor", 0)}
    if len(partners) > MOST_PARTNERS:
        by_ties = sorted(vendors, key=lambda v: (v[1] > 0, -len(graph[v]), v))
        vendors = set(by_ties[: MOST_PARTNERS // 2])
    seen = [partner for partner in kept if vendors.intersection(graph[partner])]
    return sorted(vendors) + sorted(seen)


def lay_out(graph: nx.Graph) -> dict[tuple[str, int], tuple[float, float]]:
    """Return places: focal vendor in the middle, rivals on an inner ring, partners on the rim.

    Computed, not drawn at random: rivals and partners in turn move to the mean direction of those
    they are allied with, and are then spaced evenly, a fixed number of times.
    """
    rivals = [node for node in graph if node[0] == "vendor" and node[1] > 0]
    partners = [node for node in graph if node[0] == "partner"]
    at = _evenly(rivals) | _evenly(partners)
    for _ in range(SWEEPS):
        for ring, other in ((partners, "vendor"), (rivals, "partner")):
            directions = {}
            for node in ring:
                allies = [at[ally] for ally in graph[node] if ally[0] == other and ally in at]
                mean = np.exp(1j * np.array(allies)).sum() if allies else np.exp(1j * at[node])
                directions[node] = float(np.angle(mean) % (2 * np.pi))
            at |= _evenly(sorted(ring, key=lambda node: (round(directions[node], 9), node)))
    radius = {"vendor": 0.52, "partner": 1.0}
    places = {
        node: (radius[node[0]] * np.sin(a), radius[node[0]] * np.cos(a)) for node, a in at.items()
    }
    return places | {("vendor", 0): (0.0, 0.0)}


def _evenly(ring: list[tuple[str, int]]) -> dict[tuple[str, int], float]:
    return {node: 2 * np.pi * (k + 0.5) / len(ring) for k, node in enumerate(ring)}


def _count(graph: nx.Graph) -> str:
    """Say how the focal vendor's alliances stand."""
    edges = [e for e in graph[("vendor", 0)].values() if e["status"] != PROSPECT]
    first = [edge["status"] for edge in edges if not edge["signed"]]
    partners, ended, signed = first.count(PARTNER), first.count(TERMINATED), len(edges) - len(first)
    if partners == len(first):
        text = f"its {partners} alliances" if partners > 1 else "its only alliance"
    else:
        text = f"{partners} of its {len(first)} still partners"
    text += f", {ended} ended" if ended else ""
    return f"{text}, {signed} signed" if signed else text


def _draw_graph(
    axes: Axes, graph: nx.Graph, places: Any, names: Mapping[int, str], usual: float
) -> None:
    crowded = graph.number_of_edges() > 90
    edges = sorted(graph.edges(data=True), key=lambda edge: edge[2]["focal"])
    for one, other, facts in edges:
        x, y = zip(places[one], places[other], strict=True)
        is_focal, status = facts["focal"], facts["status"]
        width = (3.2 if is_focal else 1.0) * (0.7 if crowded else 1.0)
        if status == TERMINATED:
            look: dict[str, Any] = {"color": "#A0A0A0", "ls": (0, (3, 2.5)), "lw": 0.45 * width}
        elif status == PROSPECT:
            look = {"color": "#A0A0A0", "ls": (0, (1, 2)), "lw": 0.45 * width}
        elif status == PARTNER:
            look = {"color": TRUST(facts["trust"]), "lw": width}
        else:
            look = {"color": TRUST(facts["trust"]), "lw": 0.35 * width}
        axes.plot(x, y, alpha=1.0 if is_focal else 0.55, zorder=2 if is_focal else 1, **look)
    nodes = {kind: [n for n in graph if n[0] == kind] for kind in ("vendor", "partner")}
    sizes = np.array([graph.nodes[n]["size"] for n in nodes["partner"]])
    area = np.clip(70 * sizes / usual, 15, 200) * (0.6 if len(sizes) > 30 else 1.0)
    signed = {n for n in graph[("vendor", 0)] if graph[("vendor", 0)][n]["signed"]}
    nx.draw_networkx_nodes(
        graph,
        places,
        nodes["partner"],
        node_size=area,
        node_color="#555555",
        edgecolors=[SIGNED if n in signed else "#555555" for n in nodes["partner"]],
        linewidths=[2.2 if n in signed else 0.0 for n in nodes["partner"]],
        ax=axes,
    )
    nx.draw_networkx_nodes(
        graph,
        places,
        nodes["vendor"],
        node_size=[130 if n[1] == 0 else 60 for n in nodes["vendor"]],
        node_color=["#E69F00" if n[1] == 0 else "#9A9A9A" for n in nodes["vendor"]],
        node_shape="s",
        edgecolors=INK,
        linewidths=0.8,
        ax=axes,
    )
    _write_names(axes, graph, places, names)


def _write_names(axes: Axes, graph: nx.Graph, places: Any, names: Mapping[int, str]) -> None:
    """Write the partners' numbers, or names that point outwards."""
    names = {number: name for number, name in names.items() if is_drawable(name)}
    for node in graph:
        if node[0] == "vendor":
            continue
        x, y = places[node]
        is_focal = graph.has_edge(("vendor", 0), node)
        look: dict[str, Any] = {"size": 6.5, "color": INK if is_focal else QUIET, "va": "center"}
        look["weight"] = "bold" if is_focal else "normal"
        if names:
            turn = np.degrees(np.arctan2(y, x))
            look |= {"rotation": turn if x >= 0 else turn + 180, "rotation_mode": "anchor"}
        look["ha"] = "center" if not names else "left" if x >= 0 else "right"
        axes.text(1.09 * x, 1.09 * y, shorten(names.get(node[1], str(node[1] + 1)), 12), **look)


SIGNED_DOT: dict[str, Any] = {
    "lw": 0,
    "marker": "o",
    "ms": 7,
    "mfc": "#555555",
    "mec": SIGNED,
    "mew": 2,
    "markevery": [0],
}


def _draw_key(figure: Figure) -> None:
    width, height = figure.get_size_inches()
    narrow = width <= NARROW
    up = 0.91 if narrow else 0.36
    bar = figure.add_axes((0.11 / width, up / height, 2.2 / width, 0.1 / height))
    scale = mpl.cm.ScalarMappable(mpl.colors.Normalize(0, 1), TRUST)
    figure.colorbar(scale, cax=bar, orientation="horizontal", format=mpl.ticker.PercentFormatter(1))
    bar.set_title("Partner's trust", size=8.5, weight="normal", pad=3)
    bar.grid(False)
    bar.tick_params(length=2, labelsize=7.5)
    looks: tuple[tuple[float, dict[str, Any], str], ...] = (
        (3.1, {"lw": 3.2}, "partner of the focal vendor"),
        (5.4, {"lw": 1.1}, "demoted to customer"),
        (7.3, {"lw": 1.4, "ls": (0, (3, 2.5)), "color": "#A0A0A0"}, "ended"),
        (8.2, {"lw": 1.0, "alpha": 0.55}, "a rival's"),
        (3.1, {"lw": 1.4, "ls": (0, (1, 2)), "color": "#A0A0A0"}, "prospect of its bench"),
        (5.4, SIGNED_DOT, "signed since the start"),
    )
    for number, (along, look, text) in enumerate(looks):
        x, y = along, 0.45 - 0.19 * (number // 4)
        if narrow:
            x, y = 0.11 + 2.0 * (number % 2), 0.49 - 0.19 * (number // 2)
        line = {"color": TRUST(0.7)} | look
        at = [y / height] * 2
        figure.add_artist(Line2D([x / width, (x + 0.25) / width], at, **line))
        figure.text((x + 0.31) / width, at[0], text, va="center", size=7.5 if narrow else 8)
