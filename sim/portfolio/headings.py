"""What the headings of a file mean: a table of known names, and units beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim.portfolio.columns import COLUMNS, NAME, NOTES, STATUS
from sim.portfolio.units import NO_UNIT, PARTS, Unit, read_unit

LONGEST = 100
"""Letters of a heading that is looked at; what is longer is not used."""

PARTNER, COMPANY = "partner", "company"
"""Two kinds of name: of a partner, and of any firm. Where a file has both, the first is meant."""

_NAMES = {
    NAME: "name",
    PARTNER: """partner, partner name, name of partner, name of the partner, partnername, partners,
        alliance, alliance name, alliance partner, alliance partner name, partner account,
        partner company, partner firm""",
    COMPANY: """account, account name, company, company name, organisation, organisation name,
        organization, organization name, firm, firm name, business name, firma, firmenname,
        unternehmen, unternehmensname, entreprise, societe, nom, empresa, azienda, nombre, nome""",
}
_SYNONYMS = {
    NOTES: "note, comment, comments, remark, remarks, bemerkung, bemerkungen, kommentar, notizen",
    STATUS: "partner status, relationship status, alliance status",
    "yearly_revenue": """revenue, annual revenue, year revenue, partner revenue, total revenue,
        revenue with partner, revenue with us, sales, annual sales, yearly sales, turnover,
        annual turnover, recurring revenue, annual recurring revenue, umsatz, jahresumsatz,
        chiffre d affaires, chiffre d affaires annuel,
        ingresos, ingresos anuales, ricavi, fatturato, omzet, jaaromzet""",
    "discount": """going discount, average discount, avg discount, mean discount, discount rate,
        discount level, rabatt, remise, descuento, sconto, korting""",
    "trust": "trust level, trust in us, partner trust, vertrauen, confiance, confianza, fiducia",
    "score": "relationship score, alliance score, partnership score, vst score, beziehungsscore",
    "regions": """region count, regions count, number of regions, no of regions, nr of regions,
        regions covered, regionen, anzahl regionen""",
    "contacts": """contact count, contacts count, number of contacts, no of contacts,
        nr of contacts, number of associated contacts, associated contacts, working contacts,
        kontakte, anzahl kontakte, ansprechpartner""",
    "culture": "partner culture, kultur",
    "values_partnership": "values partnering, values the partnership, partnership valued",
}
_SAYS_NOTHING = {
    "regions": ("count", "number", "#", "1-5"),
    "contacts": ("count", "number", "#"),
    "culture": ("dog/cat", "dog or cat", "cat/dog"),
    "values_partnership": ("yes/no", "y/n", "yes or no", "0/1", "1/0", "true/false", "ja/nein"),
}
"""Brackets and signs that say nothing new of a column."""

ASKED = {"yearly_revenue": ("revenue", "umsatz", "turnover"), "score": ("score",),
         "trust": ("trust",), "discount": ("discount", "rabatt")}  # fmt: skip
"""Words in headings that are not used, after which a reader is asked whether they are meant."""


def slug(text: str) -> str:
    """Return text as a name: ``Long-term relationship`` is ``long_term_relationship``."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")


def _known() -> dict[str, str]:
    table = {name: name for name in (*COLUMNS, NOTES, STATUS)}
    for column, names in (_NAMES | _SYNONYMS).items():
        table |= {slug(name): column for name in names.split(",")}
    return table


KNOWN = _known()
"""Name of a heading, as `slug` has it, to the column that it means."""


COMPANIES = {name for name, column in KNOWN.items() if column == COMPANY}


@dataclass(frozen=True)
class Heading:
    """A heading of a file, and what is understood by it.

    Attributes:
        place: Where it stands, from 0.
        text: As the file has it, on one line; empty if there is none.
        column: The column that is meant; empty if the file's column is not used.
        unit: What it says of the cells.
        problem: Why it cannot be used, though it is meant.
    """

    place: int
    text: str
    column: str = ""
    unit: Unit = NO_UNIT
    problem: str = ""


def read_heading(text: str, place: int = 0) -> Heading:
    """Return what a heading means.

    It is known if all of it is: a name of the table, and a unit before or after it. In brackets
    whatever is not understood is a problem, as it might change what the cells mean.
    """
    shown = " ".join(text.split())
    if len(shown) > LONGEST:
        return Heading(place, shown)
    tidy = unicodedata.normalize("NFKC", shown)
    brackets = [inner.strip() for inner in re.findall(r"[(\[{]([^)\]}]*)[)\]}]", tidy)]
    bare = re.sub(r"[(\[{][^)\]}]*[)\]}]", " ", tidy)
    bare = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare)  # PartnerName
    bare = re.sub(r"\bMRR\b", "monthly revenue", re.sub(r"\bARR\b", "annual revenue", bare))
    for column, outside in _meanings(bare):
        unit = _unit_outside(outside, column)
        if unit is None:
            continue
        found = Heading(place, shown, column)
        if column in (*_NAMES, NOTES, STATUS):
            return found if unit == NO_UNIT else Heading(place, shown)
        for inner in brackets:
            more = _unit_inside(inner, column)
            both = _joined(unit, more) if more else None
            if both is None:
                return replace(found, problem=_not_understood(inner, column))
            unit = both
        if unit.times not in (None, 1) and re.search("year|annual|jahr", bare.lower()):
            return replace(found, problem="says both a year and a part of it; take one out")
        return replace(found, unit=unit, problem=_misfit(unit, column))
    return Heading(place, shown)


