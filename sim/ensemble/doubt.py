"""Policies under doubt about the rules: what each gains in every plausible rule set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from sim.analyse.prim import Box, find_box
from sim.base.arrays import Array
from sim.ensemble.sets import Sets, rules_of, size_of, world_numbers
from sim.market.firm import NUMBERS
from sim.model.quarter import Parameters
from sim.policies import Policy
from sim.run.setting import Setting
from sim.run.simulate import simulate

WORLDS = 2
"""Worlds that each rule set meets: many sets tell more than many worlds of a few."""

BAND = (0.05, 0.5, 0.95)
"""Quantiles of the band of rules."""

SHOWN = 3
"""How many parameters are said to decide."""


@dataclass(frozen=True)
class Doubt:
    """What policies earn in each rule set, mean over its worlds; k€.

    Attributes:
        policies: Names; the baseline is among them.
        titles: The same for people.
        baseline: Name of the policy that the others are compared with.
        sets: The rule sets, with what the setting holds fixed in its place.
        weights: Weight of each set, adding up to 1.
        paths: Profit up to the end of each quarter, shape (policies, sets, quarters).
    """

    policies: Sequence[str]
    titles: Sequence[str]
    baseline: str
    sets: Sets
    weights: Array
    paths: Array

    @property
    def profit(self) -> Array:
        """Profit over the horizon, shape (policies, sets)."""
        whole: Array = self.paths[..., -1]
        return whole

    @property
    def gain(self) -> Array:
        """Profit over the baseline's, shape (policies, sets)."""
        return self.profit - self.profit[self.policies.index(self.baseline)]

    def band(self, policy: int) -> tuple[float, float, float]:
        """Return the 5, 50 and 95% points of a policy's gain over rule sets."""
        low, middle, high = weighted_quantiles(self.gain[policy], self.weights, BAND)
        return low, middle, high

    def course(self, policy: int) -> Array:
        """Return the same points of its gain up to the end of each quarter, shape (3, quarters)."""
        gain = self.paths[policy] - self.paths[self.policies.index(self.baseline)]
        points = [weighted_quantiles(row, self.weights, BAND) for row in gain.T]
        return np.array(points).T

    @property
    def ahead(self) -> Array:
        """Share of rule sets in which each policy is ahead of the baseline."""
        return (self.gain > 0) @ self.weights

    @property
    def best(self) -> Array:
        """Share of rule sets in which each policy is the best of those compared."""
        is_best = np.arange(len(self.policies))[:, None] == np.argmax(self.profit, axis=0)
        return is_best @ self.weights

    @property
    def regret(self) -> Array:
        """What each policy gives up at worst: the 95% point of the best one's lead over it."""
        given_up = self.profit.max(axis=0) - self.profit
        return np.array([weighted_quantiles(row, self.weights, (0.95,))[0] for row in given_up])

    @property
    def safest(self) -> int:
        """The policy that gives up least where it does worst (minimax regret)."""
        return int(np.argmin(self.regret))

    def behind_where(self, policy: int) -> Box | None:
        """Return the box of rules in which a policy falls behind the baseline, if there is one."""
        return find_box(self.sets, self.gain[policy] < 0)

    def deciding(self, policy: int) -> list[str]:
        """Return the parameters that a policy's gain follows most, by rank correlation."""
        ranks = np.argsort(np.argsort(self.gain[policy]))
        strength = {
            name: abs(float(np.corrcoef(np.argsort(np.argsort(values)), ranks)[0, 1]))
            for name, values in self.sets.items()
            if np.ptp(values) > 0
        }
        return sorted(strength, key=lambda name: -strength[name])[:SHOWN]


def weighted_quantiles(values: Array, weights: Array, points: Sequence[float]) -> list[float]:
    """Return quantiles of weighted values: the smallest value with at least that weight below."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    at = np.searchsorted(reached, np.asarray(points) * reached[-1] - 1e-12)
    return [float(value) for value in values[order[at]]]


def doubt(
    policies: Sequence[Policy],
    baseline: str,
    setting: Setting,
    sets: Sets,
    weights: Array | None = None,
    *,
    worlds: int = WORLDS,
    progress: Callable[[float], None] = lambda done: None,
) -> Doubt:
    """Run policies in every rule set.

    Args:
        policies: The policies; the baseline must be among them.
        baseline: Name of the policy to compare with.
        setting: Everything else; what somebody set of its parameters holds in all sets.
        sets: The rule sets.
        weights: Weight of each set; all alike if left out.
        worlds: Worlds that each set meets.
        progress: Called with the worlds finished since the last call.
    """
    share = np.ones(size_of(sets)) if weights is None else weights
    return Doubt(
        policies=[policy.name for policy in policies],
        titles=[policy.title for policy in policies],
        baseline=baseline,
        sets=left_open(sets, setting),
        weights=share / share.sum(),
        paths=run_paths(policies, setting, sets, worlds, progress),
    )


def run_paths(
    policies: Sequence[Policy],
    setting: Setting,
    sets: Sets,
    worlds: int = WORLDS,
    progress: Callable[[float], None] = lambda done: None,
) -> Array:
    """Return `Doubt.paths`: what policies with different names have earned up to each quarter.

    A rule set's path does not depend on the other sets, so some may be run now and some later.
    Arguments are those of `doubt`.
    """
    met = left_open(sets, setting)
    given: dict[str, Any] = dict(held_fixed(setting))
    number = size_of(sets) * worlds
    asked = replace(
        setting,
        parameters=replace(rules_of(met, worlds), **given),
        world_numbers=world_numbers(sets, worlds),
        replications=number,
        done=0,
        precision="single",
        panel=(),
    )
    results = simulate(policies, asked, progress)
    return np.stack(
        [
            r.cumulative("profit").reshape(-1, worlds, setting.quarters).mean(axis=1)
            for r in results.values()
        ]
    )


def left_open(sets: Sets, setting: Setting) -> dict[str, Array]:
    """Return the rule sets without the parameters that somebody set."""
    held = held_fixed(setting)
    return {name: values for name, values in sets.items() if name not in held}


def held_fixed(setting: Setting) -> dict[str, float]:
    """Return the parameters that somebody set.

    They are those that the setting says are fixed, whatever their value, and those that differ from
    the defaults.
    """
    usual = Parameters()
    values = {f.name: getattr(setting.parameters, f.name) for f in fields(Parameters)}
    return {
        name: value
        for name, value in values.items()
        if name in setting.fixed or value != getattr(usual, name)
    }


def can_be_found_out() -> Mapping[str, str]:
    """Return the parameters that a firm can look up in its own books, with their name there."""
    return {number.parameter: number.label for number in NUMBERS}
