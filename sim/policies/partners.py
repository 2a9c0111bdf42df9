"""Policies of partners: named presets of the parameters that are theirs, in either engine.

A partner's rule is the partner-side phases of `sim.model.quarter.QUARTER`; what a policy
changes is how much it demands, repays, minds and forgives. A new policy is a file in
``configs/partners`` with ``name``, ``title`` and ``about`` if there is one, and the parameters that
differ; it is found by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sim.base.nearest import unknown
from sim.base.paths import option_files
from sim.base.problems import ProblemsError
from sim.base.yaml_file import read_yaml
from sim.core.parameter import range_problems
from sim.model.quarter import Parameters


@dataclass(frozen=True)
class PartnerPolicy:
    """How partners behave.

    Attributes:
        name: Name in configs.
        title: Name for people.
        about: What it does, in one line.
        overrides: Parameters that differ from the model's.
    """

    name: str
    title: str
    about: str
    overrides: dict[str, Any]


LABELS = ("name", "title", "about")


@cache
def _preset_files() -> dict[str, Path]:
    return option_files("partners")


def _read(path: Path) -> PartnerPolicy:
    """Return the policy of a file, checked; without a title it goes by its name."""
    file = f"configs/partners/{path.name}"
    told = read_yaml(path, file)
    if not isinstance(told, dict):
        raise ProblemsError([f"{file}: must give name, title, about and parameters"])
    problems = []
    if told.get("name") != path.stem:
        problems.append(f"{file}: name: {told.get('name')!r} given; must be {path.stem}")
    overrides = {key: value for key, value in told.items() if key not in LABELS}
    problems += [f"{file}: {p}" for p in range_problems(Parameters, overrides, "parameter")]
    if problems:
        raise ProblemsError(problems)
    title = told.get("title") or path.stem.replace("_", " ").capitalize()
    return PartnerPolicy(path.stem, str(title), str(told.get("about") or ""), overrides)


def names() -> list[str]:
    """Return the names of all partner policies."""
    return sorted(_preset_files())


@cache
def find(name: str) -> PartnerPolicy:
    """Return a partner policy by name.

    Raises:
        ProblemsError: There is none of that name, and the message names the nearest; or its file
            is wrong.
    """
    if name not in _preset_files():
        raise ProblemsError([unknown("partner policy", name, names())])
    return _read(_preset_files()[name])


def apply(parameters: Parameters, name: str) -> Parameters:
    """Return the parameters with those of a partner policy in their place."""
    return replace(parameters, **find(name).overrides)
