"""A firm's own numbers, in the words of its books, as parameters of the model.

Gross margin, people, the cost of a day, the win rate and the sales cycle decide more about push or
relationship than most levers do, and every firm knows them. Each stands for one parameter; its
range and its default are that parameter's, turned into the firm's words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.core.parameter import Spec, specs
from sim.model.quarter import Parameters

DAYS_A_QUARTER = 60.0
"""Working days of one person in a quarter. Source: that of `EffortParameters.capacity_days`."""

USUAL_TRUST = 0.5
"""Trust at which a firm's averages are taken. Source: the mean that worlds are drawn around."""

USUAL_DISCOUNT = 0.2
"""Discount at which a firm's margin is taken. Source: the mean that worlds are drawn around."""

DIGITS = 12
"""Digits of a parameter's value that are kept: it is written into commands."""

EURO = 1000.0  # in a k€
MONTHS = 3.0  # in a quarter


@dataclass(frozen=True)
class Place:
    """What the numbers of a firm are seen beside.

    Attributes:
        alliances: How many alliances its people look after.
        discount: Its usual discount, 0..1.
        parameters: The model's other parameters.
    """

    alliances: int = 10
    discount: float = USUAL_DISCOUNT
    parameters: Parameters = Parameters()  # noqa: RUF009  # frozen


@dataclass(frozen=True)
class FirmNumber:
    """A number that a firm knows, and the parameter it stands for.

    Attributes:
        name: Name in code and links.
        label: Name for people.
        unit: Unit; ``1`` is a share.
        about: What exactly to look up.
        parameter: The parameter of the model.
        to_model: The parameter's value, from the number and its `Place`; rises or falls all along.
        from_model: The number, from the parameter's value.
    """

    name: str
    label: str
    unit: str
    about: str
    parameter: str
    to_model: Callable[[float, Place], float]
    from_model: Callable[[float, Place], float]

    @property
    def spec(self) -> Spec:
        """What is known of the parameter."""
        return next(spec for spec in specs(Parameters) if spec.name == self.parameter)

    def allowed(self, place: Place) -> tuple[float, float]:
        """Return the smallest and the largest number that the parameter's range lets in."""
        ends = [self.from_model(end, place) for end in (self.spec.low, self.spec.high)]
        return min(ends), min(max(ends), 1.0) if self.unit == "1" else max(ends)

    def default(self, place: Place) -> float:
        """Return the number that the parameter's default stands for."""
        return self.from_model(self.spec.default, place)


def _win_gain(place: Place) -> float:
    return 1.0 + place.parameters.win_rate_trust * USUAL_TRUST


def _cycle_cut(place: Place) -> float:
    return 1.0 - place.parameters.cycle_trust * USUAL_TRUST


NUMBERS = (
    FirmNumber(
        "gross_margin",
        "Gross margin",
        "1",
        "of what you sell to and with partners, after discounts, over its revenue",
        "unit_cost",
        lambda share, place: (1.0 - share) * (1.0 - place.discount),
        lambda cost, place: 1.0 - cost / (1.0 - place.discount),
    ),
    FirmNumber(
        "people",
        "Alliance team",
        "people",
        "in alliance management, full-time, selling with partners included",
        "capacity_days",
        lambda people, place: people * DAYS_A_QUARTER / place.alliances,
        lambda days, place: days * place.alliances / DAYS_A_QUARTER,
    ),
    FirmNumber(
        "day_cost",
        "Cost of a day",
        "€",
        "one person, one working day, everything included",
        "day_cost",
        lambda euros, place: euros / EURO,
        lambda keur, place: keur * EURO,
    ),
    FirmNumber(
        "win_rate",
        "Win rate",
        "1",
        "share of the opportunities pitched together with a usual partner that you win",
        "base_win_rate",
        lambda rate, place: rate / _win_gain(place),
        lambda base, place: base * _win_gain(place),
    ),
    FirmNumber(
        "sales_cycle",
        "Sales cycle",
        "months",
        "from pitching with a usual partner to the signature, on average",
        "joint_cycle",
        lambda months, place: months / MONTHS / _cycle_cut(place),
        lambda quarters, place: quarters * _cycle_cut(place) * MONTHS,
    ),
    FirmNumber(
        "quota",
        "Quota",
        "1",
        "a quarter's quota over what your partners spend on the category in a quarter",
        "quota_share",
        lambda share, place: share,
        lambda share, place: share,
    ),
)
"""The numbers, in the order in which they are asked for.

Assumption: averages are those with a partner whose trust is `USUAL_TRUST`, worked on fully.
"""


def model_values(firm: Mapping[str, float], place: Place) -> dict[str, float]:
    """Return the parameters that a firm's numbers stand for, by name.

    Raises:
        ProblemsError: A number has no such name or is out of range; said in the firm's words.
    """
    known = {number.name: number for number in NUMBERS}
    problems, values = [], {}
    for name, given in firm.items():
        if name not in known:
            problems.append(unknown("number of a firm", name, known))
            continue
        number = known[name]
        low, high = number.allowed(place)
        if not (np.isfinite(given) and _is_within(given, low, high)):
            problems.append(
                f"{number.label}: {_told(given, number)} given; must be from "
                f"{_told(low, number)} to {_told(high, number)}"
            )
            continue
        value = float(f"{number.to_model(given, place):.{DIGITS}g}")
        values[number.parameter] = float(np.clip(value, number.spec.low, number.spec.high))
    if problems:
        raise ProblemsError(problems)
    return values


def _is_within(given: float, low: float, high: float) -> bool:
    """Say whether a number lies in a range, as far as its ends can be written down."""
    spare = 1e-9 * max(abs(low), abs(high))
    return low - spare <= given <= high + spare


def _told(value: float, number: FirmNumber) -> str:
    return f"{100 * value:.3g}%" if number.unit == "1" else f"{value:,.4g} {number.unit}"
