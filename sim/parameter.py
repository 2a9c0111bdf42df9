"""How a parameter is declared: default, range, unit, meaning and source, beside its equation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any


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
) -> Any:
    """Declare a parameter as a field of a frozen dataclass; the arguments are those of `Spec`."""
    known = {"low": low, "high": high, "unit": unit, "about": about, "source": source}
    return field(
        default=default, metadata=known | {"symbol": symbol, "switch": switch, "neutral": neutral}
    )


def specs(declared: type) -> Iterator[Spec]:
    """Yield the `Spec` of every parameter declared in a dataclass, in order of declaration."""
    for item in fields(declared):
        if "symbol" in item.metadata:
            yield Spec(name=item.name, default=item.default, **item.metadata)  # type: ignore[arg-type]
