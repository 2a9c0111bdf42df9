"""The quarter as a phase sees it: rows of the tables, parameters, luck and scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.core.draws import DRAWS, Luck
from sim.core.scenario import Scenario
from sim.core.state import Alliances, Markets, Partners, Vendors

EVERYWHERE = slice(None)


@dataclass
class Quarter:
    """What a phase sees: the rows of the tables it acts on, parameters, luck and scenario.

    The numpy engine passes whole tables; an agent passes its own rows, and `rows` then names them
    by level (``"alliance"``, ``"partner"``, ``"market"``). `levers` holds the vendors' policies:
    each of `sim.policies.levers.Levers`, one value a vendor, which only `sim.run.engine.decide`
    writes. `vendor_index` and `partner_index` give, for each alliance seen, the position of its
    vendor and partner among the rows seen. A vendor that acts on nothing it sees need not
    look, unless it is `watched` (true or false, one a vendor; None if all are): what it sees is
    then recorded. `looked_at` names the alliances whose views the quarter holds. `is_settled` says
    that no vendor will ever decide anew.
    """

    quarter: int
    parameters: Any  # sim.model.quarter.Parameters, made of mechanisms that import this file
    scenario: Scenario
    luck: Luck
    alliances: Alliances
    vendors: Vendors
    levers: SimpleNamespace
    partners: Partners
    markets: Markets
    vendor_index: Array
    partner_index: Array
    rows: dict[str, Array] | None = None
    watched: Array | None = None
    looked_at: Array | slice = field(default_factory=lambda: EVERYWHERE)
    is_settled: bool = False
    _accounts: Array = field(init=False, repr=False)
    _holders: Array = field(init=False, repr=False)
    _firsts: Array = field(init=False, repr=False)
    _standing: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Count each vendor's alliances, which stand together, and find the first of them."""
        self._accounts = np.bincount(self.vendor_index, minlength=len(self.vendors.horizon))
        self._holders = np.flatnonzero(self._accounts)
        self._firsts = (np.cumsum(self._accounts) - self._accounts)[self._holders]

    def standing(self, name: str, work_out: Callable[[], Any]) -> Any:
        """Return what holds until a lever changes: whole tables work it out once.

        Agents work it out each time, as anybody may change what they are.
        """
        if self.rows is not None:
            return work_out()
        if name not in self._standing:
            self._standing[name] = work_out()
        return self._standing[name]

    def forget_standing(self) -> None:
        """Work out anew what holds until a lever changes."""
        self._standing.clear()

    def lever(self, name: str) -> Array:
        """Return a lever of each alliance's vendor."""
        work_out = partial(self.of_vendor, getattr(self.levers, name))
        values: Array = self.standing(f"lever {name}", work_out)
        return values

    def trait(self, name: str) -> Array:
        """Return a column of each alliance's partner; nothing in a run changes those."""
        work_out = partial(self.of_partner, getattr(self.partners, name))
        values: Array = self.standing(f"trait {name}", work_out)
        return values

    def alliances_of(self, vendors: Array) -> Array | slice:
        """Return the alliances of the vendors that are true; a slice if these vendors come first.

        A slice of a column costs nothing, rows picked one by one cost as much as ten operations.
        """
        count = np.count_nonzero(vendors)
        if vendors[:count].all():
            return slice(0, int(self._accounts[:count].sum()))
        return np.flatnonzero(self.of_vendor(vendors))

    @property
    def recorded(self) -> slice:
        """The alliances of which everything is kept; all, unless those watched come first."""
        if (watched := self.watched) is None:
            return EVERYWHERE
        rows = self.standing("recorded", lambda: self.alliances_of(watched))
        return rows if isinstance(rows, slice) else EVERYWHERE

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

    def draw(self, name: str, at: Array | slice | None = None) -> Array:
        """Return the quarter's draws of that name (see `sim.core.draws.DRAWS`) for the rows seen.

        With `at`, only those of some of the rows seen.
        """
        if self.rows is None:
            return self.luck.draw(name, self.quarter, at)
        seen = self.rows[DRAWS[name].level]
        return self.luck.draw(name, self.quarter)[..., seen if at is None else seen[at]]

    def hook(self, name: str) -> Array:
        """Return what the scenario prescribes this quarter: one value, or one an alliance seen."""
        values: Array = getattr(self.scenario, name)[self.quarter]
        return values if len(values) == 1 else values[self.alliances.seat]

    def allowed(self, name: str, cases: Array, at: Array | slice = EVERYWHERE) -> Array:
        """Return true where a case is true and the scenario's hook is above 0 this quarter.

        The cases are those of all alliances seen, or of those at `at`.
        """
        given = self.hook(name) > 0
        if len(given) != 1:
            return cases & given[at]
        return cases if given[0] else np.zeros_like(cases)  # one flag for all costs 20 times more

    def imposed(self, name: str, cases: Array) -> Array:
        """Return true where a case is true or the scenario's hook is above 0 this quarter."""
        given = self.hook(name) > 0
        if len(given) != 1:
            return cases | given
        return np.ones_like(cases) if given[0] else cases

    def forced(self, name: str, values: Array) -> Array:
        """Return values, but for those that the scenario forces this quarter."""
        given = self.hook(name)
        if len(given) == 1 and np.isnan(given[0]):
            return values
        return np.where(np.isnan(given), values, given)
