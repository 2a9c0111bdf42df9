"""The options of a group of ``configs``, by name."""

from __future__ import annotations

from functools import cache
from typing import Any

from sim.base.paths import option_files
from sim.base.yaml_file import read_yaml
from sim.core.scenario import NEUTRAL, Event, Hit, named_events


@cache
def options(group: str) -> dict[str, dict[str, Any]]:
    """Return the config of every option of a group by name, but for cases that set other groups."""
    configs = {
        name: read_yaml(path, f"{path.parent.parent.name}/{group}/{path.name}")
        for name, path in option_files(group).items()
    }
    return {name: config for name, config in configs.items() if "defaults" not in config}


def scenario_events(name: str, quarters: int, accounts: Hit | None = None) -> list[Event]:
    """Return the events of a scenario; what it has in store beyond the horizon does not happen.

    Args:
        name: Its name.
        quarters: Number of quarters.
        accounts: Whom events hit, the market apart; those it names if left out.
    """
    config = options("scenario")[name]
    hooks = {
        hook: {q: value for q, value in config.get(hook, {}).items() if q <= quarters}
        for hook in NEUTRAL
        if hook != "market"
    }
    hit = config.get("accounts", "all") if accounts is None else accounts
    return named_events(config.get("market", {}), hooks, quarters, hit)
