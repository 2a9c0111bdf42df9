"""What the model's own equations say about one alliance, without a simulation.

`representative` is that alliance, `balance` where parts of it stay, `mean_field` the map of its
trust, `resting` where it comes to rest and what decides that, `threshold` how a simulation is held
to it.
"""

from sim.theory.balance import hangover
from sim.theory.mean_field import MeanField
from sim.theory.representative import REFERENCE, Representative
from sim.theory.resting import (
    FixedPoint,
    bifurcation,
    critical_push,
    elasticity,
    fixed_points,
    has_vicious_state,
    hysteresis,
    quota_trust,
    settle,
    tipping_trust,
)
from sim.theory.threshold import half_crossing, virtuous_share

__all__ = [
    "REFERENCE",
    "FixedPoint",
    "MeanField",
    "Representative",
    "bifurcation",
    "critical_push",
    "elasticity",
    "fixed_points",
    "half_crossing",
    "hangover",
    "has_vicious_state",
    "hysteresis",
    "quota_trust",
    "settle",
    "tipping_trust",
    "virtuous_share",
]
