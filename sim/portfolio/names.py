"""Names in cells: lists of people and regions counted, totals told from partners, near twins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sim.base.wording import listed
from sim.portfolio.cell import ERRORS, shown

LONGEST_NAME = 100

_PARTICLES = {"de", "da", "del", "della", "di", "dos", "du", "van", "von", "der", "den", "la", "le",
              "bin", "al", "el", "ten", "zu", "zur", "y", "e", "dr", "dr."}  # fmt: skip
_NO_REGIONS = {"global", "worldwide", "all", "international", "multiple", "several", "many",
               "various", "local", "none", "other", "high", "medium", "low"}  # fmt: skip

_TOTAL = re.compile(
    r"(?:(?:grand|sub|overall|portfolio|running)[ -]?)?(?:totals?|sum|subtotal)|"
    r"(?:gesamt|zwischen)?summe|gesamt|insgesamt|total (?:général|general)|sous-total|somme|totale|"
    r"suma|totaal|average|averages|avg\.?|mean|median|durchschnitt|mittelwert|moyenne|promedio|media|"
    r"gemiddelde|count|anzahl|nombre|min\.?|max\.?|minimum|maximum|std\.?(?: ?dev\.?)?|ø",
)
_FORMS = {
    *(
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "llc",
        "llp",
    ),
    *(
        "lp",
        "plc",
        "gmbh",
        "ag",
        "kg",
        "kgaa",
        "ohg",
        "ug",
        "mbh",
        "se",
        "sa",
        "sas",
        "sarl",
        "srl",
    ),
    *("spa", "sl", "bv", "nv", "ab", "as", "oy", "oyj", "aps", "kk", "pty", "pte", "the"),
}
"""Forms of a firm, which do not tell one from another."""


def counted_people(text: str) -> int:
    """Return how many people a cell names; 0 if it is no list of first and last names.

    Semicolons, lines, slashes, ``&`` and ``and`` part people; commas too, if each part has a first
    and a last name. ``Roe, Jane; Doe, John`` are two, but ``Roe, Jane`` alone may be one or two.
    """
    people = _parts(text, r";|\n|/|&|\+|\band\b|\bund\b|\bet\b")
    each = [part for person in people for part in _parts(person, ",")]
    if all(_is_a_person(part) for part in each):
        return len(each)
    is_last_first = len(people) > 1 and all(person.count(",") == 1 for person in people)
    swapped = [" ".join(reversed(_parts(person, ","))) for person in people]
    return len(people) if is_last_first and all(_is_a_person(name) for name in swapped) else 0


def _is_a_person(text: str) -> bool:
    if re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", text):
        return True
    words = text.split()
    names = [word for word in words if word.lower() not in _PARTICLES]
    return len(names) >= 2 and all(
        re.fullmatch(r"[^\W\d_][\w.'’-]*", n) and not n[0].islower() for n in names
    )


def counted_regions(text: str) -> int:
    """Return how many regions a cell lists; 0 if it is no list of names or codes."""
    regions = _parts(text, r"[;,\n/&+|]|\band\b|\bund\b")
    if any(r.lower() in _NO_REGIONS or not re.fullmatch(r"[^\W\d_][^\d_]*", r) for r in regions):
        return 0
    return len(regions) if all(not region[0].islower() for region in regions) else 0


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in re.split(between, text) if part.strip()]


def is_a_total(name: str) -> bool:
    """Return whether a row is named as a total, an average or a count, and not as a partner."""
    if len(name) > LONGEST_NAME:
        return False
    bare = re.sub(r"\s*[:=]?\s*\(?\d*\)?\s*[:=]?$", "", name.strip().lower())
    return bool(_TOTAL.fullmatch(bare))


def begins_as_a_total(name: str) -> bool:
    """Return whether a name begins as a total does, as ``Total EMEA`` and TotalEnergies might."""
    first = re.split(r"[\s:]+", name.strip().lower())
    return len(first) > 1 and (is_a_total(first[0]) or is_a_total(" ".join(first[:2])))


def key_of(name: str) -> str:
    """Return a name as it is compared: case and blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def name_problems(rows: Sequence[int], names: Sequence[str]) -> list[tuple[int, str]]:
    """Return what is wrong with names: row and words."""
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for row, name in zip(rows, names, strict=True):
        key = key_of(name)
        if not name:
            problems.append((row, "column name: blank; every partner needs a name"))
        elif len(name) > LONGEST_NAME:
            what = f"column name: {len(name)} letters given; at most {LONGEST_NAME}"
            problems.append((row, what))
        elif not name.isprintable():
            problems.append((row, f"column name: {shown(name)} given; must be plain text"))
        elif ERRORS.fullmatch(name):
            problems.append((row, f"column name: {shown(name)} given; that is an error, no name"))
        elif key in seen:
            what = f"column name: {shown(name)} given; row {seen[key]} is that partner already; "
            what += "give each partner one row"
            problems.append((row, what))
        seen.setdefault(key, row)
    return problems


def near_twins(rows: Sequence[int], names: Sequence[str]) -> list[str]:
    """Return which partners may be one: alike but for accents, marks and the form of the firm."""
    alike: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        plain = unicodedata.normalize("NFKD", key_of(name).replace("&", " and "))
        bare = "".join(c for c in plain if not unicodedata.combining(c))
        words = re.findall(r"\w+", bare.replace(".", "").replace("'", ""))
        kept = [word for word in words if word not in _FORMS] or words
        alike.setdefault("".join(kept), []).append(place)
    return [
        f"rows {listed([str(rows[place]) for place in places])} may be one partner: "
        + ", ".join(names[place] for place in places)
        for key, places in alike.items()
        if key and len(places) > 1
    ]
