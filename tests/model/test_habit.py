import numpy as np
import pytest

from sim.model.habit import form_habit, next_habit


def test_follow_up_grows_the_habit():
    assert next_habit(0.5, 0.4, 0.6, 0.5, 0.15) == pytest.approx(0.53)
    assert next_habit(0.0, 1.0, 0.6, 0.5, 0.15) == pytest.approx(0.15)


def test_above_the_tipping_level_the_culture_sustains_itself():
    assert next_habit(0.8, 0.0, 0.6, 0.5, 0.15) == pytest.approx(0.8 + 0.2 * 0.144)


def test_below_the_tipping_level_it_fades():
    assert next_habit(0.2, 0.0, 0.6, 0.5, 0.15) == pytest.approx(0.2 - 0.8 * 0.036)


def test_no_habit_and_a_full_habit_are_at_rest():
    assert next_habit(0.0, 0.0, 1.0, 0.5, 0.4) == 0.0
    assert next_habit(1.0, 1.0, 1.0, 0.1, 0.4) == 1.0


def test_a_step_never_passes_a_full_habit():
    assert next_habit(0.9, 1.0, 1.0, 0.1, 0.4) == pytest.approx(1.0, abs=1e-15)


def test_each_vendor_forms_its_own_habit(quarter_of):
    now = quarter_of(
        levers={"follow_up": np.array([0.4, 0.0])},
        parameters={"habit_speed": 0.6, "habit_tipping": 0.4, "habit_gain": 0.2},
        vendors={"habit": [0.5, 0.2]},
    )
    form_habit(now)
    assert now.vendors.habit == pytest.approx([0.5 + 0.5 * 0.11, 0.2 - 0.8 * 0.024])
