"""The sentence for a name that does not exist: what was meant, perhaps, and what there is."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Return the message for an unknown name, with the nearest known one and a list of all."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"no {kind} {name!r}{meant}; there are {', '.join(names)}"
