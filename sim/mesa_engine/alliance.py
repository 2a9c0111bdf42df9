"""An alliance: one row of the table, and one edge of the network, with readable attributes."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sim.base.nearest import unknown
from sim.core.state import Rows
from sim.model.quarter import Alliances
from sim.run.measures import MEASURES, by_alliance

COLUMNS = frozenset(f.name for f in fields(Alliances)) - {"vendor", "partner"}
READABLE = COLUMNS | set(MEASURES)
STATUS_WORDS = ("partner", "transactional", "terminated", "prospect")


class Alliance:
    """What stands between a vendor and a partner.

    Every column of `sim.model.quarter.Alliances` and every outcome of
    `sim.run.measures.MEASURES` is an attribute: ``alliance.trust``, ``alliance.revenue``. Setting a
    column changes the model: ``alliance.trust = 0.2``.

    Attributes:
        vendor: The vendor, an agent.
        partner: The partner, an agent.
        row: Its row in the tables, which never changes.
    """

    vendor: Any
    partner: Any
    row: int

    def __init__(self, vendor: Any, partner: Any, rows: Rows, row: int) -> None:
        self.__dict__.update(vendor=vendor, partner=partner, row=row, _rows=rows)

    def __repr__(self) -> str:
        return f"<Alliance {self.vendor.name}-{self.partner.name}: {self.status_word}>"

    @property
    def status_word(self) -> str:
        """Its status: ``partner``, ``transactional`` (customer), ``terminated`` or ``prospect``."""
        return STATUS_WORDS[int(self.status)]

    def __getattr__(self, name: str) -> Any:
        """Return a column or an outcome; factors come as an array of twelve."""
        if name in COLUMNS:
            values = getattr(self.__dict__["_rows"], name)
        elif name in MEASURES:
            values = by_alliance(name, self.__dict__["_rows"])
        elif name.startswith("_"):  # asked for by pickle and copy, which know what to do without
            raise AttributeError(name)
        else:
            raise AttributeError(unknown("attribute of an alliance", name, READABLE))
        return values[..., 0].item() if values.ndim == 1 else values[..., 0]

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a column through to the model."""
        if name not in COLUMNS:
            raise AttributeError(unknown("column of an alliance", name, COLUMNS))
        setattr(self._rows, name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *READABLE})
