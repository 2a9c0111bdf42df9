"""Checks of what a model is made with: every problem at once, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from sim import policies
from sim.base.nearest import unknown
from sim.core.parameter import range_problems, specs
from sim.core.scenario import Scenario
from sim.market.population import Population
from sim.market.source import Market
from sim.mesa_engine import scenes
from sim.model.quarter import Parameters
from sim.policies import partners as partner_policies

ACTIVATIONS = ("staged", "unstaged")


def whole_problems(**given: tuple[Any, int]) -> list[str]:
    """Return what is wrong with whole numbers, each given with the least it may be."""
    return [
        f"{name}: {value!r} given; must be a whole number from {low}"
        for name, (value, low) in given.items()
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < low
    ]


def check_model(
    policies_named: Mapping[str, Any],
    partners: str,
    scenario: Any,
    size: Mapping[str, Any],
    replication: Any,
    quarters: Any,
    seed: Any,
    activation: str,
    classes: Mapping[str, tuple[Any, type]],
    parameters: Mapping[str, Any],
) -> None:
    """Check what `AllianceModel` is made with; the arguments are the model's.

    Raises:
        ValueError: Something is wrong; the message lists every problem, a line each.
    """
    known = policies.names()
    problems = [
        f"{key}: {unknown('policy', name, known)}"
        for key, name in policies_named.items()
        if not isinstance(name, policies.Policy) and name not in known
    ]
    if partners not in partner_policies.names():
        problems.append(f"partners: {unknown('policy', partners, partner_policies.names())}")
    if activation not in ACTIVATIONS:
        problems.append(f"activation: {unknown('activation', activation, ACTIVATIONS)}")
    problems += whole_problems(replication=(replication, 0))
    problems += [] if seed is None else whole_problems(seed=(seed, 0))
    problems += [] if quarters is None else whole_problems(quarters=(quarters, 1))
    problems += [
        f"{key}: {given!r} given; must be a subclass of {base.__name__}"
        for key, (given, base) in classes.items()
        if not (isinstance(given, type) and issubclass(given, base))
    ]
    usual: dict[str, Any] = {spec.name: spec.default for spec in specs(Parameters)}
    problems += range_problems(Parameters, {**usual, **parameters}, "parameter")
    sizes = size_problems(**size)
    problems += sizes
    if scenario is not None and not sizes:
        rows = Market(Population(**size)).rows
        problems += scenario_problems(scenario, quarters, rows)
    if problems:
        raise ValueError("\n".join(problems))


def size_problems(vendors: Any, vendors_per_partner: Any, **more: Any) -> list[str]:
    """Return what is wrong with the size of a market; `more` are its other sizes."""
    given = {"vendors": vendors, "vendors_per_partner": vendors_per_partner, **more}
    if problems := range_problems(Population, given, "size"):
        return problems
    if vendors % vendors_per_partner:
        return [
            f"vendors: {vendors} given; must be a multiple of vendors_per_partner, "
            f"{vendors_per_partner}"
        ]
    return []


def scenario_problems(scenario: Any, quarters: Any, alliances: int) -> list[str]:
    """Return what is wrong with a scenario for a horizon and a number of rows of a world."""
    if isinstance(scenario, str):
        known = scenes.names()
        return [] if scenario in known else [f"scenario: {unknown('scenario', scenario, known)}"]
    if not isinstance(scenario, Scenario):
        return [f"scenario: {scenario!r} given; must be a name or a sim.core.scenario.Scenario"]
    problems = []
    if quarters not in (None, scenario.quarters):
        problems.append(f"quarters: {quarters} given; the scenario has {scenario.quarters}")
    for item in fields(scenario):
        shape = getattr(scenario, item.name).shape
        if shape not in ((scenario.quarters, 1), (scenario.quarters, alliances)):
            problems.append(
                f"scenario.{item.name}: shape {shape}; must be ({scenario.quarters}, 1) or "
                f"({scenario.quarters}, {alliances})"
            )
    return problems
