"""Scenarios by name: those of ``configs/scenario``, for a horizon and a size of market."""

from __future__ import annotations

from sim.config.options import options, scenario_events
from sim.core.scenario import Scenario, stage
from sim.market.source import Market


def names() -> list[str]:
    """Return the names of all scenarios."""
    return sorted(options("scenario"))


def staged(name: str, quarters: int, market: Market) -> Scenario:
    """Return a scenario by name; what it has in store beyond the horizon does not happen."""
    return stage(scenario_events(name, quarters), quarters, market.rows, market.accounts)
