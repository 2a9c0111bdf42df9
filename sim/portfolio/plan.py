"""The whole portfolio: treatments that fit into the days there are, and what they earn together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval, paired_difference
from sim.portfolio.together import Whole, profit_together
from sim.portfolio.treatments import INVEST, NAMES, TREATMENTS, WIN_BACK
from sim.run.simulate import Progress

ROUNDING = 1.0 + 1e-9
"""Sums of days are not exact."""

IS_LEFT = np.array([treatment.is_left for treatment in TREATMENTS])
INVESTED = NAMES.index(INVEST)

BAND = (0.05, 0.5, 0.95)
"""Quantiles of what differs from rule set to rule set."""


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
class Robust:
    """How a gain stands in plausible rule sets, each in a world of its own.

    Attributes:
        ahead: Share of them in which it is above 0.
        band: Its 5, 50 and 95% points, k€.
    """

    ahead: float
    band: tuple[float, float, float]


def robust(gain: Array) -> Robust:
    """Return how a gain stands, one value a rule set."""
    low, middle, high = np.quantile(gain, BAND).tolist()
    return Robust(float((gain > 0).mean()), (low, middle, high))


@dataclass(frozen=True)
class Plan:
    """A treatment for every alliance, all together within the days there are.

    Attributes:
        days: Person-days a quarter that there are.
        used: Those that the plan takes, while no alliance has ended.
        choice: Treatment of each alliance, by name.
        drops: Alliances that get less than was wanted, the largest loss first.
        profit: Profit of all together, k€.
        gain: The same less what going on as today earns, k€, paired by world.
        all_in: What all alike would earn with the effort of an investment, partners and customers,
            less that of the plan, k€, paired by world; None where that is the plan, or takes more
            days than there are.
        rules: How `gain` stands in plausible rule sets; None where they are not asked, and for half
            of the days.
        all_in_rules: How `all_in` stands in them.
    """

    days: float
    used: float
    choice: Sequence[str]
    drops: Sequence[Drop]
    profit: Interval
    gain: Interval
    all_in: Interval | None = None
    rules: Robust | None = None
    all_in_rules: Robust | None = None


@dataclass(frozen=True)
class Light:
    """A portfolio in worlds that differ by luck, or by luck and rules.

    Attributes:
        whole: The portfolio in its market.
        profit: Profit of each alliance judged as the only one treated so, by treatment, world and
            alliance, k€, shape (treatments, R, alliances); minus infinity where it cannot be.
        now: Profit of all together as things go on, k€, shape (R,).
    """

    whole: Whole
    profit: Array
    now: Array


def days_of(light: Light) -> Array:
    """Return the days a quarter of each treatment, as the default rules have them."""
    shares = [treatment.share(light.whole.policy) for treatment in TREATMENTS]
    return np.array(shares) * float(np.mean(light.whole.setting.parameters.capacity_days))


def plans(
    names: Sequence[str],
    chosen: Array,
    lights: Sequence[Light],
    days: float | None,
    progress: Progress,
) -> tuple[Plan, Plan]:
    """Return the plan within the days there are, and one with half the days that it takes.

    Both are simulated as a whole.

    Args:
        names: The partners.
        chosen: The verdict on each alliance, a treatment's number, shape (alliances,).
        lights: The portfolio under the rules of the setting, and in plausible rule sets if they
            are asked.
        days: Person-days a quarter; as many as the model gives these alliances if None.
        progress: Called with the worlds finished since the last call.
    """
    luck, rules = lights[0], lights[1] if len(lights) > 1 else None
    each = days_of(luck)
    capacity = float(np.mean(luck.whole.setting.parameters.capacity_days))
    there_are = capacity * len(names) if days is None else days
    means = (luck if rules is None else rules).profit.mean(axis=1)
    bench = luck.whole.population.bench
    whole = fit(means, chosen, each, there_are, bench)
    half_days = 0.5 * float(each[whole].sum())
    half = fit(means, whole, each, half_days, bench)
    all_in = np.where(np.isfinite(means[INVESTED]), INVESTED, NAMES.index(WIN_BACK))
    is_other = bool((all_in != whole).any()) and each[all_in].sum() <= there_are * ROUNDING
    choices = [whole, half, *([all_in] if is_other else [])]
    in_luck = profit_together(luck.whole, choices, progress)
    ruled = [whole, *choices[2:]]  # of half the days only luck is told
    in_rules = None if rules is None else profit_together(rules.whole, ruled, progress)
    made = []
    for at, (wanted, given, limit) in enumerate(
        [(chosen, whole, there_are), (whole, half, half_days)]
    ):
        lost = means[wanted, np.arange(len(names))] - means[given, np.arange(len(names))]
        drops = [
            Drop(names[j], NAMES[wanted[j]], NAMES[given[j]], float(lost[j]))
            for j in np.flatnonzero(wanted != given).tolist()
        ]
        beside = is_other and at == 0
        made.append(
            Plan(
                days=limit,
                used=float(each[given].sum()),
                choice=[NAMES[i] for i in given],
                drops=sorted(drops, key=lambda drop: -drop.loss),
                profit=mean_interval(in_luck[at]),
                gain=paired_difference(in_luck[at], luck.now),
                all_in=paired_difference(in_luck[2], in_luck[at]) if beside else None,
                rules=robust(in_rules[0] - rules.now) if rules and in_rules and at == 0 else None,
                all_in_rules=robust(in_rules[1] - in_rules[0]) if in_rules and beside else None,
            )
        )
    return made[0], made[1]


def fit(profit: Array, chosen: Array, days: Array, limit: float, bench: int = 0) -> Array:
    """Return treatments that earn most within a limit of days, none with more days than wanted.

    A choice of one treatment an alliance, with the largest sum of mean profits (a knapsack, solved
    to optimality); all as chosen where that fits. Nobody is replaced who was not to be.

    Args:
        profit: Mean profit by treatment and alliance, k€, shape (treatments, alliances); minus
            infinity where an alliance cannot be treated so.
        chosen: The treatment wanted of each alliance, shape (alliances,).
        days: Days of each treatment, shape (treatments,).
        limit: Days there are.
        bench: Prospects who may replace somebody.
    """
    limit *= ROUNDING
    if days[chosen].sum() <= limit and IS_LEFT[chosen].sum() <= bench:
        return chosen
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    kinds, alliances = profit.shape
    allowed = (days[:, None] <= days[chosen]) & np.isfinite(profit)
    allowed &= ~IS_LEFT[:, None] | (np.arange(kinds)[:, None] == chosen)
    one_each = csr_array(
        (
            np.ones(kinds * alliances),
            (np.tile(np.arange(alliances), kinds), np.arange(kinds * alliances)),
        )
    )
    most = csr_array(np.repeat(np.stack([days, IS_LEFT]), alliances, axis=1))
    solved = milp(
        -np.where(allowed, profit, 0.0).ravel(),
        integrality=np.ones(kinds * alliances),
        bounds=Bounds(0, allowed.ravel().astype(np.float64)),
        constraints=[
            LinearConstraint(one_each, 1, 1),
            LinearConstraint(most, 0, [limit, bench]),
        ],
    )
    return solved.x.reshape(kinds, alliances).argmax(axis=0)
