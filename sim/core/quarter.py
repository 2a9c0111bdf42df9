"""The quarter as a phase sees it: rows of the tables, parameters, luck and scenario."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np

from sim.base.arrays import Array
from sim.core.draws import DRAWS, Luck
from sim.core.hooks import EVERYWHERE, Hooks
from sim.core.memo import Memo
from sim.core.rules import Rules, varying
from sim.core.scenario import Scenario
from sim.core.sides import Sides

T = TypeVar("T")


@dataclass(kw_only=True)
class Quarter(Sides):
    """What a phase sees: the rows of the tables it acts on, parameters, luck and scenario.

    The numpy engine passes whole tables; an agent passes its own rows. The classes of the tables
    and of the parameters are put together in `sim.model.quarter`.

    Attributes:
        quarter: Number of the quarter, from 0.
        parameters: The model's parameters; a phase reads them as `per_alliance`, `per_vendor`,
            `per_partner` or `per_market`, since one may have one value a world.
        scenario: What happens to everybody.
        luck: Where random numbers come from.
        alliances: Table of alliances.
        levers: The vendors' policies: each lever, one value a vendor; only `sim.run.engine.decide`
            writes them.
        markets: Table of replications.
        sources: Of a sum that several mechanisms add to, the functions of the quarter that do.
        sums: Columns of partners that add up a column of their alliances: theirs to those.
        rows: The rows seen by level (``"alliance"``, ``"partner"``, ``"market"``); None if all are.
        watched: Whether each vendor is watched; None if all are. A vendor that acts on nothing it
            sees need not look, unless it is: what it sees is then recorded.
        looked_at: The alliances whose views the quarter holds.
        is_settled: Whether no vendor will ever decide anew.
        own: Decisions account by account, name to one value an alliance seen: of a lever, what
            holds there in its place (NaN: the vendor's); ``attention``, the account's weight in
            the relationship effort. Policies make none.
    """

    quarter: int
    parameters: Any
    scenario: Scenario
    luck: Luck
    alliances: Any
    levers: SimpleNamespace
    markets: Any
    sources: Mapping[str, tuple[Callable[[Quarter], Array], ...]]
    sums: Mapping[str, str]
    rows: dict[str, Array] | None = None
    watched: Array | None = None
    looked_at: Array | slice = field(default_factory=lambda: EVERYWHERE)
    is_settled: bool = False
    own: dict[str, Array] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo, init=False, repr=False)
    _rules: dict[str, Rules] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """See who holds what, and whether worlds differ in their parameters."""
        super().__post_init__()
        self._rules = self._spread_rules() if varying(self.parameters) else None

    def _spread_rules(self) -> dict[str, Rules]:
        of_partner = self.partners.replication
        of_alliance = of_partner.take(self.partner_index)
        of_vendor = np.zeros(len(self._accounts), np.intp)
        of_vendor[self.vendor_index] = of_alliance
        worlds = {
            "alliance": of_alliance,
            "vendor": of_vendor,
            "partner": of_partner,
            "market": np.arange(len(self.markets.demand)),
        }
        dtype = self.vendors.horizon.dtype
        return {level: Rules(self.parameters, rows, dtype) for level, rows in worlds.items()}

    @property
    def per_alliance(self) -> Any:
        """The parameters that each alliance meets."""
        return self.parameters if self._rules is None else self._rules["alliance"]

    @property
    def per_vendor(self) -> Any:
        """The parameters that each vendor meets."""
        return self.parameters if self._rules is None else self._rules["vendor"]

    @property
    def per_partner(self) -> Any:
        """The parameters that each partner meets."""
        return self.parameters if self._rules is None else self._rules["partner"]

    @property
    def per_market(self) -> Any:
        """The parameters that each replication meets."""
        return self.parameters if self._rules is None else self._rules["market"]

    def per_alliance_at(self, at: Array | slice) -> Any:
        """Return the parameters that some of the alliances meet."""
        return self.parameters if self._rules is None else self._rules["alliance"].at(at)

    def recall(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """Return what holds until a lever changes: whole tables work it out once."""
        return self.memo.recall(key, work_out) if self.rows is None else work_out()

    def lever(self, name: str) -> Array:
        """Return a lever of each alliance: its vendor's, or the one of its own."""
        return self.recall((Quarter.lever, name), partial(self._lever, name))

    def _lever(self, name: str) -> Array:
        values = self.of_vendor(getattr(self.levers, name))
        if name not in self.own:
            return values
        own = self.own[name]
        return np.where(np.isnan(own), values, own)

    def trait(self, name: str) -> Array:
        """Return a column of each alliance's partner; nothing in a run changes those."""
        work_out = partial(self.of_partner, getattr(self.partners, name))
        return self.recall((Quarter.trait, name), work_out)

    @property
    def recorded(self) -> slice:
        """The alliances of which everything is kept; all, unless those watched come first."""
        if (watched := self.watched) is None:
            return EVERYWHERE
        rows = self.recall(Quarter.recorded, lambda: self.alliances_of(watched))
        return rows if isinstance(rows, slice) else EVERYWHERE

    def add_up(self, name: str) -> Array | float:
        """Return the sum of what mechanisms declare as sources of that name, such as bad news."""
        total: Array | float = 0.0
        for source in self.sources[name]:
            total = total + source(self)
        return total

    @property
    def hooks(self) -> Hooks:
        """What the scenario does this quarter."""
        return Hooks(self.scenario, self.quarter, self.alliances.seat)

    def draw(self, name: str, at: Array | slice | None = None) -> Array:
        """Return the quarter's draws of that name (see `sim.core.draws.DRAWS`) for the rows seen.

        With `at`, only those of some of the rows seen.
        """
        if self.rows is None:
            return self.luck.draw(name, self.quarter, at)
        seen = self.rows[DRAWS[name].level]
        return self.luck.draw(name, self.quarter)[..., seen if at is None else seen[at]]
