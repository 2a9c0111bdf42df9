"""A multirun: each job answers one config, and all of them end in one table and one page."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.analyse.ranking import chance_of_being_best
from sim.analyse.verdict import judge
from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval
from sim.base.problems import ProblemsError
from sim.base.wording import money_interval, percent, written_in
from sim.cli.run import answer
from sim.compare.outcomes import OUTCOMES
from sim.config.check import check
from sim.config.schema import Config
from sim.policies import find, names
from sim.report.table import aligned
from sim.run.result import Result
from sim.study.output import SHORT, staged, write_csv
from sim.sweep.read import SweepOutcomes

Point = dict[str, float | str]


@dataclass
class Jobs:
    """The jobs of a multirun so far.

    Attributes:
        configs: Config of each job that ran.
        points: What was overridden in each, but for its policy.
        outcomes: Policy to outcome to (replications,), of each.
        failed: Overrides to reason, of those that did not run.
    """

    configs: list[Config] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    outcomes: list[dict[str, dict[str, Array]]] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def run(self, given: Callable[[], dict[str, Any]], overrides: Sequence[str]) -> None:
        """Run a job and keep its outcomes; one that fails is told at once and ends no other.

        Figures are left to the page of the whole.
        """
        try:
            config = check(given())
            if config.sweep or config.search:
                raise ProblemsError(["a sweep or a search is one job; leave out -m"])
            results = answer(config.model_copy(update={"figures": False}), is_told=False)
        except Exception as error:
            reason = "; ".join(error.problems) if isinstance(error, ProblemsError) else repr(error)
            self.failed[" ".join(overrides)] = reason
            print(f"failed: {' '.join(overrides)}: {reason}", file=sys.stderr)
            return
        print("done:", *overrides)
        self.configs.append(config)
        self.points.append(point_of(overrides))
        self.outcomes.append({name: outcomes_of(result) for name, result in results.items()})
        self.titles |= {name: result.title for name, result in results.items()}

    def together(self) -> SweepOutcomes:
        """Return all jobs as one sweep; those that differ in their policy alone share a point."""
        keys = [json.dumps(point, sort_keys=True) for point in self.points]
        places = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        baseline = self.configs[0].baseline
        policies = [name for name in self.titles if name != baseline]
        if any(self._asked(config, baseline) for config in self.configs):
            policies = [baseline, *policies]
        most = max(len(o["profit"]) for job in self.outcomes for o in job.values())
        shape = (len(self.titles) + 1, len(places), most)
        arrays = {name: np.full(shape, np.nan) for name in OUTCOMES}
        for key, job in zip(keys, self.outcomes, strict=True):
            for policy, outcomes in job.items():
                rows = [policies.index(policy)] if policy in policies else []
                rows += [-1] if policy == baseline else []
                for name, values in outcomes.items():
                    arrays[name][rows, places[key], : len(values)] = values
        return SweepOutcomes(
            policies=policies,
            titles=[self.titles[name] for name in policies],
            baseline=baseline,
            points=[json.loads(key) for key in places],
            values={name: values[: len(policies)] for name, values in arrays.items()},
            baselines={name: values[-1] for name, values in arrays.items()},
        )

    @staticmethod
    def _asked(config: Config, name: str) -> bool:
        return name in config.policies if config.policy is None else name == config.policy.name


def outcomes_of(result: Result) -> dict[str, Array]:
    """Return every outcome of a result, one value a replication."""
    return {name: outcome.of(result) for name, outcome in OUTCOMES.items()}


def point_of(overrides: Sequence[str]) -> Point:
    """Return overrides as a point; the policy is no part of it."""
    point: Point = {}
    for override in overrides:
        key, _, value = override.partition("=")
        if key.split(".")[0] not in ("policy", "policies", "output", "figures", "name", "currency"):
            try:
                point[key] = float(value)
            except ValueError:
                point[key] = value
    return point


def conclude(jobs: Jobs) -> None:
    """Print one table over all jobs, and write it with its figure and page."""
    if jobs.configs:
        with written_in(jobs.configs[0].currency):
            _conclude(jobs)


def _conclude(jobs: Jobs) -> None:
    from sim.report.sweep_words import sweep_sentences

    config, outcomes = jobs.configs[0], jobs.together()
    rows = cell_rows(outcomes)
    sentences = []
    try:
        sentences = sweep_sentences(judge(outcomes), outcomes, config)
    except ValueError:
        print("no future ran with every policy, so they cannot be ranked", file=sys.stderr)
    made_of = json.dumps([c.model_dump(exclude={"output", "figures"}) for c in jobs.configs])
    name = f"multirun_{hashlib.sha256(made_of.encode()).hexdigest()[:SHORT]}"
    folder = Path(config.output) / config.name / name
    with staged(folder) as stage:
        write_csv(stage / "comparison.csv", [dict(zip(rows[0], r, strict=True)) for r in rows[1:]])
        if config.figures:
            _write_page(stage, config, outcomes, rows, sentences, jobs.failed)
    print("", aligned(rows), "", *sentences, sep="\n")
    print(f"\nFiles: {folder}" + (f"\nReport: {folder / 'report.html'}" if config.figures else ""))


def cell_rows(outcomes: SweepOutcomes) -> list[list[str]]:
    """Return a row a cell: what its policy earns in its future, and how surely it is best there."""
    rows = [["Future", "Policy", "profit [95%]", "vs baseline [95%]", "best", "trust", "lost"]]
    for number in range(len(outcomes.points)):
        profits = outcomes.values["profit"][:, number]
        ran = np.isfinite(profits).any(axis=1)
        shared = np.isfinite(profits[ran]).all(axis=0)
        chances = np.full(len(profits), np.nan)
        chances[ran] = chance_of_being_best(profits[ran][:, shared])
        for i in np.flatnonzero(ran).tolist():
            gain = gain_of(outcomes, i, number)
            is_baseline = outcomes.policies[i] == outcomes.baseline
            rows.append(
                [
                    label(outcomes.points[number], outcomes),
                    outcomes.titles[i],
                    money_interval(mean_interval(profits[i])),
                    "baseline" if is_baseline else money_interval(gain, signed=True),
                    percent(chances[i]),
                    percent(outcomes.means("trust")[i, number]),
                    percent(outcomes.means("lost")[i, number]),
                ]
            )
    return rows


def gain_of(outcomes: SweepOutcomes, policy: int, point: int) -> Interval:
    """Return the paired difference of a cell's profit from that of the baseline in its future."""
    return mean_interval(outcomes.gains[policy, point])


