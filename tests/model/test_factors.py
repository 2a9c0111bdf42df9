import numpy as np
import pytest

from sim.model.factors import (
    ACCELERATORS,
    ALIGNMENT,
    BUILT,
    EXECUTION,
    FACTORS,
    VISION,
    alignment_level,
    execution_level,
    mean_of,
    score,
    vision_level,
)


def column(*values):
    return np.array(values, dtype=float)[:, None]


def test_factors_are_numbered_as_in_the_specification():
    assert len(FACTORS) == 12
    assert ALIGNMENT == (0, 1, 2)
    assert EXECUTION == (3, 4, 5, 9, 10, 11)
    assert VISION == (6, 7, 8)
    assert ACCELERATORS == (0, 3, 6)


def test_all_but_trust_long_term_and_autonomy_are_built_by_work():
    assert BUILT == (0, 1, 2, 4, 5, 6, 7, 9, 11)


def test_mean_of_takes_only_the_chosen_factors():
    assert mean_of(column(0.1, 0.9, 0.4, 0.7), (0, 2)) == pytest.approx([0.25])


def test_score_is_a_hundred_times_the_mean_factor():
    assert score(column(*[0.0] * 6, *[1.0] * 3, *[0.5] * 3)) == pytest.approx([37.5])
    assert score(np.ones((12, 3))) == pytest.approx([100, 100, 100])


@pytest.mark.parametrize("lowest", [0, 1, 2])
def test_alignment_is_as_strong_as_its_weakest_factor(lowest):
    factors = np.full((12, 1), 0.1)
    factors[:3] = 0.6
    factors[lowest] = 0.3
    assert alignment_level(factors) == pytest.approx([0.3])


def test_execution_is_the_mean_of_its_six_factors_once_alignment_is_there():
    factors = column(0.9, 0.9, 0.9, 0.1, 0.2, 0.3, 0.9, 0.9, 0.9, 0.4, 0.6, 0.8)
    assert execution_level(factors) == pytest.approx([0.4])


def test_execution_cannot_run_ahead_of_alignment():
    factors = column(0.9, 0.2, 0.9, *[0.7] * 9)
    assert execution_level(factors) == pytest.approx([0.2])


def test_vision_is_the_mean_of_its_three_factors_once_execution_is_there():
    factors = column(*[0.9] * 6, 0.1, 0.4, 0.7, *[0.9] * 3)
    assert vision_level(factors) == pytest.approx([0.4])


def test_vision_cannot_run_ahead_of_execution():
    factors = column(*[0.9] * 3, *[0.3] * 3, *[0.9] * 3, *[0.3] * 3)
    assert vision_level(factors) == pytest.approx([0.3])
