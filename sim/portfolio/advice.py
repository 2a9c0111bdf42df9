"""Advice alliance by alliance: whom to invest in, whom to keep at maintenance, whom to leave.

Each treatment (`sim.portfolio.treatments`), given to the whole portfolio, meets the same worlds and
luck, and each alliance is compared with itself. What the verdicts earn together, each alliance with
its own, is simulated after that (`sim.portfolio.together`).

Assumption: days that an ended alliance frees go to the ones that are left, as in the model;
accounts cost the days they get.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval, paired_difference
from sim.core.world import World
from sim.model.factors import score
from sim.portfolio.coverage import SCORE, drawn_facts
from sim.portfolio.plan import Plan, plans
from sim.portfolio.read import Portfolio
from sim.portfolio.treatments import TREATMENTS
from sim.portfolio.world import focal_rows
from sim.run.setting import Setting
from sim.run.simulate import Progress, blocks, run_worlds

NAMES = tuple(treatment.name for treatment in TREATMENTS)

SURE, USUAL = 0.8, 0.5
"""Shares of worlds in which a verdict must be best to be clear, and to be likely."""

TELLING = 4.0
"""Over the number of worlds, the share of the variance of a gain that an open fact must explain to
be worth finding out: chance explains as much in one case of twenty."""

MOST_FACTS = 2
"""Facts that are named at most."""

WORLD_ALLIANCES = 100_000
FEWEST_WORLDS = 30
"""A large portfolio is judged in as many worlds as make so many alliances, but in no fewer than
these; intervals say what that costs."""

PANEL = ("profit", "trust", "partners", "terminated")


class Outlook(NamedTuple):
    """An alliance under one treatment.

    Attributes:
        profit: Profit over the run, k€.
        trust: The partner's trust at the end.
        partner: Chance that it is still a partner at the end.
        ended: Chance that it has ended by then.
    """

    profit: Interval
    trust: float
    partner: float
    ended: float


@dataclass(frozen=True)
class AllianceAdvice:
    """What to do with an alliance, and how sure that is.

    Attributes:
        name: The partner.
        verdict: The treatment with the highest mean profit; where another is best in more worlds,
            and this one in less than half, that other.
        bet: The treatment with the highest mean where it is not the verdict but clearly pays more
            on average: by large wins in few worlds. Empty if there is none.
        confidence: ``clear``: the gain's interval excludes 0 and the verdict is best in at least
            80% of the worlds; ``likely``: in at least half of them; ``close call``: neither;
            ``bet``: there is a bet.
        best_share: Share of the worlds in which the verdict is best.
        next_best: Of the other treatments, the one with the highest mean.
        gain: Profit of the verdict less that of `next_best`, k€, paired by world; under 0 where the
            verdict has not the highest mean.
        differences: Profit of one treatment less another's, k€, paired, for each two.
        outlook: Treatment to how the alliance fares.
        trust: The partner's trust at the start, mean over worlds.
        score: Relationship score at the start, mean over worlds.
        culture_gap: Difference of the two cultures, mean over worlds.
        value_chance: Share of the worlds in which the partner values partnership.
        drawn: Facts that the file leaves open or only guesses.
        telling: Those of them that explain most of how the gain differs from world to world.
    """

    name: str
    verdict: str
    bet: str
    confidence: str
    best_share: float
    next_best: str
    gain: Interval
    differences: Mapping[str, Interval]
    outlook: Mapping[str, Outlook]
    trust: float
    score: float
    culture_gap: float
    value_chance: float
    drawn: tuple[str, ...]
    telling: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What to do with a portfolio.

    Attributes:
        alliances: Advice on each, in the portfolio's order.
        plan: All verdicts together, within the days there are.
        half: The same with half the days that the plan takes.
        worlds: Worlds that it was judged in.
    """

    alliances: Sequence[AllianceAdvice]
    plan: Plan
    half: Plan
    worlds: int


