from math import exp, log

import numpy as np
import pytest

from sim.model.closing import close, monthly_decay, not_slipped, steady_stock, three_months

HALF_A_MONTH = 1 / (3 * log(2))  # cycle at which half the pipeline is decided each month


def test_a_cycle_of_a_quarter_keeps_a_third_of_an_e_fold_a_month():
    assert monthly_decay(1.0) == pytest.approx(exp(-1 / 3))
    assert monthly_decay(HALF_A_MONTH) == pytest.approx(0.5)


def test_three_months_by_hand():
    left, decided, last = three_months(np.array([90.0]), np.array([30.0]), 0.5)
    assert (left[0], decided[0], last[0]) == pytest.approx((20, 100, 20))


def test_a_pipeline_without_inflow_runs_off():
    left, decided, last = three_months(np.array([80.0]), np.array([0.0]), 0.5)
    assert (left[0], decided[0], last[0]) == pytest.approx((10, 70, 10))


def test_the_steady_stock_by_hand():
    assert steady_stock(HALF_A_MONTH) == pytest.approx(1 / 3)
    assert steady_stock(2.0) == pytest.approx(exp(-1 / 6) / (1 - exp(-1 / 6)) / 3)


def test_the_steady_stock_stays_when_a_quarter_brings_one_unit():
    left, decided, last = three_months(np.array([1 / 3]), np.array([1.0]), 0.5)
    assert (left[0], decided[0], last[0]) == pytest.approx((1 / 3, 1, 1 / 3))


def test_what_is_decided_is_won_by_share_or_by_win_rate_and_velocity(quarter_of):
    now = quarter_of(
        parameters={"arms_length_cycle": HALF_A_MONTH},
        arms_length_pipeline=[90.0, 0.0, 90.0, 0.0],
        arms_length_inflow=[30.0, 0.0, 30.0, 0.0],
        share=0.2,
        joint_pipeline=[0.0, 80.0, 80.0, 0.0],
        joint_inflow=0.0,
        cycle=HALF_A_MONTH,
        win_rate=0.5,
        velocity_gain=1.5,
    )
    close(now)
    assert now.alliances.arms_length_pipeline == pytest.approx([20, 0, 20, 0])
    assert now.alliances.joint_pipeline == pytest.approx([0, 10, 10, 0])
    assert now.alliances.won_arms_length == pytest.approx([20, 0, 20, 0])
    assert now.alliances.won_joint == pytest.approx([0, 52.5, 52.5, 0])
    assert now.alliances.month3_list == pytest.approx([4, 7.5, 11.5, 0])


def test_each_alliance_has_its_own_joint_cycle(quarter_of):
    now = quarter_of(
        arms_length_inflow=0.0,
        share=0.2,
        joint_pipeline=80.0,
        joint_inflow=12.0,
        cycle=[HALF_A_MONTH, 1 / (3 * log(4)), HALF_A_MONTH, HALF_A_MONTH],
        win_rate=1.0,
        velocity_gain=1.0,
    )
    close(now)
    # three quarters decided a month: 84, 25, 10.25 open before
    assert now.alliances.joint_pipeline[:2] == pytest.approx([13.5, 2.5625])
    assert now.alliances.won_joint[:2] == pytest.approx([78.5, 89.4375])


def test_a_slip_of_three_loses_an_e_fold_a_month():
    assert not_slipped(3.0) == pytest.approx(exp(-1))
    assert not_slipped(0.0) == 1.0
    assert not_slipped(np.array([0.0, 1.5])) == pytest.approx([1, exp(-0.5)])


def test_three_months_of_slipping_deals_by_hand():
    # half is decided each month, then half of the rest is lost: 120 are open, 40, 20
    left, decided, last = three_months(np.array([110.0]), np.array([30.0]), 0.5, 0.5)
    assert (left[0], decided[0], last[0]) == pytest.approx((5, 90, 10))


def test_where_nothing_slips_the_bits_are_those_without_slipping():
    rng = np.random.default_rng(1)
    pipeline, inflow, kept = rng.random((3, 50))
    one_slips = np.where(np.arange(50) == 7, 0.5, 1.0)
    plain = three_months(pipeline, inflow, kept)
    mixed = three_months(pipeline, inflow, kept, one_slips)
    for a, b in zip(plain, mixed, strict=True):
        assert list(np.flatnonzero(a != b)) in ([7], [])
        assert np.delete(a, 7).tobytes() == np.delete(b, 7).tobytes()


def test_both_pipelines_slip(quarter_of):
    now = quarter_of(
        parameters={"slip": 3 * log(1.5), "arms_length_cycle": HALF_A_MONTH},
        arms_length_pipeline=54.0,
        arms_length_inflow=0.0,
        share=1.0,
        joint_pipeline=108.0,
        joint_inflow=0.0,
        cycle=HALF_A_MONTH,
        win_rate=1.0,
        velocity_gain=1.0,
    )
    close(now)
    assert now.alliances.arms_length_pipeline == pytest.approx([2] * 4)
    assert now.alliances.won_arms_length == pytest.approx([27 + 9 + 3] * 4)
    assert now.alliances.joint_pipeline == pytest.approx([4] * 4)
    assert now.alliances.won_joint == pytest.approx([78] * 4)
    assert now.alliances.month3_list == pytest.approx([9] * 4)
