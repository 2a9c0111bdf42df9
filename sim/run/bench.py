"""Benches: prospects whom nobody will ever approach are left out of a run, a third of its rows.

They neither do nor change anything, so results are those with the bench, to the bit. Numpy adds up
long rows in parts, and prospects, though they add nothing, may move where these part: there the
bench stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from sim.base.arrays import Array
from sim.core.state import starting_columns
from sim.core.world import World
from sim.model.quarter import Parameters, Vendors
from sim.own import own_modules
from sim.policies.base import Policy, Sight, decided_levers
from sim.run.result import Result


def may_recruit(
    followers: Sequence[tuple[Policy, Array]], horizon: Array, parameters: Parameters
) -> bool:
    """Return whether anybody may ever approach a prospect.

    Nobody can tell of a policy that decides anew each quarter, nor of a user's own mechanism.

    Args:
        followers: Policies and the vendors that follow each.
        horizon: Culture of each vendor.
        parameters: The model's parameters.
    """
    if own_modules("mechanism"):
        return True
    held = dict(parameters.held)
    if "recruit" in held:
        return bool(held["recruit"] > 0)
    for policy, vendors in followers:
        start = starting_columns(Vendors, len(vendors), np.float64)
        seen = Sight(0, horizon[vendors], start["attainment"], start["habit"])
        if not policy.is_constant or np.any(decided_levers(policy, seen)["recruit"] > 0):
            return True
    return False


def without_bench(world: World) -> World:
    """Return a world without its benches, or as it is where the last digit of a sum would move."""
    if world.is_account.all():
        return world
    seats = np.bincount(world.vendor)
    accounts = np.bincount(world.vendor[world.is_account], minlength=len(seats))
    pairs = {(int(a), int(s)) for a, s in zip(accounts, seats, strict=True)}
    return world.without_prospects() if all(adds_up_alike(*pair) for pair in pairs) else world


@cache
def adds_up_alike(accounts: int, seats: int) -> bool:
    """Return whether numpy adds up rows the same way when zeros stand after them, to the bit.

    It is tried, not worked out: how a sum is parted hangs on numpy and on the processor. Tried are
    the two sums that a run takes over a vendor's rows.

    Args:
        accounts: Rows that are added up.
        seats: The same, and the zeros after them.
    """
    if accounts == 0:
        return True
    tried = np.sqrt(np.arange(200.0 * seats)).reshape(2, 100, seats)
    tried[..., accounts:] = 0.0
    for dtype in (np.float32, np.float64):
        whole = tried.astype(dtype)
        few = np.ascontiguousarray(whole[..., :accounts])
        if not (
            np.array_equal(_by_vendor(few), _by_vendor(whole))
            and np.array_equal(_recorded(few), _recorded(whole))
        ):
            return False
    return True


def _by_vendor(rows: Array) -> Array:
    sums: Array = np.add.reduceat(rows.ravel(), np.arange(0, rows.size, rows.shape[-1]))
    return sums


def _recorded(rows: Array) -> Array:
    sums: Array = np.einsum("mra->mr", rows)
    return sums


def with_bench(result: Result, is_account: Array) -> Result:
    """Return a result of a world without its bench as one with it: no prospect is ever an account.

    Args:
        result: The result.
        is_account: Whether each row recorded of a world with the bench is an alliance.
    """
    if is_account.all():
        return result
    rows = len(is_account)
    panel = {name: np.full((*x.shape[:2], rows), np.nan) for name, x in result.panel.items()}
    factors = result.factors  # a mean of all accounts stays what it is
    if factors.shape[2] == is_account.sum():
        factors = np.full((2, len(result.replications), rows, result.factors.shape[-1]), np.nan)
        factors[:, :, is_account] = result.factors
    for name, values in result.panel.items():
        panel[name][..., is_account] = values
    return replace(result, panel=panel, factors=factors)
