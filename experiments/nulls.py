"""Null rates: how often a model that nobody tuned passes the same checks.

Parameters are drawn evenly from their ranges. A draw passes a row if its mean lies in the row's
expected range; the interval is not asked for, so that few worlds do not flatter the evidence.
"""

from __future__ import annotations

import csv
from argparse import ArgumentParser

import numpy as np

from experiments.publish import RESULTS, write_csv
from experiments.rule_sets import rows_of_sets, with_progress
from sim.ensemble.worlds import random_parameters

DRAWS, WORLDS, SEED = 100, 10, 900
FILE = RESULTS / "evidence" / "null_rates.csv"


def null_rates(draws: int, worlds: int) -> dict[str, float]:
    """Return the share of draws that pass each row."""
    sets = [random_parameters(np.random.default_rng([SEED, draw])) for draw in range(draws)]
    passed = [
        {row.id: row.is_mean_in_range for row in rows if row.verdict != "info"}
        for rows in with_progress(rows_of_sets(SEED, worlds, sets), draws, "rule sets")
    ]
    return {id_: float(np.mean([each[id_] for each in passed])) for id_ in passed[0]}


def stored_null_rates() -> dict[str, float]:
    """Return the committed null rates by row."""
    with FILE.open(encoding="utf-8") as file:
        return {row["id"]: float(row["null_rate"]) for row in csv.DictReader(file)}


def stored_draws() -> int:
    """Return the number of random models behind the committed null rates."""
    with FILE.open(encoding="utf-8") as file:
        return int(next(csv.DictReader(file))["draws"])


def main() -> None:
    """Compute the null rates and write the committed file."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    asked = parser.parse_args()
    rates = null_rates(asked.draws, asked.worlds)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    common = {"draws": str(asked.draws), "worlds": str(asked.worlds), "seed": str(SEED)}
    write_csv(FILE, [{"id": i, "null_rate": f"{rate:.3f}"} | common for i, rate in rates.items()])
    for id_, rate in sorted(rates.items(), key=lambda pair: -pair[1]):
        print(f"{rate:6.1%}  {id_}")


if __name__ == "__main__":
    main()
