"""The policy map: best policy over two inputs, hatched where luck may have decided."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from sim.analyse.policy_map import PolicyMap
from sim.base.arrays import Array
from sim.base.wording import money
from sim.plots.style import INK, colour, new_figure, our_look

WIDTH, PANEL = 9.0, 2.75


def plot_policy_map(maps: Sequence[PolicyMap], titles: Sequence[str], baseline: str) -> Figure:
    """Return the map: left the best policy, right its gain over the baseline; a row a scenario.

    Hatching marks where a 95% interval covers zero: left that of the lead over the runner-up,
    right that of the gain.

    Args:
        maps: A map a scenario.
        titles: The policies' names for people, in the order of the maps.
        baseline: Its name for people.
    """
    height = 1.0 + len(maps) * (PANEL + 0.75)
    with our_look():
        figure = new_figure(
            WIDTH,
            height,
            "Which policy is best where",
            "hatched where a 95% interval covers zero: luck may have decided",
        )
        largest = max(float(np.nanmax(np.abs(m.gain))) for m in maps) or 1.0
        for row, shown in enumerate(maps):
            bottom = (height - 0.85 - row * (PANEL + 0.75) - PANEL) / height
            where = f": {shown.scenario}" if shown.scenario else ""
            left = figure.add_axes((0.85 / WIDTH, bottom, 3.2 / WIDTH, PANEL / height))
            _best(left, shown)
            left.set_title(f"Best policy{where}")
            right = figure.add_axes((4.95 / WIDTH, bottom, 3.2 / WIDTH, PANEL / height))
            image = _gain(right, shown, largest)
            right.set_title(f"Its gain over {baseline}{where}")
            bar = figure.add_axes((8.25 / WIDTH, bottom, 0.12 / WIDTH, PANEL / height))
            figure.colorbar(image, cax=bar, format=lambda value, place: money(float(value)))
        used = sorted({int(i) for m in maps for i in m.best.ravel() if i >= 0})
        handles = [Patch(color=colour(maps[0].policies[i]), label=titles[i]) for i in used]
        figure.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0.08, 0.0), ncols=4, frameon=False
        )
    return figure


def _best(axes: Axes, shown: PolicyMap) -> None:
    hues = ListedColormap([colour(name) for name in shown.policies])
    best = np.ma.masked_less(shown.best, 0)
    edges = edges_of(shown.at_x), edges_of(shown.at_y)
    axes.pcolormesh(*edges, best, cmap=hues, vmin=-0.5, vmax=len(shown.policies) - 0.5)
    _finish(axes, shown, ~shown.is_clear & (shown.best >= 0))


def _gain(axes: Axes, shown: PolicyMap, largest: float) -> mpl.cm.ScalarMappable:
    image = axes.pcolormesh(
        edges_of(shown.at_x),
        edges_of(shown.at_y),
        np.ma.masked_invalid(shown.gain),
        cmap="PuOr_r",
        norm=TwoSlopeNorm(0.0, -largest, largest),
    )
    _finish(axes, shown, ~shown.gain_is_clear & (shown.best >= 0))
    return image


def _finish(axes: Axes, shown: PolicyMap, doubtful: Array) -> None:
    along, up = edges_of(shown.at_x), edges_of(shown.at_y)
    for row, column in zip(*np.nonzero(doubtful), strict=True):
        corner, width = (along[column], up[row]), along[column + 1] - along[column]
        square = Rectangle(corner, width, up[row + 1] - up[row], fill=False, hatch="////")
        square.set(edgecolor=INK, linewidth=0.0, alpha=0.6)
        axes.add_patch(square)
    axes.grid(visible=False)
    axes.set_xlabel(shown.x.replace("_", " "))
    axes.set_ylabel(shown.y.replace("_", " "))


def edges_of(values: Array) -> Array:
    """Return the borders of the squares around ascending values."""
    middles = 0.5 * (values[:-1] + values[1:])
    first, last = 1.5 * values[0] - 0.5 * values[1], 1.5 * values[-1] - 0.5 * values[-2]
    return np.concatenate([[first], middles, [last]])
