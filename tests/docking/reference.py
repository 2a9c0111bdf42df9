"""The reference run: an independent implementation's world, draws and trajectories."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from sim.base.arrays import Array
from sim.core.draws import GivenLuck
from sim.core.parameter import specs
from sim.core.world import World
from sim.model.quarter import Levers
from sim.policies.base import Policy

ADDED = {"review", "win_back", "recruit", "campaign"}
"""Levers of version 2."""

POLICIES = ("transactional", "relationship", "status_quo", "vst")
DRAWS = {
    "market": "mkt",
    "arms_length": "opp_a",
    "joint": "opp_j",
    "rival": "rival",
    "view": "e_view",
    "value_reading": "e_val",
    "vision": "u_vst",
    "turnover": "u_turn",
    "termination": "u_term",
}
COLUMNS = {
    "T": "trust",
    "Tv": "vendor_trust",
    "D": "damage",
    "L": "loyalty",
    "I": "intent",
    "F": "factors",
    "d": "discount",
    "k": "threads",
    "Qa": "arms_length_pipeline",
    "Qj": "joint_pipeline",
    "C": "committed",
    "reg": "regions",
    "Z": "disruption",
    "status": "status",
    "shat": "measured_score",
    "psi": "execution",
    "B": "relationship_days",
    "Sd": "effective_selling",
    "contact": "contact",
    "X": "teamwork",
    "x": "exponent",
    "mult": "velocity_gain",
    "ask": "ask",
    "rev_a": "arms_length_revenue",
    "rev_j": "joint_revenue",
    "m3": "month3_revenue",
    "list": "list_value",
    "gm": "margin",
    "profit": "profit",
    "deals": "deals",
    "demand": "demand",
    "pos": "good_news",
    "neg": "bad_news",
}
"""Letter of the specification to column; W (per vendor), S and rev are derived in the test."""


@cache
def stored() -> dict[str, Array]:
    """Return every stored array."""
    with np.load(Path(__file__).parent / "docking.npz") as file:
        return {name: file[name] for name in file.files}


def world() -> World:
    """Return the reference world."""
    given = {name[6:]: values for name, values in stored().items() if name.startswith("world.")}
    return World(
        replications=np.array([0]),
        vendor=given["vi"],
        partner=given["pi"],
        vendor_horizon=given["h_v"],
        partner_horizon=given["h_p"],
        value=given["m_p"],
        price_sensitivity=given["eps"],
        size=given["s_p"],
        trust=given["T"],
        vendor_trust=given["Tv"],
        discount=given["d"],
        threads=given["k"],
        factors=given["F"],
    )


def luck() -> GivenLuck:
    """Return the reference draws; those that came later decide nothing."""
    nothing = np.zeros_like(stored()["draws.e_val"])
    return GivenLuck(
        {"promise": nothing, "signing": nothing}
        | {ours: stored()[f"draws.{theirs}"] for ours, theirs in DRAWS.items()}
    )


class Given(Policy):
    """The levers stored for a policy of the reference, one value a vendor."""

    title = about = "levers of the reference run"

    def __init__(self, name: str) -> None:
        self.name = name

    def decide(self, seen):
        """Return the stored levers; those that came later stand at their default."""
        return {
            s.name: stored()[f"{self.name}.policy.{s.symbol}"]
            for s in specs(Levers)
            if s.symbol not in ADDED
        }
