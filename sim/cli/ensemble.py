"""Build the ensemble of plausible rule sets, write it down, and say what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from sim.base.bar import Bar
from sim.base.paths import ensemble_folder
from sim.base.problems import ProblemsError
from sim.base.wording import percent
from sim.config.ensemble import Recipe
from sim.config.schema import Config
from sim.ensemble.build import Built, build
from sim.ensemble.sets import size_of, some
from sim.ensemble.stored import DIGITS, TABLE, write_sets
from sim.ensemble.targets import targets
from sim.report.table import aligned
from sim.study.provenance import SHORT_HASH, code_version


def answer_ensemble(config: Config) -> None:
    """Build the ensemble; stopped, the same command goes on where it was.

    Raises:
        ProblemsError: A package is missing, or too few sets are plausible.
    """
    if find_spec("sklearn") is None:
        raise ProblemsError(
            ["ensemble: scikit-learn is missing; pip install 'alliances[ensemble]' brings it"]
        )
    asked = config.ensemble.model_dump() if config.ensemble else {}
    recipe, known = Recipe(**asked), targets()
    table = (ensemble_folder() / "targets.csv").read_bytes()
    mark = hashlib.sha256(code_version().encode() + table).hexdigest()[:SHORT_HASH]
    folder = Path(config.output) / "ensemble"
    bar = Bar(unit="set")

    def report(wave: str, done: int, total: int) -> None:
        bar.set_description(wave)
        bar.total, bar.n = total, done
        bar.refresh()

    built = build(recipe, known, folder / "parts" / mark, report)
    bar.close()
    found = size_of(built.sets)
    print(aligned(shares_rows(built)), "", sep="\n")
    if found < recipe.sets:
        raise ProblemsError(
            [
                f"ensemble.sets: {recipe.sets} wanted, {found} of {recipe.candidates} candidates "
                "meet every target; raise ensemble.candidates: what is measured is kept"
            ]
        )
    origin = {
        "recipe": asked,
        "code": code_version(),
        "targets": hashlib.sha256(table).hexdigest()[:SHORT_HASH],
        "passed": built.passed,
        "plausible": found,
        "figures": {
            name: [float(f"{value:.{DIGITS}g}") for value in values[: recipe.sets]]
            for name, values in built.figures.items()
        },
    }
    write_sets(folder, some(built.sets, slice(recipe.sets)), origin)
    print(f"{recipe.sets} of {found} plausible rule sets: {folder / TABLE}")


def shares_rows(built: Built) -> Sequence[Sequence[str]]:
    """Return the share of sets that met each target, wave by wave, as rows of text."""
    waves = [str(row["wave"]) for row in built.passed]
    rows = [["met by", *waves], ["sets", *(f"{float(row['sets']):,.0f}" for row in built.passed)]]
    for name in [key for key in built.passed[-1] if key not in ("wave", "sets", "all")]:
        rows.append([name.replace("_", " "), *(_share(row.get(name)) for row in built.passed)])
    return [*rows, ["all", *(_share(row["all"]) for row in built.passed)]]


def _share(value: float | str | None) -> str:
    return "" if value is None else percent(float(value))
