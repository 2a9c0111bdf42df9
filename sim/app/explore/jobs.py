"""What the worker is asked to do; it remembers runs from one job to the next."""

from __future__ import annotations

from typing import Any

from sim.app.explore import answer, export, known, own
from sim.app.explore import trace as traced
from sim.app.explore.asked import Asked, Question, place_of, understood
from sim.app.explore.doubt import RuleRuns, tell_doubt
from sim.app.explore.runs import Runs
from sim.policies import Policy
from sim.portfolio import Portfolio
from sim.study.output import as_csv

_runs = Runs()
_rules = RuleRuns()
FILES = {
    "summary.csv": "text/csv",
    "series.csv": "text/csv",
    "explore.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Name to type of the files that an answer can be had as, but for the report."""


def offer() -> dict[str, Any]:
    """Return what the page can choose from, and run the first answer so that it is at hand."""
    told = known.known()
    answer.answer(understood(Asked()), _runs)
    return told


def look(asked: Asked) -> int:
    """Check a question; return how many policies a walk between its two has to run."""
    return len(answer.on_the_way(understood(asked), False))


def check(asked: Asked) -> Portfolio | None:
    """Check a question; return the firm's own alliances that it is about, if any."""
    return understood(asked).portfolio


def read_own(raw: bytes, file: str, meant: dict[str, str]) -> dict[str, Any]:
    """Read a firm's own alliances and keep them, or tell what is wrong with them."""
    told = own.read_own(raw, file, meant)
    if "problems" in told:
        return told
    place = place_of(own.own(told["token"]))
    return told | {"firm": known.firm_numbers(place)}


def grow(asked: Asked, which: str, step: int = 0, column: str = "") -> bool:
    """Run a policy of a question in some more worlds; say whether these are all.

    Args:
        asked: The question.
        which: ``pinned``, ``yours``; or ``forward`` or ``reverse``, the order of a walk.
        step: Which policy of the walk.
        column: Column to keep the ledger of, if any.
    """
    question = understood(asked)
    return _runs.grow(question, _policy(question, which, step), column)


def _policy(question: Question, which: str, step: int) -> Policy:
    if which in ("pinned", "yours"):
        policy: Policy = getattr(question, which)
        return policy
    return answer.on_the_way(question, which == "reverse")[step]


def grow_rules(asked: Asked, which: str) -> bool:
    """Run ``pinned`` or ``yours`` in some more rule sets; say whether these are all."""
    question = understood(asked)
    return _rules.grow(question, _policy(question, which, 0))


def tell(asked: Asked) -> dict[str, Any]:
    """Return the answer to a question."""
    return answer.answer(understood(asked), _runs)


def doubt(asked: Asked) -> dict[str, Any]:
    """Return what luck and rules together say of a question."""
    return tell_doubt(understood(asked), _rules)


def file(asked: Asked, name: str) -> bytes:
    """Return a file of `FILES` with the answer to a question."""
    question = understood(asked)
    if name == "summary.csv":
        return as_csv(export.summary(question, _runs))
    if name == "series.csv":
        return as_csv(export.series(answer.answer(question, _runs)))
    return export.workbook(question, _runs, _rules)


def walk(asked: Asked, is_reverse: bool) -> dict[str, Any]:
    """Return which lever made the difference."""
    return answer.walk(understood(asked), _runs, is_reverse)


def trace(asked: Asked, column: str) -> dict[str, Any]:
    """Return why a column moved."""
    return traced.trace(understood(asked), _runs, column)
