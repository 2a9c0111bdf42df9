"""What can happen on the page: a few scenarios by name, and a push of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from sim.mesa_engine.agents import Vendor
from sim.mesa_engine.model import DEFAULT_QUARTERS, AllianceModel
from sim.policies import Sight
from sim.scenario import NEUTRAL, Scenario, quiet
from sim.state import Array

AS_THE_POLICY = "as the policy"
SHOCK_QUARTER = 8


def _in_one_quarter(hook: str, value: float, quarters: int) -> Scenario:
    path = np.full((quarters, 1), NEUTRAL[hook])
    path[SHOCK_QUARTER : SHOCK_QUARTER + 1] = value
    return replace(quiet(quarters), **{hook: path})


def recession(quarters: int) -> Scenario:
    """Return a scenario in which demand falls by 30% and takes a year and a half to come back."""
    points = (SHOCK_QUARTER - 1, SHOCK_QUARTER, SHOCK_QUARTER + 6)
    path = np.interp(np.arange(quarters), points, (1.0, 0.7, 1.0))
    return replace(quiet(quarters), market=path[:, None])


def broken_plans(quarters: int) -> Scenario:
    """Return a scenario in which a shock disrupts half of all plans."""
    return _in_one_quarter("disruption", 0.5, quarters)


def key_people_leave(quarters: int) -> Scenario:
    """Return a scenario in which every lead contact leaves at once."""
    return _in_one_quarter("forced_turnover", 1.0, quarters)


SCENES: dict[str, Callable[[int], Scenario]] = {
    "quiet": quiet,
    "recession": recession,
    "broken plans": broken_plans,
    "key people leave": key_people_leave,
}


class _Pushing(Vendor):
    """A vendor that follows its policy in everything but the push, if the model sets one."""

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return the policy's levers, with the model's push."""
        decided = dict(super().decide(seen))
        push = self.model.push
        return decided if push == AS_THE_POLICY else decided | {"push": float(push)}


class WatchedModel(AllianceModel):
    """The model with arguments that a page's controls can set; steps beyond the horizon are idle.

    Args:
        policy: Policy of the focal vendor.
        push: Its readiness to ask at quarter-end, 0..1, or `AS_THE_POLICY`.
        partners: Policy of all partners.
        scene: Name of a scenario, of `SCENES`.
        seed: Seed of the world and its luck.
    """

    def __init__(
        self,
        policy: str = "transactional",
        push: str | float = AS_THE_POLICY,
        partners: str = "reciprocal",
        scene: str = "quiet",
        seed: int = 1,
    ) -> None:
        self.push = push
        super().__init__(
            policy,
            partners=partners,
            scenario=SCENES[scene](DEFAULT_QUARTERS),
            seed=seed,
            vendor_class=_Pushing,
        )

    def step(self) -> None:
        """Run one quarter, if there is one left."""
        if self.running:
            super().step()
