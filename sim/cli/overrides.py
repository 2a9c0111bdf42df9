"""Check a command line as a whole before Hydra sees it, so that all problems show at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from hydra import compose, initialize_config_dir
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Glob, Override
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException
from yaml import YAMLError

from sim.base.nearest import unknown
from sim.base.paths import config_folder, locate
from sim.base.problems import ProblemsError
from sim.cli.groups import GROUPS, options
from sim.config.check import check, unknown_key
from sim.config.schema import known_keys
from sim.portfolio import PortfolioError, read_portfolio

TAKE_A_VALUE = ("--cfg", "-c", "--package", "-p", "--config-name", "-cn", "--config-dir", "-cd")


def checked(arguments: list[str]) -> list[str]:
    """Return the arguments for Hydra, values rewritten so that they may set any known key.

    Raises:
        ProblemsError: Something is wrong; all problems are listed.
    """
    flags, words = _flags(arguments)
    parsed, problems = _parse(words)
    if not {"-m", "--multirun"} & set(flags):
        problems += [
            f"{o.input_line}: several values given; a sweep needs -m, or name policies=[a,b]"
            for o in parsed
            if o.is_sweep_override()
        ]
    keys = [o.key_or_group for o in parsed]
    problems += [f"{key}: given twice" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if {"policy", "policies"} <= set(keys):
        problems.append("policy and policies: both given; choose one")

    chosen = [o for o in parsed if o.key_or_group in GROUPS]
    known: list[Override] = []
    for override in parsed:
        if override.key_or_group in known_keys() and override not in chosen:
            known.append(override)
        elif override not in chosen and not override.key_or_group.startswith("hydra"):
            problems.append(unknown_key(override.key_or_group))
    for override in chosen:
        problems += _choice_problems(override)
    problems += _value_problems([o for o in chosen if not _choice_problems(o)], known)
    if problems:
        raise ProblemsError(list(dict.fromkeys(problems)))
    return flags + [_for_hydra(o, is_value=o in known) for o in parsed]


def _flags(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Return Hydra's flags, with their values, and the other words."""
    flags: list[str] = []
    words: list[str] = []
    takes = False
    for word in arguments:
        (flags if takes or word.startswith("-") else words).append(word)
        takes = word in TAKE_A_VALUE
    return flags, words


def read_config(config: Any) -> dict[str, Any]:
    """Return a Hydra config as plain data, without Hydra's own part.

    Raises:
        ProblemsError: A value that must be given is missing.
    """
    missing = sorted(OmegaConf.missing_keys(config))
    if missing:
        raise ProblemsError(
            [f"{key}: missing; {known_keys().get(key, 'must be given')}" for key in missing]
        )
    plain: Any = OmegaConf.to_container(config, resolve=True)
    return {key: value for key, value in plain.items() if key != "hydra"}


def _parse(words: list[str]) -> tuple[list[Override], list[str]]:
    parser, parsed, problems = OverridesParser.create(), [], []
    for word in words:
        key, _, value = word.partition("=")
        quoted = f"{key}='{value}'"  # a path may hold what the grammar would take for syntax
        for form in (word, quoted) if value and "'" not in value else (word,):
            try:
                override = parser.parse_override(form)
                list(_alternatives(override))
            except (HydraException, NotImplementedError):
                continue
            if override.key_or_group and override.package is None:
                parsed.append(override)
                break
        else:
            problems.append(f"{word!r} given; arguments read key=value, as in policy=vst")
    return parsed, problems


def _alternatives(override: Override) -> Iterator[Override]:
    """Yield an override once, or once for each value of its sweep."""
    if not override.is_sweep_override() or "glob(" in str(override.input_line):
        yield override
        return
    parser = OverridesParser.create()
    for value in override.sweep_string_iterator():
        yield parser.parse_override(f"{override.key_or_group}={value}")


def _choice_problems(override: Override) -> list[str]:
    group, line = override.key_or_group, str(override.input_line)
    if override.is_delete():
        return []
    if "glob(" in line:
        pattern = override.value()
        matched = isinstance(pattern, Glob) and pattern.filter(options(group))
        return [] if matched else [f"{line}: matches none of {', '.join(options(group))}"]
    chosen = [alternative.value() for alternative in _alternatives(override)]
    if any(isinstance(name, list) for name in chosen):
        return [f"{line}: one {group} at a time; several with -m and commas, or policies=[a,b]"]
    return [
        unknown(group, str(name), options(group)) for name in chosen if name not in options(group)
    ]


def _value_problems(chosen: list[Override], values: list[Override]) -> list[str]:
    """Check each value with the others; of a sweep, each alternative with the first of others."""
    single = [next(_alternatives(o)) for o in values if not o.is_delete()]
    groups = [
        f"{o.key_or_group}={next(_alternatives(o)).value()}"
        for o in chosen
        if not o.is_delete() and "glob(" not in (o.input_line or "")
    ]
    try:
        with initialize_config_dir(str(config_folder()), version_base="1.3"):
            composed = compose("config", groups)
    except (HydraException, OmegaConfBaseException, YAMLError) as error:
        return [f"configs: cannot be read: {' '.join(str(error).split())}"]
    named = [_misnamed(*group.split("=")) for group in groups]
    if misnamed := [problem for problem in named if problem]:
        return misnamed
    variants = [single]
    for i, override in enumerate(o for o in values if not o.is_delete()):
        others = list(_alternatives(override))[1:]
        variants += [[*single[:i], other, *single[i + 1 :]] for other in others]
    problems: list[str] = []
    for variant in variants:
        config = composed.copy()
        OmegaConf.set_struct(config, False)
        for override in variant:
            OmegaConf.update(config, override.key_or_group, override.value(), merge=False)
        try:
            plain = read_config(config)
            problems += _file_problems(plain)
            check(plain)
        except ProblemsError as error:
            problems += error.problems
        except OmegaConfBaseException as error:
            problems.append(f"a value cannot be worked out: {' '.join(str(error).split())}")
    return problems


def _misnamed(group: str, option: str) -> str:
    """Return what is wrong with the name in an option's own file; empty where it is right."""
    path = config_folder() / group / f"{option}.yaml"
    if group == "experiment" or not path.exists():
        return ""
    told = yaml.safe_load(path.read_text("utf-8")) or {}
    name = told.get(group, told).get("name") if isinstance(told, dict) else None
    return "" if name == option else f"configs/{group}/{option}.yaml: name must be {option}"


def _file_problems(plain: dict[str, Any]) -> list[str]:
    """Return what is wrong with the portfolio a config names, if it names one."""
    path = (plain.get("population") or {}).get("path")
    if not isinstance(path, str):
        return []
    try:
        read_portfolio(locate(path))
    except PortfolioError as error:
        return error.problems
    return []


def _for_hydra(override: Override, *, is_value: bool) -> str:
    """Return the override for Hydra; `++` sets a key whether or not a YAML file lists it."""
    line = str(override.input_line)
    if override.is_delete() or override.key_or_group.startswith("hydra"):
        return line
    return f"++{line.lstrip('+')}" if is_value else line.lstrip("+")
