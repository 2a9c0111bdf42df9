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
from sim.state import Rows

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
        self._firsts = np.arange(0, watched.size, accounts)
        self._shares = np.array(
            [1.0 / accounts if m.how == "mean" else 1.0 for m in MEASURES.values()]
        )
        self._sums = np.empty((len(MEASURES), replications, quarters))
        self.outcomes = dict(zip(MEASURES, self._sums, strict=True))
        self.panel = {name: np.empty((replications, quarters, accounts)) for name in panel}
        self.factors = np.empty((2, *watched.shape, 12))

    def start(self, now: Quarter) -> None:
        """Keep the factors before the first quarter."""
        self.factors[0] = np.moveaxis(now.alliances.factors[:, self._watched], 0, -1)

    def record(self, now: Quarter) -> None:
        """Keep one quarter, after its phases."""
        a = now.alliances
        refresh_derived_factors(a.factors, a.trust, a.vendor_trust, a.intent)
        watched: Any = Rows(a, self._watched.ravel())
        values = {name: by_alliance(name, watched) for name in MEASURES}
        # a third of the time of summing short rows one measure after the other
        sums = np.add.reduceat(np.array(list(values.values())), self._firsts, axis=1)
        self._sums[..., now.quarter] = sums * self._shares[:, None]
        for name in self.panel:
            self.panel[name][:, now.quarter] = values[name].reshape(self._watched.shape)
        if now.quarter == now.scenario.quarters - 1:
            self.factors[1] = np.moveaxis(a.factors[:, self._watched], 0, -1)
