"""The reference run of version 2: an independent implementation's world, draws and nine cases."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from docking import reference

from sim.base.arrays import Array
from sim.core.draws import GivenLuck
from sim.core.parameter import specs
from sim.core.scenario import Scenario, quiet
from sim.core.state import PARTNER, PROSPECT
from sim.core.world import World
from sim.model.quarter import Levers, Parameters
from sim.policies.base import Policy

CASES = (
    "status_quo",
    "vst",
    "renewal",
    "burn_and_churn",
    "mixed",
    "turnround",
    "cash",
    "impatient",
    "shock",
)
QUARTERS = 20
DRAWS = reference.DRAWS | {"signing": "u_sign", "promise": "e_pro"}
COLUMNS = reference.COLUMNS | {
    "prod": "useful_time",
    "opp_j": "joint_inflow",
    "J": "joint_volume",
    "U": "open_issues",
    "arise": "arising",
    "settle": "settled",
    "G": "satisfaction",
    "again": "repeat",
    "cons": "consensus",
    "camp": "campaigning",
    "up": "recovered_quarters",
    "name": "reputation",
    "promise": "promise",
    "approach": "approached",
    "signed": "signed",
    "born": "first_quarter",
    "mhat": "value_estimate",
    "offered": "offered_quarter",
    "low": "low_intent_quarters",
    "since": "quarters_since_region",
}
OF_VENDORS = {"W": "habit", "cash": "cash", "strain": "strain"}
OF_PARTNERS = {"K": "capacity", "use": "use", "room": "room"}


@cache
def stored() -> dict[str, Array]:
    """Return every stored array."""
    with np.load(Path(__file__).parent / "docking2.npz") as file:
        return {name: file[name] for name in file.files}


def rows() -> Array:
    """Return where our rows stand among the reference's, which has all prospects at the end."""
    return np.argsort(stored()["world.vi"], kind="stable")


def world() -> World:
    """Return the reference world."""
    given = {name[6:]: values for name, values in stored().items() if name.startswith("world.")}
    ours = rows()
    return World(
        replications=np.array([0]),
        vendor=given["vi"][ours],
        partner=given["pi"][ours],
        vendor_horizon=given["h_v"],
        partner_horizon=given["h_p"],
        value=given["m_p"],
        price_sensitivity=given["eps"],
        size=given["s_p"],
        trust=given["T"][ours],
        vendor_trust=given["Tv"][ours],
        discount=given["d"][ours],
        threads=given["k"][ours],
        factors=given["F"][:, ours],
        status=np.where(given["bench"][ours] > 0, PROSPECT, PARTNER),
        order=ours,
    )


def luck() -> GivenLuck:
    """Return the reference draws."""
    ours = rows()
    drawn = {name: stored()[f"draws.{theirs}"] for name, theirs in DRAWS.items()}
    return GivenLuck(
        {
            name: values[..., ours] if values.shape[-1] == len(ours) else values
            for name, values in drawn.items()
        }
    )


def parameters(case: str) -> Parameters:
    """Return the parameters of a case."""
    known = {spec.symbol: spec.name for spec in specs(Parameters)}
    start = f"{case}.par."
    changed = {key.removeprefix(start) for key in stored() if key.startswith(start)}
    return Parameters(**{known[symbol]: stored()[start + symbol].item() for symbol in changed})


def scenario(case: str) -> Scenario:
    """Return the scenario of a case."""
    calm = quiet(QUARTERS)
    disruption = stored().get(f"{case}.event.disruption")
    return calm if disruption is None else replace(calm, disruption=disruption[:, None])


def first_states(case: str) -> dict[str, Array]:
    """Return the columns that a case replaces once the start is built."""
    start, ours = f"{case}.init.", rows()
    return {
        COLUMNS[key.removeprefix(start)]: values[ours]
        for key, values in stored().items()
        if key.startswith(start)
    }


class Given(Policy):
    """The levers stored for a case, one value a vendor; some switch to a second set."""

    title = about = "levers of the reference run"

    def __init__(self, case: str) -> None:
        self.name = case
        self.switch = stored().get(f"{case}.switch.quarter")

    def decide(self, seen):
        """Return the stored levers of the quarter."""
        first = {s.name: stored()[f"{self.name}.policy.{s.symbol}"] for s in specs(Levers)}
        if self.switch is None:
            return first
        second = {s.name: stored()[f"{self.name}.policy2.{s.symbol}"] for s in specs(Levers)}
        has_switched = seen.quarter >= self.switch
        return {name: np.where(has_switched, second[name], first[name]) for name in first}


def arrays(case: str) -> list[str]:
    """Return the names of the arrays stored for a case."""
    start = f"{case}."
    return [
        key.removeprefix(start) for key in stored() if key.startswith(start) and key.count(".") == 1
    ]
