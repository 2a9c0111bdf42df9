"""The columns of a portfolio: what each means, its unit, and the words that stand for numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.model.factors import FACTORS

NAME, NOTES, STATUS = "name", "notes", "status"
PARTNER, CUSTOMER = "partner", "customer"

YES = (
    *("yes", "y", "true", "t", "x", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "sì", "vero"),
    *("verdadero", "sim", "tak", "ano", "да", "はい", "是", "✓", "✔", "☑", "✅"),
)
NO = (
    *("no", "n", "false", "f", "nein", "falsch", "non", "faux", "falso", "não", "nao", "nie"),
    *("ne", "nej", "нет", "いいえ", "否", "✗", "✘", "☐", "❌"),
)


@dataclass(frozen=True)
class Column:
    """A fact about an alliance that a file may give; a blank cell leaves it to be drawn.

    Attributes:
        name: Name in the header.
        unit: Unit; ``1`` is a pure number, ``pt`` is points of 100; both may be written with ``%``.
        low: Smallest allowed value.
        high: Largest allowed value.
        about: Meaning, in one line.
        is_whole: Whether only whole numbers make sense.
        words: Words that stand for a number; those named first are the ones to write.
        named: How many of the words are named where a cell is refused.
    """

    name: str
    unit: str
    low: float
    high: float
    about: str
    is_whole: bool = False
    words: Mapping[str, float] = field(default_factory=dict)
    named: int = 2

    @property
    def allowed(self) -> str:
        """What a cell may hold, for people."""
        kind = "a whole number" if self.is_whole else "a number"
        unit = "" if self.unit in ("1", "pt", "count") else f" {self.unit}"
        numbers = f"{kind} from {self.low:,.10g} to {self.high:,.10g}{unit}"
        words = list(self.words)[: self.named]
        return ", ".join([*words, "unknown"]) + f" or {numbers}" if words else numbers

    def misfit(self, number: float) -> str:
        """Return what is allowed if a number in the column's unit is not; empty if it is."""
        if not self.low <= number <= self.high or (self.is_whole and number != int(number)):
            return f"must be {self.allowed}"
        return ""


def _factor_name(factor: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", factor.lower()).strip("_")


FACTOR_COLUMNS = tuple(_factor_name(factor) for factor in FACTORS)
"""Names of the twelve factors' columns, in the order of the factors."""

_SHORT, _LONG = 0.25, 0.75

COLUMNS = {
    column.name: column
    for column in (
        Column(
            "culture",
            "1",
            0,
            1,
            "culture of the partner, 0 short term (dog) to 1 long term (cat)",
            words={
                "dog": _SHORT,
                "cat": _LONG,
                **dict.fromkeys(("short", "short term", "short-term", "kurzfristig"), _SHORT),
                **dict.fromkeys(("long", "long term", "long-term", "langfristig"), _LONG),
            },
        ),
        Column("score", "pt", 0, 100, "relationship score, the mean of the twelve factors"),
        *(
            Column(name, "pt", 0, 100, f"relationship factor: {factor}")
            for name, factor in zip(FACTOR_COLUMNS, FACTORS, strict=True)
        ),
        Column("trust", "1", 0, 1, "the partner's trust in the vendor"),
        Column("yearly_revenue", "k€", 0.1, 10_000_000, "revenue with the partner in a year"),
        Column("discount", "1", 0, 0.9, "going discount off the list price"),
        Column("regions", "count", 1, 5, "regions the alliance works in; 1 is home", is_whole=True),
        Column("contacts", "count", 1, 1000, "working contacts at the partner", is_whole=True),
        Column(
            "values_partnership",
            "1",
            0,
            1,
            "whether, or with what chance, the partner values partnership",
            words={
                "yes": 1.0,
                "no": 0.0,
                **dict.fromkeys(YES, 1.0),
                **dict.fromkeys(NO, 0.0),
            },
        ),
    )
}
"""Every column that holds a fact, by name; besides there are `NAME`, `STATUS` and `NOTES`, text.

Assumption: dog and cat say the kind, not the degree, so they stand for the mean of their kind in
the default population (0.25 and 0.75)."""

IF_OPEN = {
    "culture": "drawn",
    "trust": "drawn",
    "yearly_revenue": "partner size drawn",
    "discount": "drawn",
    "regions": "home region only",
    "contacts": "one or two drawn",
    "values_partnership": "drawn with the usual chance",
}
"""What is done for a partner of whom a fact is not known; scores and factors go together."""

FACTORS_IF_OPEN = "factors not given drawn"

STATUSES = {"partner": PARTNER, "customer": CUSTOMER, "kunde": CUSTOMER, "client": CUSTOMER}
"""Words of `STATUS` to what they mean. Assumption: a customer is an account that was a partner."""
