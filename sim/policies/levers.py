"""The levers a vendor has: one parametric family that every named policy is a member of."""

from __future__ import annotations

from dataclasses import dataclass

from sim.core.parameter import parameter


@dataclass(frozen=True, kw_only=True)
class Levers:
    """A vendor's policy for one quarter; in the engine each field is an array over vendors."""

    capacity_use: float = parameter(
        1.0,
        0,
        1,
        "1",
        "share of capacity used (unused capacity is not paid)",
        "model",
        symbol="util",
    )
    relationship_share: float = parameter(
        0.5,
        0,
        1,
        "1",
        "share of effort on the relationship (rest: revenue)",
        "seed 001: both sides equally",
        symbol="sigma",
    )
    push: float = parameter(
        0.0,
        0,
        1,
        "1",
        "readiness to make the quarter-end ask",
        "seed 001: vicious circle",
        symbol="push",
    )
    concession: float = parameter(
        0.3, 0, 1, "1", "readiness to grant concessions", "seed 001: vicious circle", symbol="conc"
    )
    segmentation: float = parameter(
        0.0,
        0,
        4,
        "1",
        "effort goes as (estimated partner value)^segmentation",
        "seed 004: the 80/20 rule",
        symbol="gamma",
    )
    focus: int = parameter(
        9,
        1,
        9,
        "count",
        "number of weakest factors worked on per quarter",
        "seed 001: a small number of factors",
        symbol="focus",
    )
    assessment: float = parameter(
        0.0, 0, 1, "1", "360 benchmark assessment", "seed 001: benchmark report", symbol="assess"
    )
    follow_up: float = parameter(
        0.3,
        0,
        1,
        "1",
        "follow-up and accountability",
        "seed 000: the art of following up",
        symbol="follow",
    )
    control: float = parameter(
        0.1, 0, 1, "1", "micromanagement", "seed 003: no one is micromanaging", symbol="micro"
    )
    milestones: float = parameter(
        0.0,
        0,
        1,
        "1",
        "short-term milestones / engineered long-term deals",
        "seed 000: dogs and cats",
        symbol="mile",
    )
    walk_gap: float = parameter(
        1.0,
        0,
        1,
        "1",
        "culture gap above which no effort is spent",
        "seed 000: brave enough to walk away",
        symbol="walk",
    )
    threading: float = parameter(
        0.1,
        0,
        0.5,
        "1",
        "share of relationship effort on stakeholder ties",
        "seed 000: map stakeholders",
        symbol="thread",
    )
    contingency: float = parameter(
        0.0,
        0,
        0.5,
        "1",
        "share of relationship effort on contingency plans",
        "seed 003: consistent in flexibility",
        symbol="flex",
    )
    vision: float = parameter(
        0.0,
        0,
        1,
        "1",
        "offers the joint vision process (VST)",
        "seed 001: VST process",
        symbol="vst",
    )
    adaptation: float = parameter(
        0.0,
        0,
        1,
        "1",
        "plant while the score is weak, harvest when strong; hold the ask where trust is low",
        "seed 001: plant before harvest",
        symbol="adapt",
    )
    goal: float = parameter(
        60.0,
        0,
        100,
        "pt",
        "score at which an adaptive vendor stops shifting effort",
        "assumed",
        symbol="goal",
    )
