"""Ablation: which facts need which mechanism? Each mechanism is switched off in turn.

Run with ``python -m experiments.ablation``. Writes the headlines, a heat map and the answer to
``results/ablation/`` and every verdict to ``results/evidence/ablation.csv``.
"""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from experiments.everything import broken, fact_of
from experiments.figures import heat_map, save_png
from experiments.frame import Row
from experiments.publish import FRESH_SEED, RESULTS, write_csv
from experiments.rule_sets import rows_of_sets, with_progress
from sim.config.model import version
from sim.ensemble.worlds import TOLD_OF
from sim.model.ablation import ablate, switches
from sim.model.quarter import Parameters
from sim.theory import MeanField, critical_push, tipping_trust

WORLDS = 20
FILE = RESULTS / "evidence" / "ablation.csv"
NONE = "none"
HEADLINES = {
    "2d": "relationship-first minus transactional (k€)",
    "2c": "crossover (q)",
    "5c": "best share",
    "3b": "score-revenue rank correlation",
    "15a": "failure, status quo",
    "4c": "VST multiple, 6 q",
}


def main() -> None:
    """Switch off every mechanism in turn and write what breaks."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    worlds = parser.parse_args().worlds
    without = {
        name: ablate(version(TOLD_OF), [] if name == NONE else [name])
        for name in (NONE, *switches())
    }
    rows = rows_of_sets(FRESH_SEED, worlds, list(without.values()))
    told = with_progress(rows, len(without), "models")
    found = {name: {r.id: r for r in rows} for name, rows in zip(without, told, strict=True)}
    write_csv(FILE, verdict_table(found))
    folder = RESULTS / "ablation"
    folder.mkdir(parents=True, exist_ok=True)
    table = [headlines(name, without[name], found[name]) for name in without]
    write_csv(folder / "table.csv", table)
    save_png(draw(found, worlds), folder / "figure.png")
    answer = sentences(found, worlds)
    (folder / "answer.md").write_text("\n".join(answer) + "\n", "utf-8")
    print("\n".join(answer))


def verdict_table(found: Mapping[str, Mapping[str, Row]]) -> list[dict[str, str]]:
    """Return the verdict on each claim under each ablation."""
    return [
        {"id": id_} | {name: rows[id_].verdict for name, rows in found.items()}
        for id_, row in found[NONE].items()
        if row.verdict != "info"
    ]


def stored_verdicts() -> dict[str, dict[str, str]]:
    """Return the committed verdicts: row to mechanism to verdict."""
    with FILE.open(encoding="utf-8") as file:
        return {row.pop("id"): row for row in csv.DictReader(file)}


def headlines(name: str, parameters: Parameters, rows: Mapping[str, Row]) -> dict[str, str]:
    """Return the headline numbers of a model with a mechanism switched off."""
    field = MeanField(parameters=parameters)
    critical = critical_push(replace(field, is_slaved=True), precision=1e-3)
    numbers = {label: f"{rows[id_].mean:.4g}" for id_, label in HEADLINES.items()}
    theory = {
        "tipping trust, push 1": f"{tipping_trust(field):.3f}",
        "critical push": f"{critical:.3f}",
    }
    return {"mechanism off": name} | numbers | theory


def draw(found: Mapping[str, Mapping[str, Row]], worlds: int) -> Figure:
    """Return the heat map: claims of each fact broken by switching off each mechanism."""
    names = [name for name in found if name != NONE]
    facts = list(
        dict.fromkeys(fact_of(i) for i, row in found[NONE].items() if row.verdict != "info")
    )
    counts = np.zeros((len(facts), len(names)), dtype=int)
    for x, name in enumerate(names):
        for id_ in broken(found[NONE], found[name]):
            counts[facts.index(fact_of(id_)), x] += 1
    return heat_map(
        counts,
        [f"fact {fact}" for fact in facts],
        [name.replace("_", " ") for name in names],
        "mechanism switched off",
        f"Claims broken ({worlds} worlds, seed {FRESH_SEED})",
    )


def sentences(found: Mapping[str, Mapping[str, Row]], worlds: int) -> Sequence[str]:
    """Say which mechanisms carry most claims and which none."""
    base = found[NONE]
    lost = {name: broken(base, rows) for name, rows in found.items() if name != NONE}
    ranked = sorted(lost, key=lambda name: -len(lost[name]))
    idle = [name.replace("_", " ") for name in ranked if not lost[name]]
    named = [f"{n.replace('_', ' ')} ({', '.join(lost[n])})" for n in ranked[:3]]
    holding = sum(row.verdict == "holds" for row in base.values())
    return [
        "# Which facts need which mechanism?",
        "",
        f"With all mechanisms on, {holding} claims hold in {worlds} worlds.",
        f"Most claims hang on {named[0]}, then on {named[1]} and {named[2]}.",
        f"No claim needs {', '.join(idle) or 'no mechanism at all'}: what these add is detail.",
    ]


if __name__ == "__main__":
    main()
