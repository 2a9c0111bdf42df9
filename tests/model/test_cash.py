import numpy as np
import pytest

from sim.model.cash import NO_LINE, discount_factor, has_credit_line, is_strained, see_credit


def test_a_vendor_is_strained_beyond_its_credit_line():
    cash = np.array([-100.1, -100.0, 0.0, 50.0])
    assert list(is_strained(cash, 100.0)) == [1, 0, 0, 0]


def test_a_line_is_per_seat(quarter_of):
    now = quarter_of(
        vendors={"cash": [-25.0, -15.0], "accounts": [2, 2]}, parameters={"credit_line": 10.0}
    )
    see_credit(now)
    assert list(now.vendors.strain) == [1, 0]
    assert has_credit_line(now)


def test_by_default_there_is_no_line(quarter_of):
    now = quarter_of(vendors={"cash": -1e8})
    see_credit(now)
    assert list(now.vendors.strain) == [0, 0]
    assert not has_credit_line(now)
    assert now.parameters.credit_line == NO_LINE


def test_four_quarters_discount_as_a_year_does():
    assert discount_factor(3, 0.08) == pytest.approx(1 / 1.08)
    assert discount_factor(0, 0.08) == pytest.approx(1.08**-0.25)
    assert discount_factor(7, 0.5) == pytest.approx(1 / 2.25)
    assert discount_factor(19, 0.0) == 1.0
    assert discount_factor(3, np.array([0.0, 0.25])) == pytest.approx([1, 0.8])
