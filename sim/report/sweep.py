"""The page of a sweep, section by section: tables and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.analyse.indices import morris, sobol
from sim.analyse.policy_map import policy_maps
from sim.analyse.verdict import Verdict
from sim.base.intervals import Interval, mean_interval
from sim.base.wording import money, percent
from sim.compare.outcomes import OUTCOMES
from sim.config.schema import Config
from sim.config.sweep import Span
from sim.plots.gains import Gain, plot_gains
from sim.plots.policy_map import plot_policy_map
from sim.report.sections import Section
from sim.report.sweep_words import (
    Rows,
    baseline_title,
    box_in_words,
    outcome_interval,
    outcome_value,
    point_in_words,
    verdict_rows,
)
from sim.sweep.design import sample
from sim.sweep.read import SweepOutcomes

MOST_FUTURES = 12
"""Futures of a regret table; more are left to the data files."""


def sweep_sections(
    verdict: Verdict, outcomes: SweepOutcomes, config: Config, failed: dict[str, str]
) -> Iterator[Section]:
    """Yield the sections of the page, the first ones first."""
    maps = policy_maps(outcomes)
    if maps:
        figure, narrow = (
            plot_policy_map(maps, outcomes.titles, baseline_title(outcomes), is_narrow)
            for is_narrow in (False, True)
        )
        yield Section("The policy map", figure=figure, narrow=narrow, name="policy_map")
    yield Section(
        "The policies over all futures",
        verdict_rows(verdict),
        [
            f"Means over {verdict.points} futures of {verdict.replications} worlds each, the same "
            "worlds and luck for every policy; differences are paired. Chance of being best: "
            "share of bootstrap samples of the worlds in which the policy's mean is highest. "
            "Regret: what it gives up in a future against the best policy there."
        ],
    )
    if not outcomes.has_levers and len(verdict.policies) > 1:
        yield from _regret(verdict, outcomes)
    if others := [n for n in config.sweep.outcomes if n != "profit"] if config.sweep else []:
        yield Section(
            "Other outcomes",
            _outcome_rows(outcomes, others),
            ["Means over the same futures, with 95% intervals."],
        )
    boxes = [p for p in verdict.policies if p.loses_when is not None]
    if boxes:
        yield Section(
            "When each policy earns less than the baseline",
            [["Policy", "when", "coverage", "density", "share of futures"]]
            + [
                [p.title, box_in_words(b), percent(b.coverage), percent(b.density), percent(b.mass)]
                for p in boxes
                if (b := p.loses_when) is not None
            ],
            [
                "Scenario discovery (PRIM). Coverage: share of the losing futures that the words "
                "describe. Density: share of the futures so described in which it does lose."
            ],
        )
    yield from _sensitivity(outcomes, config)
    if outcomes.has_levers:
        yield _settings(outcomes)
    if failed:
        yield Section(
            "Cells that failed",
            [["Cell", "reason"], *([cell, reason] for cell, reason in sorted(failed.items()))],
            ["Run again with retry_failed=true to try them once more."],
        )


def _regret(verdict: Verdict, outcomes: SweepOutcomes) -> Iterator[Section]:
    points = [p for p, there in zip(outcomes.points, outcomes.complete, strict=True) if there]
    table = verdict.regret.table
    shown = np.argsort(-table.max(axis=0), kind="stable")[:MOST_FUTURES]
    rows = [["Future", *outcomes.titles]]
    rows += [
        [point_in_words(points[i], outcomes), *(money(value) for value in table[:, i])]
        for i in shown
    ]
    rows.append(["largest of all", *(money(value) for value in verdict.regret.largest)])
    few = "" if len(points) <= MOST_FUTURES else f" The {MOST_FUTURES} futures with most at stake."
    yield Section(
        "Regret",
        rows,
        [f"What a policy gives up in a future against the best one there, in mean profit.{few}"],
    )


def _outcome_rows(outcomes: SweepOutcomes, chosen: Sequence[str]) -> Rows:
    rows = [["Policy", *(OUTCOMES[name].label for name in chosen)]]
    for i, title in enumerate(outcomes.titles):
        intervals = [mean_interval(outcomes.over_points(name)[i]) for name in chosen]
        told = [outcome_interval(name, v) for name, v in zip(chosen, intervals, strict=True)]
        rows.append([title, *told])
    return rows


def _sensitivity(outcomes: SweepOutcomes, config: Config) -> Iterator[Section]:
    """Yield the indices of each outcome, for designs made for them."""
    sweep = config.sweep
    if sweep is None or sweep.design not in ("sobol", "morris") or not outcomes.complete.all():
        return
    axes = {**sweep.levers, **sweep.uncertainties}
    inputs = [name for name, axis in axes.items() if isinstance(axis, Span)]
    cube = np.concatenate(list(sample(sweep.design, sweep.points, len(inputs), config.seed)))
    for name in sweep.outcomes:
        rows: Rows = []
        for policy, means in zip(outcomes.titles, outcomes.means(name), strict=True):
            for start in range(0, len(means), len(cube)):
                values = means[start : start + len(cube)]
                lists = {k: v for k, v in outcomes.points[start].items() if k not in inputs}
                where = ", ".join([policy, *(str(v) for v in lists.values())])
                rows += _index_rows(sweep.design, values, inputs, cube, where, name)
        is_sobol = sweep.design == "sobol"
        head = ["first order [95%]", "total [95%]"] if is_sobol else ["size", "mean", "spread"]
        note = (
            "Sobol indices: share of the variance over the ranges that is explained by the "
            "parameter alone, and with its interactions."
            if is_sobol
            else "Morris effects of a parameter's whole range: mean size, mean, and spread over "
            "the values of the others."
        )
        label = OUTCOMES[name].label
        yield Section(
            f"What moves {label[0].lower() + label[1:]}",
            [["Parameter", *head, "policy"], *rows],
            [note],
        )


def _index_rows(
    design: str, values: np.ndarray, inputs: Sequence[str], cube: np.ndarray, where: str, name: str
) -> Rows:
    if design == "sobol":
        found = sobol(values, len(inputs))
        order = np.argsort(-found.total.mean)
        return [
            [inputs[i].replace("_", " "), *(_share(part, i) for part in (found.first, found.total)),
             where]
            for i in order
        ]  # fmt: skip
    effects = morris(values, cube)
    return [
        [
            inputs[i].replace("_", " "),
            *(
                outcome_value(name, part[i])
                for part in (effects.size, effects.mean, effects.spread)
            ),
            where,
        ]
        for i in np.argsort(-effects.size)
    ]


def _share(part: Interval, i: int) -> str:
    return f"{part.mean[i]:.2f} [{part.low[i]:.2f}, {part.high[i]:.2f}]"


def _settings(outcomes: SweepOutcomes, most: int = 15) -> Section:
    """Return the points with the largest gains."""
    gains = outcomes.gains
    places = np.argwhere(np.isfinite(gains).any(axis=2))
    ranked = [(mean_interval(gains[i, j]), i, j) for i, j in places]
    ranked.sort(key=lambda found: -float(found[0].mean))
    shown = [
        Gain(
            f"{outcomes.titles[i]}: {point_in_words(outcomes.points[j], outcomes)}",
            outcomes.policies[i],
            gain,
        )
        for gain, i, j in ranked[:most]
    ]
    heading = "The settings that gain most"
    figure, narrow = (
        plot_gains(shown, heading, f"over {baseline_title(outcomes)}, paired", is_narrow)
        for is_narrow in (False, True)
    )
    notes = ["The best of many is flattered by its luck: try it again with another seed."]
    return Section(heading, notes=notes, figure=figure, narrow=narrow, name="settings")
