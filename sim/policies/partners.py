"""Policies of partners: named presets of the parameters that are theirs, in either engine.

A partner's rule is the partner-side phases of `sim.model.quarter.QUARTER`; what a policy
changes is how much it demands, repays, minds and forgives. A new policy is a file in
``configs/partners`` with ``name``, ``title``, ``about`` and the parameters that differ; it is found
by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import yaml

from sim.base.nearest import unknown
from sim.base.paths import config_folder
from sim.base.problems import ProblemsError
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
    overrides: dict[str, float]


@cache
def _presets() -> dict[str, PartnerPolicy]:
    files = sorted((config_folder() / "partners").glob("*.yaml"))
    return {path.stem: _read(yaml.safe_load(path.read_text("utf-8"))) for path in files}


def _read(config: dict[str, str | float]) -> PartnerPolicy:
    labels = {key: str(config[key]) for key in ("name", "title", "about")}
    overrides = {key: float(value) for key, value in config.items() if key not in labels}
    if problems := range_problems(Parameters, overrides, "parameter"):
        raise ProblemsError([f"partner policy {labels['name']}: {told}" for told in problems])
    return PartnerPolicy(**labels, overrides=overrides)


def names() -> list[str]:
    """Return the names of all partner policies."""
    return sorted(_presets())


def find(name: str) -> PartnerPolicy:
    """Return a partner policy by name.

    Raises:
        ProblemsError: There is none of that name; the message names the nearest.
    """
    if name not in _presets():
        raise ProblemsError([unknown("partner policy", name, _presets())])
    return _presets()[name]


def apply(parameters: Parameters, name: str) -> Parameters:
    """Return the parameters with those of a partner policy in their place."""
    return replace(parameters, **find(name).overrides)  # type: ignore[arg-type]
