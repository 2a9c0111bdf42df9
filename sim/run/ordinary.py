"""An ordinary first quarter: what alliances earn where nothing is out of the ordinary."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.core.draws import DRAWS, GivenLuck
from sim.core.rules import per_row
from sim.core.scenario import quiet
from sim.core.world import World
from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.engine import begin, quarters


def ordinary_luck(world: World, p: Parameters) -> GivenLuck:
    """Return luck for a quarter in which opportunities are as expected and nobody leaves.

    Normal draws are 0, uniform ones 1, and those of opportunities half their spread, at which
    their lognormal multiplier is 1, its mean.
    """
    times = len(world.replications)
    arrays = {}
    for name, what in DRAWS.items():
        rows = world.rows[what.level] * times
        shape = (1, rows) if what.size == 1 else (1, what.size, rows)
        arrays[name] = np.full(shape, 0.0 if what.kind == "normal" else 1.0)
    for name in ("arms_length", "joint"):
        arrays[name] += 0.5 * per_row(p, world.replication_of_alliance).opportunity_noise
    return GivenLuck(arrays)


def first_quarter_revenue(world: World, p: Parameters) -> Array:
    """Return what each alliance would earn in an ordinary first quarter, k€.

    Everybody follows the status quo, and deals pulled in by a quarter-end ask are left out.
    """
    everybody = [(find("status_quo"), np.arange(len(world.vendor_horizon)))]
    now = begin(world, everybody, p, quiet(1), ordinary_luck(world, p))
    price = 1.0 - now.alliances.discount
    now = next(quarters(now, everybody))
    return (now.alliances.won_arms_length + now.alliances.won_joint) * price
