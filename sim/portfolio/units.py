"""Units as people write them: currencies, thousands, scales, a year and its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

CURRENCIES = {
    "EUR": "€ eur euro euros",
    "USD": "$ usd us$ us-$ dollar dollars",
    "GBP": "£ gbp pound pounds sterling",
    "CHF": "chf sfr fr. franken",
    "JPY": "¥ jpy yen",
    "CNY": "cny rmb",
    "INR": "inr ₹ rs.",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "PLN": "pln zł",
    "CZK": "czk kč",
    "HUF": "huf",
    "RON": "ron",
    "CAD": "cad c$ ca$",
    "AUD": "aud a$ au$",
    "NZD": "nzd nz$",
    "SGD": "sgd s$",
    "HKD": "hkd hk$",
    "BRL": "brl r$",
    "MXN": "mxn",
    "ZAR": "zar",
    "TRY": "try ₺",
    "ILS": "ils ₪",
    "KRW": "krw ₩",
    "AED": "aed",
    "SAR": "sar",
}
MAGNITUDES = {
    1e3: "k thsd tsd tsd. tausend thousand thousands 000 '000 000s '000s 000's",
    1e6: "m mm mn mio mio. mln mln. million millions millionen",
    1e9: "b bn mrd mrd. billion billions milliarde milliarden",
}
PERIODS = {
    1: "yearly annual annually year yr yrs annum jahr jährlich an ltm ttm arr",
    4: "quarterly quarter qtr quartal",
    12: "monthly month mo mth monat monatlich mrr",
}
"""Times a year: words."""

PARTS = {
    "quarter": (4, r"q([1-4])|([1-4])q"),
    "half-year": (2, r"h([12])|([12])h"),
    "month": (
        12,
        "|".join(
            f"({months})"
            for months in (
                "jan(?:uary|uar)?",
                "feb(?:ruary|ruar)?",
                "mar(?:ch)?|mär(?:z)?|mrz",
                "apr(?:il)?",
                "may|mai",
                "june?|juni",
                "july?|juli",
                "aug(?:ust)?",
                "sept?(?:ember)?",
                "oct(?:ober)?|okt(?:ober)?",
                "nov(?:ember)?",
                "dec(?:ember)?|dez(?:ember)?",
            )
        ),
    ),
}
"""Part of a year: how many there are, and how its name and number are written."""


@dataclass(frozen=True)
class Unit:
    """What a header says of its cells.

    Attributes:
        currency: Code such as ``EUR``; empty if not said.
        magnitude: 1000 for thousands; None if not said.
        times: How often a year holds the period: 4 for a quarter; None if not said.
        is_percent: Whether cells are percentages.
        scale: Lowest and highest of a scale, such as 1 and 5.
        part: Part of the year, such as ``quarter`` and 2.
        year: A year as written, such as ``FY26``.
    """

    currency: str = ""
    magnitude: float | None = None
    times: int | None = None
    is_percent: bool = False
    scale: tuple[float, float] | None = None
    part: tuple[str, int] | None = None
    year: str = ""

    @property
    def is_money(self) -> bool:
        """Whether a currency or a magnitude is said."""
        return bool(self.currency) or self.magnitude is not None


NO_UNIT = Unit()


def _told_by(words: dict[float, str] | dict[int, str] | dict[str, str]) -> dict[str, object]:
    return {word: meaning for meaning, listed in words.items() for word in listed.split()}


_CURRENCY, _MAGNITUDE, _PERIOD = (_told_by(w) for w in (CURRENCIES, MAGNITUDES, PERIODS))
_MONEY = {**_CURRENCY, **_MAGNITUDE}


def _alternatives(words: dict[str, object]) -> str:
    """Return a pattern for any of some words, the longest first, not within a longer word."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) for word in ordered)


_MONEY_WORD = re.compile(_alternatives(_MONEY))
_NUMBER = r"(\d+(?:\.\d+)?)"
_SCALE = re.compile(
    rf"{_NUMBER} ?(?:-|–|—|to|bis|\.\.+|…|/) ?{_NUMBER}(?![\d.])|"
    rf"(?:/|out of|of|von|max\.?|sur) ?{_NUMBER}(?![\d.])"
)
_PERCENT = re.compile(r"(?:%|pct\b|percent(?:age)?\b|prozent\b|per cent\b|pourcent\b)")
_YEAR = re.compile(r"(?:(?:fy|cy|gj) ?'?(?:20)?\d\d|20\d\d|'\d\d)(?:[/-](?:20)?\d\d)?(?!\d)")
_PERIOD_WORD = re.compile(
    rf"(?:(?:per|pro|par|a|each|p\.?) ?)?(?:{_alternatives(_PERIOD)})(?![^\W\d_])|p\. ?a\.?|"
    r"(?:last|past) (?:12|twelve) months|p\. ?m\.?(?![^\W\d_])|pa(?![^\W\d_])"
)
_BETWEEN = re.compile(r"[\s,;:·|_./-]*(?:in(?![^\W\d_]))?\s*")