def called(heading: Heading, column: str) -> Heading:
    """Return a heading as its owner means it: as if it named a column, or none.

    What stands in its brackets still says of which unit the cells are.
    """
    if not column:
        return Heading(heading.place, heading.text)
    units = " ".join(re.findall(r"[(\[{][^)\]}]*[)\]}]", heading.text))
    return replace(read_heading(f"{column} {units}", heading.place), text=heading.text)


def _meanings(bare: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each column that some words of a heading name, with what stands before and after."""
    words = list(re.finditer(r"\d+|[^\W\d_]+|[^\w\s]", bare))
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            start, end = words[first].start(), words[first + length - 1].end()
            column = KNOWN.get(slug(bare[start:end]))
            if column and (words[first][0].isalnum() and words[first + length - 1][0].isalnum()):
                yield column, [bare[:start].strip(" _-:"), bare[end:].strip(" _-:")]


def _unit_outside(texts: Sequence[str], column: str) -> Unit | None:
    unit = Unit()
    for text in texts:
        if text.lower() in _SAYS_NOTHING.get(column, ()):
            continue
        more = None if text.lower() in ("k", "m", "b") else read_unit(text)
        both = _joined(unit, more) if more else None
        if both is None:
            return None
        unit = both
    return unit


def _unit_inside(text: str, column: str) -> Unit | None:
    if re.sub(r"\s*/\s*", "/", text.lower()) in _SAYS_NOTHING.get(column, ()):
        return Unit()
    return read_unit(text)


def _joined(one: Unit, other: Unit) -> Unit | None:
    """Return two units as one; None where both say the same kind of thing."""
    said, more = (
        {key: value for key, value in vars(unit).items() if value != getattr(NO_UNIT, key)}
        for unit in (one, other)
    )
    return None if said.keys() & more.keys() else Unit(**said | more)


def _not_understood(inner: str, column: str) -> str:
    if column == "yearly_revenue":
        units = "units are such as (€), (k€), (M€), ($), (thousands), (k€ per quarter)"
    elif column in ("regions", "contacts"):
        units = "it is a plain count"
    elif COLUMNS[column].unit == "pt":
        units = "units are such as (%), (0-100), (1-5)"
    else:
        units = "units are such as (%), (0-1), (1-5)"
    return f"({inner}) is not understood; {units}; leave it out if it says nothing of the unit"


def _misfit(unit: Unit, column: str) -> str:
    """Return what a unit has to do with a column that it does not fit; empty if it fits."""
    if column == "yearly_revenue":
        if unit.is_percent or unit.scale:
            return "revenue cannot be a percentage or on a scale; rename it if it is not meant"
        if unit.part and unit.times:
            kind, number = unit.part
            return f"says both {kind} {number} and how often a year; write revenue Q{number}, say"
        return ""
    if unit.is_money or (unit.times or unit.part):
        return f"{column} cannot be money; rename the column if it is not meant"
    if COLUMNS[column].unit == "count" and (unit.is_percent or unit.scale):
        return f"{column} is a plain count; rename the column if it is not meant"
    if unit.is_percent and unit.scale and unit.scale != (0.0, 100.0):
        return "says both a percentage and a scale"
    return ""


def choose(headings: Sequence[Heading]) -> tuple[list[Heading], list[str]]:
    """Return the headings with one for each column, and what is wrong with them as a whole.

    The name is the partner's where a file also names a company. A year of revenue goes before its
    parts. Whatever else is meant twice is a problem.
    """
    problems: list[str] = []
    has_partner = any(h.column == PARTNER for h in headings)
    has_year = any(h.column == "yearly_revenue" and not h.unit.part for h in headings)
    chosen = []
    for heading in headings:
        if heading.column == COMPANY and has_partner:
            heading = replace(heading, column="")
        if heading.column in _NAMES:
            heading = replace(heading, column=NAME)
        if heading.column == "yearly_revenue" and heading.unit.part and has_year:
            heading = replace(heading, column="", problem="")
        chosen.append(heading)
    seen: dict[tuple[str, object], Heading] = {}
    for heading in chosen:
        key = (heading.column, heading.unit.part)
        if heading.column in ("", NOTES):
            continue
        if key in seen:
            problems.append(
                f"columns {seen[key].text!r} and {heading.text!r}: both understood as "
                f"{heading.column}; rename or remove the one that is not meant"
            )
        seen.setdefault(key, heading)
    if NAME not in {heading.column for heading in chosen}:
        problems.append("no column with the partners' names; call it name")
    return chosen, problems + _incomplete(chosen)


def _incomplete(headings: Sequence[Heading]) -> list[str]:
    """Return what is lacking of a year of revenue that is given in parts."""
    parts = {h.unit.part for h in headings if h.column == "yearly_revenue" and h.unit.part}
    kinds = sorted({kind for kind, _ in parts})
    if len(kinds) > 1:
        return [f"revenue by {' and by '.join(kinds)}: keep one of them"]
    for kind in kinds:
        count = PARTS[kind][0]
        lacking = [number for number in range(1, count + 1) if (kind, number) not in parts]
        if lacking:
            numbers = ", ".join(map(str, lacking))
            return [
                f"revenue by {kind}: no column for {kind} {numbers}; give all {count} of a year, "
                f"or one column of revenue per {kind}, as in revenue (k€ per {kind})"
            ]
    return []
