from math import exp

import numpy as np
import pytest

from sim.model.contact import contact_rate, meet, next_autonomy, next_threads
from sim.model.factors import AUTONOMY


def test_autonomy_follows_what_control_leaves():
    assert next_autonomy(1.0, 0.5, 0.4) == pytest.approx(0.8)
    assert next_autonomy(0.2, 0.0, 0.5) == pytest.approx(0.6)
    assert next_autonomy(0.7, 0.3, 1.0) == pytest.approx(0.7)


def test_ties_grow_with_days_and_extra_ties_decay():
    assert next_threads(2.0, 5.0, 5.0, 0.08, 0.04) == pytest.approx(1.96 + 3 * (1 - exp(-0.4)))
    assert next_threads(3.0, 0.0, 5.0, 0.08, 0.25) == pytest.approx(2.5)


def test_the_last_tie_does_not_decay():
    assert next_threads(1.0, 0.0, 5.0, 0.08, 0.3) == 1.0


def test_where_one_tie_is_the_most_there_is_one():
    assert next_threads(1.0, 30.0, 1.0, 0.5, 0.3) == 1.0


def test_contact_comes_with_days_that_the_partner_repays():
    assert contact_rate(0.0, 1.0, 3.0) == 0.0
    assert contact_rate(3.0, 1.0, 3.0) == pytest.approx(1 - exp(-1))
    assert contact_rate(6.0, 0.25, 3.0) == pytest.approx(1 - exp(-0.5))
    assert contact_rate(6.0, 0.0, 3.0) == 0.0


def test_a_quarter_of_meeting_by_hand(quarter_of):
    now = quarter_of(
        levers={"control": np.array([0.2, 1.0]), "threading": np.array([0.25, 0.0])},
        parameters={"autonomy_speed": 0.5, "thread_growth": 0.1, "thread_decay": 0.1},
        relationship_days=20.0,
        useful_time=0.5,
        partner_days=[2.0, 0.0, 0.0, 0.0],
        reciprocity=[0.5, 0.3, 0.3, 0.0],
        threads=[2.0, 1.0, 3.0, 1.0],
        factors={AUTONOMY: 0.6},
    )
    meet(now)
    assert now.alliances.factors[AUTONOMY] == pytest.approx([0.7, 0.7, 0.3, 0.3])
    assert np.delete(now.alliances.factors, AUTONOMY, axis=0) == pytest.approx(0.5)
    grown = 1 - exp(-0.25)
    assert now.alliances.threads == pytest.approx([1.9 + 3 * grown, 1 + 4 * grown, 2.8, 1.0])
    assert now.alliances.contact == pytest.approx([1 - exp(-2), 1 - exp(-1), 1 - exp(-1), 0])


def test_ties_of_prospects_wait_for_them(quarter_of):
    now = quarter_of(
        parameters={"thread_decay": 0.1},
        relationship_days=0.0,
        useful_time=1.0,
        partner_days=0.0,
        reciprocity=1.0,
        threads=3.0,
        status=[0, 1, 2, 3],
    )
    meet(now)
    assert now.alliances.threads == pytest.approx([2.8, 2.8, 2.8, 3.0])
