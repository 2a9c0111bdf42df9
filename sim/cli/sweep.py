"""Answer a sweep: run what is not yet in its store, judge it, write the page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.analyse.precision import unsettled
from sim.analyse.verdict import judge
from sim.base.intervals import mean_interval
from sim.base.problems import ProblemsError
from sim.cli.unwritten import cannot_write
from sim.compare.outcomes import OUTCOMES
from sim.config.schema import Config
from sim.report.story import title_of
from sim.report.table import aligned
from sim.study.output import SHORT, staged, write_csv, write_origin
from sim.study.provenance import code_version
from sim.sweep.launch import MixedWorkersError
from sim.sweep.plan import Plan, plan
from sim.sweep.read import SweepOutcomes, read_outcomes
from sim.sweep.run import CellFailedError, Tally, run_cells
from sim.sweep.store import Store


def answer_sweep(config: Config) -> None:
    """Run a sweep, or what is left of it, and print the answer.

    Raises:
        ProblemsError: The input is wrong, or no point of the design has all its cells.
        SystemExit: Some cells failed; the answer is told without them, and the exit code is 1.
    """
    from sim.report.sweep_words import sweep_sentences, verdict_rows

    store_folder = Path(config.output) / config.name / "store"
    with keeping(store_folder), Store(store_folder, marks(config)) as store:
        plans, tally = run_rounds(store, config)
    if config.sweep is not None and not config.sweep.answer:
        print(f"{counted(tally)}\nStore: {store_folder}")
        if tally.failed:
            sys.exit(1)
        return
    outcomes = read_outcomes(store_folder, plans)
    try:
        verdict = judge(outcomes)
    except ValueError as error:
        reasons = sorted(set(tally.failed.values()))
        left = f"what has finished is kept in {store_folder}"
        raise ProblemsError([f"sweep: {error}", *reasons], left) from None
    folder = Path(config.output) / config.name / plans[0].id[:SHORT]
    sentences = sweep_sentences(verdict, outcomes, config)
    with staged(folder) as stage:
        write_sweep(stage, config, plans[0], outcomes)
        if config.figures:
            _write_report(stage, config, outcomes, sentences, tally)
    print(aligned(verdict_rows(verdict)), "", *sentences, sep="\n")
    print(f"\n{counted(tally)}\nStore: {store_folder}\nFiles: {folder}")
    if config.figures:
        print(f"Report: {folder / 'report.html'}")
    if tally.failed:
        sys.exit(1)


@contextmanager
def keeping(store: Path) -> Iterator[None]:
    """Say, if a run ends early, that what has finished is kept; and leave."""
    try:
        yield
    except KeyboardInterrupt:
        print(f"stopped; what has finished is in {store}; the same command goes on from there",
              file=sys.stderr)  # fmt: skip
        sys.exit(130)
    except CellFailedError as error:
        print(f"a cell failed, and fail_fast is set: {error}", file=sys.stderr)
        sys.exit(1)
    except MixedWorkersError as error:
        print(f"stopped: {error}\nwhat has finished is kept", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        print(f"{cannot_write(error)}; what has finished is kept", file=sys.stderr)
        sys.exit(1)


def run_rounds(store: Store, config: Config) -> tuple[list[Plan], Tally]:
    """Run a sweep, with more replications where `half_width` asks for them.

    Each round doubles the replications of every point at which the gain of some policy is not
    known well enough.

    Returns:
        The plan of each round, and the cells of all rounds together.
    """
    plans = [plan(config)]
    tally = run_cells(store, plans[0].base, plans[0].cells, plans[0].count)
    total = config.replications
    while config.half_width is not None and total < config.most_replications:
        outcomes = read_outcomes(store.folder, plans)
        wanted = unsettled(outcomes, config.half_width)
        if not wanted.any():
            break
        more = min(total, config.most_replications - total)
        whole = plan(config, first=total, replications=more)
        plans.append(replace(whole, wanted=wanted))
        added = run_cells(store, whole.base, plans[-1].cells, plans[-1].count)
        tally = Tally(
            tally.found + added.found, tally.done + added.done, tally.failed | added.failed
        )
        total += more
    return plans, tally


def marks(config: Config) -> dict[str, str]:
    """Return the provenance that goes into every part of a store."""
    return {"code": code_version(), "seed": str(config.seed), "sweep": config.name}


def counted(tally: Tally) -> str:
    """Say how many cells ran, were there already, and failed."""
    told = f"{tally.done} cells run, {tally.found} found in the store"
    return f"{told}, {len(tally.failed)} failed" if tally.failed else told


def write_sweep(folder: Path, config: Config, planned: Plan, outcomes: SweepOutcomes) -> None:
    """Write config, provenance, and the mean of every outcome of every cell."""
    write_origin(folder, config, code_sha256=code_version(), sweep=planned.id)
    axes = list(dict.fromkeys(name for point in outcomes.points for name in point))
    gains = mean_interval(np.moveaxis(outcomes.gains, 2, 0))
    table = {name: outcomes.means(name) for name in OUTCOMES}
    table |= {"gain": gains.mean, "gain_low": gains.low, "gain_high": gains.high}
    rows = []
    for placed in planned.planned:
        if placed.asked:
            at = outcomes.policies.index(placed.asked), placed.point
            point = outcomes.points[placed.point]
            rows.append(
                {"cell": placed.cell.id, "point": placed.point, "policy": placed.asked}
                | {name: point.get(name, "") for name in axes}
                | {name: values[at] for name, values in table.items()}
            )
    write_csv(folder / "cells.csv", rows)


def _write_report(
    folder: Path, config: Config, outcomes: SweepOutcomes, sentences: list[str], tally: Tally
) -> None:
    from sim.report.sections import SectionPage, write_page
    from sim.report.sweep import sweep_sections

    verdict = judge(outcomes)
    page = SectionPage(
        title=title_of(config),
        setting=setting(config, outcomes),
        sentences=sentences,
        sections=list(sweep_sections(verdict, outcomes, config, tally.failed)),
        made_by=f"Seed {config.seed}; {counted(tally)}. The folder of this page holds "
        "the full config (config.yaml), what made it (provenance.json) and a row a cell "
        "(cells.csv); the store beside it holds every replication.",
    )
    write_page(page, folder)


def setting(config: Config, outcomes: SweepOutcomes) -> str:
    """Return in a line what was swept."""
    axes = list(dict.fromkeys(name for point in outcomes.points for name in point))
    design = config.sweep.design if config.sweep else ""
    return (
        f"{len(outcomes.policies)} policies at {len(outcomes.points)} points of a {design} design "
        f"over {', '.join(name.replace('_', ' ') for name in axes)}; "
        f"{np.isfinite(outcomes.baselines['profit']).sum(axis=1).max()} worlds each; "
        f"rivals follow {config.rivals.replace('_', ' ')}."
    )
