"""Policies of vendors, found by name: YAML presets of the family and files in this folder."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import yaml

from sim.nearest import unknown
from sim.paths import config_folder
from sim.policies.base import Policy, Preset, Sight, decided_levers
from sim.policies.levers import Levers

__all__ = ["Levers", "Policy", "Preset", "Sight", "decided_levers", "find", "from_config", "names"]

LABELS = ("name", "title", "about")


@cache
def written() -> dict[str, Policy]:
    """Return the policies written in Python: every concrete `Policy` of a module of this folder."""
    found: dict[str, Policy] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for _, cls in inspect.getmembers(import_module(module.name), inspect.isclass):
            if issubclass(cls, Policy) and not inspect.isabstract(cls) and cls is not Preset:
                found[cls.name] = cls()
    return found


@cache
def presets() -> dict[str, Policy]:
    """Return the presets of the family in ``configs/policy``, by file name."""
    files = sorted((config_folder() / "policy").glob("*.yaml"))
    return {path.stem: from_config(yaml.safe_load(path.read_text("utf-8"))) for path in files}


def names() -> list[str]:
    """Return the names of all policies."""
    return sorted(written() | presets())


def find(name: str) -> Policy:
    """Return a policy by name.

    Raises:
        KeyError: There is none of that name; the message names the nearest.
    """
    everything = written() | presets()
    if name not in everything:
        raise KeyError(unknown("policy", name, everything))
    return everything[name]


def from_config(config: Mapping[str, Any]) -> Policy:
    """Return the policy of a config: a preset's labels and levers, or a written policy's name."""
    levers = {key: value for key, value in config.items() if key not in LABELS}
    labels = {key: config[key] for key in LABELS if key in config}
    if not levers and labels["name"] in written():
        return written()[labels["name"]]
    return Preset(levers=Levers(**levers), **labels)