def money_unit(text: str) -> Unit | None:
    """Return currency and magnitude as ``k€``, ``Mio. EUR``, ``000s USD`` say them.

    Returns:
        The unit; None if the text says anything else, or something twice.
    """
    rest, unit = text.strip().lower(), Unit()
    while rest:
        found = _MONEY_WORD.match(rest)
        if found is None:
            if rest[0] == "t" and re.match(r"t[. ]?(€|eur)", rest) and unit.magnitude is None:
                unit, rest = replace(unit, magnitude=1e3), rest[1:].lstrip(" .")
                continue
            return None
        word = found[0]
        if word in _CURRENCY:
            if unit.currency:
                return None
            unit = replace(unit, currency=str(_CURRENCY[word]))
        else:
            if unit.magnitude is not None:
                return None
            unit = replace(unit, magnitude=float(str(_MAGNITUDE[word])))
        rest = rest[len(word) :].lstrip(" .,-/_")
        rest = re.sub(r"^(of|in) ", "", rest)
    return unit if unit.is_money else None


def read_unit(text: str) -> Unit | None:
    """Return what a bracket, or words beside a heading, say of the cells.

    ``k€ per quarter``, ``1-5``, ``% in 2025``, ``Q3``.

    Returns:
        The unit, empty for blank text; None if any of it is not understood or said twice.
    """
    rest, unit = " ".join(text.lower().split()), Unit()
    while True:
        if not _SCALE.match(rest):  # the mark in /5 belongs to it
            rest = _BETWEEN.sub("", rest, count=1)
        if not rest:
            return unit
        step = _next(rest, unit)
        if step is None:
            return None
        unit, length = step
        rest = rest[length:]


def _next(rest: str, unit: Unit) -> tuple[Unit, int] | None:
    """Return the unit with the first thing that the text says, and how long that is."""
    if (found := _YEAR.match(rest)) and not unit.year:
        return replace(unit, year=found[0].upper()), found.end()
    if (found := _SCALE.match(rest)) and unit.scale is None:
        low, high = (0.0, float(found[3])) if found[3] else (float(found[1]), float(found[2]))
        return (replace(unit, scale=(low, high)), found.end()) if low < high else None
    if (found := _PERCENT.match(rest)) and not unit.is_percent:
        return replace(unit, is_percent=True), found.end()
    if (found := _PERIOD_WORD.match(rest)) and unit.times is None:
        return replace(unit, times=_times(found[0])), found.end()
    if unit.part is None and (part := _part(rest)):
        return replace(unit, part=part[0]), part[1]
    # money runs to the next blank after which it is no longer money
    for end in _ends(rest):
        money = money_unit(rest[:end].rstrip(" ,;/-_"))
        if money and not unit.is_money:
            return replace(unit, currency=money.currency, magnitude=money.magnitude), end
    return None


def _ends(rest: str) -> list[int]:
    """Return where money may end: at the end or before a mark, the farthest first."""
    marks = [m.start() for m in re.finditer(r"[\s,;/_-]", rest) if m.start()]
    return [len(rest), *reversed(marks)]


def _times(words: str) -> int:
    last = re.split(r"[ .]", words.strip(" ."))[-1]
    if last in _PERIOD:
        return int(str(_PERIOD[last]))
    return 12 if last == "m" else 1


def _part(rest: str) -> tuple[tuple[str, int], int] | None:
    for kind, (_, pattern) in PARTS.items():
        found = re.match(rf"(?:{pattern})(?![^\W\d_])(?:[ '/-]{{1,2}}\d\d(?!\d))?", rest)
        if found is None:
            continue
        if kind == "month":
            number = next(i for i, group in enumerate(found.groups(), 1) if group)
        else:
            number = int(next(group for group in found.groups() if group))
        return (kind, number), found.end()
    return None
