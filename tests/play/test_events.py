"""Events: scenarios that strike when a facilitator says, everybody alike."""

from __future__ import annotations

import numpy as np
import pytest

from sim.market.population import Population
from sim.play.events import event_names, event_told, first_stir, staged, struck

MARKET = Population()


@pytest.mark.parametrize(("name", "first"), [("pandemic", 8), ("recession", 4), ("base", None)])
def test_when_a_scenario_first_stirs(name, first):
    assert first_stir(staged(name, 20, MARKET)) == first


@pytest.mark.parametrize("quarter", [0, 3, 11])
def test_an_event_strikes_in_the_quarter_that_is_said(quarter):
    calm = staged("base", 16, MARKET)
    after = struck(calm, staged("pandemic", 80, MARKET), quarter)
    assert first_stir(after) == quarter
    assert after.market[quarter, 0] == 0.7
    assert after.disruption[quarter, 0] == 0.5
    if quarter + 4 < 16:
        assert after.market[quarter + 4, 0] == 1.0
        assert after.market[quarter + 2, 0] == pytest.approx(0.85)


def test_two_events_multiply_demand():
    once = struck(staged("base", 16, MARKET), staged("pandemic", 80, MARKET), 2)
    twice = struck(once, staged("pandemic", 80, MARKET), 2)
    assert twice.market[2, 0] == pytest.approx(0.49)
    assert twice.disruption[2, 0] == 0.5


def test_what_befalls_the_focal_vendor_befalls_all_alike():
    lost = staged("account_lost", 20, MARKET)
    assert np.flatnonzero(lost.killed[8]).tolist() == [0, 10, 20, 30, 40, 50]
    people = staged("key_people_leave", 20, MARKET)
    assert np.flatnonzero(people.forced_turnover[8]).tolist() == list(range(60))


@pytest.mark.parametrize("name", event_names())
def test_what_players_are_told_names_no_quarter_and_no_vendor(name):
    about = event_told(name)["about"]
    assert "quarter 9" not in about
    assert "focal" not in about
    assert "  " not in about
