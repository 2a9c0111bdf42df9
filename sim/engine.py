"""The numpy engine: whole tables through every phase of every quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt

from sim.arrays import Array
from sim.draws import Luck
from sim.model import QUARTER, Parameters
from sim.model.start import FIRST_HABIT, settle
from sim.policies.base import Policy, Sight, decided_levers
from sim.policies.levers import Levers
from sim.quarter import Quarter
from sim.scenario import Scenario
from sim.state import Alliances, Markets, Partners, Vendors
from sim.world import World


def begin(
    world: World,
    followers: Sequence[tuple[Policy, Array]],
    parameters: Parameters,
    scenario: Scenario,
    luck: Luck,
    dtype: npt.DTypeLike = np.float64,
) -> Quarter:
    """Return the state before the first quarter.

    Args:
        world: Who is there and where every alliance starts.
        followers: Policies and the vendors (indices) that follow each; every vendor follows one.
        parameters: The model's parameters.
        scenario: What happens to everybody.
        luck: Where random numbers come from.
        dtype: Floating-point type of the state.
    """
    now = open_tables(world, parameters, scenario, luck, dtype)
    decide(now, followers)
    now.is_settled = all(policy.is_constant for policy, _ in followers)
    settle(now, world)
    return now


def open_tables(
    world: World,
    parameters: Parameters,
    scenario: Scenario,
    luck: Luck,
    dtype: npt.DTypeLike = np.float64,
) -> Quarter:
    """Return the world as tables before anybody has decided; the arguments are those of `begin`."""

    def copy(values: npt.ArrayLike) -> npt.NDArray[np.floating]:
        return np.array(values, dtype=dtype)

    markets, partners = len(world.replications), world.rows["partner"]
    gap = np.abs(world.vendor_horizon[world.vendor] - world.partner_horizon[world.partner])
    replication, seat = world.places
    accounts = np.bincount(world.vendor, minlength=len(world.vendor_horizon))
    spend = np.bincount(world.vendor, world.size[world.partner], len(world.vendor_horizon))
    return Quarter(
        quarter=0,
        parameters=parameters,
        scenario=scenario.astype(dtype),
        luck=luck,
        alliances=Alliances(
            vendor=world.vendor,
            partner=world.partner,
            replication=replication,
            seat=seat,
            culture_gap=copy(gap),
            trust=copy(world.trust),
            vendor_trust=copy(world.vendor_trust),
            factors=copy(world.factors),
            discount=copy(
                np.clip(world.discount, parameters.lowest_discount, parameters.highest_discount)
            ),
            threads=copy(np.clip(world.threads, 1.0, parameters.most_threads)),
            measured_score=np.zeros(len(world.vendor), dtype),
        ),
        vendors=Vendors(
            horizon=copy(world.vendor_horizon),
            accounts=copy(accounts),
            quota_base=copy(spend),
            attainment=np.ones(len(accounts), dtype),
            habit=np.full(len(accounts), FIRST_HABIT, dtype),
            fear=np.zeros(len(accounts), dtype),
        ),
        levers=SimpleNamespace(
            **{f.name: np.full(len(accounts), np.nan, dtype) for f in fields(Levers)}
        ),
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
    )


def decide(now: Quarter, followers: Sequence[tuple[Policy, Array]]) -> None:
    """Let every vendor's policy set its levers for the quarter."""
    vendor = now.vendors
    for policy, index in followers:
        if policy.is_constant and now.quarter > 0:
            continue
        seen = Sight(
            quarter=now.quarter,
            horizon=vendor.horizon[index],
            attainment=vendor.attainment[index],
            habit=vendor.habit[index],
        )
        for name, values in decided_levers(policy, seen).items():
            column = getattr(now.levers, name)
            column[index] = values
            setattr(now.levers, name, column)
        now.forget_standing()


def quarters(now: Quarter, followers: Sequence[tuple[Policy, Array]]) -> Iterator[Quarter]:
    """Run the scenario's quarters from a state that has begun, yielding the state after each."""
    for quarter in range(now.scenario.quarters):
        now.quarter = quarter
        if quarter > 0:
            decide(now, followers)
        for phase in QUARTER:
            phase.run(now)
        yield now
