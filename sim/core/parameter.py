"""How a parameter is declared: default, range, unit, meaning and source, beside its equation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

import numpy as np

from sim.base.nearest import unknown
from sim.base.problems import ProblemsError


@dataclass(frozen=True, kw_only=True)
class ParameterGroup:
    """Parameters that a mechanism declares in its file; see `sim.model.quarter.Parameters`.

    Attributes:
        held: Levers that stand at a value for every vendor whatever its policy, by name; a lever
            that switches a mechanism is held at its neutral value to do without that mechanism.
    """

    held: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        """Refuse values out of range; each is a number, or an array of one value a world."""
        refuse_problems(self, "parameter")


@dataclass(frozen=True, kw_only=True)
class LeverGroup:
    """Levers that a mechanism declares in its file; see `sim.model.quarter.Levers`."""

    def __post_init__(self) -> None:
        """Refuse values out of range; each is a number, or an array of one value a vendor."""
        refuse_problems(self, "lever")


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
        under: The parameter that this one must be under, if any.
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
    belief: str = "assumed: between half and twice the default"
    under: str | None = None

    @property
    def plausible(self) -> tuple[float, float]:
        """Range in which a careful person would look; narrower than what is allowed.

        Assumption: between half and twice the default, within what is allowed, unless a source
        says more. Equal ends mean that nothing hangs on it, as with a mere scale.
        """
        if self.believed is not None:
            return self.believed
        ends = sorted((0.5 * self.default, 2.0 * self.default))
        low, high = max(self.low, ends[0]), min(self.high, ends[1])
        return (round(low), round(high)) if self.is_whole else (low, high)

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return isinstance(self.default, int)

    def problem(self, value: Any) -> str:
        """Return what is wrong with a value, a number or an array; empty if nothing is.

        The neutral value may lie outside the range: only switching the mechanism off gives it.
        """
        if type(value) is float and self.low <= value <= self.high and not self.is_whole:
            return ""  # nearly all are: a thousand models are made in a sweep
        numbers = np.asarray(value)
        if not (np.issubdtype(numbers.dtype, np.number) and np.all(np.isfinite(numbers))):
            return f"{value!r} given; must be a number"
        inside = (self.low <= numbers) & (numbers <= self.high)
        if not np.all(inside | (numbers == self.neutral)):
            return f"{value} given; must be from {self.low:g} to {self.high:g}"
        if self.is_whole and np.any(numbers != np.rint(numbers)):
            return f"{value} given; must be a whole number"
        return ""


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
    under: str | None = None,
) -> Any:
    """Declare a parameter as a field of a frozen dataclass; the arguments are those of `Spec`.

    A plausible range comes with its belief: where it is taken from.
    """
    known = {"low": low, "high": high, "unit": unit, "about": about, "source": source}
    known |= {"symbol": symbol, "switch": switch, "neutral": neutral, "under": under}
    if plausible is not None:
        known |= {"believed": plausible, "belief": belief}
    return field(default=default, metadata=known)


def specs(declared: type) -> Iterator[Spec]:
    """Yield the `Spec` of every parameter declared in a dataclass, in order of declaration."""
    for item in fields(declared):
        if "symbol" in item.metadata:
            yield Spec(name=item.name, default=item.default, **item.metadata)  # type: ignore[arg-type]


@cache
def known_specs(declared: type) -> Mapping[str, Spec]:
    """Return the `Spec` of every parameter declared in a dataclass, by name."""
    return {spec.name: spec for spec in specs(declared)}


def refuse_problems(made: Any, kind: str, more: Iterable[str] = ()) -> None:
    """Refuse an instance of a dataclass whose values are out of range.

    Args:
        made: The instance.
        kind: What its fields are called in messages.
        more: What else is wrong with it.

    Raises:
        ProblemsError: All problems are listed.
    """
    declared = {spec.name: getattr(made, spec.name) for spec in specs(type(made))}
    if problems := [*range_problems(type(made), declared, kind), *more]:
        raise ProblemsError(problems)


def held_problems(levers: type, held: Any) -> list[str]:
    """Return what is wrong with the levers that parameters hold, and with their values.

    Args:
        levers: The dataclass of all levers.
        held: What was given: pairs of a lever and its value.
    """
    try:
        given = dict(held)
    except (TypeError, ValueError):
        return [f"held: {held!r} given; must be pairs of a lever and its value"]
    return [f"held: {problem}" for problem in range_problems(levers, given, "lever")]


def range_problems(declared: type, given: Mapping[str, Any], kind: str) -> list[str]:
    """Return what is wrong with values for the parameters declared in a dataclass.

    Args:
        declared: The dataclass.
        given: Name to value, a number or an array.
        kind: What the names are called in messages.
    """
    known, problems = known_specs(declared), []
    for name, value in given.items():
        if name not in known:
            problems.append(unknown(kind, name, known))
        elif problem := known[name].problem(value):
            problems.append(f"{name}: {problem}")
    return problems or order_problems(known, given)


def order_problems(known: Mapping[str, Spec], given: Mapping[str, Any]) -> list[str]:
    """Return which values are not under those that they must be under."""
    pairs = [(spec.name, spec.under) for spec in known.values() if spec.under is not None]
    return [
        f"{low}: {given[low]} given; must be under {high}, {given[high]}"
        for low, high in pairs
        if low in given and high in given and np.any(np.asarray(given[low]) >= given[high])
    ]
