"""What the page can choose from: levers, policies, scenarios, and the firm's own numbers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sim.app.explore.asked import MOST_WORLDS, Asked
from sim.config.options import options
from sim.core.parameter import Spec, specs
from sim.ensemble.stored import is_stored
from sim.market.firm import NUMBERS, FirmNumber, Place
from sim.policies import Levers, Preset, find, names
from sim.run.ledger import columns
from sim.run.measures import MEASURES

QUESTIONS = {
    "At quarter-end": ("push", "concession"),
    "Where effort goes": (
        "capacity_use",
        "relationship_share",
        "focus",
        "threading",
        "contingency",
        "campaign",
    ),
    "Whom to work with": ("segmentation", "walk_gap", "recruit", "win_back"),
    "How partners are managed": (
        "follow_up",
        "control",
        "assessment",
        "review",
        "milestones",
        "adaptation",
        "goal",
    ),
    "Joint vision": ("vision",),
}
"""The manager's question to the levers that answer it, those that the model has."""

ELSE = "Other levers"
"""The question of a lever that `QUESTIONS` does not know."""

STEPS = 100
SHARE = (0.0, 1.0)


def known() -> dict[str, Any]:
    """Return all that the page offers, with what is asked where nothing is chosen."""
    asked = Asked()
    return {
        "questions": grouped(list(specs(Levers))),
        "policies": [_policy(name) for name in names()],
        "scenarios": [
            {"name": name, "title": told.get("title") or name.replace("_", " ").capitalize(),
             "about": told.get("about", "")}
            for name, told in options("scenario").items()
        ],
        "firm": firm_numbers(Place()),
        "worlds": [n for n in (30, 100, 300, 1000) if n <= MOST_WORLDS],
        "has_rules": is_stored(),
        "columns": [{"name": name, "label": MEASURES[name].label} for name in columns()],
        "asked": asked.model_dump(),
    }  # fmt: skip


def grouped(levers: list[Spec]) -> list[dict[str, Any]]:
    """Return the questions in their order, each with its levers; those nobody asks for go last."""
    by_name = {lever.name: lever for lever in levers}
    placed = {name for wanted in QUESTIONS.values() for name in wanted}
    others = tuple(name for name in by_name if name not in placed)
    return [
        {"title": title, "levers": [_lever(by_name[name]) for name in wanted if name in by_name]}
        for title, wanted in {**QUESTIONS, ELSE: others}.items()
        if any(name in by_name for name in wanted)
    ]


def _lever(spec: Spec) -> dict[str, Any]:
    step = 1.0 if spec.is_whole or spec.high - spec.low >= STEPS else (spec.high - spec.low) / STEPS
    is_share = spec.unit == "1" and spec.low >= SHARE[0] and spec.high <= SHARE[1]
    return {
        "name": spec.name,
        "label": spec.name.replace("_", " ").capitalize(),
        "low": spec.low,
        "high": spec.high,
        "step": step,
        "unit": "share" if is_share else "number",
        "about": spec.about,
        "source": spec.source,
    }


def _policy(name: str) -> dict[str, Any]:
    policy = find(name)
    levers = asdict(policy.levers) if isinstance(policy, Preset) else None
    return {"name": name, "title": policy.title, "about": policy.about, "levers": levers}


def firm_numbers(place: Place) -> list[dict[str, Any]]:
    """Return the numbers that a firm knows, with what is allowed and usual beside its place."""
    return [_firm_number(number, place) for number in NUMBERS]


def _firm_number(number: FirmNumber, place: Place) -> dict[str, Any]:
    low, high = number.allowed(place)
    return {
        "name": number.name,
        "label": number.label,
        "unit": number.unit,
        "about": number.about,
        "low": low,
        "high": high,
        "default": number.default(place),
    }
