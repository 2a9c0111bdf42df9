"""Benches: prospects whom nobody will ever approach are left out of a run, a third of its rows.

They neither do nor change anything. Results are those with the bench, to the bit where vendors hold
ten alliances and five prospects; elsewhere numpy may add up a vendor's rows in another order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.base.arrays import Array
from sim.core.state import starting_columns
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
