"""The verdict of a sweep: how each policy stands over all futures, and where it loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.analyse.pairing import variance_cut
from sim.analyse.prim import Box, find_box
from sim.analyse.ranking import chance_of_being_best
from sim.analyse.regret import Regret, regret
from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval
from sim.sweep.read import SweepOutcomes, known_mean


@dataclass(frozen=True)
class PolicyVerdict:
    """How a policy stands over the points of a sweep, each point weighing the same.

    Attributes:
        policy: Name.
        title: Name for people.
        is_baseline: Whether it is what the others are compared with.
        profit: Mean over points, and its interval over replications, k€.
        gain: Paired difference of that from the baseline's.
        chance_best: Share of bootstrap samples in which its mean over points is the highest.
        best_in: Share of points at which its mean is the highest.
        behind_in: Share of points at which its mean is under the baseline's.
        largest_regret: Largest over points of what it gives up against the best policy there, k€.
        variance_cut: Share of the variance of `gain` that pairing took away.
        loses_when: Points at which it is behind the baseline, as a box; None if there is none.
        beaten_when: Points at which another policy is best, as a box; None if there is none.
    """

    policy: str
    title: str
    is_baseline: bool
    profit: Interval
    gain: Interval
    chance_best: float
    best_in: float
    behind_in: float
    largest_regret: float
    variance_cut: float
    loses_when: Box | None
    beaten_when: Box | None


@dataclass(frozen=True)
class Verdict:
    """What a sweep says.

    Attributes:
        policies: Each policy beside the baseline, the highest mean profit first.
        baseline: Policy that the others are compared with.
        choice: Policy whose largest regret is smallest.
        regret: Regret of policies (in the order of the sweep) at complete points.
        points: Number of complete points.
        missing: Number of points left out since a cell of theirs failed.
        replications: Replications that every complete point has.
    """

    policies: Sequence[PolicyVerdict]
    baseline: str
    choice: str
    regret: Regret
    points: int
    missing: int
    replications: int


def judge(outcomes: SweepOutcomes) -> Verdict:
    """Return the verdict on profit.

    Raises:
        ValueError: There is no point at which every cell ran.
    """
    whole = outcomes.complete
    if not whole.any():
        raise ValueError("no point of the design has all its cells")
    over, base = outcomes.over_points("profit"), outcomes.baseline_over_points("profit")
    means = outcomes.means("profit")[:, whole]
    base_means = known_mean(outcomes.baselines["profit"][whole])
    best = means.argmax(axis=0)
    regrets = regret(means)
    chances = chance_of_being_best(over)
    inputs = {name: values[whole] for name, values in outcomes.inputs.items()}
    compared = [
        PolicyVerdict(
            policy=name,
            title=title,
            is_baseline=name == outcomes.baseline and not outcomes.has_levers,
            profit=mean_interval(over[i]),
            gain=outcomes.gain_over_points(i),
            chance_best=float(chances[i]),
            best_in=float(np.mean(best == i)),
            behind_in=float(np.mean(means[i] < base_means)),
            largest_regret=float(regrets.largest[i]),
            variance_cut=float(variance_cut(over[i], base)),
            loses_when=_box(inputs, means[i] < base_means),
            beaten_when=_box(inputs, best != i),
        )
        for i, (name, title) in enumerate(zip(outcomes.policies, outcomes.titles, strict=True))
    ]
    return Verdict(
        policies=sorted(compared, key=lambda row: -float(row.profit.mean)),
        baseline=outcomes.baseline,
        choice=outcomes.policies[regrets.choice],
        regret=regrets,
        points=int(whole.sum()),
        missing=int((~whole).sum()),
        replications=over.shape[1],
    )


def _box(inputs: dict[str, Array], is_case: Array) -> Box | None:
    return find_box(inputs, is_case) if inputs else None
