"""The two sides of alliances: spread what a vendor or partner has, add up what alliances have."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from sim.base.arrays import Array


@dataclass(kw_only=True)
class Sides:
    """Who holds each alliance seen.

    Attributes:
        vendors: Table of vendors.
        partners: Table of partners.
        vendor_index: Position of each alliance's vendor among the rows seen; they stand together.
        partner_index: Position of each alliance's partner.
    """

    vendors: Any
    partners: Any
    vendor_index: Array
    partner_index: Array
    _accounts: Array = field(init=False, repr=False)
    _holders: Array = field(init=False, repr=False)
    _firsts: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Count each vendor's alliances, which stand together, and find the first of them."""
        self._accounts = np.bincount(self.vendor_index, minlength=len(self.vendors.horizon))
        self._holders = np.flatnonzero(self._accounts)
        self._firsts = (np.cumsum(self._accounts) - self._accounts)[self._holders]

    def alliances_of(self, vendors: Array) -> Array | slice:
        """Return the alliances of the vendors that are true; a slice if these vendors come first.

        A slice of a column costs nothing, rows picked one by one cost as much as ten operations.
        """
        count = np.count_nonzero(vendors)
        if vendors[:count].all():
            return slice(0, int(self._accounts[:count].sum()))
        return np.flatnonzero(self.of_vendor(vendors))

    def of_vendor(self, values: Array) -> Array:
        """Spread one value a vendor over its alliances."""
        return values.repeat(self._accounts)  # half the time of taking one by one

    def of_partner(self, values: Array) -> Array:
        """Spread one value a partner over its alliances."""
        return values.take(self.partner_index)

    def sum_by_vendor(self, values: Array) -> Array:
        """Add up one value an alliance to one a vendor."""
        sums = np.zeros(len(self._accounts), values.dtype)
        sums[self._holders] = np.add.reduceat(values, self._firsts)
        return sums

    def sum_by_partner(self, values: Array) -> Array:
        """Add up one value an alliance, in row order, to one a partner."""
        sums = np.zeros(len(self.partners.horizon), values.dtype)
        for partners, alliances in self._rounds:  # a third of the time of adding one by one
            sums[partners] += values.take(alliances)
        return sums

    @cached_property
    def _rounds(self) -> list[tuple[Array | slice, Array]]:
        """The first alliance of every partner, the second of all that have one, and so on."""
        rows, count = len(self.partner_index), len(self.partners.horizon)
        held = np.bincount(self.partner_index, minlength=count)
        by_partner = np.sort(self.partner_index * rows + np.arange(rows)) % rows
        firsts = np.cumsum(held) - held
        rounds: list[tuple[Array | slice, Array]] = []
        for number in range(held.max(initial=0)):
            some = np.flatnonzero(held > number)
            rounds.append(
                (slice(None) if len(some) == count else some, by_partner[firsts[some] + number])
            )
        return rounds
