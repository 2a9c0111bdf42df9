"""The numpy engine: whole tables through every phase of every quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from types import SimpleNamespace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.core.draws import Luck
from sim.core.phase import Phase
from sim.core.quarter import Quarter
from sim.core.rules import per_row
from sim.core.scenario import Scenario
from sim.core.state import starting_columns
from sim.core.world import World
from sim.model.quarter import (
    QUARTER,
    SOURCES,
    SUMS,
    Alliances,
    Levers,
    Markets,
    Parameters,
    Partners,
    Vendors,
)
from sim.model.reciprocity import culture_gap
from sim.model.start import settle
from sim.policies.base import Policy, Sight, decided_levers

Around: TypeAlias = Callable[[Phase, Quarter], None]


def begin(
    world: World,
    followers: Sequence[tuple[Policy, Array]],
    parameters: Parameters,
    scenario: Scenario,
    luck: Luck,
    dtype: npt.DTypeLike = np.float64,
    watched: Array | None = None,
) -> Quarter:
    """Return the state before the first quarter.

    Args:
        world: Who is there and where every alliance starts.
        followers: Policies and the vendors (indices) that follow each; every vendor follows one.
        parameters: The model's parameters.
        scenario: What happens to everybody.
        luck: Where random numbers come from.
        dtype: Floating-point type of the state.
        watched: Whether each vendor is watched; None if all are.
    """
    now = open_tables(world, parameters, scenario, luck, dtype)
    decide(now, followers)
    now.watched = watched
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
    sides = open_sides(world, dtype)
    vendors, partners = sides["vendors"].horizon, sides["partners"].horizon
    vendor, partner = world.vendor.astype(np.intp), world.partner.astype(np.intp)
    return Quarter(
        quarter=0,
        parameters=parameters,
        sources=SOURCES,
        sums=SUMS,
        scenario=scenario.astype(dtype),
        luck=luck,
        alliances=Alliances(
            vendor=vendor,
            partner=partner,
            seat=world.seat,
            culture_gap=culture_gap(vendors[vendor], partners[partner]),
            **{k: np.array(x, dtype) for k, x in first_columns(world, parameters).items()},
        ),
        vendor_index=vendor,
        partner_index=partner,
        **sides,
    )


def first_columns(world: World, p: Parameters) -> dict[str, Array]:
    """Return where alliances start, by column; some of these arrays are the world's own."""
    p = per_row(p, world.replication_of_alliance, world.discount.dtype)
    return {
        "trust": world.trust,
        "vendor_trust": world.vendor_trust,
        "factors": world.factors,
        "discount": np.clip(world.discount, p.lowest_discount, p.highest_discount),
        "threads": np.clip(world.threads, 1.0, p.most_threads),
    }


def open_sides(world: World, dtype: npt.DTypeLike) -> dict[str, Any]:
    """Return the tables of vendors, their levers, partners and markets, as a `Quarter` has them."""
    markets, vendors = len(world.replications), len(world.vendor_horizon)
    held = slice(None) if world.status is None else world.is_account
    vendor, partner = world.vendor[held], world.partner[held]
    accounts = np.bincount(vendor, minlength=vendors)
    spend = np.bincount(vendor, world.size[partner], vendors)
    return {
        "vendors": Vendors(
            horizon=world.vendor_horizon.astype(dtype),
            accounts=accounts.astype(dtype),
            quota_base=spend.astype(dtype),
            **starting_columns(Vendors, vendors, dtype),
        ),
        "levers": SimpleNamespace(
            **{f.name: np.full(vendors, np.nan, dtype) for f in fields(Levers)}
        ),
        "partners": Partners(
            horizon=world.partner_horizon.astype(dtype),
            value=world.value.astype(dtype),
            price_sensitivity=world.price_sensitivity.astype(dtype),
            size=world.size.astype(dtype),
            replication=world.replication_of_partner,
        ),
        "markets": Markets(**starting_columns(Markets, markets, dtype)),
    }


def decide(now: Quarter, followers: Sequence[tuple[Policy, Array]]) -> None:
    """Let every vendor's policy set its levers for the quarter, but for those that are held."""
    for policy, index in followers:
        if not policy.is_constant or now.quarter == 0:
            set_levers(now, policy, index)


def set_levers(now: Quarter, policy: Policy, index: Array) -> None:
    """Let a policy set the levers of some vendors for the quarter, but for those that are held."""
    vendor, held = now.vendors, dict(now.parameters.held)
    seen = Sight(
        quarter=now.quarter,
        horizon=vendor.horizon[index],
        attainment=vendor.attainment[index],
        habit=vendor.habit[index],
    )
    for name, values in decided_levers(policy, seen).items():
        column = getattr(now.levers, name)
        column[index] = held.get(name, values)
        setattr(now.levers, name, column)
    now.memo.forget()


def run_phase(phase: Phase, now: Quarter) -> None:
    """Run a phase; who watches the phases puts a function of their own in its place."""
    phase.run(now)


def quarters(
    now: Quarter, followers: Sequence[tuple[Policy, Array]], around: Around = run_phase
) -> Iterator[Quarter]:
    """Run the scenario's quarters from a state that has begun, yielding the state after each.

    Args:
        now: The state.
        followers: Policies and the vendors that follow each.
        around: Runs each phase.
    """
    for quarter in range(now.scenario.quarters):
        now.quarter = quarter
        if quarter > 0:
            decide(now, followers)
        for phase in QUARTER:
            around(phase, now)
        yield now
