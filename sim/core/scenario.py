"""Scenarios: what the world does to everybody, quarter by quarter, whatever the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError

NEUTRAL = {
    "market": 1.0,
    "disruption": 0.0,
    "forced_ask": np.nan,
    "forced_good_news": np.nan,
    "forced_bad_news": np.nan,
    "forced_turnover": 0.0,
    "killed": 0.0,
    "building_frozen": 0.0,
    "vision_allowed": 1.0,
    "endings_allowed": 1.0,
}
"""Hooks, each with the value at which it changes nothing."""

RANGES = {"market": (0.0, 10.0)}
"""Smallest and largest value of a hook; 0 to 1 where none is named."""


@dataclass(frozen=True)
class Scenario:
    """Hooks into the quarter, each of shape (quarters, 1) or (quarters, alliances of a world).

    Attributes:
        market: Multiplier of demand (one value a quarter only).
        disruption: Share of plans that a shock disrupts, 0..1.
        forced_ask: Ask made whatever the policy, 0..1; NaN leaves it to the vendor.
        forced_good_news: Good evidence whatever happened, 0..1; NaN leaves it.
        forced_bad_news: Bad evidence whatever happened, 0..1; NaN leaves it.
        forced_turnover: 1 where the lead contact leaves.
        killed: 1 where the alliance ends.
        building_frozen: 1 where factors neither grow nor decay.
        vision_allowed: 0 where no joint vision can be offered.
        endings_allowed: 0 where nobody is demoted or leaves.
    """

    market: Array
    disruption: Array
    forced_ask: Array
    forced_good_news: Array
    forced_bad_news: Array
    forced_turnover: Array
    killed: Array
    building_frozen: Array
    vision_allowed: Array
    endings_allowed: Array

    @property
    def quarters(self) -> int:
        """Number of quarters."""
        return len(self.market)

    def astype(self, dtype: npt.DTypeLike) -> Scenario:
        """Return the same scenario in another floating-point type."""
        return replace(self, **{f.name: getattr(self, f.name).astype(dtype) for f in fields(self)})


Hit: TypeAlias = Literal["all", "focal"] | Sequence[int]
"""Whom events hit: all alliances, the focal vendor's, or some of these by number (from 1)."""


@dataclass(frozen=True)
class Event:
    """Something that happens.

    Attributes:
        hook: Which hook of the scenario (see `Scenario`).
        quarter: When it begins, counted from 1.
        values: Its values, quarter by quarter.
        accounts: Whom it hits; the market hits all.
    """

    hook: str
    quarter: int
    values: tuple[float, ...]
    accounts: Hit = "all"


def throughout(hook: str, value: float, quarters: int, accounts: Hit = "all") -> Event:
    """Return the event that holds in every quarter."""
    return Event(hook, 1, (value,) * quarters, accounts)


def named_events(
    market: Mapping[int, float],
    hooks: Mapping[str, Mapping[int, float]],
    quarters: int,
    accounts: Hit = "all",
) -> list[Event]:
    """Return the events of a config, which names quarters (from 1) and their values.

    Args:
        market: Quarter to multiplier of demand, joined by straight lines; 1 before the first named
            quarter, and as in the last one after it.
        hooks: Hook to (quarter to value).
        quarters: Number of quarters.
        accounts: Whom events hit, the market apart.
    """
    events = []
    if market:
        named = sorted(market)
        path = np.interp(np.arange(1, quarters + 1), named, [market[q] for q in named], left=1.0)
        events.append(Event("market", 1, tuple(path.tolist())))
    return events + [
        Event(hook, quarter, (value,), accounts)
        for hook, values in hooks.items()
        for quarter, value in values.items()
    ]


def stage(events: Iterable[Event], quarters: int, alliances: int, accounts: int) -> Scenario:
    """Return the scenario in which some events happen, the later ones over the earlier.

    Args:
        events: What happens.
        quarters: Number of quarters.
        alliances: Alliances in a world; those of the focal vendor come first.
        accounts: Alliances of the focal vendor.

    Raises:
        ProblemsError: Events do not fit the run; all problems are listed.
    """
    events = list(events)
    if problems := [told for event in events for told in event_problems(event, quarters, accounts)]:
        raise ProblemsError(problems)
    hooks = {name: np.full((quarters, 1), value) for name, value in NEUTRAL.items()}
    for event in events:
        when = slice(event.quarter - 1, event.quarter - 1 + len(event.values))
        hit: Array | slice = slice(None)
        if event.accounts != "all":
            hit = np.arange(accounts) if event.accounts == "focal" else np.array(event.accounts) - 1
            if hooks[event.hook].shape[1] == 1:  # one value for all is one until then
                hooks[event.hook] = np.repeat(hooks[event.hook], alliances, axis=1)
        hooks[event.hook][when, hit] = np.array(event.values)[:, None]
    return Scenario(**hooks)


def event_problems(event: Event, quarters: int, accounts: int) -> list[str]:
    """Return what is wrong with an event for a run of some quarters and focal accounts."""
    if event.hook not in NEUTRAL:
        return [unknown("hook", event.hook, NEUTRAL)]
    problems, last = [], event.quarter + len(event.values) - 1
    if event.quarter < 1 or last > quarters:
        given = f"quarter {event.quarter}" if last == event.quarter else "quarters "
        given += "" if last == event.quarter else f"{event.quarter} to {last}"
        problems.append(f"{event.hook}: {given} given; this run has 1 to {quarters}")
    low, high = RANGES.get(event.hook, (0.0, 1.0))
    for quarter, value in enumerate(event.values, event.quarter):
        if not low <= value <= high:
            problems.append(
                f"{event.hook}: {value:g} in quarter {quarter}; must be from {low:g} to {high:g}"
            )
    if event.hook == "market" and event.accounts != "all":
        problems.append("market: hits all; accounts cannot be named")
    numbers = () if isinstance(event.accounts, str) else event.accounts
    if beyond := [number for number in numbers if not 1 <= number <= accounts]:
        problems.append(
            f"{event.hook}: accounts {beyond} given; the focal vendor has 1 to {accounts}"
        )
    return problems


def quiet(quarters: int) -> Scenario:
    """Return the scenario in which nothing happens."""
    return stage((), quarters, 1, 1)