def worlds_for(alliances: int, replications: int) -> int:
    """Return in how many worlds to judge a portfolio; see `WORLD_ALLIANCES`."""
    return min(replications, max(FEWEST_WORLDS, WORLD_ALLIANCES // alliances))


def advise(
    portfolio: Portfolio,
    setting: Setting,
    days: float | None = None,
    progress: Progress = lambda done: None,
) -> Advice:
    """Return advice on every alliance of a portfolio, and on all together.

    Args:
        portfolio: The portfolio.
        setting: The simulation; its worlds are drawn around the portfolio.
        days: Person-days a quarter that there are for it; as many as the model gives its alliances
            if left out.
        progress: Called with the worlds finished since the last call; each is gone through twice.
    """
    setting = replace(
        setting,
        replications=worlds_for(len(portfolio), setting.replications),
        panel=PANEL,
        watch="focal",
    )
    treatments = [treatment.policy() for treatment in TREATMENTS]
    ends: dict[str, list[dict[str, Array]]] = {name: [] for name in NAMES}
    starts: list[dict[str, Array]] = []
    worlds = []
    for numbers in blocks(setting):
        world = setting.worlds(numbers)
        worlds.append((numbers, world))
        results = run_worlds(treatments, setting, numbers, world)
        for result in results:
            end = {name: result.panel[name][:, -1] for name in PANEL}
            ends[result.policy].append(end | {"profit": result.panel["profit"].sum(axis=1)})
        factors = np.moveaxis(results[0].factors[0], -1, 0)
        starts.append(_facts(world) | {SCORE: score(factors)})
        progress(len(numbers))
    joined = {name: _joined(parts) for name, parts in ends.items()}
    alliances = _advice(portfolio, joined, _joined(starts))
    chosen = np.array([NAMES.index(item.verdict) for item in alliances])
    profit = np.stack([joined[name]["profit"] for name in NAMES])
    plan, half = plans(portfolio.names, profit, chosen, worlds, setting, days, progress)
    return Advice(alliances, plan, half, setting.replications)


def _facts(world: World) -> dict[str, Array]:
    """Return where the alliances of a portfolio start, by fact, shape (R, alliances)."""
    rows = focal_rows(world)
    vendor, partner = world.vendor[rows], world.partner[rows]
    values = {
        "trust": world.trust[rows],
        "culture": world.partner_horizon[partner],
        "culture_gap": np.abs(world.vendor_horizon[vendor] - world.partner_horizon[partner]),
        "values_partnership": (world.value[partner] == 1.0).astype(np.float64),
        "yearly_revenue": world.size[partner],
        "discount": world.discount[rows],
        "contacts": world.threads[rows],
    }
    times = len(world.replications)
    return {name: value.reshape(times, -1) for name, value in values.items()}


def _joined(parts: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def choose(profit: Array) -> tuple[Array, Array, Array]:
    """Return the verdict on each alliance, the treatment with the highest mean, and the shares.

    Args:
        profit: Profit by treatment, world and alliance, shape (treatments, R, alliances).

    Returns:
        Two arrays of treatments, shape (alliances,), and the share of worlds in which each
        treatment is best, shape (treatments, alliances).
    """
    top = profit.mean(axis=1).argmax(axis=0)
    best = profit.argmax(axis=0)
    shares = np.stack([(best == i).mean(axis=0) for i in range(len(profit))])
    most = shares.argmax(axis=0)
    own, largest = (shares[which, np.arange(len(top))] for which in (top, most))
    return np.where((own < USUAL) & (largest > own), most, top), top, shares


def _advice(
    portfolio: Portfolio, ends: Mapping[str, Mapping[str, Array]], start: Mapping[str, Array]
) -> list[AllianceAdvice]:
    profit = np.stack([ends[name]["profit"] for name in NAMES])
    chosen, top, shares = choose(profit)
    means, every = profit.mean(axis=1), np.arange(len(portfolio))
    others = np.where(np.arange(len(NAMES))[:, None] == chosen, -np.inf, means)
    second = others.argmax(axis=0)
    ahead = profit[chosen, :, every].T - profit[second, :, every].T
    gains, profits = mean_interval(ahead), {n: mean_interval(e["profit"]) for n, e in ends.items()}
    pairs = {
        f"{a} - {b}": paired_difference(ends[a]["profit"], ends[b]["profit"])
        for a, b in combinations(NAMES, 2)
    }
    explained = {fact: explained_share(values, ahead) for fact, values in start.items()}
    mean = {name: {k: v.mean(axis=0) for k, v in end.items()} for name, end in ends.items()}
    at_start = {name: values.mean(axis=0) for name, values in start.items()}
    advice = []
    for j, drawn in enumerate(drawn_facts(portfolio)):
        gain, best_share = _at(gains, j), float(shares[chosen[j], j])
        bet = NAMES[top[j]] if top[j] != chosen[j] and gain.high < 0 else ""
        told = sorted(
            (fact for fact in drawn if explained[fact][j] >= TELLING / profit.shape[1]),
            key=lambda fact: -explained[fact][j],  # sorted at once
        )
        advice.append(
            AllianceAdvice(
                name=portfolio.names[j],
                verdict=NAMES[chosen[j]],
                bet=bet,
                confidence="bet" if bet else confidence(gain, best_share),
                best_share=best_share,
                next_best=NAMES[second[j]],
                gain=gain,
                differences={pair: _at(interval, j) for pair, interval in pairs.items()},
                outlook={
                    name: Outlook(
                        profit=_at(profits[name], j),
                        trust=float(mean[name]["trust"][j]),
                        partner=float(mean[name]["partners"][j]),
                        ended=float(mean[name]["terminated"][j]),
                    )
                    for name in NAMES
                },
                trust=float(at_start["trust"][j]),
                score=float(at_start[SCORE][j]),
                culture_gap=float(at_start["culture_gap"][j]),
                value_chance=float(at_start["values_partnership"][j]),
                drawn=drawn,
                telling=tuple(told[:MOST_FACTS]),
            )
        )
    return advice


def _at(intervals: Interval, j: int) -> Interval:
    return Interval(*(float(end[j]) for end in (intervals.mean, intervals.low, intervals.high)))


def explained_share(fact: Array, gain: Array) -> Array:
    """Return the share of the variance of gains that a fact explains in a straight line, 0..1.

    Args:
        fact: Values by world and alliance, shape (R, alliances).
        gain: Gains, of the same shape.

    Returns:
        Squared correlation over worlds, shape (alliances,); 0 where either does not vary.
    """
    x, y = fact - fact.mean(axis=0), gain - gain.mean(axis=0)
    both, size = (x * y).sum(axis=0) ** 2, (x**2).sum(axis=0) * (y**2).sum(axis=0)
    varies = size > 1e-18 * (fact**2).sum(axis=0) * (gain**2).sum(axis=0)
    return np.where(varies, both / np.where(varies, size, 1.0), 0.0)


def confidence(gain: Interval, best_share: float) -> str:
    """Return how sure a verdict is in a word; see `AllianceAdvice`."""
    if not gain.excludes_zero or best_share < USUAL:
        return "close call"
    return "clear" if best_share >= SURE else "likely"


def as_table(advice: Advice) -> list[dict[str, str | float]]:
    """Return advice as flat rows, for a CSV file: k€, shares and points as numbers."""
    rows = []
    for j, item in enumerate(advice.alliances):
        row: dict[str, str | float] = {
            "name": item.name,
            "verdict": item.verdict,
            "bet": item.bet,
            "confidence": item.confidence,
            "best_share": item.best_share,
            "next_best": item.next_best,
            "within_days": advice.plan.choice[j],
            "with_half_the_days": advice.half.choice[j],
        }
        row |= _flat("gain_keur", item.gain)
        for pair, interval in item.differences.items():
            row |= _flat(f"{pair.replace(' - ', '_minus_')}_keur", interval)
        for name, outlook in item.outlook.items():
            row |= _flat(f"{name}_profit_keur", outlook.profit)
            row[f"{name}_trust_change"] = outlook.trust - item.trust
            row[f"{name}_still_partner_share"] = outlook.partner
            row[f"{name}_ended_share"] = outlook.ended
        row |= {
            "start_trust": item.trust,
            "start_score": item.score,
            "culture_gap": item.culture_gap,
            "value_chance": item.value_chance,
            "drawn": _joined_words(item.drawn),
            "find_out_first": "" if item.confidence == "clear" else _joined_words(item.telling),
        }
        rows.append(row)
    return rows


def _joined_words(facts: Iterable[str]) -> str:
    return " ".join(fact.replace(" ", "_") for fact in facts)


def _flat(name: str, interval: Interval) -> dict[str, str | float]:
    ends = {"": interval.mean, "_low": interval.low, "_high": interval.high}
    return {f"{name}{suffix}": float(value) for suffix, value in ends.items()}
