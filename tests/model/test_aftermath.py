import pytest

from sim.model.aftermath import next_disruption, next_fear, recover, settle_fear
from sim.model.factors import FLEXIBILITY


def test_flexibility_speeds_recovery():
    assert next_disruption(0.8, 0.0, 0.25, 0.5) == pytest.approx(0.6)
    assert next_disruption(0.8, 0.5, 0.25, 0.5) == pytest.approx(0.4)


def test_recovery_stops_at_full():
    assert next_disruption(0.8, 1.0, 0.6, 0.6) == 0.0


def test_a_push_leaves_fear_unless_the_culture_holds():
    assert next_fear(0.5, 0.2, 0.35) == pytest.approx(0.14)
    assert next_fear(1.0, 1.0, 1.0) == 0.0
    assert next_fear(0.0, 0.0, 1.0) == 0.0


def test_plans_mend_by_their_own_flexibility(quarter_of):
    now = quarter_of(
        parameters={"recovery_rate": 0.25, "flexibility_recovery": 0.5},
        disruption=[0.8, 0.8, 0.4, 0.0],
        factors={FLEXIBILITY: [0.0, 0.5, 1.0, 1.0]},
    )
    recover(now)
    assert now.alliances.disruption == pytest.approx([0.6, 0.4, 0.1, 0.0])


def test_fear_is_of_this_quarters_ask_in_this_quarters_culture(quarter_of):
    now = quarter_of(
        parameters={"fear_strength": 0.4}, vendors={"ask": [0.5, 1.0], "habit": [0.2, 0.5]}
    )
    now.vendors.fear[:] = 0.9  # nothing of the last quarter's is left
    settle_fear(now)
    assert now.vendors.fear == pytest.approx([0.16, 0.2])
