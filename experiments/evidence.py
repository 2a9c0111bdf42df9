"""The evidence: every fact at 100 worlds, on three seeds that nothing was tuned on.

Run with ``python -m experiments.evidence`` (``--quick`` for a small run into another folder).
Writes ``results/evidence/evidence.csv`` and the page ``evidence.html``. Null rates and ablations
are read from their committed files; ``experiments.nulls`` and ``experiments.ablation`` make them.
"""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from experiments.ablation import WORLDS as ABLATED
from experiments.ablation import stored_verdicts
from experiments.everything import EXPERIMENTS, all_rows, in_parallel
from experiments.figures import fact_svg
from experiments.frame import Experiment, Row
from experiments.nulls import stored_draws, stored_null_rates
from experiments.publish import FRESH_SEED, RESULTS, number, table_row, write_csv
from sim.ensemble.worlds import Worlds

SEEDS = (FRESH_SEED, 202, 303)
WORLDS, QUICK_WORLDS = 100, 10
WEAK = 0.5
"""A row that more than this share of random models pass proves little."""
COLUMNS = (
    "id",
    "fact",
    "measure",
    "mean",
    "low",
    "high",
    "n",
    "unit",
    "expected",
    "verdict",
    "emergent",
    "null_rate",
    "seed",
)


@dataclass(frozen=True)
class Job:
    """A seed to run, and whether its figures are wanted."""

    seed: int
    worlds: int
    is_drawn: bool


@dataclass(frozen=True)
class Nulls:
    """What is known of a row beyond its verdict.

    Attributes:
        rate: Share of random parameter draws that pass it.
        holds_without: Mechanisms it is said to be owed to, without which it holds all the same.
        fails_without: Those without which it fails.
    """

    rate: float
    holds_without: tuple[str, ...] = ()
    fails_without: tuple[str, ...] = ()

    @property
    def is_weak(self) -> bool:
        """Whether null models pass most of the time, random or without its mechanisms."""
        off = len(self.holds_without) + len(self.fails_without)
        return self.rate > WEAK or len(self.holds_without) > WEAK * off


def main() -> None:
    """Run the evidence and write it."""
    parser = ArgumentParser(description="Every fact with intervals, null rates and verdicts.")
    parser.add_argument("--quick", action="store_true", help="one seed, few worlds, own folder")
    parser.add_argument("--out", type=Path, default=None, help="folder for the results")
    asked = parser.parse_args()
    begun = time.perf_counter()
    seeds, worlds = (SEEDS[:1], QUICK_WORLDS) if asked.quick else (SEEDS, WORLDS)
    folder = asked.out or RESULTS / ("evidence_quick" if asked.quick else "evidence")
    jobs = [Job(seed, worlds, is_drawn=seed == seeds[0]) for seed in seeds]
    done = in_parallel(study, jobs) if len(jobs) > 1 else [study(jobs[0])]
    found = {job.seed: rows for job, (rows, _) in zip(jobs, done, strict=True)}
    nulls = known_nulls(found[seeds[0]])
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "evidence.csv", table(found, nulls), COLUMNS)
    page = render(found, done[0][1], nulls, worlds)
    (folder / "evidence.html").write_text(page, "utf-8")
    for seed, rows in found.items():
        claims = [row for row in rows if row.verdict != "info"]
        failing = [row.id for row in claims if row.verdict != "holds"]
        print(
            f"seed {seed}: {len(claims) - len(failing)} of {len(claims)} claims hold; "
            f"failing: {', '.join(failing) or 'none'}"
        )
    weak = [id_ for id_, null in nulls.items() if null.is_weak]
    print(f"{len(weak)} rows are weak: {', '.join(weak)}")
    print(f"{time.perf_counter() - begun:.0f} s -> {folder}")


def study(job: Job) -> tuple[list[Row], dict[str, str]]:
    """Return the rows of a seed and, if wanted, the small figure of each fact."""
    worlds = Worlds(job.seed, job.worlds)
    rows = all_rows(worlds)
    if not job.is_drawn:
        return rows, {}
    return rows, {
        fact: fact_svg(experiment, fact, worlds)
        for experiment in EXPERIMENTS
        for fact in experiment.draw
    }


def known_nulls(rows: Sequence[Row]) -> dict[str, Nulls]:
    """Return what null models do with each claim, from the committed files."""
    rates, verdicts = stored_null_rates(), stored_verdicts()
    found = {}
    for row in rows:
        if row.verdict == "info" or row.id not in rates:
            continue
        by = {name: verdicts[row.id][name] == "holds" for name in row.mechanisms}
        holds = tuple(name for name, is_holding in by.items() if is_holding)
        fails = tuple(name for name, is_holding in by.items() if not is_holding)
        found[row.id] = Nulls(rates[row.id], holds, fails)
    return found


def table(found: Mapping[int, Sequence[Row]], nulls: Mapping[str, Nulls]) -> list[dict[str, str]]:
    """Return the lines of evidence.csv."""
    facts = {fact: claim for e in EXPERIMENTS for fact, claim in e.facts.items()}
    return [
        {"id": row.id, "fact": facts[row.fact]}
        | table_row(row)
        | {
            "null_rate": f"{nulls[row.id].rate:.3f}" if row.id in nulls else "",
            "seed": str(seed),
        }
        for seed, rows in found.items()
        for row in rows
    ]


def render(
    found: Mapping[int, Sequence[Row]],
    figures: Mapping[str, str],
    nulls: Mapping[str, Nulls],
    worlds: int,
) -> str:
    """Return the page."""
    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"number": number, "words": lambda name: name.replace("_", " ")}
    first = next(iter(found.values()))
    verdicts = {seed: {row.id: row.verdict for row in rows} for seed, rows in found.items()}
    facts = [
        {
            "number": fact,
            "claim": experiment.facts[fact],
            "question": experiment.question,
            "module": experiment.name,
            "svg": Markup(figures[fact]),
            "rows": [row for row in first if row.fact == fact],
        }
        for fact, experiment in sorted(by_fact().items(), key=order)
    ]
    return environment.get_template("evidence.html.j2").render(
        facts=facts, verdicts=verdicts, nulls=nulls, worlds=worlds, weak=WEAK,
        draws=stored_draws(), ablated=ABLATED,
        weakest=sorted(nulls.items(), key=lambda pair: -pair[1].rate)[:10],
        measures={row.id: row.measure for row in first},
    )  # fmt: skip


def by_fact() -> dict[str, Experiment]:
    """Return the experiment that shows each fact."""
    return {fact: experiment for experiment in EXPERIMENTS for fact in experiment.facts}


def order(item: tuple[str, Experiment]) -> int:
    """Sort facts by number, the profits last."""
    return int(item[0]) if item[0].isdigit() else 99


if __name__ == "__main__":
    main()
