"""The model that the page shows: arguments that its controls can set, a push over the policy's."""

from __future__ import annotations

from collections.abc import Mapping

from sim.base.arrays import Array
from sim.mesa_engine.agents import Vendor
from sim.mesa_engine.model import AllianceModel
from sim.policies import Sight

AS_THE_POLICY = "as the policy"


class Pushing(Vendor):
    """A vendor that follows its policy in everything but the push, if the model sets one."""

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return the policy's levers, with the model's push."""
        decided = dict(super().decide(seen))
        push = self.model.push
        return decided if push == AS_THE_POLICY else decided | {"push": float(push)}


class WatchedModel(AllianceModel):
    """The model as the page makes it; steps beyond the horizon are idle.

    Args:
        policy: Policy of the focal vendor.
        push: Its readiness to ask at quarter-end, 0..1, or `AS_THE_POLICY`.
        partners: Policy of all partners.
        scenario: What happens to everybody, by name.
        seed: Seed of the world and its luck.
    """

    def __init__(
        self,
        policy: str = "transactional",
        push: str | float = AS_THE_POLICY,
        partners: str = "reciprocal",
        scenario: str = "base",
        seed: int = 1,
    ) -> None:
        self.push = push
        super().__init__(
            policy, partners=partners, scenario=scenario, seed=seed, vendor_class=Pushing
        )

    def step(self) -> None:
        """Run one quarter, if there is one left."""
        if self.running:
            super().step()
