"""Run one experiment and write its table, figure and answer to results/<name>/."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from experiments.figures import save_png, sheet
from experiments.frame import Experiment, Row
from sim.ensemble.worlds import Worlds

RESULTS = Path(__file__).parents[1] / "results"
FRESH_SEED = 101
"""Seed of the evidence; nothing was tuned on it."""


def main(experiment: Experiment, more: Callable[[Worlds, Path], None] | None = None) -> None:
    """Run an experiment from the command line.

    Args:
        experiment: The experiment.
        more: Writes more into the folder of its results, if given.
    """
    parser = ArgumentParser(description=experiment.question)
    parser.add_argument("--seed", type=int, default=FRESH_SEED, help="seed of worlds and luck")
    parser.add_argument("--worlds", type=int, default=100, help="number of worlds")
    asked = parser.parse_args()
    worlds = Worlds(asked.seed, asked.worlds)
    folder = RESULTS / experiment.name
    print("\n".join(publish(experiment, worlds, folder)))
    if more is not None:
        more(worlds, folder)
    print(f"-> {folder}")


def publish(experiment: Experiment, worlds: Worlds, folder: Path) -> list[str]:
    """Write table.csv, figure.png and answer.md; return the lines of the answer."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = experiment.rows(worlds)
    write_csv(folder / "table.csv", [table_row(row) for row in rows])
    save_png(sheet(experiment, worlds), folder / "figure.png")
    answer = [f"# {experiment.question}", "", *experiment.sentences({row.id: row for row in rows})]
    answer += ["", f"{worlds.number} worlds, seed {worlds.seed}; 95% intervals over worlds.", ""]
    answer += [line(row) for row in rows]
    (folder / "answer.md").write_text("\n".join(answer) + "\n", "utf-8")
    return answer


def table_row(row: Row) -> dict[str, str]:
    """Return a row as columns of text."""
    return {
        "id": row.id,
        "measure": row.measure,
        "mean": f"{row.mean:.6g}",
        "low": f"{row.low:.6g}",
        "high": f"{row.high:.6g}",
        "n": str(row.n),
        "unit": row.unit,
        "expected": str(row.expected),
        "verdict": row.verdict,
        "emergent": row.kind if row.verdict != "info" else "",
    }


def line(row: Row) -> str:
    """Return a row as a line of a list."""
    unit = "" if row.unit == "1" else f" {row.unit}"
    return (
        f"- {row.id}: {row.measure}: {number(row.mean)} [{number(row.low)}, {number(row.high)}]"
        f"{unit}, n = {row.n}; expected {row.expected}: {row.verdict}"
    )


def number(value: float) -> str:
    """Return a number with four significant digits, whole above 1000."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def write_csv(path: Path, rows: Sequence[dict[str, str]], header: Iterable[str] = ()) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(header) or list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
