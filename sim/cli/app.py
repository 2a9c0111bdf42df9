"""The Hydra app: one command from a config to an answer."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.types import RunMode
from omegaconf import DictConfig

from sim.cli import groups, overrides
from sim.cli.help import help_text
from sim.cli.multirun import Jobs, conclude
from sim.cli.run import answer
from sim.cli.search import answer_search
from sim.cli.sweep import answer_sweep
from sim.config import ProblemsError, check
from sim.paths import config_folder


def main() -> None:
    """Check the command line, then let Hydra run it, once or as a sweep."""
    groups.register()
    arguments = sys.argv[1:]
    if {"-h", "--help"} & set(arguments):
        print(help_text())
        return
    try:
        sys.argv[1:] = overrides.checked(arguments)
    except ProblemsError as error:
        refuse(error)
    jobs = Jobs()

    def task(config: DictConfig) -> None:
        _task(config, jobs)

    app = hydra.main(version_base="1.3", config_path=str(config_folder()), config_name="config")
    app(task)()
    conclude(jobs)
    if jobs.failed:
        sys.exit(1)


def _task(config: DictConfig, jobs: Jobs) -> None:
    """Answer one config; Hydra calls it once a job."""
    try:
        if HydraConfig.get().mode == RunMode.MULTIRUN:
            jobs.run(overrides.read_config(config), HydraConfig.get().overrides.task)
            return
        checked = check(overrides.read_config(config))
        if checked.sweep is not None:
            answer_sweep(checked)
        elif checked.search is not None:
            answer_search(checked)
        else:
            answer(checked)
    except ProblemsError as error:
        refuse(error)
    except KeyboardInterrupt:
        print("stopped; nothing was written for this run", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


def refuse(error: ProblemsError) -> NoReturn:
    """Say all that is wrong and leave with exit code 2."""
    count = len(error.problems)
    print(f"{count} problem{'s' if count > 1 else ''}; nothing was run:", file=sys.stderr)
    for problem in error.problems:
        print(f"  {problem}", file=sys.stderr)
    sys.exit(2)
