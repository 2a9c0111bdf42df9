"""Events become hooks: who is hit, when, and what stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.problems import ProblemsError
from sim.core.scenario import NEUTRAL, Event, named_events, quiet, stage, throughout

ALLIANCES, ACCOUNTS = 5, 2


def staged(*events, quarters=3):
    return stage(events, quarters, ALLIANCES, ACCOUNTS)


def test_nothing_happens_in_quiet_times():
    for name, value in NEUTRAL.items():
        np.testing.assert_array_equal(getattr(quiet(3), name), np.full((3, 1), value))


def test_the_first_named_quarter_of_the_market_is_the_first_that_differs():
    [event] = named_events({2: 0.5, 4: 1.5}, {}, quarters=5)
    assert event == Event("market", 1, (1.0, 0.5, 1.0, 1.5, 1.5))
    np.testing.assert_array_equal(staged(event, quarters=5).market[:, 0], event.values)


def test_an_event_for_all_is_one_value_a_quarter():
    hook = staged(Event("disruption", 2, (0.4, 0.6))).disruption
    np.testing.assert_array_equal(hook, [[0.0], [0.4], [0.6]])


def test_an_event_for_the_focal_vendor_hits_its_alliances_only():
    hook = staged(Event("killed", 2, (1.0,), "focal")).killed
    np.testing.assert_array_equal(hook, [[0] * 5, [1, 1, 0, 0, 0], [0] * 5])


def test_an_event_for_an_account_hits_that_account():
    hook = staged(Event("killed", 3, (1.0,), (2,))).killed
    np.testing.assert_array_equal(hook, [[0] * 5, [0] * 5, [0, 1, 0, 0, 0]])


def test_hooks_do_not_touch_each_other():
    scenario = staged(Event("killed", 2, (1.0,), (2,)), Event("market", 2, (0.5, 0.6)))
    np.testing.assert_array_equal(scenario.killed, [[0] * 5, [0, 1, 0, 0, 0], [0] * 5])
    np.testing.assert_array_equal(scenario.market, [[1.0], [0.5], [0.6]])


def test_a_later_event_stands_over_an_earlier_one():
    one = Event("disruption", 1, (0.9,), (1,))
    hook = staged(throughout("disruption", 0.2, 3), one, Event("disruption", 3, (0.0,)))
    np.testing.assert_array_equal(hook.disruption, [[0.9, *[0.2] * 4], [0.2] * 5, [0.0] * 5])


def test_events_of_a_config_say_whom_they_hit():
    events = named_events({}, {"killed": {2: 1.0, 3: 0.0}, "disruption": {}}, 3, [2])
    assert events == [Event("killed", 2, (1.0,), [2]), Event("killed", 3, (0.0,), [2])]


def problems_of(*events, quarters=3):
    with pytest.raises(ProblemsError) as told:
        staged(*events, quarters=quarters)
    return told.value.problems


def test_events_that_do_not_fit_are_all_named():
    assert problems_of(
        Event("kiled", 1, (1.0,)),
        Event("killed", 0, (1.0,)),
        Event("killed", 2, (1.0, 1.0, 1.0)),
        Event("disruption", 3, (1.5,)),
        Event("disruption", 2, (0.5, -0.1)),
        Event("market", 1, (11.0,)),
        Event("market", 1, (1.0,), "focal"),
        Event("killed", 1, (1.0,), [0, 1, 2, 3]),
    ) == [
        "no hook 'kiled' (did you mean killed?); there are " + ", ".join(sorted(NEUTRAL)),
        "killed: quarter 0 given; this run has 1 to 3",
        "killed: quarters 2 to 4 given; this run has 1 to 3",
        "disruption: 1.5 in quarter 3; must be from 0 to 1",
        "disruption: -0.1 in quarter 3; must be from 0 to 1",
        "market: 11 in quarter 1; must be from 0 to 10",
        "market: hits all; accounts cannot be named",
        "killed: accounts [0, 3] given; the focal vendor has 1 to 2",
    ]


def test_the_ends_of_what_is_allowed_are_allowed():
    scenario = staged(
        Event("market", 1, (0.0, 10.0, 1.0)),
        Event("disruption", 3, (1.0,)),
        Event("killed", 1, (0.0, 1.0), [1, 2]),
    )
    assert scenario.market[:, 0].tolist() == [0, 10, 1]
    assert scenario.quarters == 3
    assert scenario.astype(np.float32).killed.dtype == np.float32


def test_a_hook_that_lasts_holds_in_every_quarter():
    assert throughout("disruption", 0.2, 3) == Event("disruption", 1, (0.2, 0.2, 0.2), "all")


def test_neutral_values_change_nothing():
    assert {name for name, value in NEUTRAL.items() if value == 1.0} == {
        *("market", "vision_allowed", "endings_allowed")
    }
    unset = {name for name, value in NEUTRAL.items() if np.isnan(value)}
    assert unset == {"forced_ask", "forced_good_news", "forced_bad_news"}
    assert all(value in (0.0, 1.0) for name, value in NEUTRAL.items() if name not in unset)