def label(point: Mapping[str, float | str], outcomes: SweepOutcomes) -> str:
    """Return what is particular to a future."""
    varied = outcomes.inputs
    told = [v if k == "scenario" else f"{k}={v}" for k, v in point.items() if k in varied]
    return ", ".join(str(value) for value in told) or "as configured"


def _write_page(
    folder: Path,
    config: Config,
    outcomes: SweepOutcomes,
    rows: list[list[str]],
    sentences: list[str],
    failed: dict[str, str],
) -> None:
    from sim.plots.gains import Gain, plot_gains
    from sim.report.sections import Section, SectionPage, write_page
    from sim.report.sweep import sweep_sections

    title = find(outcomes.baseline).title if outcomes.baseline in names() else outcomes.baseline
    gains = [
        Gain(
            f"{label(outcomes.points[j], outcomes)}: {outcomes.titles[i]}",
            outcomes.policies[i],
            gain_of(outcomes, i, j),
        )
        for j in range(len(outcomes.points))
        for i in range(len(outcomes.policies))
        if outcomes.policies[i] != outcomes.baseline
        and np.isfinite(outcomes.values["profit"][i, j]).any()
    ]
    subtitle = "mean and 95% interval, paired in the same worlds"
    figure, narrow = (
        plot_gains(gains, f"Profit ahead of {title}", subtitle, is_narrow) if gains else None
        for is_narrow in (False, True)
    )
    sections = [Section("Every cell", rows, figure=figure, narrow=narrow, name="gains")]
    if sentences:
        sections += sweep_sections(judge(outcomes), outcomes, config, failed)
    page = SectionPage(
        title=config.name.replace("_", " ").capitalize(),
        setting=f"{len(outcomes.policies)} policies in {len(outcomes.points)} futures, "
        f"{config.replications} worlds each; rivals follow {config.rivals.replace('_', ' ')}.",
        sentences=sentences,
        sections=sections,
        made_by="The same configs and seed give the same numbers; each job's folder holds its own.",
    )
    write_page(page, folder)
