"""The opening: all that fixes a game before the first move; its log of moves does the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from sim import policies
from sim.base.problems import ProblemsError
from sim.core.parameter import range_problems
from sim.market.population import Population
from sim.model.quarter import Parameters
from sim.play.events import event_names

MOST_QUARTERS = 40


@dataclass(frozen=True)
class Opening:
    """Where a game starts.

    Attributes:
        seats: Vendors that people play, by number.
        seed: Seed of world and luck.
        replication: Which world of that seed.
        quarters: Quarters that are played.
        population: What differs from the default market.
        parameters: What differs from the model's parameters.
        scenario: What happens to everybody on schedule.
        rivals: Policy of the vendors that nobody plays.
        house: Policy that seats open under, and that takes over from them at the end.
    """

    seats: tuple[int, ...] = (0,)
    seed: int = 1
    replication: int = 0
    quarters: int = 16
    population: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)
    scenario: str = "base"
    rivals: str = "status_quo"
    house: str = "balanced"

    def __post_init__(self) -> None:
        """Refuse what cannot be played, all of it at once."""
        problems = range_problems(Population, self.population, "population")
        problems += range_problems(Parameters, self.parameters, "parameter")
        if not problems:
            vendors = self.market.vendors
            if not self.seats or len(set(self.seats)) != len(self.seats):
                problems.append(f"seats: {self.seats} given; must be some vendors, each once")
            if any(not isinstance(s, int) or not 0 <= s < vendors for s in self.seats):
                problems.append(f"seats: {self.seats} given; vendors are 0 to {vendors - 1}")
        if not 0 <= self.seed < 2**63 or not 0 <= self.replication < 2**31:
            problems.append("seed, replication: must not be negative, below 2^63 and 2^31")
        if not 1 <= self.quarters <= MOST_QUARTERS:
            problems.append(f"quarters: {self.quarters} given; must be from 1 to {MOST_QUARTERS}")
        if self.scenario not in event_names():
            problems.append(f"scenario: {self.scenario!r} given; there are {event_names()}")
        for role, name in (("rivals", self.rivals), ("house", self.house)):
            if name not in policies.names():
                problems.append(f"{role}: {name!r} given; there are {policies.names()}")
        if problems:
            raise ProblemsError(problems)

    @property
    def market(self) -> Population:
        """Size and make-up of the market."""
        return replace(Population(), **dict[str, Any](self.population))

    @property
    def rules(self) -> Any:
        """The model's parameters."""
        return replace(Parameters(), **self.parameters)

    def to_plain(self) -> dict[str, Any]:
        """Return the opening as JSON can hold it."""
        return asdict(self) | {"seats": list(self.seats)}

    @classmethod
    def from_plain(cls, told: Mapping[str, Any]) -> Opening:
        """Return the opening that `to_plain` told."""
        known = {f.name for f in fields(cls)}
        if foreign := sorted(set(told) - known):
            raise ProblemsError([f"opening: {', '.join(foreign)}: not known"])
        return cls(**{**told, "seats": tuple(told["seats"])})


@cache
def model_mark() -> str:
    """Return a mark of the model: a log of moves is a game only under the same one.

    The first 12 digits of the SHA-256 of the source of core, model, market, policies and game.
    """
    root = Path(__file__).parents[1]
    told = hashlib.sha256()
    for room in ("core", "market", "model", "policies", "play"):
        for file in sorted((root / room).glob("*.py")):
            told.update(file.name.encode() + b"\0" + file.read_bytes())
    return told.hexdigest()[:12]
