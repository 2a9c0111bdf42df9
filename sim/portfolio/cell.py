"""Cells that hold nothing: blanks, and errors of a spreadsheet; and how messages show a cell."""

from __future__ import annotations

import re

BLANKS = {
    *("", "-", "--", "—", "–", "?", ".", "n/a", "na", "n.a.", "n.a", "n/v", "n.v.", "k.a."),
    *("k. a.", "nan", "null", "none", "nil", "unknown", "unbekannt", "inconnu", "missing"),
    *("tbd", "tba", "tbc", "not available", "not known", "not assessed"),
    *("#n/a", "#nv", "#n/d", "<na>", "(blank)"),
}
"""What leaves a fact open, in lower case."""

ERRORS = re.compile(
    r"#(ref|bezug|div/0|value|wert|name|num|zahl|null|n/a|nv|spill|calc|getting_data)[!?]?",
    re.IGNORECASE,
)
"""Errors that a spreadsheet leaves in a cell."""


def shown(text: str) -> str:
    """Return a cell as messages show it."""
    return repr(text if len(text) <= 40 else text[:37] + "...")
