"""Null rates: how often a model that nobody tuned passes the same checks.

Parameters are drawn evenly from their ranges. A draw passes a row if its mean lies in the row's
expected range; the interval is not asked for, so that few worlds do not flatter the evidence.
"""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from functools import partial

import numpy as np

from experiments.everything import in_parallel, quiet_rows
from experiments.publish import RESULTS, write_csv
from sim.ensemble.worlds import Worlds, random_parameters

DRAWS, WORLDS, SEED = 200, 10, 900
FILE = RESULTS / "evidence" / "null_rates.csv"


def passes(draw: int, worlds: int = WORLDS) -> dict[str, bool]:
    """Return, for one random draw of all parameters, which rows it passes."""
    parameters = random_parameters(np.random.default_rng([SEED, draw]))
    rows = quiet_rows(Worlds(SEED, worlds, parameters))
    return {row.id: row.is_mean_in_range for row in rows if row.verdict != "info"}


def null_rates(draws: int, worlds: int) -> dict[str, float]:
    """Return the share of draws that pass each row."""
    results = in_parallel(partial(passes, worlds=worlds), range(draws))
    return {id_: float(np.mean([passed[id_] for passed in results])) for id_ in results[0]}


def stored_null_rates() -> dict[str, float]:
    """Return the committed null rates by row."""
    with FILE.open(encoding="utf-8") as file:
        return {row["id"]: float(row["null_rate"]) for row in csv.DictReader(file)}


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
