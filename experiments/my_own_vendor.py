"""My own vendor: a strategy in ten lines, beside the built-in ones on the same worlds and luck.

Run it: ``python -m experiments.my_own_vendor``

`Vendor.decide` is the method of a policy (see `sim.policies.base`), so a strategy that proves
itself here moves into a file of ``sim/policies`` as it is, and then runs in every engine and sweep.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim import policies
from sim.mesa_engine import AllianceModel, Vendor
from sim.policies import Sight
from sim.run.setting import Setting
from sim.run.simulate import simulate

REPLICATIONS = 20


class Gardener(Vendor):
    """Plants while partners' trust is low, harvests once it is high, and never asks for favours."""

    def decide(self, seen: Sight) -> Mapping[str, float]:
        """Return levers; all the others stand at the family's default."""
        is_ripe = self.trust > 0.6
        return {
            "relationship_share": 0.45 if is_ripe else 0.7,
            "segmentation": 1.5,  # most effort where partnership seems to be valued
            "focus": 3,  # few factors at a time
            "follow_up": 0.8,
        }


def profit_of(vendor_class: type[Vendor], replications: int) -> np.ndarray:
    """Return the 5-year profit of a vendor class in each replication, k€."""
    profits = []
    for replication in range(replications):
        model = AllianceModel(vendor_class=vendor_class, replication=replication)
        model.run_model()
        table = model.datacollector.get_model_vars_dataframe()
        profits.append(table["focal_profit"].sum())
    return np.array(profits)


def main(replications: int = REPLICATIONS) -> None:
    """Print what each earns and, world by world, how much more the Gardener does."""
    own = profit_of(Gardener, replications)
    print(f"{'Gardener':20s} {own.mean():8,.0f} k€")
    built_in = [policies.find(name) for name in policies.names()]
    for name, result in simulate(built_in, Setting(replications=replications)).items():
        profit = result.total("profit")
        print(f"{name:20s} {profit.mean():8,.0f} k€   Gardener {np.mean(own - profit):+8,.0f} k€")


if __name__ == "__main__":
    main()
