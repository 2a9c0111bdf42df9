import numpy as np
import pytest

from sim.model.factors import AUTONOMY
from sim.model.reciprocity import culture_fit, partner_morale, partner_value, reciprocate


def test_equal_cultures_fit_whatever_the_weight():
    assert culture_fit(0.0, 0.0, 1.5, 0.7) == 1.0


def test_a_culture_gap_costs_fit_and_milestones_bridge_part_of_it():
    assert culture_fit(0.5, 0.0, 1.0, 0.7) == pytest.approx(0.5)
    assert culture_fit(0.5, 1.0, 1.0, 0.7) == pytest.approx(0.85)
    assert culture_fit(0.4, 0.5, 1.5, 0.8) == pytest.approx(0.64)


def test_fit_is_never_negative():
    assert culture_fit(1.0, 0.0, 1.5, 0.7) == 0.0


def test_a_weight_of_zero_makes_all_cultures_fit():
    assert culture_fit(1.0, 0.0, 0.0, 0.7) == 1.0


def test_morale_falls_with_the_square_of_control():
    assert partner_morale(np.array([1.0, 0.5, 0.0]), 0.8) == pytest.approx([1.0, 0.8, 0.2])


def test_a_committed_partner_reciprocates_fully():
    value, committed = np.array([0.1, 0.1]), np.array([0.0, 1.0])
    assert list(partner_value(value, committed, 1.0)) == [0.1, 1.0]


def test_a_vision_may_close_only_part_of_the_gap_to_full_reciprocity():
    value, committed = np.array([0.2, 0.2, 1.0]), np.array([0.0, 1.0, 1.0])
    assert partner_value(value, committed, 0.5) == pytest.approx([0.2, 0.6, 1.0])
    assert partner_value(value, committed, 0.0) == pytest.approx([0.2, 0.2, 1.0])


def test_reciprocity_is_value_times_fit_times_morale(quarter_of):
    now = quarter_of(
        levers={"milestones": np.array([0.0, 1.0])},
        parameters={"culture_gap_weight": 1.0, "milestone_bridge": 0.5, "autonomy_weight": 0.8},
        partners={"value": [0.1, 1.0]},
        culture_gap=[0.4, 0.4, 0.4, 0.0],
        committed=[0.0, 0.0, 1.0, 0.0],
        factors={AUTONOMY: [0.5, 0.5, 1.0, 0.0]},
    )
    reciprocate(now)
    assert now.alliances.fit == pytest.approx([0.6, 0.6, 0.8, 1.0])
    assert now.alliances.morale == pytest.approx([0.8, 0.8, 1.0, 0.2])
    assert now.alliances.reciprocity == pytest.approx([0.048, 0.48, 0.8, 0.2])
