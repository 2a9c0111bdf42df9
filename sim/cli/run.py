"""Answer one config: simulate, compare, write everything down, say it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from sim.analyse.precision import is_settled
from sim.base.bar import Bar
from sim.base.wording import counted
from sim.cli.doubt import ToldDoubt, doubt_of, is_asked
from sim.cli.unwritten import cannot_write
from sim.compare.policies import Compared, beside_push, compare_policies
from sim.config.schema import Config
from sim.ensemble.advice import rules_for
from sim.ensemble.stored import stored_sets
from sim.policies import Policy
from sim.portfolio.advice import Advice, advise, worlds_for
from sim.portfolio.advice_table import as_table
from sim.report import Picture, story
from sim.report.advised import advised
from sim.report.portfolio import (
    advice_notes,
    advice_rows,
    by_stake,
    next_steps,
    plan_sentences,
    questions,
    shortened,
    verdict_sentence,
)
from sim.report.story import setting_line, tell
from sim.report.table import aligned, comparison_rows
from sim.report.workbook import alliances_table, policies_table, write_workbook
from sim.run.recorder import PANEL
from sim.run.result import Result, concatenate
from sim.study.output import folder_of, staged, write_csv, write_data
from sim.study.study import Study, prepare

TOO_LARGE = (
    "The policies were not asked in plausible rule sets: with so many alliances it takes too long."
)

WHERE = "tables.xlsx and alliances.csv have"

MOST_LINES, MOST_NOTES = 20, 10
"""Alliances, and notes on the file, that are shown on the terminal; the rest is in the files."""


def answer(config: Config, *, is_told: bool = True) -> dict[str, Result]:
    """Run a config, write its results and, unless it is not to be told, print the answer.

    Returns:
        Name of each policy to its result.

    Raises:
        ProblemsError: Something is wrong with the input or the output folder.
        SystemExit: The answer is told, but could not be written.
    """
    study, results = _with_worlds_enough(config)
    config = study.config
    folder = folder_of(config)
    told: _Told | None = None
    unwritten: Exception | None = None
    try:
        with staged(folder) as stage:
            results = results or _run(study)
            compared = compare_policies(results, study.baseline)
            rules = doubt_of(study, compared)
            advice = _advise(study, rules)
            told = _told(study, results, compared, rules, advice)
            _write_tables(stage, study, results, told, advice)
            if config.figures:
                _write_report(stage, study, results, told, advice)
    except (OSError, duckdb.Error) as error:
        if told is None or not is_told:
            raise
        unwritten = error  # the answer is there all the same
    if not is_told:
        return results
    print(*told.lines, sep="\n")
    if unwritten:
        print(cannot_write(unwritten), file=sys.stderr)
        sys.exit(1)
    print(f"\nFiles: {folder}" + (f"\nReport: {folder / 'report.html'}" if config.figures else ""))
    return results


@dataclass(frozen=True)
class _Told:
    """The answer in words and as a table, and as lines for a terminal."""

    compared: list[Compared]
    comparison: list[list[str]]
    sentences: list[str]
    rules: ToldDoubt | None
    lines: list[str]


def _is_of_one(advice: Advice) -> bool:
    """Say whether a portfolio is a single alliance: then policies are ways of treating it."""
    return len(advice.alliances) == 1


def _told(
    study: Study,
    results: Mapping[str, Result],
    compared: list[Compared],
    rules: ToldDoubt | None,
    advice: Advice | None,
) -> _Told:
    config = study.config
    duel = beside_push(results)
    sentences = tell(compared, config.quarters, config.replications, duel)
    alike = "All alliances treated alike" if advice and not _is_of_one(advice) else ""
    default = "with the default rules" if rules else ""  # what of this holds is said beside it
    if where := ", ".join(filter(None, [alike, default])):
        sentences[0] = f"{where[0].upper()}{where[1:]}: {sentences[0]}"
    if advice:
        first = 1 if _is_of_one(advice) else 0
        sentences[first:first] = [
            verdict_sentence(advice, config.quarters),
            *plan_sentences(advice),
        ]
    comparison = comparison_rows(compared, config.quarters, config.model.discount_rate)
    lines = [setting_line(config), "", aligned(comparison), "", *sentences]
    lines += rules.lines if rules else []
    if rules is None and is_asked(config):
        sentences.append(TOO_LARGE)
        lines.append(TOO_LARGE)
    if advice:
        lines += _advice_lines(study, advice)
    return _Told(compared, comparison, sentences, rules, lines)


def _write_tables(
    folder: Path, study: Study, results: Mapping[str, Result], told: _Told, advice: Advice | None
) -> None:
    config = study.config
    write_data(folder, config, results, told.compared)
    tables = [policies_table(told.compared, config)]
    if advice:
        rows = as_table(advice)
        write_csv(folder / "alliances.csv", rows)
        tables.append(alliances_table(rows, config))
    write_workbook(folder / "tables.xlsx", tables, setting_line(config))


def _advise(study: Study, doubt: ToldDoubt | None) -> Advice | None:
    """Return advice on a portfolio, with a progress bar; nothing without one."""
    portfolio, config = study.portfolio, study.config
    if portfolio is None:
        return None
    worlds, rules = worlds_for(len(portfolio), study.setting.replications), None
    if is_asked(config):
        rules = rules_for(study.setting, stored_sets(), doubt.weights if doubt else None)
        worlds += rules.setting.replications
    with _bar(2 * worlds, "advice") as bar:
        return advise(
            portfolio,
            study.setting,
            config.population.days,
            bar.update,
            policy=followed(study),
            rules=rules,
        )


def followed(study: Study) -> Policy:
    """Return the policy that the vendor is taken to follow: the one chosen, or the baseline."""
    chosen = study.policies[-1] if study.config.policy is not None else None
    return chosen or next(p for p in study.policies if p.name == study.baseline)


def _advice_lines(study: Study, advice: Advice) -> list[str]:
    """Return advice for a terminal: of a large portfolio what matters most."""
    many = len(advice.alliances) > MOST_LINES
    items = by_stake(advice)[:MOST_LINES] if many else advice.alliances
    told = ["", aligned(shortened(advice_rows(advice, items, study.config.quarters))), ""]
    if many:
        left = counted(len(advice.alliances) - len(items), "more alliance")
        told += [f"{left}, on which less hangs: alliances.csv, tables.xlsx", ""]
    told += [f"- {line}" for line in (*next_steps(advice), *questions(advice))]
    told += ["", *advice_notes(advice, study.setting.parameters.capacity_days), ""]
    notes = study.portfolio_notes
    told += notes[:MOST_NOTES]
    if len(notes) > MOST_NOTES:
        told.append(f"{len(notes) - MOST_NOTES:,} more on how the file was used: report.html")
    return told


def _with_worlds_enough(config: Config) -> tuple[Study, dict[str, Result]]:
    """Return a study with as many worlds as `half_width` asks for, and its results if it asks.

    Worlds are doubled until they are enough; none is run twice.
    """
    panel = PANEL if config.record == "alliances" else ()
    study, results, done = prepare(config, panel), dict[str, Result](), 0
    while config.half_width is not None:
        added = _run(study, done)
        results = {
            name: concatenate([results[name], more]) if done else more
            for name, more in added.items()
        }
        base, done = results[study.baseline].total("profit"), config.replications
        gains = np.stack([r.total("profit") - base for r in results.values()], axis=1)
        if is_settled(gains, config.half_width).all() or done >= config.most_replications:
            break
        more_worlds = min(2 * done, config.most_replications)
        config = config.model_copy(update={"replications": more_worlds})
        study = prepare(config, panel)
    return study, results


def _run(study: Study, done: int = 0) -> dict[str, Result]:
    """Simulate with a progress bar."""
    with _bar(study.config.replications - done, "worlds") as bar:
        return study.run(bar.update, done)


def _bar(worlds: int, what: str) -> Bar:
    """Return a progress bar, which only shows in a terminal and if it takes a while."""
    return Bar(
        total=worlds,
        desc=what,
        unit="world",
        delay=1,
        bar_format="{l_bar}{bar}| {n:.10g} of {total_fmt} {unit}s [{elapsed}, {remaining} left]",
    )


def _write_report(
    folder: Path, study: Study, results: Mapping[str, Result], told: _Told, advice: Advice | None
) -> None:
    """Draw the figures and write the page; matplotlib is only loaded here."""
    from sim.report import Page, render
    from sim.report.pictures import draw

    config = study.config
    page = Page(
        config=config,
        policies=study.policies,
        sentences=told.sentences,
        comparison=told.comparison,
        pictures=draw(study, results, folder / "figures"),
        robust=told.rules.first if told.rules and (not advice or _is_of_one(advice)) else (),
        doubt=list(zip(told.rules.tables, told.rules.sentences, strict=True)) if told.rules else (),
        bands=_bands(told, folder / "figures"),
        history=_drawn(told.rules, folder / "figures"),
        **(advised(study, advice, WHERE) if advice else _of_market(study, told)),
        reading=study.portfolio.reading if study.portfolio else None,
    )
    (folder / "report.html").write_text(render(page), "utf-8")


def _bands(told: _Told, folder: Path) -> Picture | None:
    """Return what luck and rules make of the gains, if the rules were asked."""
    from sim.report.pictures import draw_bands

    if told.rules is None or told.rules.policies is None:
        return None
    return draw_bands(told.rules.policies, told.compared, folder)


def _drawn(rules: ToldDoubt | None, folder: Path) -> str:
    """Return the figure of a history as SVG, saved too; nothing without one."""
    if rules is None or rules.figure is None:
        return ""
    path = folder / "history.svg"
    rules.figure.savefig(path, metadata={"Date": None})
    text = path.read_text("utf-8")
    return text[text.index("<svg") :]


def _of_market(study: Study, told: _Told) -> dict[str, Any]:
    abouts = {policy.name: policy.about for policy in study.policies}
    rules, first = told.rules, story.next_steps(told.compared, abouts)
    return {
        "next_steps": rules.next_steps if rules else first,
        "find_out": [
            *(rules.find_out if rules else ()),
            *story.find_out(study.config, told.compared),
        ],
    }
