"""The recorder: watches some alliances quarter by quarter and keeps what was asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.base.arrays import Array
from sim.core.quarter import Quarter
from sim.core.state import PROSPECT, Part
from sim.model.assessment import refresh_derived_factors
from sim.policies.base import Policy
from sim.run.measures import MEASURES, by_alliance
from sim.run.result import Result

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
    """Keeps outcomes of the alliances recorded, which come first in the tables.

    Args:
        watched: Number of replications, and of recorded rows in each, alliances and prospects.
        quarters: Number of quarters.
        panel: Outcomes to keep per alliance and quarter; empty keeps none. Where a row is no
            alliance yet there is NaN.
        each: Whether to keep the factors of each account, or only their mean.
    """

    def __init__(
        self,
        watched: tuple[int, int],
        quarters: int,
        panel: Sequence[str] = (),
        *,
        each: bool = True,
    ) -> None:
        replications, rows = watched
        self._means = np.flatnonzero([measure.how == "mean" for measure in MEASURES.values()])
        self._values = np.empty((len(MEASURES), *watched))
        self._by_row = self._values.reshape(len(MEASURES), -1)
        self._sums = np.empty((len(MEASURES), replications, quarters))
        self.outcomes = dict(zip(MEASURES, self._sums, strict=True))
        self.panel = {name: np.empty((replications, quarters, rows)) for name in panel}
        self._each = each
        self.factors = np.empty((2, replications, rows if each else 1, 12))

    def start(self, now: Quarter) -> None:
        """Keep the factors before the first quarter."""
        self._keep_factors(0, Part(now.alliances, now.recorded))

    def record(self, now: Quarter) -> None:
        """Keep one quarter, after its phases."""
        seen = Part(now.alliances, now.recorded)
        refresh_derived_factors(seen.factors, seen.trust, seen.vendor_trust, seen.intent)
        for values, name in zip(self._by_row, MEASURES, strict=True):
            values[:] = by_alliance(name, seen)
        is_account = (seen.status != PROSPECT).reshape(self._values.shape[1:])
        for name, kept in self.panel.items():
            values = by_alliance(name, seen).reshape(is_account.shape)
            kept[:, now.quarter] = np.where(is_account, values, np.nan)
        if not is_account.all():
            self._values[self._means] *= is_account
        sums = np.einsum("mra->mr", self._values)  # a fourth of the time of sum
        sums[self._means] *= 1.0 / is_account.sum(axis=1)
        self._sums[..., now.quarter] = sums
        if now.quarter == now.scenario.quarters - 1:
            self._keep_factors(1, seen)

    def result(self, policy: Policy, replications: Array) -> Result:
        """Return what was kept, as the result of a policy."""
        kept = (self.outcomes, self.panel, self.factors)
        return Result(policy.name, policy.title, replications, *kept)

    def _keep_factors(self, when: int, seen: Part) -> None:
        factors = np.where(seen.status == PROSPECT, np.nan, seen.factors)
        by_row = np.moveaxis(factors.reshape(-1, *self._values.shape[1:]), 0, -1)
        self.factors[when] = by_row if self._each else np.nanmean(by_row, axis=1, keepdims=True)
