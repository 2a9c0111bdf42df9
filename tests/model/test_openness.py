import pytest

from sim.model.openness import mutual_openness, open_up


def test_one_side_that_does_not_trust_closes_the_talk():
    assert mutual_openness(0.25, 1.0) == pytest.approx(0.5)
    assert mutual_openness(0.0, 1.0) == 0.0
    assert mutual_openness(0.8, 0.2) == pytest.approx(0.4)


def test_openness_is_of_both_sides(quarter_of):
    now = quarter_of(trust=[0.25, 0.5, 1.0, 0.0], vendor_trust=[0.25, 0.5, 0.36, 1.0])
    open_up(now)
    assert now.alliances.openness == pytest.approx([0.25, 0.5, 0.6, 0])
