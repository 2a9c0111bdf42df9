"""Answer a search: find the best policy, and try it in worlds that it was not fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from sim.analyse.verdict import judge
from sim.base.intervals import Interval, paired_difference
from sim.base.problems import ProblemsError
from sim.base.wording import money, money_interval, years
from sim.cli.sweep import keeping, marks
from sim.config.schema import Config
from sim.config.sweep import LEVERS, SearchConfig
from sim.policies import Policy, Preset, find
from sim.report.table import aligned
from sim.study.output import SHORT, staged, write_csv, write_origin
from sim.study.provenance import code_version, digest
from sim.sweep.design import listed
from sim.sweep.objective import objective, objective_interval
from sim.sweep.plan import Plan
from sim.sweep.read import SweepOutcomes, read_outcomes
from sim.sweep.run import run_cells
from sim.sweep.search import Searched, axes_of, search
from sim.sweep.store import Store

Rows = list[list[str]]
KINDS = {
    "mean": "mean profit",
    "cvar": "mean profit in the worst worlds",
    "worst": "mean profit in the worst scenario",
}


def answer_search(config: Config) -> None:
    """Search, try the winner on fresh seeds, and print the answer.

    Raises:
        ProblemsError: Every policy tried failed.
    """
    from sim.report.sweep_words import verdict_rows

    wanted = config.search or SearchConfig()
    store_folder = Path(config.output) / config.name / "store"
    with keeping(store_folder), Store(store_folder, marks(config)) as store:
        found = search(store, config)
        if not found.tried:
            problems = ["search: every policy tried failed", *found.failed.values()]
            raise ProblemsError(problems, f"what was tried is kept in {store_folder}")
        winner = Preset("best_found", found.winner.policy.levers, "Best found")
        policies = [winner, *map(find, config.policies)]
        # The search's own worlds again, for the named policies, and then worlds it never saw.
        seen = try_out(store, config, policies, wanted, config.replications)
        again = config.model_copy(update={"seed": config.seed + 1})
        fresh = try_out(store, again, policies, wanted, wanted.fresh)
    sentences = search_sentences(found, seen, fresh, config, wanted)
    rows = verdict_rows(judge(fresh))
    folder = Path(config.output) / config.name / digest(config)[:SHORT]
    with staged(folder) as stage:
        write_search(stage, config, found, wanted)
        if config.figures:
            _write_page(stage, config, found, sentences, rows, wanted)
    print(aligned(winner_rows(found, wanted)), "", aligned(rows), "", *sentences, sep="\n")
    print(f"\nStore: {store_folder}\nFiles: {folder}")
    if config.figures:
        print(f"Report: {folder / 'report.html'}")


def try_out(
    store: Store, config: Config, policies: Sequence[Policy], wanted: SearchConfig, worlds: int
) -> SweepOutcomes:
    """Run policies, and the baseline, in each scenario and return their outcomes."""
    plan = Plan(
        base=config.model_copy(update={"search": None}),
        points=listed([{"scenario": name} for name in wanted.scenarios]),
        asked=policies,
        baseline=find(config.baseline),
        first=0,
        replications=worlds,
    )
    run_cells(store, plan.base, plan.cells, plan.count)
    return read_outcomes(store.folder, [plan])


def search_sentences(
    found: Searched,
    seen: SweepOutcomes,
    fresh: SweepOutcomes,
    config: Config,
    wanted: SearchConfig,
) -> list[str]:
    """Return the answer: what the winner is worth, and how far the search flattered it."""
    at = fresh.policies.index("best_found")
    worth = objective_interval(fresh.values["profit"][at], wanted.objective, wanted.tail)
    best_named = max(
        (i for i in range(len(fresh.policies)) if i != at),
        key=lambda i: objective(fresh.values["profit"][i], wanted.objective, wanted.tail),
        default=at,
    )
    profit = fresh.over_points("profit")
    lead = paired_difference(profit[at], profit[best_named])
    return [
        f"The best of {len(found.tried)} policies tried has a {years(config.quarters)} "
        f"{KINDS[wanted.objective]} of {money_interval(worth)} in {wanted.fresh} worlds that the "
        f"search never saw; in those it was searched on it had "
        f"{money(found.winner.objectives[0])}.",
        f"Optimism of the search: {optimism_in_words(seen, fresh, at)} of mean gain over "
        f"{config.baseline.replace('_', ' ')}.",
        f"Against {fresh.titles[best_named]}, the best policy with a name, its mean profit is "
        f"{money_interval(lead, signed=True)}.",
    ]


def optimism_in_words(seen: SweepOutcomes, fresh: SweepOutcomes, at: int) -> str:
    """Return how much more the winner gained in the search's worlds than in fresh ones."""
    in_search, in_fresh = seen.gain_over_points(at), fresh.gain_over_points(at)
    difference = float(in_search.mean - in_fresh.mean)
    half = 0.5 * float(
        ((in_search.high - in_search.low) ** 2 + (in_fresh.high - in_fresh.low) ** 2) ** 0.5
    )
    return money_interval(Interval(difference, difference - half, difference + half), signed=True)


