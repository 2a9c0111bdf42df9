"""The policy map as drawn: a square is hatched exactly where luck may have decided."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from sim.analyse.policy_map import PolicyMap
from sim.plots.policy_map import edges_of, plot_policy_map

SHOWN = PolicyMap(
    x="push",
    y="trust_gain",
    at_x=np.array([0.0, 0.5, 1.0]),
    at_y=np.array([0.1, 0.2]),
    scenario="",
    policies=["vst", "balanced"],
    best=np.array([[0, 1, 0], [1, -1, 1]]),
    is_clear=np.array([[True, False, True], [False, False, True]]),
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
    assert hatched(best) == [pytest.approx((0.0, 0.2)), pytest.approx((0.5, 0.1))]
    assert hatched(gain) == [pytest.approx((0.0, 0.1))]
    drawn = best.collections[0].get_array()
    assert drawn.filled(-9).reshape(2, 3).tolist() == [[0, 1, 0], [1, -9, 1]]
    [legend] = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["VST", "Balanced"]


def test_a_square_reaches_half_way_to_the_next() -> None:
    assert edges_of(np.array([0.0, 1.0, 3.0])).tolist() == [-0.5, 0.5, 2.0, 4.0]
