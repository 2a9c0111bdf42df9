import numpy as np
import pytest
from scipy import stats

from sim.base.intervals import mean_interval, paired_difference


def test_known_answer_by_hand():
    shown = mean_interval(np.array([1.0, 2.0, 3.0]))
    half = 4.302652729911275 / np.sqrt(3)  # t(0.975, 2 degrees of freedom), s = 1
    assert shown.mean == 2.0
    assert shown.low == pytest.approx(2.0 - half)
    assert shown.high == pytest.approx(2.0 + half)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_agrees_with_scipy_column_by_column(level):
    values = np.random.default_rng(3).normal(5.0, 2.0, (17, 4))
    low, high = stats.t.interval(
        level, df=16, loc=values.mean(axis=0), scale=stats.sem(values, axis=0)
    )
    shown = mean_interval(values, level)
    np.testing.assert_allclose(shown.mean, values.mean(axis=0))
    np.testing.assert_allclose(shown.low, low)
    np.testing.assert_allclose(shown.high, high)


def test_replications_that_are_nan_are_left_out_column_by_column():
    values = np.array([[1.0, 4.0], [np.nan, 5.0], [3.0, 6.0], [5.0, np.nan]])
    shown = mean_interval(values)
    for column in (0, 1):
        known = mean_interval(values[np.isfinite(values[:, column]), column])
        assert shown.mean[column] == known.mean
        assert shown.low[column] == pytest.approx(known.low)


def test_one_replication_has_a_mean_but_no_interval():
    shown = mean_interval(np.array([7.0]))
    assert shown.mean == 7.0
    assert np.isnan(shown.low)
    assert np.isnan(shown.high)
    assert not shown.excludes_zero


def test_nothing_known_gives_nan():
    assert np.isnan(mean_interval(np.array([np.nan, np.nan])).mean)


def test_no_spread_gives_no_width():
    shown = mean_interval(np.full(5, 3.0))
    assert (shown.low, shown.mean, shown.high) == (3.0, 3.0, 3.0)


def test_pairing_removes_what_both_share():
    shared = np.array([10.0, 200.0, 3000.0])
    shown = paired_difference(shared + 1.0, shared)
    assert shown.mean == pytest.approx(1.0)
    assert shown.high - shown.low == pytest.approx(0.0, abs=1e-9)


def test_excludes_zero():
    assert mean_interval(np.array([1.0, 1.1, 0.9])).excludes_zero
    assert mean_interval(np.array([-1.0, -1.1, -0.9])).excludes_zero
    assert not mean_interval(np.array([1.0, -1.0, 0.5])).excludes_zero
