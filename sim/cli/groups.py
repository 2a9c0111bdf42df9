"""The groups of config files, and the policies written in Python, which have none."""

from __future__ import annotations

from hydra.core.config_store import ConfigStore

from sim.base.paths import option_files
from sim.policies import written

OWN_GROUPS = ("policy", "partners", "population", "scenario", "experiment", "mechanism")
"""Folders of a user's own folder that are looked into."""

GROUPS = ("policy", "partners", "population", "scenario", "launcher", "model", "experiment")

WHOLE = ("model", "experiment")
"""Groups whose options set keys of the whole config, and have no name of their own."""


def register() -> None:
    """Tell Hydra of the policies that have no YAML file of their own."""
    store = ConfigStore.instance()
    for name, policy in written().items():
        node = {"name": name, "title": policy.title, "about": policy.about}
        store.store(group="policy", name=name, node=node)


def options(group: str) -> list[str]:
    """Return the options of a group."""
    return sorted({*option_files(group), *(written() if group == "policy" else ())})
