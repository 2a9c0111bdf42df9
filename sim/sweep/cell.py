"""A cell: one policy in one future, over some replications; its id says all that makes its numbers.

A *strategy* is what the vendor chooses: a policy and changes to its levers. A *future* is what it
cannot choose: scenario, model and population parameters. Cells of one future and one range of
replications meet the same worlds and luck, whatever they are run together with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.base.paths import option_files
from sim.base.problems import ProblemsError
from sim.base.processor import arithmetic
from sim.base.yaml_file import read_yaml
from sim.config.check import misfits
from sim.config.schema import (
    Config,
    ModelConfig,
    PopulationConfig,
    ScenarioConfig,
)
from sim.core.parameter import specs
from sim.market.population import Population
from sim.model.quarter import Parameters
from sim.policies import Levers, Policy, Preset, find
from sim.study.provenance import code_version, decided_by, settings

NOT_FUTURE = frozenset(
    {"name", "policies", "policy", "baseline", "rivals", "replications"}
    | {"sweep", "search", "figures", "fixed"}
)
"""Keys of a config that are no part of the future; policies count by what they do, not by name."""

_MODEL = {spec.name for spec in specs(Parameters)}
_POPULATION = {spec.name for spec in specs(Population)}
_WHOLE = {
    s.name for declared in (Parameters, Population, Levers) for s in specs(declared) if s.is_whole
}

Values = Mapping[str, float | str]


class Cell(NamedTuple):
    """One policy in one future; there may be 10^8, and a tuple is the quickest to make.

    Attributes:
        id: Hash of policy, future, replications, code and this machine's arithmetic; the same id,
            the same numbers.
        policy: The focal vendor's policy.
        future: Uncertainty to value, as far as it differs from the base config.
        first: Number of the first replication.
        replications: How many.
    """

    id: str
    policy: Policy
    future: Values
    first: int
    replications: int


def cell_id(policy: str, future: str, first: int, replications: int) -> str:
    """Return the id of a cell whose policy and future have given digests."""
    return hashlib.sha256(f"{policy} {future} {first} {replications}".encode()).hexdigest()[:20]


def policy_digest(policy: Policy) -> str:
    """Return the hash of what a policy decides."""
    return hashlib.sha256(json.dumps(decided_by(policy), sort_keys=True).encode()).hexdigest()


class Futures:
    """The futures of a base config, told apart by all that makes numbers in them.

    Args:
        base: The config that futures differ from.
    """

    def __init__(self, base: Config) -> None:
        self._base = _lines(settings(base, NOT_FUTURE))
        self._base |= {"rivals": policy_digest(find(base.rivals)), "code": code_version()}
        self._base |= {"arithmetic": arithmetic()}

    def digest(self, future: Values) -> str:
        """Return the hash of a future; one that says what the base says anyway is the same."""
        told = self._base.copy()
        for name, value in future.items():
            if name == "scenario":
                told |= _scenario_lines(str(value))
            else:
                told |= _uncertainty_line(name, value)
        return hashlib.sha256("\n".join(told.values()).encode()).hexdigest()


def _lines(told: Mapping[str, Any], within: str = "") -> dict[str, str]:
    """Return settings flat: key to value as JSON."""
    lines: dict[str, str] = {}
    for key, value in told.items():
        if isinstance(value, dict) and not within:
            lines |= _lines(value, f"{key}.")
        else:
            lines[f"{within}{key}"] = _line(value)
    return lines


def _line(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@lru_cache(4096)
def _uncertainty_line(name: str, value: float | str) -> dict[str, str]:
    group = "model" if name in _MODEL else "population"
    return {f"{group}.{name}": _line(_number(name, value))}


@cache
def _scenario_lines(name: str) -> dict[str, str]:
    return _lines(named_scenario(name).model_dump(), "scenario.")


def future_config(base: Config, future: Values) -> Config:
    """Return the base config with a future's values set.

    Raises:
        ProblemsError: The values do not fit together.
    """
    groups = {"model": (ModelConfig, _MODEL), "population": (PopulationConfig, _POPULATION)}
    changed: dict[str, Any] = {}
    try:
        for group, (schema, names) in groups.items():
            mine = {name: _number(name, value) for name, value in future.items() if name in names}
            if mine:
                changed[group] = schema.model_validate(getattr(base, group).__dict__ | mine)
        if "scenario" in future:
            changed["scenario"] = named_scenario(str(future["scenario"]))
    except ValidationError as error:
        raise ProblemsError([f"{e['loc'][0]}: {e['msg']}" for e in error.errors()]) from None
    config = base.model_copy(update=changed)
    if problems := misfits(config.model_copy(update={"sweep": None, "search": None})):
        raise ProblemsError(problems)
    return config


def unlike_parameters(future: Values) -> Values:
    """Return the part of a future that is no parameter of the model."""
    return {name: value for name, value in future.items() if name not in _MODEL}


def _number(name: str, value: float | str) -> float | int | str:
    if isinstance(value, str):
        return value
    return int(value) if name in _WHOLE else float(value) + 0.0  # there is no -0.0: it is 0.0


@cache
def named_scenario(name: str) -> Any:
    """Return a scenario of ``configs/scenario``."""
    path = option_files("scenario")[name]
    return ScenarioConfig.model_validate(read_yaml(path, f"configs/scenario/{path.name}"))


def with_levers(policy: Policy, levers: Values) -> Policy:
    """Return a policy with some levers changed, under a name that says so.

    Raises:
        ProblemsError: The policy is not a member of the family.
    """
    if not levers:
        return policy
    if not isinstance(policy, Preset):
        raise ProblemsError(
            [f"sweep.levers: {policy.name} decides its levers itself; none can be set"]
        )
    values: dict[str, Any] = {name: _number(name, value) for name, value in levers.items()}
    changed: Any = replace(policy.levers, **values)
    told = ", ".join(
        f"{f.name}={getattr(changed, f.name):.4g}" for f in fields(Levers) if f.name in levers
    )
    return Preset(f"{policy.name}[{told}]", changed, f"{policy.title} ({told})", policy.about)
