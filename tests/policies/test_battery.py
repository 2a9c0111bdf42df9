"""Every policy passes the battery, and what a policy may not do does not."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.problems import ProblemsError
from sim.policies import Policy, find, names
from sim.testing import PolicyBattery


class TestEveryPolicy(PolicyBattery):
    @pytest.fixture(autouse=True, params=names())
    def _each(self, request):
        self.policy = find(request.param)


class Bad(Policy):
    name, title, about = "bad", "Bad", "Breaks a rule."

    def __init__(self, decide, is_constant=False):
        self.decided, self.is_constant, self.calls = decide, is_constant, 0

    def decide(self, seen):
        self.calls += 1
        return self.decided(self, seen)


BAD = {
    "levers_exist_and_are_in_range": [
        (Bad(lambda self, seen: {"pussh": 0.5}), ProblemsError, "did you mean push"),
        (Bad(lambda self, seen: {"push": 0.1 * seen.quarter}), ProblemsError, "from 0 to 1"),
        (Bad(lambda self, seen: {"push": np.ones(2)}), ValueError, "broadcast"),
    ],
    "the_same_sight_gives_the_same_levers": [
        (Bad(lambda self, seen: {"push": self.calls % 3 / 4}), AssertionError, "differ: push"),
    ],
    "a_vendor_decides_alone_as_among_others": [
        (
            Bad(lambda self, seen: {"focus": len(seen.horizon)}),
            AssertionError,
            "levers differ: focus",
        ),
    ],
    "what_is_constant_stays_the_same": [
        (Bad(lambda self, seen: {"push": seen.attainment}, True), AssertionError, "differ: push"),
        (Bad(lambda self, seen: {"push": seen.quarter / 30}, True), AssertionError, "differ: push"),
    ],
}


@pytest.mark.parametrize(
    ("test", "policy", "error", "told"),
    [(test, *case) for test, cases in BAD.items() for case in cases],
)
def test_the_battery_notices(test, policy, error, told):
    battery = PolicyBattery()
    battery.policy = policy
    with pytest.raises(error, match=told):
        getattr(battery, f"test_{test}")()


@pytest.mark.parametrize(("label", "value"), [("name", "a b"), ("title", " "), ("about", "")])
def test_the_battery_wants_names(label, value):
    battery = PolicyBattery()
    battery.policy = Bad(lambda self, seen: {})
    setattr(battery.policy, label, value)
    with pytest.raises(AssertionError, match=label):
        battery.test_it_says_what_it_is()
