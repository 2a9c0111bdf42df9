"""Events: the scenarios of ``configs/scenario``, on schedule or struck when a facilitator says."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np

from sim.config.options import options, scenario_events
from sim.core.scenario import NEUTRAL, Scenario, quiet, stage
from sim.market.population import Population, rounds


def event_names() -> list[str]:
    """Return the names of all scenarios."""
    return sorted(options("scenario"))


def event_told(name: str) -> dict[str, str]:
    """Return name, title and line of a scenario, as it strikes everybody and at any time."""
    config = options("scenario")[name]
    about = re.sub(r"(in|from) quarter \d+ ?", "", str(config["about"])).strip()
    about = about.replace("the focal vendor", "every vendor")
    return {"name": name, "title": str(config["title"]), "about": about}


def staged(name: str, quarters: int, market: Population) -> Scenario:
    """Return a scenario for a game; what befalls the focal vendor befalls every vendor alike.

    Args:
        name: Name of the scenario.
        quarters: Quarters of the game.
        market: The market; events that hit accounts leave its prospects alone.
    """
    vendors, accounts = market.vendors, market.alliances_per_vendor
    hit = options("scenario")[name].get("accounts", "all")
    if isinstance(hit, list):
        hit = [vendor * accounts + number for vendor in range(vendors) for number in hit]
    told = scenario_events(name, quarters, hit)
    # To `stage` all accounts are the focal vendor's; prospects stand behind them.
    return stage(told, quarters, vendors * rounds(market), vendors * accounts)


def first_stir(scenario: Scenario) -> int | None:
    """Return the first quarter in which anything happens, from 0; None if nothing does."""
    stirs = np.zeros(scenario.quarters, dtype=bool)
    for name, neutral in NEUTRAL.items():
        values = getattr(scenario, name)
        is_same = np.isnan(values) if np.isnan(neutral) else values == neutral
        stirs |= ~is_same.all(axis=1)
    return int(np.argmax(stirs)) if stirs.any() else None


def struck(scenario: Scenario, event: Scenario, quarter: int) -> Scenario:
    """Return a scenario to which another is added, its first happening in a given quarter.

    Demand is multiplied; of all else, what happens anew holds where both say something.

    Args:
        scenario: What happens so far.
        event: What is added, as if it were alone; of the same number of quarters or more.
        quarter: When it strikes, from 0.
    """
    first = first_stir(event)
    if first is None:
        return scenario
    moved = _shifted(event, quarter - first, scenario.quarters)
    hooks = {}
    for item in fields(scenario):
        old, new = getattr(scenario, item.name), getattr(moved, item.name)
        if item.name == "market":
            hooks[item.name] = old * new
            continue
        neutral = NEUTRAL[item.name]
        is_same = np.isnan(new) if np.isnan(neutral) else new == neutral
        hooks[item.name] = np.where(is_same, old, new)
    return replace(scenario, **hooks)


def _shifted(event: Scenario, by: int, quarters: int) -> Scenario:
    calm = quiet(quarters)
    hooks = {}
    for item in fields(event):
        values = getattr(event, item.name)
        rows = np.repeat(getattr(calm, item.name), values.shape[1], axis=1)
        for quarter in range(quarters):
            if quarter - by >= 0:
                rows[quarter] = values[min(quarter - by, len(values) - 1)]
        hooks[item.name] = rows
    return Scenario(**hooks)
