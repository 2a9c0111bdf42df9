"""The columns of a portfolio file: what each means, its unit, and what may stand in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.model.factors import FACTORS

NAME, NOTES = "name", "notes"

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_BLANK = {"", "-", "?", "n/a", "na", "unknown"}


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
        words: Words that stand for a number.
    """

    name: str
    unit: str
    low: float
    high: float
    about: str
    is_whole: bool = False
    words: Mapping[str, float] = field(default_factory=dict)

    @property
    def allowed(self) -> str:
        """What a cell may hold, for people."""
        kind = "a whole number" if self.is_whole else "a number"
        unit = "" if self.unit in ("1", "pt", "count") else f" {self.unit}"
        numbers = f"{kind} from {self.low:,.10g} to {self.high:,.10g}{unit}"
        return ", ".join([*self.words, "unknown"]) + f" or {numbers}" if self.words else numbers

    def value(self, text: str, has_decimal_comma: bool = False) -> float:
        """Return what a cell says, NaN if it leaves the value open.

        Args:
            text: The cell.
            has_decimal_comma: Whether 0,5 is a number, as where cells are parted by semicolons.

        Raises:
            ValueError: The cell says something else; the message is what is allowed.
        """
        text = text.strip()
        if text.lower() in _BLANK:
            return float(np.nan)
        if text.lower() in self.words:
            return self.words[text.lower()]
        number = self._number(text, has_decimal_comma)
        if not self.low <= number <= self.high:
            share = self.unit == "1" and "%" not in text and self.high < number <= 100
            hint = f" (did you mean {number:g}%?)" if share else ""
            raise ValueError(f"must be {self.allowed}{hint}")
        if self.is_whole and number != int(number):
            raise ValueError(f"must be {self.allowed}")
        return number

    def _number(self, text: str, has_decimal_comma: bool) -> float:
        is_percent = text.endswith("%") and self.unit in ("1", "pt")
        digits = text.removesuffix("%").rstrip() if is_percent else text
        if has_decimal_comma and _GROUPED.fullmatch(digits):
            raise ValueError(
                f"the dot could part thousands or decimals; write {digits.replace('.', '')} "
                f"or {digits.replace('.', ',', 1)}"
            )
        if has_decimal_comma and "." not in digits:
            digits = digits.replace(",", ".", 1)
        if not _NUMBER.fullmatch(digits):
            looks_grouped = any(c.isdigit() for c in digits) and re.search(r"[,.'’\s]", digits)
            hint = "; write it like 1234.5" if looks_grouped else ""
            raise ValueError(f"must be {self.allowed}{hint}")
        return float(digits) / (100.0 if is_percent and self.unit == "1" else 1.0)


ALIASES = {
    "partner": NAME,
    "partner_name": NAME,
    "contact_count": "contacts",
    "number_of_contacts": "contacts",
    "region_count": "regions",
    "number_of_regions": "regions",
}
"""Other headers that are understood."""


def column_name(header: str) -> str:
    """Return a header as a column name: ``Yearly revenue (k€)`` is ``yearly_revenue``."""
    bare = re.sub(r"[(\[].*?[)\]]", " ", header.lower())
    name = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    return ALIASES.get(name, name)


FACTOR_COLUMNS = tuple(column_name(factor) for factor in FACTORS)
"""Names of the twelve factors' columns, in the order of the factors."""

COLUMNS = {
    column.name: column
    for column in (
        Column(
            "culture",
            "1",
            0,
            1,
            "culture of the partner, 0 short term (dog) to 1 long term (cat)",
            words={"dog": 0.25, "cat": 0.75},
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
            words={"yes": 1.0, "no": 0.0},
        ),
    )
}
"""Every column that holds a fact, by name; besides there are `NAME` and `NOTES`, which are text.

Assumption: dog and cat say the kind, not the degree, so they stand for the mean of their kind in
the default population (0.25 and 0.75)."""
