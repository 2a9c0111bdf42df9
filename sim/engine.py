"""The numpy engine: whole tables through every phase of every quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt

from sim.draws import Luck
from sim.model import QUARTER, Parameters
from sim.model.start import settle
from sim.scenario import Scenario
from sim.state import Alliances, Array, Markets, Partners, Quarter, Vendors
from sim.world import World


def begin(
    world: World,
    levers: Mapping[str, Array],
    parameters: Parameters,
    scenario: Scenario,
    luck: Luck,
    dtype: npt.DTypeLike = np.float64,
) -> Quarter:
    """Return the state before the first quarter.

    Args:
        world: Who is there and where every alliance starts.
        levers: Policies: name of a lever to one value a vendor of the world.
        parameters: The model's parameters.
        scenario: What happens to everybody.
        luck: Where random numbers come from.
        dtype: Floating-point type of the state.
    """

    def copy(values: npt.ArrayLike) -> npt.NDArray[np.floating]:
        return np.array(values, dtype=dtype)

    markets = len(world.replications)
    seats, partners = world.rows["alliance"], world.rows["partner"]
    gap = np.abs(world.vendor_horizon[world.vendor] - world.partner_horizon[world.partner])
    replication = np.repeat(np.arange(markets), seats)
    accounts = np.bincount(world.vendor, minlength=len(world.vendor_horizon))
    spend = np.bincount(world.vendor, world.size[world.partner], len(world.vendor_horizon))
    now = Quarter(
        quarter=0,
        parameters=parameters,
        scenario=scenario.astype(dtype),
        luck=luck,
        alliances=Alliances(
            vendor=world.vendor,
            partner=world.partner,
            replication=replication,
            seat=np.tile(np.arange(seats), markets),
            culture_gap=copy(gap),
            trust=copy(world.trust),
            vendor_trust=copy(world.vendor_trust),
            factors=copy(world.factors),
            discount=copy(
                np.clip(world.discount, parameters.lowest_discount, parameters.highest_discount)
            ),
            threads=copy(np.clip(world.threads, 1.0, parameters.most_threads)),
        ),
        vendors=Vendors(
            horizon=copy(world.vendor_horizon), accounts=copy(accounts), quota_base=copy(spend)
        ),
        levers=SimpleNamespace(**{name: copy(values) for name, values in levers.items()}),
        partners=Partners(
            horizon=copy(world.partner_horizon),
            value=copy(world.value),
            price_sensitivity=copy(world.price_sensitivity),
            size=copy(world.size),
            replication=np.repeat(np.arange(markets), partners),
        ),
        markets=Markets(demand=np.ones(markets, dtype)),
        vendor_index=world.vendor,
        partner_index=world.partner,
        market_index=replication,
    )
    settle(now)
    return now


def quarters(now: Quarter) -> Iterator[Quarter]:
    """Run the scenario's quarters, yielding the state after each."""
    for quarter in range(now.scenario.quarters):
        now.quarter = quarter
        for phase in QUARTER:
            phase.run(now)
        yield now
