"""One command from a config to an answer."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sim.base.leaving import STOPPED
from sim.base.paths import keep_caches_together
from sim.base.problems import ProblemsError, refuse
from sim.base.wording import written_in
from sim.cli import files, groups
from sim.cli.cost import cost_of
from sim.cli.groups import OWN_GROUPS
from sim.cli.help import help_text
from sim.cli.multirun import Jobs, conclude
from sim.cli.overrides import SAVED, Command, read_command
from sim.cli.room import cost_rows, refuse_beyond
from sim.cli.run import answer
from sim.cli.search import answer_search
from sim.cli.sweep import answer_sweep
from sim.cli.unwritten import cannot_write
from sim.config.check import check
from sim.config.schema import Config
from sim.report.table import aligned
from sim.study.output import config_text
from sim.sweep import query, verify

VERBS = {
    "read": (files.read, "nothing was read"),
    "template": (files.template, "nothing was written"),
    "verify": (verify.main, "nothing was looked at"),
    "query": (query.main, "nothing was answered"),
}
"""First words that ask something of a file or a store, and what is not done if it is refused.

Without one, the words make a config.
"""

FLAGS = "-m, --cfg job, --config-dir FOLDER and --help"


def main() -> None:
    """Check the command line as a whole, then run it, once or as a multirun."""
    if sys.stdout is None:  # closed; a file that we open must not take its place
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without €
    keep_caches_together()
    try:
        _run(sys.argv[1:])
        sys.stdout.flush()
    except ProblemsError as error:
        _, undone = VERBS.get("".join(sys.argv[1:2]), (None, "nothing was run"))
        refuse(error, undone)
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has seen enough
        _close_output()
        sys.exit(141)
    except OSError as error:
        print(_unwritten(error), file=sys.stderr)
        sys.exit(1)


def _unwritten(error: OSError) -> str:
    """Return what could not be written: our words, or a file."""
    try:
        os.write(sys.stdout.fileno(), b"\n")  # what was in the buffer is lost either way
    except OSError as full:
        _close_output()
        return f"standard output cannot be written: {full.strerror}"
    return cannot_write(error)


def _close_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _run(arguments: list[str]) -> None:
    if arguments and arguments[0] in VERBS:
        ask, _ = VERBS[arguments[0]]
        _hear()
        ask(arguments[1:])
        return
    flags, words = read_flags(arguments)
    groups.register()
    if "--help" in flags:
        print(help_text())
        return
    saved = _saved_config(flags["--config-dir"]) if "--config-dir" in flags else None
    command = read_command(words, saved, several="-m" in flags)
    _hear()
    if "--cfg" in flags:
        print(config_text(command.config), end="")
    elif "-m" in flags:
        _run_jobs(command)
    else:
        _answer(command.config)


def _hear() -> None:
    """Let Ctrl-C be an exception from here, as there may be something to put away."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _saved_config(named: str) -> Path | None:
    """Return the config that a run left in a folder; None in a folder of the user's own files."""
    folder = Path(named).expanduser()
    is_own = any((folder / group).is_dir() for group in OWN_GROUPS)
    return None if is_own and not (folder / SAVED).is_file() else folder / SAVED


def read_flags(arguments: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the flags with their values, each by one name, and the other words.

    Raises:
        ProblemsError: There is no such flag, or one lacks its value.
    """
    names = {"-h": "--help", "--multirun": "-m", "-c": "--cfg", "-cd": "--config-dir"}
    flags: dict[str, str] = {}
    words, problems = [], []
    left = iter(arguments)
    for word in left:
        given, sign, value = word.partition("=")
        name = names.get(given, given)
        if not word.startswith("-"):
            words.append(word)
        elif name in ("--help", "-m") and not sign:
            flags[name] = ""
        elif name in ("--cfg", "--config-dir"):
            flags[name] = value if sign else next(left, "")
            if not flags[name] or (name == "--cfg" and flags[name] != "job"):
                problems.append(f"{word}: {flags[name]!r} given; flags are {FLAGS}")
        else:
            problems.append(f"{word}: no such flag; there are {FLAGS}")
    if problems:
        raise ProblemsError(problems)
    return flags, words


def _is_to_run(config: Config, jobs: int = 1) -> bool:
    """Refuse what cannot fit, and tell what a dry run would take; return whether to go on."""
    cost = cost_of(config, jobs)
    if config.dry_run:
        print(aligned(cost_rows(cost, config)))
    refuse_beyond(cost, config)
    return not config.dry_run


def _answer(config: Config) -> None:
    is_to_run = _is_to_run(config)
    files.echo([config])
    if not is_to_run:
        return
    with written_in(config.currency):
        if config.sweep is not None:
            answer_sweep(config)
        elif config.search is not None:
            answer_search(config)
        elif config.ensemble is not None:
            from sim.cli.ensemble import answer_ensemble  # imported here: no other run needs it

            answer_ensemble(config)
        else:
            answer(config)


def _with_own_files(command: Command) -> Iterator[Config]:
    """Yield the configs of a multirun that may name a portfolio file."""
    yield command.config
    for words in command.jobs:
        if any(word.startswith("population") for word in words):
            yield check(command.given(words))


def _run_jobs(command: Command) -> None:
    """Answer one config after the other, and all of them in one table."""
    is_to_run = _is_to_run(command.config, len(command.jobs))
    files.echo(_with_own_files(command))
    if not is_to_run:
        return
    jobs = Jobs()
    for words in command.jobs:
        jobs.run(partial(command.given, words), words)
    conclude(jobs)
    if jobs.failed:
        sys.exit(1)
