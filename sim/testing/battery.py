"""The battery of tests that every policy passes, a user's own too.

Inherit it in a test file of yours, and pytest runs it:

    from sim.testing import PolicyBattery

    class TestMine(PolicyBattery):
        policy = Mine()

Source: the Axelrod library puts every strategy through one inherited battery.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from sim.policies.base import Policy, Sight, decided_levers
from sim.run.setting import Setting
from sim.run.simulate import simulate

VENDORS = 5
QUARTERS = (0, 1, 7, 8, 19)
SMALL = Setting(replications=3, quarters=6)


def sight(quarter: int, at: slice = slice(None)) -> Sight:
    """Return what some vendors see, who differ in everything they see."""
    seen: dict[str, Any] = {
        field.name: np.roll(np.linspace(0.0, 1.0, VENDORS), shift)[at]
        for shift, field in enumerate(fields(Sight))
        if field.name != "quarter"
    }
    return Sight(quarter=quarter, **seen)


class PolicyBattery:
    """What holds for every policy of vendors.

    Attributes:
        policy: The policy under test; a subclass sets it.
    """

    policy: Policy

    def test_it_says_what_it_is(self) -> None:
        """Name, title and about are text; the name can stand on a command line."""
        assert self.policy.name.replace("_", "").isalnum(), f"name {self.policy.name!r}"
        for label in ("title", "about"):
            assert str(getattr(self.policy, label)).strip(), f"{label} is empty"

    def test_levers_exist_and_are_in_range(self) -> None:
        """Every quarter decides on levers that exist, in their ranges, one value a vendor."""
        for quarter in QUARTERS:
            for name, values in decided_levers(self.policy, sight(quarter)).items():
                assert values.shape == (VENDORS,), f"{name}: one value a vendor wanted"

    def test_the_same_sight_gives_the_same_levers(self) -> None:
        """It keeps nothing from one call to the next, and draws no luck of its own."""
        first = {quarter: decided_levers(self.policy, sight(quarter)) for quarter in QUARTERS}
        for quarter in reversed(QUARTERS):
            assert_equal(decided_levers(self.policy, sight(quarter)), first[quarter])

    def test_a_vendor_decides_alone_as_among_others(self) -> None:
        """What one vendor decides does not hang on who else follows the policy."""
        for quarter in QUARTERS:
            together = decided_levers(self.policy, sight(quarter))
            for row in range(VENDORS):
                at = slice(row, row + 1)
                alone = decided_levers(self.policy, sight(quarter, at))
                assert_equal(alone, {name: values[at] for name, values in together.items()})

    def test_what_is_constant_stays_the_same(self) -> None:
        """A policy that says it is constant looks neither at the quarter nor at how it goes."""
        if not self.policy.is_constant:
            return
        first = sight(0)
        later = replace(first, quarter=9, attainment=0.5 * first.attainment)
        assert_equal(decided_levers(self.policy, later), decided_levers(self.policy, first))

    def test_a_run_is_whole_and_the_same_however_it_is_cut(self) -> None:
        """Outcomes are finite, and a world is the same alone and in a batch."""
        whole = simulate([self.policy], SMALL)[self.policy.name]
        alone = simulate([self.policy], replace(SMALL, done=2))[self.policy.name]
        for name, values in whole.outcomes.items():
            assert np.isfinite(values).all(), f"{name} is not finite"
            assert np.array_equal(values[2:], alone.outcomes[name]), f"{name} hangs on the batch"

    def test_rivals_can_follow_it(self) -> None:
        """A market in which everybody follows it runs."""
        everybody = replace(SMALL, rivals=self.policy, watch="all")
        result = simulate([self.policy], everybody)[self.policy.name]
        assert np.isfinite(result.total("profit")).all(), "profit is not finite"


def assert_equal(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Refuse levers that differ in any bit."""
    differing = [name for name in wanted if not np.array_equal(found[name], wanted[name])]
    assert not differing, f"levers differ: {', '.join(differing)}"
