import numpy as np
import pytest

from sim.model.assessment import (
    assess,
    next_estimate,
    refresh_derived_factors,
    viewed_factors,
)
from sim.model.factors import LONG_TERM, TRUST


def view(factor, assessed, luck):
    return viewed_factors(
        np.array([factor]), np.array([assessed]), np.array([luck]), 0.2, 0.06, 0.1
    )


def test_a_one_sided_view_flatters_itself():
    assert view(0.5, 0.0, 0.0) == pytest.approx([0.6])


def test_a_360_view_is_unbiased_and_sharper():
    assert view(0.5, 1.0, 0.0) == pytest.approx([0.5])
    assert view(0.5, 1.0, 1.0) == pytest.approx([0.56])
    assert view(0.5, 0.0, 1.0) == pytest.approx([0.8])


def test_half_an_assessment_halves_bias_and_noise_on_the_way():
    assert view(0.5, 0.5, 2.0) == pytest.approx([0.5 + 0.05 + 2 * 0.13])


def test_a_measurement_may_leave_the_range():
    assert view(0.9, 0.0, 2.0) == pytest.approx([1.4])
    assert view(0.1, 0.0, -2.0) == pytest.approx([-0.2])


def test_the_first_reading_is_the_estimate():
    first = next_estimate(np.array([0.0]), np.array([1.0]), np.array([1.0]), 0.5, 1)
    assert first == pytest.approx([1.5])


def test_the_estimate_is_the_running_mean_of_readings():
    estimate = np.array([0.0])
    for quarter, luck in enumerate([1.0, -1.0, 3.0]):  # readings 0.6, -0.4, 1.6
        estimate = next_estimate(estimate, np.array([0.1]), np.array([luck]), 0.5, quarter + 1)
    assert estimate == pytest.approx([0.6])


def test_trust_and_long_term_factors_mirror_other_states():
    factors = np.full((12, 1), 0.5)
    refresh_derived_factors(factors, np.array([0.8]), np.array([0.2]), np.array([0.3]))
    assert factors[TRUST] == pytest.approx([0.5])
    assert factors[LONG_TERM] == pytest.approx([0.3])
    factors[[TRUST, LONG_TERM]] = 0.5
    assert np.all(factors == 0.5)


def test_the_vendor_sees_refreshed_factors_and_leaves_the_truth_alone(quarter_of):
    now = quarter_of(
        levers={"assessment": np.array([0.0, 1.0])},
        parameters={"view_bias": 0.1},
        trust=0.8,
        vendor_trust=0.6,
        intent=0.3,
    )
    assess(now)
    assert now.alliances.factors[TRUST] == pytest.approx([0.7] * 4)
    assert now.alliances.factors[LONG_TERM] == pytest.approx([0.3] * 4)
    assert np.delete(now.alliances.factors, [TRUST, LONG_TERM], axis=0) == pytest.approx(0.5)
    assert now.alliances.viewed[TRUST] == pytest.approx([0.8, 0.8, 0.7, 0.7])
    assert now.alliances.measured_score == pytest.approx([60, 60, 50, 50])


def test_the_measured_score_carries_the_noise_of_the_view(quarter_of):
    luck = np.zeros((12, 4))
    luck[0] = [1.0, -1.0, 2.0, 0.0]
    now = quarter_of(
        levers={"assessment": np.array([0.0, 1.0])},
        parameters={"view_bias": 0.0, "view_noise": 0.12, "assessment_noise": 0.06},
        luck={"view": luck},
        trust=0.5,
        intent=0.5,
    )
    assess(now)
    assert now.alliances.viewed[0] == pytest.approx([0.62, 0.38, 0.62, 0.5])
    assert now.alliances.measured_score == pytest.approx([51, 49, 51, 50])


def test_the_vendor_learns_what_each_partner_values(quarter_of):
    now = quarter_of(
        quarter=3,
        parameters={"value_reading_noise": 0.4},
        partners={"value": [1.0, 0.1]},
        luck={"value_reading": [0.0, 0.0, 1.0, -1.0]},
        value_estimate=0.5,
    )
    assess(now)
    assert now.alliances.value_estimate == pytest.approx([0.625, 0.4, 0.725, 0.3])


def test_values_are_read_from_the_first_quarter_of_an_alliance_on(quarter_of):
    now = quarter_of(
        quarter=3,
        status=[0, 0, 3, 2],
        first_quarter=[0, 2, 0, 3],
        value_estimate=[0.5, 0.5, 0.0, 0.5],
        luck={"value_reading": 1.0},
        parameters={"value_reading_noise": 0.5},
    )
    assess(now)
    assert now.alliances.value_estimate == pytest.approx([0.75, 1.0, 0.0, 1.5])
