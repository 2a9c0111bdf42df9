"""The Hydra app: one command from a config to an answer."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from omegaconf import DictConfig

from sim.base.paths import config_folder
from sim.base.problems import ProblemsError
from sim.cli import groups, overrides
from sim.cli.help import help_text
from sim.cli.multirun import Jobs, conclude
from sim.cli.run import answer
from sim.cli.search import answer_search
from sim.cli.sweep import answer_sweep
from sim.config.check import check


def main() -> None:
    """Check the command line, then let Hydra run it, once or as a sweep."""
    if sys.stdout is not None:
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without €
    try:
        _run(sys.argv[1:])
        sys.stdout.flush()
    except ProblemsError as error:
        refuse(error)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(141)


def _run(arguments: list[str]) -> None:
    groups.register()
    if {"-h", "--help"} & set(arguments):
        print(help_text())
        return
    sys.argv[1:] = overrides.checked(arguments)
    app = hydra.main(version_base="1.3", config_path=str(config_folder()), config_name="config")
    jobs = Jobs()

    def task(config: DictConfig) -> None:
        _task(config, jobs)

    app(task)()
    conclude(jobs)
    if jobs.failed:
        sys.exit(1)


def _task(config: DictConfig, jobs: Jobs) -> None:
    """Answer one config; Hydra calls it once a job.

    What goes wrong leaves by `SystemExit`, which Hydra lets through without a word of its own.
    """
    try:
        _answer(overrides.read_config(config), jobs)
        sys.stdout.flush()
    except ProblemsError as error:
        refuse(error)
    except KeyboardInterrupt:
        print("stopped; nothing was written for this run", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(141)


def _answer(given: dict[str, Any], jobs: Jobs) -> None:
    """Answer a study, a sweep or a search; of a multirun, keep the answer for the end."""
    if HydraConfig.get().mode == RunMode.MULTIRUN:
        jobs.run(given, HydraConfig.get().overrides.task)
        return
    config = check(given)
    if config.sweep is not None:
        answer_sweep(config)
    elif config.search is not None:
        answer_search(config)
    else:
        answer(config)


def refuse(error: ProblemsError) -> NoReturn:
    """Say all that is wrong and leave with exit code 2."""
    count = len(error.problems)
    print(f"{count} problem{'s' if count > 1 else ''}; nothing was run:", file=sys.stderr)
    for problem in error.problems:
        print(f"  {problem}", file=sys.stderr)
    sys.exit(2)
