"""Scenarios: what the world does to everybody, quarter by quarter, whatever the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array

NEUTRAL = {
    "market": 1.0,
    "disruption": 0.0,
    "forced_ask": np.nan,
    "forced_good_news": np.nan,
    "forced_bad_news": np.nan,
    "forced_turnover": 0.0,
    "killed": 0.0,
    "building_frozen": 0.0,
    "vision_allowed": 1.0,
    "endings_allowed": 1.0,
}


@dataclass(frozen=True)
class Scenario:
    """Hooks into the quarter, each of shape (quarters, 1) or (quarters, alliances of a world).

    Attributes:
        market: Multiplier of demand (one value a quarter only).
        disruption: Share of plans that a shock disrupts, 0..1.
        forced_ask: Ask made whatever the policy, 0..1; NaN leaves it to the vendor.
        forced_good_news: Good evidence whatever happened, 0..1; NaN leaves it.
        forced_bad_news: Bad evidence whatever happened, 0..1; NaN leaves it.
        forced_turnover: 1 where the lead contact leaves.
        killed: 1 where the alliance ends.
        building_frozen: 1 where factors neither grow nor decay.
        vision_allowed: 0 where no joint vision can be offered.
        endings_allowed: 0 where nobody is demoted or leaves.
    """

    market: Array
    disruption: Array
    forced_ask: Array
    forced_good_news: Array
    forced_bad_news: Array
    forced_turnover: Array
    killed: Array
    building_frozen: Array
    vision_allowed: Array
    endings_allowed: Array

    @property
    def quarters(self) -> int:
        """Number of quarters."""
        return len(self.market)

    def astype(self, dtype: npt.DTypeLike) -> Scenario:
        """Return the same scenario in another floating-point type."""
        return replace(self, **{f.name: getattr(self, f.name).astype(dtype) for f in fields(self)})


def from_events(
    quarters: int,
    seats: int,
    focal: int,
    market: Mapping[int, float],
    events: Mapping[str, Mapping[int, float]],
    accounts: Literal["all", "focal"] | Sequence[int] = "all",
) -> Scenario:
    """Return a scenario from what happens when; quarters count from 1 here.

    Args:
        quarters: Number of quarters.
        seats: Alliances in a world; those of the focal vendor come first.
        focal: Alliances of the focal vendor.
        market: Quarter to multiplier of demand, joined by straight lines; 1 before the first named
            quarter, and as in the last one after it.
        events: Hook to (quarter to value).
        accounts: Whom events hit: all alliances, the focal vendor's, or some of these by number.
    """
    hooks = {name: np.full((quarters, 1), value) for name, value in NEUTRAL.items()}
    if market:
        named = sorted(market)
        path = np.interp(np.arange(1, quarters + 1), named, [market[q] for q in named], left=1.0)
        hooks["market"] = path[:, None]
    hit = np.zeros(1 if accounts == "all" else seats, dtype=bool)  # one value for all stays one
    if accounts == "all":
        hit[:] = True
    elif accounts == "focal":
        hit[:focal] = True
    else:
        hit[np.array(accounts) - 1] = True
    for name, values in events.items():
        if not values:
            continue
        hooks[name] = np.repeat(hooks[name], len(hit), axis=1)
        for quarter, value in values.items():
            hooks[name][quarter - 1, hit] = value
    return Scenario(**hooks)


def quiet(quarters: int) -> Scenario:
    """Return the scenario in which nothing happens."""
    return Scenario(**{name: np.full((quarters, 1), value) for name, value in NEUTRAL.items()})
