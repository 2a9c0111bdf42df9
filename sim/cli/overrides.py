"""Check a command line as a whole before Hydra sees it, so that all problems show at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import OmegaConf

from sim.cli.groups import GROUPS, options
from sim.config import ProblemsError, check, known_keys, unknown_key
from sim.nearest import unknown
from sim.paths import config_folder


def checked(arguments: list[str]) -> list[str]:
    """Return the arguments for Hydra, values rewritten so that they may set any known key.

    Raises:
        ProblemsError: Something is wrong; all problems are listed.
    """
    flags = [word for word in arguments if word.startswith("-")]
    parsed, problems = _parse([word for word in arguments if not word.startswith("-")])
    chosen = [o for o in parsed if o.key_or_group in GROUPS]
    values = [o for o in parsed if o not in chosen and not _is_hydra(o)]

    if not {"-m", "--multirun"} & set(flags):
        problems += [
            f"{o.input_line}: several values given; a sweep needs -m, or name policies=[a,b]"
            for o in parsed
            if o.is_sweep_override()
        ]
    known: list[Override] = []
    for override in values:
        if override.key_or_group in known_keys():
            known.append(override)
        else:
            problems.append(unknown_key(override.key_or_group))
    for override in chosen:
        problems += _choice_problems(override)
    problems += _value_problems([o for o in chosen if not _choice_problems(o)], known)
    if problems:
        raise ProblemsError(list(dict.fromkeys(problems)))
    return flags + [_for_hydra(o, is_value=o in values) for o in parsed]


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
        try:
            parsed.append(parser.parse_override(word))
        except HydraException:
            problems.append(f"{word!r} given; arguments read key=value, as in policy=vst")
    return parsed, problems


def _is_hydra(override: Override) -> bool:
    return override.key_or_group.split(".")[0] in ("hydra", "hydra/launcher", "hydra/sweeper")


def _alternatives(override: Override) -> Iterator[Override]:
    """Yield an override once, or once for each value of its sweep."""
    if not override.is_sweep_override():
        yield override
        return
    parser = OverridesParser.create()
    for value in override.sweep_string_iterator():
        yield parser.parse_override(f"{override.key_or_group}={value}")


def _choice_problems(override: Override) -> list[str]:
    group = override.key_or_group
    if override.is_delete() or "glob(" in (override.input_line or ""):
        return []
    chosen = [str(alternative.value()) for alternative in _alternatives(override)]
    return [unknown(group, name, options(group)) for name in chosen if name not in options(group)]


def _value_problems(chosen: list[Override], values: list[Override]) -> list[str]:
    """Check each value with the others; of a sweep, each alternative with the first of others."""
    single = [next(_alternatives(o)) for o in values if not o.is_delete()]
    groups = [
        f"{o.key_or_group}={next(_alternatives(o)).value()}"
        for o in chosen
        if not o.is_delete() and "glob(" not in (o.input_line or "")
    ]
    with initialize_config_dir(str(config_folder()), version_base="1.3"):
        composed = compose("config", groups)
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
            check(read_config(config))
        except ProblemsError as error:
            problems += error.problems
    return problems


def _for_hydra(override: Override, *, is_value: bool) -> str:
    """Return the override for Hydra; `++` sets a key whether or not a YAML file lists it."""
    line = str(override.input_line)
    return f"++{line.lstrip('+')}" if is_value and not override.is_delete() else line
