"""Search the family of policies for the best one; every policy tried is a cell of the store.

All policies meet the same worlds and luck, so they are told apart by what they do. The sampler is
seeded and asks for the same policies again, so a search that was cut short goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.config.schema import Config
from sim.config.sweep import LEVERS, Axes, SearchConfig, Span
from sim.policies import Levers, Policy, Preset, find
from sim.study.study import chosen_policies
from sim.sweep.cell import Cell, Futures, cell_id, policy_digest
from sim.sweep.checked import read_outcomes_of
from sim.sweep.objective import objective
from sim.sweep.progress import Progress
from sim.sweep.run import run_cells
from sim.sweep.store import Store


@dataclass(frozen=True)
class Tried:
    """A policy that was tried.

    Attributes:
        policy: The policy.
        objectives: What it was worth in the search, one value or two.
    """

    policy: Preset
    objectives: tuple[float, ...]


@dataclass(frozen=True)
class Searched:
    """What a search came to.

    Attributes:
        tried: Every policy tried, in order; those of the config by name come first.
        winner: The one worth most by the first objective.
        front: Policies that no other beats by both objectives, best by the first one first; the
            winner alone if there is one objective.
        failed: Cell to reason, of those that failed.
    """

    tried: Sequence[Tried]
    winner: Tried
    front: Sequence[Tried]
    failed: dict[str, str]


def search(store: Store, config: Config) -> Searched:
    """Search by Optuna's tree-structured Parzen estimator (Watanabe 2023)."""
    import optuna  # imported here: it takes longer than most runs

    wanted = config.search or SearchConfig()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    kinds = [wanted.objective, *([wanted.second] if wanted.second else [])]
    sampler = optuna.samplers.TPESampler(seed=config.seed % 2**32, constant_liar=True)
    study = optuna.create_study(directions=["maximize"] * len(kinds), sampler=sampler)
    axes = axes_of(wanted)
    start = start_of(config)
    for policy in (find(name) for name in config.policies):
        if isinstance(policy, Preset) and is_within(policy.levers, axes, start):
            study.enqueue_trial({name: getattr(policy.levers, name) for name in axes})

    base = config.model_copy(update={"search": None})
    tried: list[Tried] = []
    failed: dict[str, str] = {}
    with Progress(wanted.trials * len(wanted.scenarios)) as progress:
        while len(tried) + len(failed) < wanted.trials:
            count = min(wanted.together, wanted.trials - len(tried) - len(failed))
            asked = [study.ask() for _ in range(count)]
            policies = [suggested(trial, axes, start) for trial in asked]
            cells = [
                scenario_cells(base, policy, wanted.scenarios, config.replications)
                for policy in policies
            ]
            flat = {cell.id: cell for of_policy in cells for cell in of_policy}
            run_cells(store, base, sorted(flat.values(), key=scenario_of), len(flat), progress)
            profits = _profits(store, list(flat))
            for trial, policy, of_policy in zip(asked, policies, cells, strict=True):
                if any(cell.id not in profits for cell in of_policy):
                    study.tell(trial, state=optuna.trial.TrialState.FAIL)
                    failed[policy.name] = "a cell of it failed"
                    continue
                values = np.array([profits[cell.id] for cell in of_policy])
                worth = tuple(objective(values, kind, wanted.tail) for kind in kinds)
                study.tell(trial, worth)
                tried.append(Tried(policy, worth))
    winner = max(tried, key=lambda t: t.objectives[0])
    front = [t for t in tried if not any(dominates(o.objectives, t.objectives) for o in tried)]
    front.sort(key=lambda t: -t.objectives[0])
    return Searched(tried, winner, front if len(kinds) > 1 else [winner], failed)


def _profits(store: Store, cells: Sequence[str]) -> dict[str, Array]:
    """Return cell to its profit by replication, of those that are done."""
    found = read_outcomes_of(store.folder, cells, ["profit"])
    numbers = np.unique(found["number"]).astype(int)
    return {cells[number]: found["profit"][found["number"] == number] for number in numbers}


def dominates(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Return whether one is worth no less by any objective and more by some."""
    return all(a >= b for a, b in zip(one, other, strict=True)) and one != other


def axes_of(wanted: SearchConfig) -> Axes:
    """Return the levers to search; all of them over their full range if none is named."""
    return wanted.levers or {
        name: Span(low=spec.low, high=spec.high) for name, spec in LEVERS.items()
    }


def start_of(config: Config) -> Levers:
    """Return the levers that a search starts from: those of the config's policy, if it has one."""
    if config.policy is None:
        return Levers()
    [policy] = chosen_policies(config)[-1:]
    return policy.levers if isinstance(policy, Preset) else Levers()


def is_within(levers: Levers, axes: Axes, start: Levers) -> bool:
    """Return whether a search could have asked for a policy."""
    for name, axis in axes.items():
        value = getattr(levers, name)
        if isinstance(axis, Span) and not axis.low <= value <= axis.high:
            return False
        if isinstance(axis, list) and value not in axis:
            return False
    free = {f.name for f in fields(Levers)} - set(axes)
    return all(getattr(levers, name) == getattr(start, name) for name in free)


def suggested(trial: Any, axes: Axes, start: Levers) -> Preset:
    """Return the policy that a trial asks for; levers that are not searched stay at the start."""
    values: dict[str, Any] = {}
    for name, axis in axes.items():
        if isinstance(axis, list):
            values[name] = trial.suggest_categorical(name, axis)
        elif LEVERS[name].is_whole:
            values[name] = trial.suggest_int(name, int(axis.low), int(axis.high))
        else:
            values[name] = trial.suggest_float(name, axis.low, axis.high)
    for name, value in values.items():
        if LEVERS[name].is_whole:
            values[name] = int(value)
    levers = replace(start, **values)
    return Preset(f"tried_{trial.number}", levers, f"Policy {trial.number}")


def scenario_cells(
    base: Config, policy: Policy, scenarios: Sequence[str], replications: int
) -> list[Cell]:
    """Return the cells of a policy, one a scenario."""
    futures, decided = Futures(base), policy_digest(policy)
    cells = []
    for name in scenarios:
        future = {"scenario": name}
        made = cell_id(decided, futures.digest(future), 0, replications)
        cells.append(Cell(made, policy, future, 0, replications))
    return cells


def scenario_of(cell: Cell) -> str:
    """Return the scenario of a cell, to sort by."""
    return str(cell.future["scenario"])
