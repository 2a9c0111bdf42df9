"""Figures: each function takes results and returns a matplotlib Figure; `save` writes it."""

import sim.plots.backend  # noqa: F401  # before whatever imports matplotlib
from sim.plots.bands import Band, plot_bands
from sim.plots.cliff import plot_cliff
from sim.plots.j_curve import plot_j_curve
from sim.plots.loop import plot_loop
from sim.plots.network import alliance_networks, plot_network
from sim.plots.spider import plot_spider
from sim.plots.style import save
from sim.plots.trajectories import plot_trajectories

__all__ = [
    "Band",
    "alliance_networks",
    "plot_bands",
    "plot_cliff",
    "plot_j_curve",
    "plot_loop",
    "plot_network",
    "plot_spider",
    "plot_trajectories",
    "save",
]
