"""Policies of partners: named presets of the parameters that are theirs, in either engine.

A partner's rule is the partner-side phases of `sim.model.quarter.QUARTER`; what a policy
changes is how much it demands, repays, minds and forgives. A new policy is a file in
``configs/partners`` with ``name``, ``title`` and ``about`` if there is one, and the parameters that
differ; it is found by name.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from sim.base.nearest import unknown
from sim.base.paths import option_files
from sim.base.problems import ProblemsError
from sim.model.quarter import Parameters
from sim.policies.told import Told, read_told


@cache
def _preset_files() -> dict[str, Path]:
    return option_files("partners")


def names() -> list[str]:
    """Return the names of all partner policies."""
    return sorted(_preset_files())


@cache
def find(name: str) -> Told:
    """Return a partner policy by name: its values are the parameters that differ.

    Raises:
        ProblemsError: There is none of that name, and the message names the nearest; or its file
            is wrong.
    """
    if name not in _preset_files():
        raise ProblemsError([unknown("partner policy", name, names())])
    return read_told(_preset_files()[name], Parameters, "parameter")


def apply(parameters: Parameters, name: str) -> Parameters:
    """Return the parameters with those of a partner policy in their place."""
    return replace(parameters, **find(name).values)
