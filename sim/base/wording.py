"""Numbers as people write them."""

from __future__ import annotations

from math import isnan

from sim.base.intervals import Interval

MILLION = 1000.0


def money(keur: float, *, signed: bool = False) -> str:
    """Return an amount in k€ as text: ``340 k€``, ``3.84 M€``, with a sign if asked for."""
    sign = "-" if keur < 0 else "+" if signed else ""
    size = abs(keur)
    if size >= MILLION:
        return f"{sign}{size / MILLION:,.{1 if size >= 10 * MILLION else 2}f} M€"
    return f"{sign}{size:,.0f} k€"


def money_interval(interval: Interval, *, signed: bool = False) -> str:
    """Return an amount with its interval: ``+5.03 M€ [4.51, 5.54]``, one unit for all three."""
    largest = max(abs(interval.low), abs(interval.high), abs(interval.mean))
    scale, unit, digits = (MILLION, "M€", 2) if largest >= MILLION else (1.0, "k€", 0)
    if largest >= 10 * MILLION:
        digits = 1
    plus = "+" if signed else ""
    mean = f"{interval.mean / scale:{plus},.{digits}f}"
    return (
        f"{mean} {unit} [{interval.low / scale:,.{digits}f}, {interval.high / scale:,.{digits}f}]"
    )


def percent(share: float) -> str:
    """Return a share as text: ``39%``; a dash where there is none."""
    return "–" if isnan(share) else f"{100 * share:.0f}%"


def years(quarters: int) -> str:
    """Return a span of quarters for people: ``5-year`` or ``6-quarter``."""
    return f"{quarters // 4}-year" if quarters % 4 == 0 else f"{quarters}-quarter"


def listed(names: list[str]) -> str:
    """Return names as a phrase: ``A, B and C``; with semicolons where a name has a comma."""
    between = "; " if any("," in name for name in names) else ", "
    return " and ".join(filter(None, [between.join(names[:-1]), *names[-1:]]))
