"""One large world: its lasting state kept small, a few vendors at a time opened to run.

The vendors of a world meet only in what partners add up as a quarter begins. So a quarter goes over
the vendors twice: to add up, and to run. Memory is that of the lasting columns; all else that a
quarter works out exists only for the vendors that are open. The phases are the model's own, so the
bits are those of whole tables (`sim.run.engine`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.core.draws import AddressedLuck
from sim.core.quarter import Quarter
from sim.core.scenario import Scenario
from sim.core.state import lasting_columns
from sim.core.world import World
from sim.model.choice import appeal, gather
from sim.model.market import call_roll, open_market
from sim.model.quarter import QUARTER, SOURCES, SUMS, Alliances, Parameters, Partners, Vendors
from sim.model.reciprocity import culture_gap
from sim.model.start import fill_pipelines, settle_capacity, settle_states
from sim.policies.base import Policy
from sim.run.engine import decide, first_columns, open_sides

ROWS_OPEN = 2**15
"""Alliances open at a time."""

_STEPS = [phase.run for phase in QUARTER]
_ALONE = [phase.run for phase in QUARTER if phase.alone]
_ADDING_UP = [run for run in _STEPS[: _STEPS.index(gather)] if run is not open_market]
_RUNNING = [run for run in _STEPS if run not in (open_market, gather, *_ALONE)]
_KEPT = lasting_columns(Alliances)
_OF_PARTNER = [f.name for f in fields(Partners) if f.name != "replication"]


def _call_roll(now: Quarter) -> None:
    call_roll(now.alliances)


def portions(firsts: Array) -> list[tuple[int, int]]:
    """Return first and last vendors of portions of some `ROWS_OPEN` alliances, none twice.

    Args:
        firsts: First alliance of each vendor, and the number of alliances at the end.
    """
    cuts = np.searchsorted(firsts, np.arange(ROWS_OPEN, firsts[-1], ROWS_OPEN))
    return list(pairwise(np.unique([0, *cuts, len(firsts) - 1]).tolist()))


class LargeWorld:
    """A world of one replication, whose alliances stand vendor by vendor, as it goes along.

    Args:
        world: Who is there. Its columns are taken over: it is of no use afterwards.
        followers: Policies and the vendors that follow each.
        watched: Whether each vendor is watched; those that are come first.
        parameters: The model's parameters.
        scenario: What happens to everybody.
        seed: Seed of the run.
        dtype: Floating-point type of the state.
    """

    def __init__(
        self,
        world: World,
        followers: Sequence[tuple[Policy, Array]],
        watched: Array,
        parameters: Parameters,
        scenario: Scenario,
        seed: int,
        dtype: npt.DTypeLike = np.float64,
    ) -> None:
        self._followers, self._watched, self._dtype = followers, watched, dtype
        self._seed, self._replications = seed, world.replications
        nobody = np.empty(0, np.intp)
        self._now = Quarter(
            quarter=0,
            parameters=parameters,
            sources=SOURCES,
            sums=SUMS,
            scenario=scenario.astype(dtype),
            luck=AddressedLuck(seed, world.replications, {"market": 1}, dtype),
            alliances=Alliances(),
            vendor_index=nobody,
            partner_index=nobody,
            **open_sides(world, dtype),
        )
        rows = np.bincount(world.vendor, minlength=len(world.vendor_horizon))
        self._firsts = np.concatenate([[0], np.cumsum(rows, dtype=np.intp)])
        self._order = world.order
        self._portions = portions(self._firsts)
        self._partner = world.partner
        self._known = np.empty((len(world.size), len(_OF_PARTNER)), dtype)
        self._state = {
            name: np.asarray(values, dtype)
            for name, values in first_columns(world, parameters).items()
        }
        for name, kind in _KEPT.items():
            if name not in self._state:
                size = len(world.vendor)
                self._state[name] = np.zeros(size, dtype if kind == "float" else kind)
        self._settle(world)

    @property
    def nbytes(self) -> int:
        """Bytes that last from quarter to quarter, of alliances alone."""
        kept = sum(values.nbytes for values in self._state.values())
        return self._partner.nbytes + kept + (0 if self._order is None else self._order.nbytes)

    def first(self) -> Quarter:
        """Return the first vendors, those watched among them, as they are."""
        return self._open(*self._portions[0])

    def quarters(self) -> Iterator[Quarter]:
        """Run the scenario's quarters; yield the first vendors after each."""
        for quarter in range(self._now.scenario.quarters):
            self._now.quarter = quarter
            if quarter > 0:
                decide(self._now, self._followers)
            open_market(self._now)
            self._tell("spend")
            self._add_up(_ADDING_UP)
            self._let_partners_act()
            self._tell(*_OF_PARTNER)
            shown = self._run(self._portions[0])
            for portion in self._portions[1:]:
                self._run(portion)
            yield shown

    def _run(self, portion: tuple[int, int]) -> Quarter:
        """Take some vendors through the quarter and return them."""
        now = self._open(*portion)
        for run in _RUNNING:
            run(now)
        self._close(now, *portion)
        return now

    def _settle(self, world: World) -> None:
        decide(self._now, self._followers)
        self._tell("horizon", "value", "price_sensitivity", "size")
        self._now.is_settled = all(policy.is_constant for policy, _ in self._followers)
        for first, last in self._portions:
            now = self._open(first, last)
            settle_states(now, world, self._rows(first, last))
            self._close(now, first, last)
        settle_capacity(self._now)
        self._add_up([_call_roll, appeal])
        self._tell("claims")
        for portion in self._portions:
            now = self._open(*portion)
            _call_roll(now)
            appeal(now)
            fill_pipelines(now)
            self._close(now, *portion)

    def _add_up(self, steps: Sequence[Callable[[Quarter], None]]) -> None:
        """Let every partner add up, alliance after alliance, as `gather` does for whole tables."""
        partners = self._now.partners
        for total in SUMS:
            setattr(partners, total, np.zeros(len(partners.size), self._dtype))
        for portion in self._portions:
            now = self._open(*portion)
            for run in steps:
                run(now)
            for total, part in SUMS.items():
                np.add.at(
                    getattr(partners, total), now.alliances.partner, getattr(now.alliances, part)
                )

    def _let_partners_act(self) -> None:
        """Run what partners do alone, some at a time: luck takes more room than they do."""
        whole, count = self._now.partners, len(self._known)
        for first in range(0, count, ROWS_OPEN):
            seen = range(first, min(first + ROWS_OPEN, count))
            rows = slice(seen.start, seen.stop)
            known = {name: x[rows] for name, x in vars(whole).items() if x is not None}
            now = replace(
                self._now,
                partners=Partners(**known),
                luck=AddressedLuck(self._seed, self._replications, {"partner": seen}, self._dtype),
            )
            for run in _ALONE:
                run(now)
            for name, values in vars(now.partners).items():
                if values is not None:
                    if getattr(whole, name) is None:
                        setattr(whole, name, np.empty(count, values.dtype))
                    getattr(whole, name)[rows] = values

    def _tell(self, *names: str) -> None:
        """Write columns of partners where each partner's stand together: one look-up finds all."""
        for name in names:
            self._known[:, _OF_PARTNER.index(name)] = getattr(self._now.partners, name)

    def _rows(self, first: int, last: int) -> slice:
        return slice(int(self._firsts[first]), int(self._firsts[last]))

    def _open(self, first: int, last: int) -> Quarter:
        """Return a quarter of some vendors, their alliances, and the partner of each of these."""
        whole, rows = self._now, self._rows(first, last)
        vendor = np.repeat(np.arange(last - first), np.diff(self._firsts[first : last + 1]))
        partner = self._partner[rows].astype(np.intp)
        known = self._known.take(partner, axis=0).T.copy()
        partners = Partners(**dict(zip(_OF_PARTNER, known, strict=True)))
        seats = np.arange(rows.start, rows.stop)
        if self._order is not None:
            seats = self._order[rows]
        horizon = whole.vendors.horizon[first:last]
        alliances = Alliances(
            vendor=vendor,
            partner=partner,
            seat=seats,
            culture_gap=culture_gap(horizon[vendor], partners.horizon),
            measured_score=np.zeros(len(vendor), self._dtype),
        )
        for name, kind in _KEPT.items():
            values = self._state[name][..., rows]
            setattr(alliances, name, values.astype(self._dtype) if kind == "int8" else values)
        held = ((f.name, getattr(whole.vendors, f.name)) for f in fields(Vendors))
        return Quarter(
            quarter=whole.quarter,
            parameters=whole.parameters,
            sources=whole.sources,
            sums=whole.sums,
            scenario=whole.scenario,
            luck=AddressedLuck(self._seed, self._replications, {"alliance": seats}, self._dtype),
            alliances=alliances,
            vendors=Vendors(**{name: x[first:last] for name, x in held if x is not None}),
            levers=SimpleNamespace(**{k: x[first:last] for k, x in vars(whole.levers).items()}),
            partners=partners,
            markets=whole.markets,
            vendor_index=vendor,
            partner_index=np.arange(len(partner)),
            watched=self._watched[first:last],
            is_settled=whole.is_settled,
        )

    def _close(self, now: Quarter, first: int, last: int) -> None:
        """Keep what lasts of some vendors and their alliances."""
        rows = self._rows(first, last)
        for name in _KEPT:
            self._state[name][..., rows] = getattr(now.alliances, name)
        for name in lasting_columns(Vendors):
            getattr(self._now.vendors, name)[first:last] = getattr(now.vendors, name)
