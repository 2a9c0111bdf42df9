"""A command line turned into configs, all problems told at once.

Hydra gives the grammar of `key=value`; what is checked is what runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from pathlib import Path
from typing import Any

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, Override
from hydra.errors import HydraException

from sim.base.nearest import unknown
from sim.base.paths import locate
from sim.base.problems import ProblemsError
from sim.base.yaml_file import read_yaml
from sim.cli.compose import PATH, as_word, composed
from sim.cli.groups import GROUPS, OWN_GROUPS, options
from sim.config.check import check, unknown_key
from sim.config.schema import Config, known_keys
from sim.portfolio import read_portfolio

SAVED = "config.yaml"
"""The file that a run leaves beside its results; its folder is given by ``--config-dir``."""

MOST_JOBS = 1_000
"""Jobs of a multirun; what is larger is a sweep with a store."""

LONGEST = 200
"""Letters of a word that are shown when it is refused."""


@dataclass(frozen=True)
class Command:
    """What a command line asks for.

    Attributes:
        config: Its config; of several, the first.
        jobs: Of a multirun, the words that each job's config is made of.
        saved: The config of an earlier run that words are set on; without one, the package's own.
    """

    config: Config
    jobs: Sequence[Sequence[str]] = ()
    saved: Path | None = None

    def given(self, job: Sequence[str]) -> dict[str, Any]:
        """Return the config of a job as plain data."""
        parsed, _ = _parse(list(job), several=False)
        return composed(parsed, self.saved)


def read_command(words: Sequence[str], saved: Path | None, *, several: bool) -> Command:
    """Return what some words ask for.

    Args:
        words: Words as in ``key=value``.
        saved: The config of an earlier run to set them on.
        several: Whether a word may give several values, each a job of a multirun.

    Raises:
        ProblemsError: Something is wrong; all problems are listed.
    """
    parsed, problems = _parse(words, several=several)
    if not several:
        problems += [
            f"{o.input_line}: several values given; a sweep needs -m, or name policies=[a,b]"
            for o in parsed
            if o.is_sweep_override()
        ]
    keys = [o.key_or_group for o in parsed]
    problems += [f"{key}: given twice" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if {"policy", "policies"} <= set(keys):
        problems.append("policy and policies: both given; choose one")
    usable = []
    for override in parsed:
        wrong = _key_problems(override, saved)
        problems += wrong
        usable += [] if wrong else [override]
    if saved is not None:
        problems += _saved_problems(saved)
    count = prod(sum(1 for _ in islice(_alternatives(o), MOST_JOBS + 1)) for o in usable)
    if count > MOST_JOBS:
        problems.append(f"-m: over {MOST_JOBS:,} jobs; for more there are sweeps: docs/sweeps.md")
        raise ProblemsError(problems)
    first = [next(_alternatives(o)) for o in usable]
    checked = None
    for variant in [] if saved is not None and _saved_problems(saved) else _variants(usable, first):
        config, wrong = _checked(variant, saved)
        checked = checked or config
        problems += wrong
    if any("no such file" in p for p in problems) and any(
        o.key_or_group == PATH and o.is_sweep_override() for o in parsed
    ):
        problems.append(
            f"{PATH}: commas part several files; one path with a comma needs quotes within "
            f"quotes: \"{PATH}='a, b.csv'\""
        )
    if problems or checked is None:
        raise ProblemsError(list(dict.fromkeys(problems)))
    jobs = product(*([as_word(a) for a in _alternatives(o)] for o in usable)) if several else ()
    return Command(checked, list(jobs), saved)


def _variants(usable: Sequence[Override], first: list[Override]) -> Iterator[list[Override]]:
    """Yield the first of all alternatives, then each other one with the first of all others."""
    yield first
    for at, override in enumerate(usable):
        for other in list(_alternatives(override))[1:]:
            yield [*first[:at], other, *first[at + 1 :]]


def _checked(overrides: list[Override], saved: Path | None) -> tuple[Config | None, list[str]]:
    """Return the config that overrides make, or what is wrong with it."""
    try:
        plain = composed(overrides, saved)
    except ProblemsError as error:
        return None, error.problems
    problems = _file_problems(plain)
    try:
        return check(plain), problems
    except ProblemsError as error:
        return None, problems + error.problems


def _parse(words: Sequence[str], *, several: bool) -> tuple[list[Override], list[str]]:
    """Return words as overrides, and what is wrong with them.

    Commas part several values, but not in the path of a single run's file.
    """
    parser, parsed, problems = OverridesParser.create(), [], []
    for word in words:
        key, _, value = word.partition("=")
        quoted = f"{key}='{value}'"  # a path may hold what the grammar would take for syntax
        shown = repr(word if len(word) <= LONGEST else f"{word[:LONGEST]}...")
        forms = [word, quoted] if value and "'" not in value else [word]
        if key == PATH and "," in value and not several:
            forms = forms[-1:]
        for form in forms:
            try:
                override = parser.parse_override(form)
                next(_alternatives(override), None)
            except RecursionError:
                problems.append(f"{shown} given; nested too deeply")
                break
            except (HydraException, NotImplementedError):
                continue
            if override.key_or_group and override.package is None:
                parsed.append(override)
                break
        else:
            problems.append(f"{shown} given; arguments read key=value, as in policy=vst")
    return parsed, problems


def _alternatives(override: Override) -> Iterator[Override]:
    """Yield an override once, or once for each value of its sweep."""
    if not override.is_sweep_override():
        yield override
        return
    parser, pattern = OverridesParser.create(), override.value()
    if isinstance(pattern, Glob):
        values = iter(pattern.filter(options(override.key_or_group)))
    else:
        values = override.sweep_string_iterator()
    for value in values:
        yield parser.parse_override(f"{override.key_or_group}={value}")


def _key_problems(override: Override, saved: Path | None) -> list[str]:
    """Return what is wrong with the key of an override, or with its choice of a file."""
    key = override.key_or_group
    if key.split(".")[0].split("/")[0] == "hydra":
        return [
            f"{key}: Hydra's own settings are not taken; output= says where files go, "
            "launcher= where a sweep runs"
        ]
    if key not in GROUPS:
        return [] if key in known_keys() else [unknown_key(key)]
    if saved is not None:
        return [f"{override.input_line}: a saved config is complete; set its values one by one"]
    return _choice_problems(override)


def _choice_problems(override: Override) -> list[str]:
    group, line = override.key_or_group, str(override.input_line)
    if override.is_delete():
        return []
    chosen = [alternative.value() for alternative in _alternatives(override)]
    if not chosen:
        return [f"{line}: matches none of {', '.join(options(group))}"]
    if any(isinstance(name, list) for name in chosen):
        return [f"{line}: one {group} at a time; several with -m and commas, or policies=[a,b]"]
    return [
        unknown(group, str(name), options(group)) for name in chosen if name not in options(group)
    ]


def _saved_problems(saved: Path) -> list[str]:
    """Return why a saved config cannot be read."""
    if not saved.is_file():
        return [
            f"--config-dir: {str(saved.parent)!r} given; has neither {SAVED}, as a run leaves it, "
            f"nor files of your own in {', '.join(OWN_GROUPS)}"
        ]
    try:
        told = read_yaml(saved, str(saved))
    except ProblemsError as error:
        return error.problems
    return [] if isinstance(told, dict) else [f"{saved}: must give keys and values"]


def _file_problems(plain: dict[str, Any]) -> list[str]:
    """Return what is wrong with the portfolio a config names, if it names one."""
    population = plain.get("population") or {}
    path, how = population.get("path"), [population.get(key) for key in ("sheet", "decimal")]
    if not isinstance(path, str):
        return []
    try:
        read_portfolio(locate(path), *(each if isinstance(each, str) else None for each in how))
    except ProblemsError as error:
        return error.problems
    return []
