"""Numbers as people write them: a cell taken apart, and a column read by its one decimal mark.

A single ``1,200`` may be 1200 or 1.2. Which it is follows from the whole column, or else it is not
read at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from sim.portfolio.units import NO_UNIT, Unit, money_unit

POINT, COMMA = ".", ","
LONGEST = 60
"""Letters of a cell beyond which it is no number."""
MARKS = {POINT: "point", COMMA: "comma"}

_GROUP = r"[ '’`´]"
_MINUS = str.maketrans("−–—‒﹣", "-----")
_PARTS = re.compile(
    r"(?P<before>[^\d.,+()-]*)(?P<sign>[+-]?)(?P<between>[^\d.,+()-]*)"
    rf"(?P<digits>(?:\d|[.,](?=\d))(?:[\d.,]|{_GROUP}(?=\d{{3}}))*(?:e[+-]?\d+)?)"
    r"(?P<after>[^\d]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Number:
    """A cell that holds a number, taken apart.

    Attributes:
        digits: Digits with their marks and sign, such as ``-1.200,50``.
        unit: Currency and magnitude, where written.
        is_percent: Whether it ends in ``%``.
    """

    digits: str
    unit: Unit = NO_UNIT
    is_percent: bool = False


def take_apart(text: str) -> Number | None:
    """Return a cell's digits, unit and percent sign; None if it is no number.

    Understood are spaces of any width, a minus before, after or as brackets, ``€1.2M``, ``45 k$``,
    ``1'200.-`` and ``17,5 %``.
    """
    if len(text) > LONGEST:
        return None
    tidy = " ".join(unicodedata.normalize("NFKC", text).translate(_MINUS).split())
    if inside := re.fullmatch(r"\((.*)\)|([^-]*\d)-", tidy):  # 840- as accounts write minus 840
        tidy = "-" + (inside[1] or inside[2])
    tidy = re.sub(r"(?<=\d)[.,]-+", "", tidy)  # 1200.- as the Swiss write round amounts
    found = _PARTS.fullmatch(tidy)
    if found is None:
        return None
    before = f"{found['before']} {found['between']}".strip()
    after = found["after"].strip()
    is_percent = after.endswith("%")
    written = f"{before} {after.removesuffix('%')}".strip()
    unit = money_unit(written) if written else NO_UNIT
    if unit is None or (is_percent and written):
        return None
    return Number(found["sign"] + found["digits"], unit, is_percent)


def _pattern(mark: str, other: str) -> re.Pattern[str]:
    """Return what a number with this decimal mark looks like; spaces stand as apostrophes."""
    dot = re.escape(mark)
    grouped = "|".join(
        rf"[1-9]\d{{0,2}}(?:{sep}\d{{3}})+(?:{dot}\d+)?|"
        rf"[1-9]\d?(?:{sep}\d\d)+{sep}\d{{3}}(?:{dot}\d+)?"
        for sep in (re.escape(other), "'")
    )
    return re.compile(rf"\d+(?:{dot}\d*)?|{dot}\d+|{grouped}")


_PATTERNS = {POINT: _pattern(POINT, COMMA), COMMA: _pattern(COMMA, POINT)}


@lru_cache(maxsize=100_000)
def readings(digits: str) -> Mapping[str, float]:
    """Return what digits mean under each decimal mark with which they are a number.

    Between thousands may stand the other mark, spaces or apostrophes, but of one kind: groups have
    three digits (in India the higher ones two), and no first group starts with 0.
    """
    sign = -1.0 if digits.startswith("-") else 1.0
    body, _, power = digits.lstrip("+-").lower().partition("e")
    spaced = re.sub(_GROUP, "'", body)
    found = {}
    for mark, other in ((POINT, COMMA), (COMMA, POINT)):
        if _PATTERNS[mark].fullmatch(spaced):
            text = spaced.replace(other, "").replace("'", "").replace(mark, ".")
            found[mark] = sign * float(f"{text}e{power or 0}")
    return MappingProxyType(found)


def is_open(digits: str) -> bool:
    """Return whether digits are one number with a decimal point and another with a comma."""
    return len(set(readings(digits).values())) > 1


DECIMAL = {POINT: "point", COMMA: "comma"}
"""Decimal marks, as their names are said of a file."""


@dataclass(frozen=True)
class Style:
    """The decimal mark of a column, or why it has none that can be relied on.

    Attributes:
        mark: The mark; empty if it does not matter or is not known.
        why: How it was found, if a cell needed it.
        problem: Why it could not be found.
        row: Row of the cell that the problem is about.
    """

    mark: str = ""
    why: str = ""
    problem: str = ""
    row: int = 0


def style_of(
    cells: Mapping[int, str],
    most: float,
    elsewhere: Mapping[str, str],
    *,
    may_group: bool = True,
    is_money: bool = False,
    said: str = "",
) -> Style:
    """Return the decimal mark of a column's numbers.

    Cells that can only be read one way decide. Where there is none, a cell such as ``1,200``

    - has thousands if it is plain money, which has no third decimal;
    - has decimals if thousands would be beyond the column;
    - has thousands if cells of up to three digits without a mark stand beside it, as decimals would
      have been written to all or their noughts to none;
    - has thousands if other columns of the file have the other mark before decimals.

    Otherwise both readings are offered. Decimals are never concluded from other columns.

    Args:
        cells: Row to digits; at least those that can be read at all.
        most: Largest number that makes sense in the column, as written.
        elsewhere: Decimal marks that other columns of the file are sure of, and one such cell each.
        may_group: Whether thousands may be concluded where no cell is sure.
        is_money: Whether they are amounts of a currency, not of thousands of it.
        said: The decimal mark of the file, if its owner has said it.
    """
    sure: dict[str, list[int]] = {}
    unsure = {row: text for row, text in cells.items() if is_open(text)}
    for row, text in cells.items():
        marks = list(readings(text))
        if len(marks) == 1:
            sure.setdefault(marks[0], []).append(row)
    if len(sure) == 2:
        one, other = (rows[0] for rows in sure.values())
        return Style(
            problem=f"{cells[other]!r} given, while row {one} has {cells[one]!r}; which mark parts "
            "decimals? write all with the same",
            row=other,
        )
    if said and sure and said not in sure:
        (others,) = sure.values()
        return Style(
            problem=f"{cells[others[0]]!r} given, while population.decimal says {DECIMAL[said]}",
            row=others[0],
        )
    if not unsure:
        return Style(next(iter(sure), ""))
    row, text = next(iter(unsure.items()))
    if said:
        return Style(said, _told(text, said, f"as population.decimal={DECIMAL[said]} says"))
    seen = {re.sub(r"[^.,]", "", t)[0] for t in unsure.values()}
    asked = Style(problem=_both(text), row=row)
    if len(seen) == 2:
        return asked
    mark = seen.pop()
    thousands = COMMA if mark == POINT else POINT
    if is_money and mark not in sure:
        return Style(thousands, _told(text, thousands, "as money has no third decimal"))
    if min(abs(readings(t)[thousands]) for t in unsure.values()) > most:
        return Style(mark, _told(text, mark, "as more is not possible"))
    if sure:
        found = next(iter(sure))
        if found == mark and not _may_be_decimals(cells, unsure):
            return asked
        return Style(found, _told(text, found, f"as {cells[sure[found][0]]!r} shows"))
    if not may_group:
        return asked
    plain = [t for t in cells.values() if re.fullmatch(r"[+-]?\d+", t)]
    if plain and all(len(t.lstrip("+-")) <= 3 for t in plain):
        return Style(thousands, _told(text, thousands, f"as {plain[0]!r} has no decimals"))
    if thousands in elsewhere and mark not in elsewhere:
        return Style(thousands, _told(text, thousands, f"as {elsewhere[thousands]} shows"))
    return asked


def _may_be_decimals(cells: Mapping[int, str], unsure: Mapping[int, str]) -> bool:
    """Return whether three decimals would be natural: not noughts beside numbers without."""
    decimals = [
        len(re.split("[.,]", text)[-1]) for text in cells.values() if re.search("[.,]", text)
    ]
    is_fixed = set(decimals) == {3} and len(decimals) == len(cells)
    return is_fixed or not any(text.endswith("0") for text in unsure.values())


def _both(text: str) -> str:
    with_point, with_comma = readings(text)[POINT], readings(text)[COMMA]
    decimal, whole = sorted((with_point, with_comma), key=abs)
    written = f"{decimal:.10g}" + ("" if decimal * 100 % 1 == 0 else "0")
    return (
        f"{text!r} given, which could be {whole:.10g} or {decimal:.10g}; "
        f"write {whole:.10g} or {written}"
    )


WAYS = ", or say of the whole file "
"""Before the ways to say it in a config, which a page has not."""


def ways_to_say(text: str) -> str:
    """Return how to say of a whole portfolio what a cell means that could be two numbers."""
    ways = [f"population.decimal={DECIMAL[m]} ({readings(text)[m]:.10g})" for m in (COMMA, POINT)]
    return WAYS + " or ".join(ways)


def _told(text: str, mark: str, why: str) -> str:
    return f"{text!r} is {readings(text)[mark]:.10g}, {why}"


_MONTH = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-zé]*\.?"
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ t].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:[ t].*)?|"
    rf"\d{{1,2}}[-. /]*{_MONTH}(?:[-. /]*\d{{2,4}})?|{_MONTH}[-. /]*\d{{1,4}}(?:[ ,]+\d{{4}})?",
    re.IGNORECASE,
)


def looks_like_a_date(text: str) -> bool:
    """Return whether text is a date, or what a spreadsheet makes of 3-5."""
    return _DATE.fullmatch(text.strip()) is not None


def marks_shown(columns: Sequence[tuple[str, Style, Mapping[int, str]]]) -> dict[str, str]:
    """Return the decimal marks that columns of a file are sure of, and a cell that shows each."""
    shown: dict[str, str] = {}
    for name, style, cells in columns:
        for text in cells.values():
            if style.mark and list(readings(text)) == [style.mark]:
                shown.setdefault(style.mark, f"{text!r} in {name}")
                break
    return shown
