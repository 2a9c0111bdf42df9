"""How a parameter is declared: default, range, unit, meaning and source, beside its equation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from sim.base.nearest import unknown


@dataclass(frozen=True, kw_only=True)
class ParameterGroup:
    """Parameters that a mechanism declares in its file; see `sim.model.quarter.Parameters`."""


@dataclass(frozen=True, kw_only=True)
class LeverGroup:
    """Levers that a mechanism declares in its file; see `sim.model.quarter.Levers`."""


@dataclass(frozen=True)
class Spec:
    """What is known of a parameter or a policy lever.

    Attributes:
        name: The name in code, in configs and on the command line.
        default: The value used where none is given.
        low: Smallest allowed value.
        high: Largest allowed value.
        unit: Unit, as in ``d/q`` (person-days a quarter); ``1`` is a pure number.
        about: Meaning, in one line.
        source: Where the default comes from; ``assumed`` where nobody has measured it.
        symbol: The letter used for it in the specification of the model.
        switch: The mechanism that this parameter turns off at its neutral value, if any.
        neutral: The value at which that mechanism has no effect.
        believed: Range that is plausible by a source, if one says so.
        belief: That source.
    """

    name: str
    default: float
    low: float
    high: float
    unit: str
    about: str
    source: str
    symbol: str
    switch: str | None = None
    neutral: float | None = None
    believed: tuple[float, float] | None = None
    belief: str = "assumed: half way from the default to each end of the allowed range"

    @property
    def plausible(self) -> tuple[float, float]:
        """Range in which a careful person would look; narrower than what is allowed.

        Assumption: half way from the default to each end, unless a source says more. Equal ends
        mean that doubt about it is no doubt about the answer, as with a mere scale.
        """
        if self.believed is not None:
            return self.believed
        low, high = 0.5 * (self.low + self.default), 0.5 * (self.default + self.high)
        return (round(low), round(high)) if self.is_whole else (low, high)

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return isinstance(self.default, int)


def parameter(
    default: float,
    low: float,
    high: float,
    unit: str,
    about: str,
    source: str,
    *,
    symbol: str,
    switch: str | None = None,
    neutral: float | None = None,
    plausible: tuple[float, float] | None = None,
    belief: str | None = None,
) -> Any:
    """Declare a parameter as a field of a frozen dataclass; the arguments are those of `Spec`.

    A plausible range comes with its belief: where it is taken from.
    """
    known = {"low": low, "high": high, "unit": unit, "about": about, "source": source}
    known |= {"symbol": symbol, "switch": switch, "neutral": neutral}
    if plausible is not None:
        known |= {"believed": plausible, "belief": belief}
    return field(default=default, metadata=known)


def specs(declared: type) -> Iterator[Spec]:
    """Yield the `Spec` of every parameter declared in a dataclass, in order of declaration."""
    for item in fields(declared):
        if "symbol" in item.metadata:
            yield Spec(name=item.name, default=item.default, **item.metadata)  # type: ignore[arg-type]


def range_problems(declared: type, given: Mapping[str, Any], kind: str) -> list[str]:
    """Return what is wrong with values for the parameters declared in a dataclass.

    Args:
        declared: The dataclass.
        given: Name to value, a number or an array.
        kind: What the names are called in messages.
    """
    known = {spec.name: spec for spec in specs(declared)}
    problems = []
    for name, value in given.items():
        if name not in known:
            problems.append(unknown(kind, name, known))
            continue
        spec, numbers = known[name], np.asarray(value)
        if not (np.issubdtype(numbers.dtype, np.number) and np.all(np.isfinite(numbers))):
            problems.append(f"{name}: {value!r} given; must be a number")
        elif np.any(numbers < spec.low) or np.any(numbers > spec.high):
            problems.append(f"{name}: {value} given; must be from {spec.low:g} to {spec.high:g}")
        elif spec.is_whole and np.any(numbers != np.rint(numbers)):
            problems.append(f"{name}: {value} given; must be a whole number")
    return problems
