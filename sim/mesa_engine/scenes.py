"""Scenarios by name: those of ``configs/scenario``, for a horizon and a size of market."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from sim.base.paths import config_folder
from sim.core.scenario import NEUTRAL, Scenario, from_events


@cache
def _configs() -> dict[str, dict[str, Any]]:
    files = sorted((config_folder() / "scenario").glob("*.yaml"))
    configs = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in files}
    # A case that also chooses a population is more than a scenario.
    return {name: config for name, config in configs.items() if "defaults" not in config}


def names() -> list[str]:
    """Return the names of all scenarios."""
    return sorted(_configs())


def stage(name: str, quarters: int, vendors: int, alliances_per_vendor: int) -> Scenario:
    """Return a scenario by name; what it has in store beyond the horizon does not happen."""
    config = _configs()[name]
    events = {
        hook: {q: v for q, v in config.get(hook, {}).items() if q <= quarters}
        for hook in NEUTRAL
        if hook != "market"
    }
    return from_events(
        quarters,
        seats=vendors * alliances_per_vendor,
        focal=alliances_per_vendor,
        market=config.get("market", {}),
        events=events,
        accounts=config.get("accounts", "all"),
    )
