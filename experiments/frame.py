"""What every experiment is made of: a claim is a row with values by world and a range it allows.

The verdict on a row is by its whole 95% interval.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval
from sim.ensemble.worlds import Worlds

NOTHING = 1e-9
"""A difference that rounding alone can make."""


@dataclass(frozen=True)
class Range:
    """What a claim allows; None where it is open. An effect of nothing is above and below nothing.

    Attributes:
        low: Lower end.
        high: Upper end.
    """

    low: float | None = None
    high: float | None = None

    def contains(self, *values: float) -> bool:
        """Say whether all values lie in the range: both ends included, a single end left out."""
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if self.low is not None and self.high is not None:
            return all(low <= value <= high for value in values)
        return all(low + NOTHING < value < high - NOTHING for value in values)

    def __str__(self) -> str:
        match self.low, self.high:
            case None, None:
                return "no claim"
            case low, None:
                return f"above {low:g}"
            case None, high:
                return f"below {high:g}"
            case low, high:
                return f"{low:g} to {high:g}"


def above(low: float) -> Range:
    """Return the range above a value."""
    return Range(low=low)


def below(high: float) -> Range:
    """Return the range below a value."""
    return Range(high=high)


NO_CLAIM = Range()
EMERGENT, RULE, BUILT_IN = "emergent", "quantified rule", "by construction"


@dataclass(frozen=True)
class Row:
    """One claim and what the worlds say of it.

    Attributes:
        id: Number of the fact and a letter, as in ``1a``.
        measure: What is measured.
        values: One value a world; worlds in which it does not exist are left out.
        unit: Unit; ``1`` is a pure number.
        expected: Range in which the claim would have the mean; `NO_CLAIM` for information only.
        kind: Whether it emerges from interacting rules, makes a rule quantitative, or holds by
            construction.
        mechanisms: Switches of the mechanisms it is owed to.
    """

    id: str
    measure: str
    values: Array
    unit: str
    expected: Range
    kind: str = EMERGENT
    mechanisms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Leave out the worlds without a value."""
        values = np.asarray(self.values, dtype=float)
        object.__setattr__(self, "values", values[np.isfinite(values)])

    @property
    def fact(self) -> str:
        """Number of the fact; a letter for rows outside the facts, as ``P`` for the profits."""
        return "".join(takewhile(str.isdigit, self.id)) or self.id[:1]

    @property
    def n(self) -> int:
        """Number of worlds with a value."""
        return self.values.size

    @cached_property
    def interval(self) -> Interval:
        """Mean over worlds and its 95% t interval; NaN where too few worlds tell."""
        return mean_interval(self.values)

    @property
    def mean(self) -> float:
        """Mean over worlds."""
        return float(self.interval.mean)

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return float(self.interval.low)

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return float(self.interval.high)

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return self.high - self.mean

    @property
    def verdict(self) -> str:
        """``holds`` if the whole interval is in the range, ``fails`` if not, else ``info``."""
        if self.expected == NO_CLAIM:
            return "info"
        return "holds" if self.expected.contains(self.low, self.high) else "fails"

    @property
    def is_mean_in_range(self) -> bool:
        """Whether the mean alone lies in the range: the generous test that null models get."""
        return self.n > 0 and self.expected.contains(self.mean)


@dataclass(frozen=True)
class Experiment:
    """A question, how it is answered, and how the answer is drawn and told.

    Attributes:
        name: Name of the module, and of the folder of its results.
        question: The question.
        facts: Number of a fact to the claim it makes.
        rows: Makes the rows.
        draw: Number of a fact to the function that draws it on an axis.
        sentences: Says the answer in sentences made from the rows, by id.
    """

    name: str
    question: str
    facts: Mapping[str, str]
    rows: Callable[[Worlds], list[Row]]
    draw: Mapping[str, Callable[[Any, Worlds], None]]
    sentences: Callable[[Mapping[str, Row]], Sequence[str]]
