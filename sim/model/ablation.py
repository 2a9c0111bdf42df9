"""Ablation: every mechanism has a neutral value, declared beside its parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from sim.base.nearest import unknown
from sim.core.parameter import specs
from sim.model.quarter import Levers, Parameters

LEVERS = {spec.name for spec in specs(Levers)}


@cache
def switches() -> dict[str, dict[str, Any]]:
    """Return, by mechanism, the parameters and levers that turn it off and their neutral values."""
    found: dict[str, dict[str, Any]] = {}
    for spec in (*specs(Parameters), *specs(Levers)):
        if spec.switch is not None and spec.neutral is not None:
            found.setdefault(spec.switch, {})[spec.name] = spec.neutral
    return found


def ablate(parameters: Parameters, mechanisms: Iterable[str]) -> Parameters:
    """Return the parameters with some mechanisms switched off; their levers are held.

    Raises:
        ValueError: There is no mechanism of that name.
    """
    for name in mechanisms:
        if name not in switches():
            raise ValueError(unknown("mechanism", name, switches()))
        neutral = switches()[name]
        held = dict(parameters.held) | {k: v for k, v in neutral.items() if k in LEVERS}
        changed = {k: v for k, v in neutral.items() if k not in LEVERS}
        parameters = replace(parameters, held=tuple(sorted(held.items())), **changed)
    return parameters
