"""The policy map as drawn: a square is hatched exactly where luck may have decided."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import Rectangle

from sim.analyse.policy_map import PolicyMap
from sim.plots.policy_map import edges_of, plot_policy_map
from sim.plots.style import colour

SHOWN = PolicyMap(
    x="push",
    y="trust_gain",
    at_x=np.array([0.0, 0.5, 1.0]),
    at_y=np.array([0.1, 0.2]),
    scenario="",
    policies=["vst", "balanced"],
    best=np.array([[0, 1, 0], [1, -1, 1]]),
    is_clear=np.array([[False, False, True], [False, False, True]]),
    gain=np.array([[5.0, -5.0, 2.0], [1.0, np.nan, 3.0]]),
    gain_is_clear=np.array([[False, True, True], [True, False, True]]),
)


def hatched(axes) -> list[tuple[float, float]]:
    squares = [p for p in axes.patches if isinstance(p, Rectangle) and p.get_hatch()]
    return sorted((float(p.get_x() + p.get_width() / 2), float(p.get_y() + p.get_height() / 2))
                  for p in squares)  # fmt: skip


@pytest.mark.parametrize("narrow", [False, True])
def test_hatching_marks_where_luck_may_have_decided(narrow: bool) -> None:
    figure = plot_policy_map([SHOWN], ["VST", "Balanced"], "Transactional", narrow=narrow)
    by_title = {axes.get_title("left"): axes for axes in figure.axes}
    best, gain = by_title["Best policy"], by_title["Its gain over Transactional"]
    corners = [(0.0, 0.1), (0.0, 0.2), (0.5, 0.1)]
    assert hatched(best) == [pytest.approx(corner) for corner in corners]
    assert hatched(gain) == [pytest.approx((0.0, 0.1))]
    drawn = best.collections[0].get_array()
    assert drawn.filled(-9).reshape(2, 3).tolist() == [[0, 1, 0], [1, -9, 1]]
    [legend] = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["VST", "Balanced"]


def test_a_square_reaches_half_way_to_the_next() -> None:
    assert edges_of(np.array([0.0, 1.0, 3.0])).tolist() == [-0.5, 0.5, 2.0, 4.0]


def inches(figure, axes) -> list[float]:
    box = axes.get_position()
    width, height = figure.get_size_inches()
    return [box.x0 * width, box.y0 * height, box.width * width, box.height * height]


FIVE = replace(
    SHOWN,
    scenario="recession",
    policies=["vst", "balanced", "adaptive", "segmented", "transactional"],
    best=np.array([[0, 1, 2], [3, 4, -1]]),
    gain=-2 * SHOWN.gain,
)


TWO = [replace(SHOWN, scenario="base", policies=FIVE.policies), FIVE]
TITLES = ["A", "B", "C", "D", "E"]


def test_a_row_of_panels_a_scenario_on_paper() -> None:
    figure = plot_policy_map(TWO, TITLES, "F")
    assert figure.get_size_inches().tolist() == pytest.approx([9.0, 0.85 + 0.4 + 7.0])
    places = {axes.get_title("left"): inches(figure, axes) for axes in figure.axes}
    low, high = 8.25 - 0.85 - 3.5 - 2.75, 8.25 - 0.85 - 2.75
    assert places["Best policy: base"] == pytest.approx([0.85, high, 3.2, 2.75])
    assert places["Its gain over F: base"] == pytest.approx([4.95, high, 3.2, 2.75])
    assert places["Best policy: recession"] == pytest.approx([0.85, low, 3.2, 2.75])
    assert places["Its gain over F: recession"] == pytest.approx([4.95, low, 3.2, 2.75])
    bars = [inches(figure, axes) for axes in figure.axes if not axes.get_title("left")]
    assert bars == [pytest.approx([8.25, bottom, 0.12, 2.75]) for bottom in (high, low)]
    [legend] = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == TITLES
    assert legend._ncols == 4
    assert legend.get_bbox_to_anchor().transformed(figure.transFigure.inverted()).min.tolist() == (
        pytest.approx([0.08, 0.0])
    )


def test_one_panel_under_the_other_on_a_phone() -> None:
    figure = plot_policy_map(TWO, TITLES, "F", narrow=True)
    assert figure.get_size_inches().tolist() == pytest.approx([3.9, 1.2 + 0.6 + 14.0])
    panels = [inches(figure, axes) for axes in figure.axes if axes.get_title("left")]
    bottoms = [15.8 - 1.2 - 2.75 - 3.5 * row for row in range(4)]
    assert panels == [pytest.approx([0.85, bottom, 2.2, 2.75]) for bottom in bottoms]
    bars = [inches(figure, axes) for axes in figure.axes if not axes.get_title("left")]
    assert bars == [pytest.approx([3.15, bottom, 0.12, 2.75]) for bottom in bottoms[1::2]]
    [legend] = figure.legends
    assert legend._ncols == 2
    assert legend.get_bbox_to_anchor().transformed(figure.transFigure.inverted()).min.tolist() == (
        pytest.approx([0.02, 0.0])
    )


def test_colours_are_the_policies_own_and_gains_of_all_maps_on_one_scale() -> None:
    figure = plot_policy_map(TWO, TITLES, "F")
    panels = {axes.get_title("left"): axes for axes in figure.axes}
    for shown, title in zip(TWO, ("Best policy: base", "Best policy: recession"), strict=True):
        [mesh] = panels[title].collections
        faces = mesh.to_rgba(mesh.get_array().ravel())
        wanted = [to_rgba(colour(shown.policies[i])) for i in shown.best.ravel() if i >= 0]
        known = [face for face, i in zip(faces, shown.best.ravel(), strict=True) if i >= 0]
        np.testing.assert_allclose(known, wanted)
    for title in ("Its gain over F: base", "Its gain over F: recession"):
        [mesh] = panels[title].collections
        assert (mesh.norm.vmin, mesh.norm.vcenter, mesh.norm.vmax) == (-10, 0, 10)
        assert mesh.cmap.name == "PuOr_r"
        assert (panels[title].get_xlabel(), panels[title].get_ylabel()) == ("push", "trust gain")
    bar = next(axes for axes in figure.axes if not axes.get_title("left"))
    assert bar.yaxis.get_major_formatter()(5.0, 0) == "5 k€"
    handles = figure.legends[0].get_patches()
    assert [handle.get_facecolor() for handle in handles] == [
        to_rgba(colour(name)) for name in FIVE.policies
    ]


def test_without_any_gain_the_scale_is_of_one() -> None:
    none = replace(SHOWN, gain=np.zeros((2, 3)), x="trust_loss")
    figure = plot_policy_map([none], ["A", "B"], "F")
    gain = next(axes for axes in figure.axes if axes.get_title("left") == "Its gain over F")
    assert gain.collections[0].norm.vmax == 1
    assert gain.get_xlabel() == "trust loss"


def test_squares_are_drawn_where_their_values_are() -> None:
    figure = plot_policy_map([SHOWN], ["A", "B"], "F")
    for axes in figure.axes[:2]:
        corners = axes.collections[0].get_coordinates()
        assert corners[0, :, 0].tolist() == pytest.approx([-0.25, 0.25, 0.75, 1.25])
        assert corners[:, 0, 1].tolist() == pytest.approx([0.05, 0.15, 0.25])
        squares = [p for p in axes.patches if p.get_hatch()]
        assert {(round(p.get_width(), 9), round(p.get_height(), 9)) for p in squares} == {
            (0.5, 0.1)
        }
        assert all(p.get_hatch() == "////" and not p.get_fill() for p in squares)
        assert all((p.get_linewidth(), p.get_alpha()) == (0.0, 0.6) for p in squares)
        assert not any(line.get_visible() for line in axes.get_xgridlines())
