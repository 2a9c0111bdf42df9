"""The market as a networkx graph: vendors and partners as nodes, alliances as edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from sim.mesa_engine.model import AllianceModel

ON_EDGES = ("standing", "trust", "vendor_trust", "intent", "discount", "score", "revenue", "profit")


def draw_graph(model: AllianceModel) -> nx.Graph:
    """Return the network, nodes by name (``V0``, ``P3``) with ``agent`` and ``side``.

    An edge carries its ``alliance``, which follows the model, and the attributes of `ON_EDGES` as
    `refresh` last wrote them, for networkx to weigh and draw by.
    """
    graph = nx.Graph()
    for agent in model.agents:
        graph.add_node(agent.name, agent=agent, side=agent.side)
    for alliance in model.alliances:
        graph.add_edge(alliance.vendor.name, alliance.partner.name, alliance=alliance)
    return graph


def refresh(graph: nx.Graph) -> None:
    """Write the alliances' present state on their edges."""
    for _, _, data in graph.edges(data=True):
        data.update({name: getattr(data["alliance"], name) for name in ON_EDGES})
