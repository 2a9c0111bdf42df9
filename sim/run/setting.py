"""What a run is asked to be: everything about a simulation but the focal vendor's policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from sim.base.arrays import Array
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.core.draws import AddressedLuck
from sim.core.quarter import Quarter
from sim.core.rules import of_worlds, varying
from sim.core.scenario import Event, Scenario, event_problems, stage
from sim.core.world import World
from sim.market.source import Market, Source
from sim.model.quarter import Parameters
from sim.policies import Policy, find
from sim.run import engine
from sim.run.measures import MEASURES

LEAST = {"quarters": 1, "seed": 0, "replications": 1, "done": 0, "workers": 1}
CHOICES = {"precision": ("single", "double"), "watch": ("focal", "all"),
           "factors": ("accounts", "mean")}  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """Everything about a simulation but the policy of the focal vendor.

    The focal vendor is vendor 0 of each world; all the others follow `rivals`.

    Attributes:
        parameters: The model's parameters; each may have one value a replication.
        draw: Where worlds come from.
        quarters: How long it runs.
        events: What happens, whatever the policy.
        rivals: Policy of the other vendors.
        seed: Seed of worlds and luck.
        replications: Number of replications.
        world_numbers: Which of the seed's worlds each replication is, shape (replications,), where
            one stands more than once; the first worlds, once each, if left out.
        done: How many of these have been run before, and are left out.
        precision: Floating-point type of the state.
        fixed: Parameters that doubt about the rules leaves as they are; those with other values
            than the defaults it leaves anyway.
        panel: Outcomes to keep per alliance.
        watch: Whose outcomes to keep: the focal vendor's, or those of all vendors together.
        factors: Whether to keep the factors of each account, or their mean: of a large portfolio
            they would take most of a result's room.
        workers: Processes that share the replications; any number gives the same results.
    """

    parameters: Parameters = field(default_factory=Parameters)
    draw: Source = field(default_factory=Market)
    quarters: int = 20
    events: Sequence[Event] = ()
    rivals: Policy = field(default_factory=lambda: find("status_quo"))
    seed: int = 1
    replications: int = 100
    world_numbers: Array | None = None
    done: int = 0
    precision: Literal["single", "double"] = "double"
    fixed: Sequence[str] = ()
    panel: Sequence[str] = ()
    watch: Literal["focal", "all"] = "focal"
    factors: Literal["accounts", "mean"] = "accounts"
    workers: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be run.

        Raises:
            ProblemsError: Something is out of range; all problems are listed.
        """
        problems = [
            f"{name}: {value!r} given; must be a whole number from {low}"
            for name, low in LEAST.items()
            if not isinstance(value := getattr(self, name), int | np.integer) or value < low
        ]
        problems += [
            f"{name}: {getattr(self, name)!r} given; must be {' or '.join(known)}"
            for name, known in CHOICES.items()
            if getattr(self, name) not in known
        ]
        problems += [f"panel: {unknown('outcome', name, MEASURES)}" for name in self.panel
                     if name not in MEASURES]  # fmt: skip
        given = {"world_numbers": self.world_numbers} | varying(self.parameters)
        wanted = (self.replications,)
        problems += [
            f"{name}: {values.shape} values given; must be {wanted}, one a replication"
            for name, values in given.items()
            if values is not None and values.shape != wanted
        ]
        for event in self.events:
            problems += event_problems(event, self.quarters, self.draw.accounts)
        if problems:
            raise ProblemsError(problems)

    @cached_property
    def scenario(self) -> Scenario:
        """The events as the quarters take them."""
        return stage(self.events, self.quarters, self.draw.rows, self.draw.accounts)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Floating-point type of the state."""
        return np.dtype(np.float32 if self.precision == "single" else np.float64)

    def numbers_of(self, replications: Array) -> Array:
        """Return which of the seed's worlds some replications are."""
        return replications if self.world_numbers is None else self.world_numbers[replications]

    def worlds(self, replications: Array) -> World:
        """Return the worlds of some replications, new ones each time."""
        numbers = self.numbers_of(replications).tolist()
        return self.draw(of_worlds(self.parameters, replications), self.seed, numbers)

    def begin(
        self,
        world: World,
        followers: Sequence[tuple[Policy, Array]],
        replications: Array,
        watched: Array | None = None,
    ) -> Quarter:
        """Return the state of some replications before the first quarter.

        Args:
            world: Their worlds, as `worlds` draws them or arranged anew.
            followers: Policies and the vendors (indices) that follow each.
            replications: Which replications they are.
            watched: Whether each vendor is watched; None if all are.
        """
        numbers = self.numbers_of(replications)
        luck = AddressedLuck(self.seed, numbers, world.rows, self.dtype, world.order)
        parameters = of_worlds(self.parameters, replications)
        return engine.begin(world, followers, parameters, self.scenario, luck, self.dtype, watched)
