"""Where the worlds of a run come from: something that draws them and knows their size before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from sim.core.rules import per_row
from sim.core.world import World
from sim.market.population import Population, draw_world, rounds
from sim.model.quarter import Parameters

Start: TypeAlias = Callable[[World, Parameters], World]
"""Changes where alliances start."""


def started(start: Start | None, world: World, parameters: Parameters) -> World:
    """Return a world where alliances start as told; parameters are those that each meets."""
    if start is None:
        return world
    return start(world, per_row(parameters, world.replication_of_alliance))


class Source(Protocol):
    """Draws worlds of one size."""

    @property
    def rows(self) -> int:
        """Alliances and prospects in a world."""

    @property
    def accounts(self) -> int:
        """Alliances of the focal vendor at the start, which come first."""

    @property
    def bench(self) -> int:
        """Prospects of the focal vendor."""

    def __call__(self, parameters: Parameters, seed: int, replications: Sequence[int]) -> World:
        """Return new worlds, one a replication; a run may use them up."""


@dataclass(frozen=True)
class Market:
    """A market drawn at random, the same for the same seed.

    Attributes:
        population: Its size and make-up.
        start: Changes where alliances start, if given: ``start(world, parameters)`` returns a
            changed world, as ``dataclasses.replace(world, trust=...)`` makes one.
    """

    population: Population = field(default_factory=Population)
    start: Start | None = None

    @property
    def rows(self) -> int:
        """Alliances and prospects in a world."""
        return self.population.vendors * rounds(self.population)

    @property
    def accounts(self) -> int:
        """Alliances of the focal vendor at the start, which come first."""
        return self.population.alliances_per_vendor

    @property
    def bench(self) -> int:
        """Prospects of the focal vendor."""
        return self.population.bench

    def __call__(self, parameters: Parameters, seed: int, replications: Sequence[int]) -> World:
        """Return new worlds, one a replication."""
        world = draw_world(self.population, parameters, seed, replications)
        return started(self.start, world, parameters)