def winner_rows(found: Searched, wanted: SearchConfig) -> Rows:
    """Return the winner's levers."""
    axes = axes_of(wanted)
    return [["Lever", "winner", "range", "about"]] + [
        [
            name.replace("_", " "),
            f"{getattr(found.winner.policy.levers, name):.3g}",
            f"{spec.low:g} to {spec.high:g}" if name in axes else "not searched",
            spec.about,
        ]
        for name, spec in LEVERS.items()
    ]


def front_rows(found: Searched, wanted: SearchConfig) -> Rows:
    """Return the policies that no other beats by both objectives."""
    head = ["Policy", KINDS[wanted.objective], KINDS[str(wanted.second)]]
    return [head] + [[t.policy.title, *map(money, t.objectives)] for t in found.front]


def write_search(folder: Path, config: Config, found: Searched, wanted: SearchConfig) -> None:
    """Write config, provenance, the winner as a policy file, and every policy tried."""
    write_origin(folder, config, code_sha256=code_version())
    levers = {name: getattr(found.winner.policy.levers, name) for name in LEVERS}
    winner = {"name": "best", "title": "Best found", "about": f"Found by {config.name}."} | levers
    (folder / "best.yaml").write_text(yaml.safe_dump(winner, sort_keys=False), "utf-8")
    kinds = [wanted.objective, *([wanted.second] if wanted.second else [])]
    write_csv(
        folder / "tried.csv",
        [
            {"policy": t.policy.name}
            | dict(zip(kinds, t.objectives, strict=True))
            | {name: getattr(t.policy.levers, name) for name in LEVERS}
            for t in found.tried
        ],
    )


def _write_page(
    folder: Path,
    config: Config,
    found: Searched,
    sentences: Sequence[str],
    rows: Rows,
    wanted: SearchConfig,
) -> None:
    from sim.report.sections import Section, SectionPage, write_page

    sections = [
        Section("The best policy found", winner_rows(found, wanted)),
        Section(
            "In worlds that the search never saw",
            rows,
            [f"{wanted.fresh} worlds a scenario, the same for every policy; differences paired."],
        ),
    ]
    if wanted.second:
        sections.append(
            Section(
                "What one objective costs in the other",
                front_rows(found, wanted),
                ["Policies tried that no other beats by both, in the worlds of the search."],
            )
        )
    page = SectionPage(
        title=config.name.replace("_", " ").capitalize(),
        setting=f"{wanted.trials} policies tried in {', '.join(wanted.scenarios)}, "
        f"{config.replications} worlds each; rivals follow {config.rivals.replace('_', ' ')}.",
        sentences=sentences,
        sections=sections,
        made_by=f"Seed {config.seed}, fresh worlds from seed {config.seed + 1}. best.yaml is the "
        "winner as a file for configs/policy; tried.csv holds every policy tried.",
    )
    write_page(page, folder)
