"""Policies of vendors, found by name: YAML presets of the family and files in this folder."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.base.nearest import unknown
from sim.base.paths import option_files
from sim.base.problems import ProblemsError
from sim.core.parameter import range_problems
from sim.model.quarter import Levers
from sim.own import own_modules
from sim.policies.base import Policy, Preset, Sight, decided_levers
from sim.policies.told import LABELS, read_told

__all__ = ["Levers", "Policy", "Preset", "Sight", "decided_levers", "find", "from_config", "names"]


@cache
def written() -> dict[str, Policy]:
    """Return the policies written in Python: those of this folder, and the user's own.

    Raises:
        ProblemsError: A file cannot be imported.
    """
    found: dict[str, Policy] = {}
    ours = [import_module(m.name) for m in pkgutil.iter_modules(__path__, f"{__name__}.")]
    for module in (*ours, *own_modules("policy")):
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, Policy) and not inspect.isabstract(cls) and cls is not Preset:
                found[cls.name] = cls()
    return found


@cache
def preset_files() -> dict[str, Path]:
    """Return the files of the family's presets by name: ``configs/policy``, and the user's own."""
    return option_files("policy")


def names() -> list[str]:
    """Return the names of all policies."""
    return sorted({*written(), *preset_files()})


@cache
def find(name: str) -> Policy:
    """Return a policy by name; some levers may be changed in brackets: ``vst[win_back=1]``.

    Raises:
        ProblemsError: There is none of that name, its file is wrong, or a lever cannot be so.
    """
    if name.endswith("]") and "[" in name:
        return _changed(name)
    if name in written():
        return written()[name]
    if name not in preset_files():
        raise ProblemsError([unknown("policy", name, names())])
    told = read_told(preset_files()[name], Levers, "lever")
    return Preset(told.name, Levers(**told.values), told.title, told.about)


def _changed(name: str) -> Policy:
    """Return the policy of a name with changed levers in brackets, as `from_config` names it."""
    base, _, words = name[:-1].partition("[")
    levers: dict[str, float] = {}
    problems = []
    for word in words.split(","):
        key, _, value = word.strip().partition("=")
        try:
            levers[key] = float(value)
        except ValueError:
            problems.append(f"{name}: {word!r} given; must be a lever and a number, as in push=0.5")
    problems += [f"{name}: {told}" for told in range_problems(Levers, levers, "lever")]
    if problems:
        raise ProblemsError(problems)
    return from_config({"name": base, **levers})


def from_config(config: Mapping[str, Any]) -> Policy:
    """Return the policy of a config: the named one, its levers changed where the config does.

    Raises:
        ProblemsError: There is no such policy, or it decides for itself.
    """
    named = find(config["name"])
    levers = {key: value for key, value in config.items() if key not in LABELS}
    if not isinstance(named, Preset):
        if levers:
            told = ", ".join(f"policy.{key}" for key in levers)
            raise ProblemsError([f"{told}: given, but {named.name} decides its levers itself"])
        return named
    changed = {key: value for key, value in levers.items() if getattr(named.levers, key) != value}
    if not changed:
        return named
    told = ", ".join(f"{key}={value:g}" for key, value in changed.items())
    return Preset(
        f"{named.name}[{told}]",
        replace(named.levers, **changed),
        f"{named.title} ({told})",
        named.about,
    )
