"""The recorder: watches some alliances quarter by quarter and keeps what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.measures import MEASURES, by_alliance
from sim.model.p01a_assessment import refresh_derived_factors
from sim.nearest import unknown
from sim.quarter import Quarter

PANEL = (
    "revenue",
    "arms_length_revenue",
    "joint_revenue",
    "list_value",
    "margin",
    "profit",
    "trust",
    "intent",
    "discount",
    "score",
    "quota_gap",
    "ask",
    "demand",
    "invitation",
    "partners",
    "demoted",
    "terminated",
    "committed",
)
"""Outcomes kept per alliance unless others are asked for."""


class Seen:
    """Some rows of a table, each column copied when first asked for."""

    def __init__(self, table: Any, index: Array) -> None:
        self._table, self._index = table, index

    def __getattr__(self, name: str) -> Array:
        """Copy the rows of a column."""
        values: Array = getattr(self._table, name).take(self._index, axis=-1)
        self.__dict__[name] = values
        return values


class Recorder:
    """Keeps outcomes of the watched alliances; the state it watches is left as it is.

    Args:
        watched: Rows of the alliances to watch, shape (replications, accounts).
        quarters: Number of quarters.
        panel: Outcomes to keep per alliance and quarter; empty keeps none.
    """

    def __init__(self, watched: Array, quarters: int, panel: Sequence[str] = ()) -> None:
        if wrong := [name for name in panel if name not in MEASURES]:
            raise ValueError("; ".join(unknown("outcome", name, MEASURES) for name in wrong))
        replications, accounts = watched.shape
        self._watched = watched
        self._shares = np.array(
            [1.0 / accounts if m.how == "mean" else 1.0 for m in MEASURES.values()]
        )
        self._values = np.empty((len(MEASURES), replications, accounts))
        self._sums = np.empty((len(MEASURES), replications, quarters))
        self.outcomes = dict(zip(MEASURES, self._sums, strict=True))
        self.panel = {name: np.empty((replications, quarters, accounts)) for name in panel}
        self.factors = np.empty((2, *watched.shape, 12))

    def start(self, now: Quarter) -> None:
        """Keep the factors before the first quarter."""
        self.factors[0] = np.moveaxis(now.alliances.factors[:, self._watched], 0, -1)

    def record(self, now: Quarter) -> None:
        """Keep one quarter, after its phases."""
        a: Any = Seen(now.alliances, self._watched.ravel())
        refresh_derived_factors(a.factors, a.trust, a.vendor_trust, a.intent)
        for values, name in zip(self._values, MEASURES, strict=True):
            values[:] = by_alliance(name, a).reshape(values.shape)
            if name in self.panel:
                self.panel[name][:, now.quarter] = values
        sums = np.einsum("mra->mr", self._values)  # a fourth of the time of sum
        self._sums[..., now.quarter] = sums * self._shares[:, None]
        if now.quarter == now.scenario.quarters - 1:
            self.factors[1] = np.moveaxis(a.factors.reshape(-1, *self._watched.shape), 0, -1)
