"""The ensemble as committed: a table of plausible rule sets, and where it came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.base.paths import ensemble_folder
from sim.base.problems import ProblemsError
from sim.ensemble.sets import Sets, doubted

TABLE, ORIGIN = "sets.csv", "sets.json"
DIGITS = 6
"""Significant digits of a value that are kept."""


def is_stored() -> bool:
    """Say whether there is an ensemble."""
    return (ensemble_folder() / TABLE).is_file()


@cache
def stored_sets() -> dict[str, Array]:
    """Return the plausible rule sets.

    Raises:
        ProblemsError: There are none, or they are those of a model with other parameters.
    """
    path = ensemble_folder() / TABLE
    if not path.is_file():
        raise ProblemsError([f"{path}: missing; experiment=plausible builds it"])
    with path.open(encoding="utf-8") as file:
        names = file.readline().strip().split(",")
        values = np.loadtxt(file, delimiter=",", ndmin=2)
    wanted = {spec.name for spec in doubted()}
    if set(names) != wanted:
        odd = ", ".join(sorted(wanted ^ set(names)))
        raise ProblemsError(
            [f"{path}: built for a model with other parameters ({odd}); build anew"]
        )
    return dict(zip(names, values.T, strict=True))


def write_sets(folder: Path, sets: Sets, origin: Mapping[str, Any]) -> None:
    """Write rule sets and where they came from."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = np.column_stack(list(sets.values()))
    lines = [",".join(f"{value:.{DIGITS}g}" for value in row) for row in rows.tolist()]
    (folder / TABLE).write_text("\n".join([",".join(sets), *lines]) + "\n", "utf-8")
    (folder / ORIGIN).write_text(json.dumps(origin, indent=1) + "\n", "utf-8")
