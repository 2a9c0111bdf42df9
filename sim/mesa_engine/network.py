"""The market as a networkx graph: vendors and partners as nodes, alliances as edges."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from sim.mesa_engine.actor import Actor
from sim.mesa_engine.alliance import Alliance

ON_EDGES = (
    "status_word",
    "trust",
    "vendor_trust",
    "intent",
    "discount",
    "score",
    "revenue",
    "profit",
)


def draw_graph(agents: Iterable[Actor], alliances: Iterable[Alliance]) -> nx.Graph:
    """Return the network, nodes by name (``V0``, ``P3``) with ``agent`` and ``side``.

    An edge carries its ``alliance``, which follows the model, and the attributes of `ON_EDGES` as
    `refresh` last wrote them, for networkx to weigh and draw by.
    """
    graph = nx.Graph()
    for agent in agents:
        graph.add_node(agent.name, agent=agent, side=agent.side)
    for alliance in alliances:
        graph.add_edge(alliance.vendor.name, alliance.partner.name, alliance=alliance)
    return graph


def refresh(graph: nx.Graph) -> None:
    """Write the alliances' present state on their edges."""
    for _, _, data in graph.edges(data=True):
        data.update({name: getattr(data["alliance"], name) for name in ON_EDGES})
