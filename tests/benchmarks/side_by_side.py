"""What futures and rule sets side by side save: ``python -m tests.benchmarks.side_by_side``.

Each question is run in two ways or more, in turn, by processor time, the best of some rounds:

- a sweep (``experiment=policy_map`` on fewer points): each cell alone; the policies of a future
  together, prospects and all, as before parameters could have one value a world; in single
  precision; as it is run now;
- null rates and sensitivity, on few rule sets: each set alone; all side by side;
- version 2 of the model, with and without benches, beside the rules of version 1.

The table goes to ``results/benchmarks/side_by_side.csv``.
"""

from __future__ import annotations

import csv
import time
from argparse import ArgumentParser
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import numpy as np

from experiments import nulls, rule_sets, sensitivity
from experiments.everything import THEORY
from experiments.publish import FRESH_SEED
from experiments.rule_sets import rows_of_sets
from sim.cli.overrides import read_command
from sim.config.model import version
from sim.config.schema import Config
from sim.core.parameter import specs
from sim.ensemble.worlds import TOLD_OF, random_parameters
from sim.market.population import Population
from sim.market.source import Market
from sim.model.quarter import Parameters
from sim.run.setting import Setting
from sim.run.simulate import simulate
from sim.sweep.batch import Batch, batches, run_batch
from sim.sweep.cell import Cell
from sim.sweep.plan import plan
from tests.benchmarks.bench import FOLDER, measure

FILE = FOLDER / "side_by_side.csv"
Way = tuple[str, Callable[[], Any]]


def sweep_ways(points: int) -> list[Way]:
    """Return the ways to run the sweep of ``experiment=policy_map``."""
    words = ["experiment=policy_map", f"sweep.points={points}"]
    planned = plan(read_command(words, None, several=False).config)
    whole = list(batches(planned.base, planned.cells, planned.count))

    def each_alone() -> None:
        for batch in whole:
            for cell in batch.cells:
                run_batch(Batch(batch.base, [cell]))

    def together() -> None:
        for batch in whole:
            run_batch(batch)

    def in_single() -> None:
        for batch in whole:
            run_batch(Batch(batch.base.model_copy(update={"precision": "single"}), batch.cells))

    def as_before() -> None:
        with with_benches(), mock.patch("sim.sweep.batch._run_apart", by_future):
            together()

    return [
        ("each cell alone", each_alone),
        ("as before", as_before),
        ("precision=single", in_single),
        ("now", together),
    ]


def by_future(_: Config, cell: Cell) -> Hashable:
    """Return what cells of one future share."""
    return tuple(sorted(cell.future.items()))


def ways_of_sets(
    seed: int, worlds: int, sets: list[Parameters], without: Sequence[str]
) -> list[Way]:
    """Return the ways to find the rows of evidence of some rule sets."""

    def found() -> None:
        for _ in rows_of_sets(seed, worlds, sets, without):
            pass

    def each_alone() -> None:
        with mock.patch.object(rule_sets, "AT_ONCE", worlds):
            found()

    return [("each set alone", each_alone), ("now", found)]


def null_ways(draws: int) -> list[Way]:
    """Return the ways to find null rates."""
    sets = [random_parameters(np.random.default_rng([nulls.SEED, draw])) for draw in range(draws)]
    return ways_of_sets(nulls.SEED, nulls.WORLDS, sets, ())


def sensitivity_ways(changes: int) -> list[Way]:
    """Return the ways to find what breaks under some changes of one parameter."""
    sets = [version(TOLD_OF)]
    for spec in specs(Parameters):
        sets += sensitivity.scaled(spec).values()
    return ways_of_sets(FRESH_SEED, sensitivity.WORLDS, sets[: 1 + changes], THEORY)


def version_ways(worlds: int) -> list[Way]:
    """Return version 1 of the rules beside version 2, whose market has benches."""

    def run(name: str, bench: int) -> None:
        market = Market(Population(bench=bench))
        simulate(["vst"], Setting(version(name), market, replications=worlds))

    def all_there() -> None:
        with with_benches():
            run("version2", Population().bench)

    return [
        ("version 2, prospects and all", all_there),
        ("version 2", lambda: run("version2", Population().bench)),
        ("version 1", lambda: run("version1", 0)),
    ]


@contextmanager
def with_benches() -> Iterator[None]:
    """Keep prospects in a run, whether anybody recruits or not."""
    with ExitStack() as stack:
        for module in ("sim.run.simulate", "sim.sweep.stack"):
            stack.enter_context(mock.patch(f"{module}.may_recruit", return_value=True))
        yield


def main() -> None:
    """Print the table and write it down."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=3, help="points of the sweep a parameter")
    parser.add_argument("--sets", type=int, default=10, help="rule sets")
    parser.add_argument("--rounds", type=int, default=1, help="rounds, the best of which counts")
    asked = parser.parse_args()
    rows = []
    for question, ways in (
        ("policy_map", sweep_ways(asked.points)),
        ("nulls", null_ways(asked.sets)),
        ("sensitivity", sensitivity_ways(asked.sets - 1)),
        ("version 2", version_ways(500)),
    ):
        best = measure([(way, run, 1e9, time.process_time) for way, run in ways], asked.rounds)
        last = list(best.values())[-1]
        for way, seconds in best.items():
            row = {"question": question, "way": way, "seconds": f"{seconds:.2f}"}
            rows.append(row | {"times_the_last": f"{seconds / last:.2f}"})
            print("{:12s} {:30s} {:>8s} s {:>6s} x".format(*rows[-1].values()), flush=True)
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
