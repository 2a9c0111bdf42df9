"""A phase: one step of the quarter, who takes it, and where a step from outside is placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sim.core.quarter import Quarter

Step = Callable[[Quarter], None]


class Phase(NamedTuple):
    """A step of the quarter and the side that takes it.

    Attributes:
        run: The step; it reads and writes the rows of the `Quarter` it is given.
        actor: Whose rows it needs together: ``market``, ``vendor`` or ``partner``.
        verb: Name of an agent's turn in it; that of the step if left out.
        after: The step that it follows, for a mechanism outside the package.
        alone: Whether partners take it without their alliances.
    """

    run: Step
    actor: str
    verb: str = ""
    after: Step | None = None
    alone: bool = False

    @property
    def turn(self) -> str:
        """Name of an agent's turn in it."""
        return self.verb or self.run.__name__


def placed(quarter: Sequence[Phase], more: Sequence[Phase]) -> tuple[Phase, ...]:
    """Return the quarter with more phases, each right after the step it names.

    Phases that follow the same step keep their order.

    Raises:
        ValueError: A phase follows no step of the quarter.
    """
    order = list(quarter)
    for phase in reversed(more):
        steps = [known.run for known in order]
        if phase.after not in steps:
            where = f"{phase.run.__module__}.{phase.run.__name__}"
            raise ValueError(f"{where}: must say after which step of the quarter it runs")
        order.insert(steps.index(phase.after) + 1, phase)
    return tuple(order)
