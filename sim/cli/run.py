"""Answer one config: simulate, compare, write everything down, say it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
from tqdm import tqdm

from sim.analyse.precision import is_settled
from sim.base.terminal import is_watched
from sim.cli.doubt import doubt_of
from sim.cli.unwritten import cannot_write
from sim.compare.policies import compare_policies
from sim.config.schema import Config
from sim.portfolio.advice import AllianceAdvice, advise, as_table
from sim.report.story import advise_in_words, setting_line, tell
from sim.report.table import advice_notes, advice_rows, aligned, comparison_rows
from sim.run.recorder import PANEL
from sim.run.result import Result, concatenate
from sim.study.output import folder_of, staged, write_csv, write_data
from sim.study.study import Study, prepare


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
    told: list[str] = []
    unwritten: Exception | None = None
    try:
        with staged(folder) as stage:
            results = results or _run(study)
            advice = advise(study.portfolio, study.setting) if study.portfolio else []
            compared = compare_policies(results, study.baseline)
            comparison = comparison_rows(compared, config.quarters)
            sentences = tell(compared, config.quarters, config.replications)
            sentences += advise_in_words(advice)
            told = [setting_line(config), "", aligned(comparison), "", *sentences]
            if rules := doubt_of(study, compared):
                told += ["", aligned(rules.rows), "", *rules.sentences]
            if advice:
                notes = advice_notes(study.setting.parameters.capacity_days)
                told += ["", aligned(advice_rows(advice, config.quarters)), "", *notes]
                told += study.portfolio_notes
            write_data(stage, config, results, compared)
            if advice:
                write_csv(stage / "alliances.csv", as_table(advice))
            if config.figures:
                _write_report(stage, study, results, comparison, sentences, advice)
    except (OSError, duckdb.Error) as error:
        if not told or not is_told:
            raise
        unwritten = error  # the answer is there all the same
    if not is_told:
        return results
    print(*told, sep="\n")
    if unwritten:
        print(cannot_write(unwritten), file=sys.stderr)
        sys.exit(1)
    print(f"\nFiles: {folder}" + (f"\nReport: {folder / 'report.html'}" if config.figures else ""))
    return results


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
    """Simulate with a progress bar, which only shows in a terminal and if it takes a while."""
    with tqdm(
        total=study.config.replications - done,
        desc="worlds",
        unit="world",
        delay=1,
        leave=False,
        bar_format="{l_bar}{bar}| {n:.10g} of {total_fmt} {unit}s [{elapsed}, {remaining} left]",
        disable=not is_watched(),
    ) as bar:
        return study.run(bar.update, done)


def _with_doubts(advice: Sequence[AllianceAdvice], quarters: int) -> list[list[str]]:
    """Return the table of advice with what to find out first where a verdict is not clear."""
    head, *rows = advice_rows(advice, quarters)
    told = [[*row, item.why_unsure] for row, item in zip(rows, advice, strict=True)]
    return [[*head, "find out first"], *told]


def _write_report(
    folder: Path,
    study: Study,
    results: Mapping[str, Result],
    comparison: Sequence[Sequence[str]],
    sentences: Sequence[str],
    advice: Sequence[AllianceAdvice],
) -> None:
    """Draw the figures and write the page; matplotlib is only loaded here."""
    from sim.report import Page, render
    from sim.report.pictures import draw

    page = Page(
        config=study.config,
        policies=study.policies,
        sentences=sentences,
        comparison=comparison,
        pictures=draw(study, results, folder / "figures"),
        advice=_with_doubts(advice, study.config.quarters) if advice else (),
        advice_notes=advice_notes(study.setting.parameters.capacity_days),
        portfolio_notes=study.portfolio_notes,
        reading=study.portfolio.reading if study.portfolio else None,
    )
    (folder / "report.html").write_text(render(page), "utf-8")
