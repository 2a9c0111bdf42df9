"""An agent: some rows of the model's tables, and the phases that act on them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from weakref import WeakKeyDictionary

import mesa

from sim.base.nearest import unknown
from sim.core.phase import Step
from sim.core.quarter import Quarter
from sim.core.state import PROSPECT
from sim.mesa_engine.alliance import Alliance
from sim.model.quarter import QUARTER
from sim.run.measures import MEASURES, by_alliance

Side = TypeVar("Side", bound="type[Actor]")


class _Numbering(WeakKeyDictionary[Any, Any]):
    """Counts agents from 1 in each model, and lets go of models that are gone (Mesa keeps all)."""

    def __getitem__(self, model: Any) -> Any:
        return self.setdefault(model, itertools.count(1))


def turn(step: Step) -> Callable[[Actor], None]:
    """Return the method with which an agent takes its part in a phase: `step` on its own rows."""

    def take(self: Actor) -> None:
        step(self.view)

    take.__name__, take.__doc__ = step.__name__, step.__doc__
    return take


def with_turns(side: Side) -> Side:
    """Give a side a method for each of its phases in the quarter, by the name of its turn."""
    for phase in QUARTER:
        if phase.actor == side.side:
            setattr(side, phase.turn, turn(phase.run))
    return side


class Actor(mesa.Agent):
    """A vendor or a partner: some rows of the model's tables, and the phases that act on them.

    Readable as attributes are its own columns (``vendor.habit``, ``partner.size``), for a vendor
    its levers (``vendor.push``), and every outcome of `sim.run.measures.MEASURES` over its
    alliances, summed or averaged as declared there (``vendor.revenue``, ``partner.trust``).
    Setting one of its own columns changes the model. Where a method has an outcome's name, as
    ``vendor.ask()`` has, `outcome` gives the number.

    Attributes:
        row: Its row in the table of its side.
        name: ``V0``, ``V1``, ... and ``P0``, ``P1``, ...; ``V0`` is the focal vendor.
        alliances: Its alliances, in the order of their rows.
    """

    _ids = _Numbering()
    side: ClassVar[str]
    columns: ClassVar[frozenset[str]]

    def __init__(self, model: Any, row: int, view: Quarter) -> None:
        super().__init__(model)
        self.row = row
        self.name = f"{self.side[0].upper()}{row}"
        self.alliances: list[Alliance] = []
        self._view = view

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @property
    def view(self) -> Quarter:
        """The quarter as this agent sees it; what a phase writes there goes to the model."""
        self._view.quarter = self.model.now.quarter
        return self._view

    def take_turns(self) -> None:
        """Take all its parts in the quarter at once; only unstaged activation does so."""
        for phase in QUARTER:
            if phase.actor == self.side:
                getattr(self, phase.turn)()

    def outcome(self, name: str) -> float:
        """Return an outcome of the last quarter over all alliances, ended ones as they ended.

        Prospects are no alliances; without any alliance a mean is NaN.
        """
        if name not in MEASURES:
            raise AttributeError(unknown("outcome", name, MEASURES))
        seen = self.view.alliances
        values = by_alliance(name, seen)
        if MEASURES[name].how == "sum":
            return float(values.sum())
        known = values[seen.status != PROSPECT]
        return float(known.sum()) / len(known) if len(known) else float("nan")

    def _own(self, name: str) -> Any:
        return getattr(getattr(self._view, f"{self.side}s"), name)[0].item()

    def __getattr__(self, name: str) -> Any:
        """Return an own column or an outcome."""
        if name.startswith("_"):  # asked for by pickle and copy, which know what to do without
            raise AttributeError(name)
        if name in self.columns:
            return self._own(name)
        if name in MEASURES:
            return self.outcome(name)
        raise AttributeError(
            unknown(f"attribute of a {self.side}", name, self.columns | set(MEASURES))
        )

    def __setattr__(self, name: str, value: Any) -> None:
        """Write an own column through to the model."""
        if name in self.columns:
            setattr(getattr(self._view, f"{self.side}s"), name, value)
        elif name in MEASURES:
            raise AttributeError(f"{name} is measured; change the alliances that it is made of")
        else:
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.columns, *MEASURES})
