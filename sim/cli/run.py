"""Answer one config: simulate, compare, write everything down, say it."""

from __future__ import annotations

import sys

from tqdm import tqdm

from sim.cli.table import aligned, comparison_rows
from sim.compare import compare
from sim.config import Config
from sim.output import folder_of, staged, write_data
from sim.recorder import PANEL
from sim.story import tell
from sim.study import prepare


def answer(config: Config) -> None:
    """Run a config, write its results and print the answer.

    Raises:
        ProblemsError: Something is wrong with the input or the output folder.
    """
    needs_panel = config.figures or config.record == "alliances"
    study = prepare(config, panel=PANEL if needs_panel else ())
    folder = folder_of(config)
    with staged(folder) as stage:
        with tqdm(
            total=config.replications,
            desc="worlds",
            unit="world",
            delay=1,
            leave=False,
            disable=not sys.stderr.isatty(),
        ) as bar:
            results = study.run(bar.update)
        standings = compare(results, study.baseline)
        write_data(stage, config, results, standings)
        rows = comparison_rows(standings, config.quarters)
        sentences = tell(standings, config.quarters, config.replications)
        print(aligned(rows), *sentences, sep="\n\n" if False else "\n")
    print(f"\nFiles: {folder}")
