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
from sim.plots.style import INK, NARROW, NARROW_HEAD, WIDE, colour, new_figure, our_look

PANEL = 2.75


def plot_policy_map(
    maps: Sequence[PolicyMap], titles: Sequence[str], baseline: str, narrow: bool = False
) -> Figure:
    """Return the map: left the best policy, right its gain over the baseline; a row a scenario.

    Hatching marks where a 95% interval covers zero: left that of the lead over the runner-up,
    right that of the gain. On a phone the two stand one under the other.

    Args:
        maps: A map a scenario.
        titles: The policies' names for people, in the order of the maps.
        baseline: Its name for people.
        narrow: Whether for a phone.
    """
    width, top, rows = (NARROW, NARROW_HEAD + 0.2, 2) if narrow else (WIDE, 0.85, 1)
    across = 2.2 if narrow else 3.2
    used = sorted({int(i) for m in maps for i in m.best.ravel() if i >= 0})
    key = 0.2 * -(-len(used) // (2 if narrow else 4))
    height = top + key + len(maps) * rows * (PANEL + 0.75)
    with our_look():
        figure = new_figure(
            width,
            height,
            "Which policy is best where",
            "hatched where a 95% interval covers zero: luck may have decided",
        )
        largest = max(float(np.nanmax(np.abs(m.gain))) for m in maps) or 1.0

        def panel(left: float, row: int, size: float) -> Axes:
            bottom = height - top - row * (PANEL + 0.75) - PANEL
            return figure.add_axes((left / width, bottom / height, size / width, PANEL / height))

        for number, shown in enumerate(maps):
            row = rows * number
            where = f": {shown.scenario}" if shown.scenario else ""
            left = panel(0.85, row, across)
            _best(left, shown)
            left.set_title(f"Best policy{where}")
            aside, under = (0.85, row + 1) if narrow else (4.95, row)
            right = panel(aside, under, across)
            image = _gain(right, shown, largest)
            right.set_title(f"Its gain over {baseline}{where}")
            bar = panel(aside + across + 0.1, under, 0.12)
            figure.colorbar(image, cax=bar, format=lambda value, place: money(float(value)))
        handles = [Patch(color=colour(maps[0].policies[i]), label=titles[i]) for i in used]
        place = (0.02 if narrow else 0.08, 0.0)
        figure.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=place,
            ncols=2 if narrow else 4,
            frameon=False,
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
