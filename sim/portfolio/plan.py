"""The whole portfolio: treatments that fit into the days there are, and what they earn together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval, paired_difference
from sim.core.world import World
from sim.portfolio.together import profit_together
from sim.portfolio.treatments import TREATMENTS
from sim.run.setting import Setting
from sim.run.simulate import Progress

SHARES = np.array([treatment.share for treatment in TREATMENTS])
NAMES = [treatment.name for treatment in TREATMENTS]

ROUNDING = 1.0 + 1e-9
"""Sums of days are not exact."""


@dataclass(frozen=True)
class Drop:
    """An alliance that gets fewer days than were wanted for it.

    Attributes:
        name: The partner.
        wanted: The treatment wanted: its verdict, or that of the whole plan.
        given: What it gets instead.
        loss: Mean profit given up, k€, judged alone.
    """

    name: str
    wanted: str
    given: str
    loss: float


@dataclass(frozen=True)
class Plan:
    """A treatment for every alliance, all together within the days there are.

    Attributes:
        days: Person-days a quarter that there are.
        used: Those that the plan takes, while no alliance has ended.
        choice: Treatment of each alliance, by name.
        drops: Alliances that get less than was wanted, the largest loss first.
        profit: Profit of all together, k€.
        alike: The treatment that earns most if all alliances get the same, of those that the days
            are enough for.
        gain: Profit of all together less what they earn so, k€, paired by world.
    """

    days: float
    used: float
    choice: Sequence[str]
    drops: Sequence[Drop]
    profit: Interval
    alike: str
    gain: Interval


def plans(
    names: Sequence[str],
    profit: Array,
    chosen: Array,
    worlds: Iterable[tuple[Array, World]],
    setting: Setting,
    days: float | None,
    progress: Progress,
) -> tuple[Plan, Plan]:
    """Return the plan within the days there are, and one with half the days that it takes.

    Both are simulated as a whole.

    Args:
        names: The partners.
        profit: Profit where all are treated alike, by treatment, world and alliance, k€, shape
            (treatments, R, alliances).
        chosen: The verdict on each alliance, a treatment's number, shape (alliances,).
        worlds: Numbers of some replications and their worlds, as they were drawn.
        setting: The simulation.
        days: Person-days a quarter; as many as the model gives these alliances if None.
        progress: Called with the replications finished since the last call.
    """
    each = setting.parameters.capacity_days * SHARES
    there_are = setting.parameters.capacity_days * len(names) if days is None else days
    means, alike = profit.mean(axis=1), profit.sum(axis=2)
    whole = fit(means, chosen, each, there_are)
    half_days = 0.5 * float(each[whole].sum())
    half = fit(means, whole, each, half_days)
    earned = profit_together(worlds, [whole, half], setting, progress)
    return (
        _plan(names, means, (chosen, whole), each, there_are, earned[0], alike),
        _plan(names, means, (whole, half), each, half_days, earned[1], alike),
    )


def _plan(
    names: Sequence[str],
    means: Array,
    treated: tuple[Array, Array],
    each: Array,
    days: float,
    earned: Array,
    alike: Array,
) -> Plan:
    """Return a plan; `treated` are the treatments wanted and given, `each` a treatment's days."""
    wanted, given = treated
    drops = [
        Drop(
            names[j],
            NAMES[wanted[j]],
            NAMES[given[j]],
            float(means[wanted[j], j] - means[given[j], j]),
        )
        for j in np.flatnonzero(wanted != given).tolist()
    ]
    fits = each * len(names) <= days * ROUNDING
    best = int(np.where(fits, alike.mean(axis=1), -np.inf).argmax())
    return Plan(
        days=days,
        used=float(each[given].sum()),
        choice=[NAMES[i] for i in given],
        drops=sorted(drops, key=lambda drop: -drop.loss),
        profit=mean_interval(earned),
        alike=NAMES[best],
        gain=paired_difference(earned, alike[best]),
    )


def fit(profit: Array, chosen: Array, days: Array, limit: float) -> Array:
    """Return treatments that earn most within a limit of days, none with more days than wanted.

    A choice of one treatment an alliance, with the largest sum of mean profits (a knapsack, solved
    to optimality); all as chosen where that fits.

    Args:
        profit: Mean profit by treatment and alliance, k€, shape (treatments, alliances).
        chosen: The treatment wanted of each alliance, shape (alliances,).
        days: Days of each treatment, shape (treatments,).
        limit: Days there are.
    """
    limit *= ROUNDING
    if days[chosen].sum() <= limit:
        return chosen
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    kinds, alliances = profit.shape
    allowed = days[:, None] <= days[chosen]
    one_each = csr_array(
        (
            np.ones(kinds * alliances),
            (np.tile(np.arange(alliances), kinds), np.arange(kinds * alliances)),
        )
    )
    in_days = csr_array(np.repeat(days, alliances)[None])
    solved = milp(
        -profit.ravel(),
        integrality=np.ones(kinds * alliances),
        bounds=Bounds(0, allowed.ravel().astype(np.float64)),
        constraints=[LinearConstraint(one_each, 1, 1), LinearConstraint(in_days, 0, limit)],
    )
    return solved.x.reshape(kinds, alliances).argmax(axis=0)
