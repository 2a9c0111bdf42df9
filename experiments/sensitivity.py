"""Sensitivity: which claims break when one parameter is a quarter smaller or larger?

Run with ``python -m experiments.sensitivity`` (some minutes). Writes a table, a heat map and the
answer to ``results/sensitivity/``, and the table to ``results/evidence/``. The tipping point is
left out: its theory moves along.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from experiments.everything import THEORY, broken, fact_of
from experiments.figures import heat_map, save_png
from experiments.frame import Row
from experiments.publish import FRESH_SEED, RESULTS, write_csv
from experiments.rule_sets import rows_of_sets, with_progress
from sim.config.model import version
from sim.core.parameter import Spec, specs
from sim.ensemble.worlds import TOLD_OF
from sim.model.quarter import Parameters

WORLDS = 20
SCALES = (0.75, 1.25)
BASE = "base"


def main() -> None:
    """Scale each parameter in turn and write what breaks."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--only", nargs="*", default=None, help="names of parameters")
    asked = parser.parse_args()
    sets = {BASE: version(TOLD_OF)}
    for spec in specs(Parameters):
        if asked.only is None or spec.name in asked.only:
            sets |= scaled(spec)
    rows = rows_of_sets(FRESH_SEED, asked.worlds, list(sets.values()), THEORY)
    told = with_progress(rows, len(sets), "models")
    found = {name: {r.id: r for r in rows} for name, rows in zip(sets, told, strict=True)}
    base = found.pop(BASE)
    lost = {change: broken(base, changed) for change, changed in found.items()}
    folder = RESULTS / "sensitivity"
    folder.mkdir(parents=True, exist_ok=True)
    table = [{"change": change, "broken": " ".join(ids)} for change, ids in lost.items()]
    write_csv(folder / "table.csv", table)
    if asked.only is None:
        write_csv(RESULTS / "evidence" / "sensitivity.csv", table)
    save_png(draw(lost, base), folder / "figure.png")
    answer = sentences(lost, base)
    (folder / "answer.md").write_text("\n".join(answer) + "\n", "utf-8")
    print("\n".join(answer))


def scaled(spec: Spec) -> dict[str, Parameters]:
    """Return the models with a parameter smaller and larger, within its range."""
    found = {}
    for scale in SCALES:
        value = spec.default * scale
        if spec.is_whole:
            value = spec.default + (1 if scale > 1 else -1)
        value = min(spec.high, max(spec.low, value))
        if value != spec.default:
            change: dict[str, Any] = {spec.name: int(value) if spec.is_whole else value}
            found[f"{spec.name} x{scale}"] = replace(version(TOLD_OF), **change)
    return found


def draw(lost: Mapping[str, Sequence[str]], base: Mapping[str, Row]) -> Figure:
    """Return the heat map: claims of each fact broken by each change that breaks any."""
    facts = list(dict.fromkeys(fact_of(i) for i, row in base.items() if row.verdict == "holds"))
    changes = [change for change, ids in lost.items() if ids] or list(lost)[:1]
    counts = np.zeros((len(changes), len(facts)), dtype=int)
    for y, change in enumerate(changes):
        for id_ in lost[change]:
            counts[y, facts.index(fact_of(id_))] += 1
    title = f"Claims broken by one parameter x0.75 or x1.25; {len(lost) - len(changes)} changes"
    return heat_map(counts, changes, facts, "fact", f"{title} break none")


def sentences(lost: Mapping[str, Sequence[str]], base: Mapping[str, Row]) -> Sequence[str]:
    """Say how robust the claims are."""
    holding = [id_ for id_, row in base.items() if row.verdict == "holds"]
    unbroken = sum(not ids for ids in lost.values())
    most = max(lost, key=lambda change: len(lost[change]))
    often = {id_: sum(id_ in ids for ids in lost.values()) for id_ in holding}
    delicate = sorted(holding, key=lambda id_: -often[id_])[:5]
    never = sum(count == 0 for count in often.values())
    return [
        "# Which claims break when one parameter is a quarter smaller or larger?",
        "",
        f"Of {len(lost)} such changes {unbroken} break no claim that holds at the defaults; the "
        f"worst, {most}, breaks {len(lost[most])}.",
        f"{never} of {len(holding)} claims hold under every change.",
        "Most delicate: "
        + ", ".join(f"{id_} (broken by {often[id_]})" for id_ in delicate)
        + ". Whole numbers move by one instead of a quarter.",
    ]


if __name__ == "__main__":
    main()
