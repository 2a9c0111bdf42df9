"""What Hydra needs to know of the code: defaults of the model, and policies written in Python."""

from __future__ import annotations

from dataclasses import asdict

from hydra.core.config_store import ConfigStore

from sim.base.paths import config_folder
from sim.model.quarter import Parameters
from sim.policies import written

GROUPS = ("policy", "partners", "population", "scenario", "launcher", "experiment")


def register() -> None:
    """Store the parameters' defaults and the policies that have no YAML file of their own."""
    store = ConfigStore.instance()
    store.store(name="schema", node={"model": asdict(Parameters())})
    for name, policy in written().items():
        node = {"name": name, "title": policy.title, "about": policy.about}
        store.store(group="policy", name=name, node=node)


def options(group: str) -> list[str]:
    """Return the options of a group."""
    found = {path.stem for path in (config_folder() / group).glob("*.yaml")}
    return sorted(found | set(written() if group == "policy" else ()))
