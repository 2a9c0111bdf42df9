"""Why an outcome moved: what each phase of the quarter did to it, yours beside the pinned."""

from __future__ import annotations

import inspect
import sys
from typing import Any

import numpy as np

from sim.app.explore import charts
from sim.app.explore.asked import Question
from sim.app.explore.runs import Runs
from sim.base.arrays import Array
from sim.base.intervals import mean_interval
from sim.core.declared import groups
from sim.core.parameter import ParameterGroup, specs
from sim.core.phase import Phase
from sim.model.quarter import QUARTER
from sim.run.ledger import Ledger
from sim.run.measures import MEASURES


def trace(question: Question, runs: Runs, column: str) -> dict[str, Any]:
    """Return start, what each phase did over all quarters, and end; and each phase closer."""
    kept = [runs.ledger(question, p, column) for p in (question.yours, question.pinned)]
    if not question.levers:
        kept = kept[:1]
    moved = np.flatnonzero(sum(np.abs(ledger.moves).sum(axis=(0, 1)) for ledger in kept))
    measure = MEASURES[column]
    return {
        "column": column,
        "bars": charts.side_by_side(
            f"Why {measure.label.lower()} moved",
            charts.UNITS.get(measure.unit, "number"),
            [ledger.title for ledger in kept],
            _rows(kept, moved),
        ),
        "phases": [_closer(kept, int(i)) for i in moved],
    }


def _rows(kept: list[Ledger], moved: Array) -> list[tuple[str, str, list[Array], bool]]:
    """Return id, name, one value a replication for each policy, and whether it is a level."""
    totals = [ledger.moves.sum(axis=1) for ledger in kept]
    ends = [ledger.start + total.sum(axis=1) for ledger, total in zip(kept, totals, strict=True)]
    return [
        ("start", "Start", [ledger.start for ledger in kept], True),
        *(
            (_name(QUARTER[i]), _label(QUARTER[i]), [total[:, i] for total in totals], False)
            for i in moved
        ),
        ("end", "End", ends, True),
    ]


def _closer(kept: list[Ledger], number: int) -> dict[str, Any]:
    """Return a phase quarter by quarter, what it does, and its parameters with their sources."""
    phase, measure = QUARTER[number], MEASURES[kept[0].column]
    told = inspect.getdoc(phase.run) or ""
    module = sys.modules[phase.run.__module__]
    return {
        "id": _name(phase),
        "name": _label(phase),
        "about": " ".join(told.split("\n\n")[0].split()),
        "chart": charts.lines(
            f"{_label(phase)}: what it did to {measure.label.lower()}",
            charts.UNITS.get(measure.unit, "number"),
            {ledger.title: mean_interval(ledger.moves[:, :, number]) for ledger in kept},
        )
        | {"zero": True},
        "parameters": [
            [spec.name, spec.about, f"{spec.default:g}", spec.unit, spec.source]
            for group in groups(ParameterGroup, [module])
            for spec in specs(group)
        ],
    }


def _name(phase: Phase) -> str:
    return f"{phase.run.__module__.rpartition('.')[2]}.{phase.run.__name__}"


def _label(phase: Phase) -> str:
    """Return the mechanism, and the phase where the mechanism has several."""
    module, step = (part.replace("_", " ") for part in _name(phase).split("."))
    alone = sum(other.run.__module__ == phase.run.__module__ for other in QUARTER) == 1
    return module.capitalize() if alone else f"{module.capitalize()}: {step}"
