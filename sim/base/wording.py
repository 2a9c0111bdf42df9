"""Numbers as people write them; every amount of money in the project is written here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from math import isnan

from sim.base.intervals import Interval

MILLION = 1000.0
EURO = "EUR"
SPARE = 1e-9
"""How far a sum of weights may be off."""

SIGNS = {
    "AUD": "A$",
    "CAD": "C$",
    "GBP": "£",
    "INR": "₹",
    "JPY": "¥",
    "USD": "$",
}
"""Signs that stand before an amount; other currencies but the euro are written by their code."""

_IN_FORCE = ContextVar("currency", default=EURO)


@contextmanager
def written_in(currency: str) -> Iterator[None]:
    """Write amounts in a currency for a while, as a locale would.

    It is a label: amounts are thousands of whatever currency the numbers are in, and nothing is
    converted.

    Args:
        currency: A code of three letters, such as ``USD``.
    """
    before = _IN_FORCE.set(currency)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


def money_unit(scale: str) -> str:
    """Return a unit for an axis or a heading: ``k€``, ``M€``, ``$k``, ``CHF M``.

    Args:
        scale: ``k`` for thousands, ``M`` for millions.
    """
    code = _IN_FORCE.get()
    if code == EURO:
        return f"{scale}€"
    return f"{SIGNS[code]}{scale}" if code in SIGNS else f"{code} {scale}"


def money(keur: float, *, signed: bool = False) -> str:
    """Return an amount in thousands as text: ``340 k€``, ``-3.84 M€``, ``$340k``, ``CHF 3.84M``.

    Args:
        keur: The amount, in thousands.
        signed: Whether to write a plus sign.
    """
    if abs(keur) >= MILLION:
        digits = 1 if abs(keur) >= 10 * MILLION else 2
        return _amount(number(keur / MILLION, digits, signed=signed), "M")
    return _amount(number(keur, 0, signed=signed), "k")


def money_interval(interval: Interval, *, signed: bool = False) -> str:
    """Return an amount with its interval: ``+5.03 M€ [4.51, 5.54]``, one unit for all three."""
    largest = max(abs(interval.low), abs(interval.high), abs(interval.mean))
    scale, unit, digits = (MILLION, "M", 2) if largest >= MILLION else (1.0, "k", 0)
    if largest >= 10 * MILLION:
        digits = 1
    low, high = (number(end / scale, digits) for end in (interval.low, interval.high))
    return f"{_amount(number(interval.mean / scale, digits, signed=signed), unit)} [{low}, {high}]"


def _amount(figure: str, scale: str) -> str:
    """Put sign or code and scale to a number: after it for euros, around it for all others."""
    code = _IN_FORCE.get()
    if code == EURO:
        return f"{figure} {scale}€"
    sign, plain = (figure[0], figure[1:]) if figure[0] in "+-" else ("", figure)
    return f"{sign}{SIGNS.get(code, f'{code} ')}{plain}{scale}"


def number(value: float, digits: int, *, signed: bool = False) -> str:
    """Return a number with thousands separators; what rounds to zero has no sign."""
    text = f"{value:,.{digits}f}"
    if not text.strip("-0.,"):
        return text.lstrip("-")
    return f"+{text}" if signed and not text.startswith("-") else text


def percent(share: float) -> str:
    """Return a share as text: ``39%``; a dash where there is none."""
    return "–" if isnan(share) else f"{100 * share:.0f}%"


def percent_of_all(share: float) -> str:
    """Return a share of a count as text: what is not all is not ``100%``, nor what is some ``0%``.

    ``99.7%`` is ``>99%``, ``0.3%`` is ``<1%``.
    """
    told = percent(share)
    if told == "100%" and share < 1.0 - SPARE:
        return ">99%"
    return "<1%" if told == "0%" and share > SPARE else told


def years(quarters: int) -> str:
    """Return a span of quarters for people: ``5-year`` or ``6-quarter``."""
    return f"{quarters // 4}-year" if quarters % 4 == 0 else f"{quarters}-quarter"


def span(quarters: int) -> str:
    """Return a span of quarters as a noun: ``5 years``, ``1 year`` or ``6 quarters``."""
    count, unit = (quarters // 4, "year") if quarters % 4 == 0 else (quarters, "quarter")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def counted(count: int, noun: str) -> str:
    """Return a number of things: ``1 alliance``, ``2,000 alliances``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Return names as a phrase: ``A, B and C``; with semicolons where a name has a comma."""
    between = "; " if any("," in name for name in names) else ", "
    return " and ".join(filter(None, [between.join(names[:-1]), *names[-1:]]))


def listed_some(names: Sequence[str], most: int = 6) -> str:
    """Return names as a phrase, the first of them where there are many: ``A, B and 7 more``."""
    if len(names) <= most:
        return listed(names)
    return listed([*names[: most - 1], f"{len(names) - most + 1:,} more"])
