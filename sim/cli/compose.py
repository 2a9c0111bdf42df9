"""A config composed: Hydra puts the chosen files together, then each value stands where it is set.

A value stands over whatever a file has there; a dict or a list is not merged into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sim.base.paths import config_folder, option_files, own_folder
from sim.base.problems import ProblemsError
from sim.base.yaml_file import read_yaml
from sim.cli.groups import GROUPS, WHOLE
from sim.config.schema import known_keys

PATH = "population.path"


def composed(overrides: Sequence[Override], saved: Path | None) -> dict[str, Any]:
    """Return a config as plain data: the chosen files, then the values, each as it is.

    Raises:
        ProblemsError: A file cannot be read, or a value is missing or cannot be worked out.
    """
    chosen = [o for o in overrides if o.key_or_group in GROUPS]
    file = next(
        (o.value() for o in overrides if o.key_or_group == PATH and not o.is_delete()), None
    )
    keys = {o.key_or_group for o in overrides}
    if saved is not None:
        config = OmegaConf.create(read_yaml(saved, str(saved)))
    else:
        own = [] if file is None or "population" in keys else ["population=csv"]
        config = _files((*map(as_word, chosen), *own)).copy()
    try:
        OmegaConf.set_struct(config, False)
        for override in (o for o in overrides if o not in chosen):
            if override.is_delete():
                _take_away(config, override.key_or_group)
            else:
                OmegaConf.update(config, override.key_or_group, override.value(), merge=False)
        if isinstance(file, str) and "population.title" not in keys:
            OmegaConf.update(config, "population.title", Path(file).name)
        missing = sorted(OmegaConf.missing_keys(config))
        if missing:
            raise ProblemsError(
                [f"{key}: missing; {known_keys().get(key, 'must be given')}" for key in missing]
            )
        plain: Any = OmegaConf.to_container(config, resolve=True)
    except OmegaConfBaseException as error:
        told = " ".join(str(error).split())
        raise ProblemsError([f"a value cannot be worked out: {told}"]) from None
    return dict(plain)


@cache
def _files(chosen: tuple[str, ...]) -> DictConfig:
    """Return what Hydra composes of the package's files, those chosen among them."""
    problems = []
    for word in chosen:
        group, _, option = word.partition("=")
        path = option_files(group).get(option)
        if path is not None:
            problems += _misnamed(path, group, option)
    if problems:
        raise ProblemsError(problems)
    try:
        with initialize_config_dir(str(config_folder()), version_base="1.3"):
            return compose("config", [*chosen, *_searched()])
    except (HydraException, OmegaConfBaseException) as error:
        told = " ".join(str(error).split())
        raise ProblemsError([f"configs: cannot be read: {told}"]) from None


def _searched() -> list[str]:
    """Return what lets Hydra find files in the user's own folder too, if one is named."""
    folder = own_folder()
    return [] if folder is None else [f"hydra.searchpath=[file://{folder}]"]


def _misnamed(path: Path, group: str, option: str) -> list[str]:
    """Return what is wrong with an option's own file as far as it names itself."""
    file = f"configs/{group}/{option}.yaml"
    try:
        told = read_yaml(path, file) or {}
    except ProblemsError as error:
        return error.problems
    name = told.get(group, told).get("name") if isinstance(told, dict) else None
    if group in WHOLE or name == option:
        return []
    return [f"{file}: name must be {option}"]


def _take_away(config: DictConfig, key: str) -> None:
    parent, _, leaf = key.rpartition(".")
    inside = OmegaConf.select(config, parent) if parent else config
    if not isinstance(inside, DictConfig) or leaf not in inside:
        raise ProblemsError([f"~{key}: nothing is set there that could be taken away"])
    del inside[leaf]


def as_word(override: Override) -> str:
    """Return an override as somebody would write it."""
    return str(override.input_line).lstrip("+")
