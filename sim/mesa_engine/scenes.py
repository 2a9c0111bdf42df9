"""Scenarios by name: those of ``configs/scenario``, for a horizon and a size of market."""

from __future__ import annotations

from sim.config.options import options
from sim.core.scenario import NEUTRAL, Scenario, named_events, stage
from sim.market.source import Market


def names() -> list[str]:
    """Return the names of all scenarios."""
    return sorted(options("scenario"))


def staged(name: str, quarters: int, market: Market) -> Scenario:
    """Return a scenario by name; what it has in store beyond the horizon does not happen."""
    config = options("scenario")[name]
    events = {
        hook: {q: v for q, v in config.get(hook, {}).items() if q <= quarters}
        for hook in NEUTRAL
        if hook != "market"
    }
    told = named_events(config.get("market", {}), events, quarters, config.get("accounts", "all"))
    return stage(told, quarters, market.rows, market.accounts)
