"""Luck and rules as drawn: bands where the numbers are, words that say the shares."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from sim.base.intervals import Interval
from sim.plots import Band, plot_bands
from sim.plots.style import colour, dark

PUSH = Band("transactional", "Push", Interval(-2000, -2200, -1800), (-3000, -1500, -500), 0.0, 0.0)
VISION = Band("vst", "Vision", Interval(9000, 8500, 9500), (-100, 7000, 18000), 0.996, 0.73)


def drawn(narrow: bool) -> Figure:
    return plot_bands([PUSH, VISION], "What vendors do", 600, narrow=narrow)


@pytest.mark.parametrize("narrow", [False, True])
def test_rules_are_wide_and_pale_and_luck_is_narrow_and_dark(narrow: bool) -> None:
    [axes] = drawn(narrow).axes
    assert axes.yaxis_inverted()
    half = 0.2 if narrow else 0.3
    rules = [
        (bar.get_x(), bar.get_x() + bar.get_width(), bar.get_y(), bar.get_height())
        for bar in axes.patches
    ]
    assert rules == [
        pytest.approx((-3000, -500, -half, 2 * half)),
        pytest.approx((-100, 18000, 1 - half, 2 * half)),
    ]
    assert [to_hex(bar.get_facecolor()) for bar in axes.patches] == [
        colour("transactional").lower(), colour("vst").lower(),
    ]  # fmt: skip
    lines = [(list(line.get_xdata()), list(line.get_ydata())) for line in axes.lines]
    for row, band in enumerate((PUSH, VISION)):
        middle = band.rules[1]
        assert ([middle, middle], [row - half, row + half]) in lines
        luck = lines.index(([band.luck.low, band.luck.high], [row, row]))
        assert axes.lines[luck].get_color() == dark(colour(band.policy))
        assert ([band.luck.mean], [row]) in lines
    assert lines[-1] == ([0.0, 0.0], [0, 1])


@pytest.mark.parametrize("narrow", [False, True])
def test_the_words_say_whose_they_are_and_in_how_many_sets(narrow: bool) -> None:
    figure = drawn(narrow)
    [axes] = figure.axes
    said = [text.get_text() for text in axes.texts]
    if narrow:
        assert said == ["Push", "ahead in 0%, best in 0%", "Vision", "ahead in >99%, best in 73%"]
    else:
        assert said == ["ahead in 0%, best in 0%", "ahead in >99%, best in 73%"]
        assert [label.get_text() for label in axes.get_yticklabels()] == ["Push", "Vision"]
    title, subtitle = (" ".join(text.get_text().split()) for text in figure.texts)
    assert title == "What luck and rules make of the gain over “What vendors do”"
    assert subtitle == (
        "Wide and pale: nine of ten of 600 plausible rule sets, the stroke their middle. "
        "Narrow and dark: luck alone, 95% interval of the mean"
    )
