"""Advice alliance by alliance: what to do with each, and how sure that is.

Each treatment (`sim.portfolio.treatments`) of an alliance meets the same worlds and luck, the other
alliances held at the policy that the vendor follows now (`sim.portfolio.judge`). Where plausible
rule sets are asked, each stands in a world of its own and what is advised must hold in most of
them. What the verdicts earn together is simulated after that (`sim.portfolio.together`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval, paired_difference
from sim.policies import Policy, find
from sim.portfolio.coverage import SCORE, drawn_facts
from sim.portfolio.judge import PANEL, Judged, judge
from sim.portfolio.plan import Light, Plan, plans
from sim.portfolio.read import Portfolio
from sim.portfolio.together import Whole
from sim.portfolio.treatments import KEEP, NAMES, possible
from sim.portfolio.verdict import choose, confidence, held, lead_over_next
from sim.portfolio.world import PortfolioMarket
from sim.run.setting import Setting
from sim.run.simulate import Progress

TELLING = 4.0
"""Over the number of worlds, the share of the variance of a gain that an open fact must explain to
be worth finding out: chance explains as much in one case of twenty."""

MOST_FACTS = 2
"""Facts that are named at most."""

WORLD_ALLIANCES = 60_000
FEWEST_WORLDS = 30
"""A large portfolio is judged in as many worlds as make so many alliances, but in no fewer than
these; intervals say what that costs."""

FOLLOWED = "status_quo"
"""Policy that a vendor is taken to follow now."""


class Outlook(NamedTuple):
    """An alliance under one treatment.

    Attributes:
        profit: Profit over the run, k€.
        trust: The partner's trust at the end.
        partner: Chance that it is still a partner at the end; of one that is replaced, that its
            seat is filled.
        ended: Chance that it has ended by then.
    """

    profit: Interval
    trust: float
    partner: float
    ended: float


class LuckAlone(NamedTuple):
    """What would be said of an alliance if the rules were known to be those of the setting.

    Attributes:
        verdict: What to do.
        confidence: How sure that is.
        best_share: Share of the worlds in which it is best.
    """

    verdict: str
    confidence: str
    best_share: float


@dataclass(frozen=True)
class Rules:
    """Plausible rule sets, one a world.

    Attributes:
        setting: The simulation, its parameters one value a replication.
        known: What the vendor could look up, by its name for people: its value in each set.
    """

    setting: Setting
    known: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class AllianceAdvice:
    """What to do with an alliance, and how sure that is.

    "Worlds" are those of luck alone, or where rule sets are asked, those of the rule sets.

    Attributes:
        name: The partner.
        verdict: The treatment with the highest mean profit; where another is best in more worlds,
            and this one in less than half, that other. Where rule sets are asked and it is best in
            less than half of them, the same among the ways that begin nothing new.
        bet: The treatment with the highest mean where it is not the verdict but clearly pays more
            on average: by large wins in few worlds. Empty if there is none.
        confidence: ``clear``: the gain's interval excludes 0 and the verdict is best in at least
            80% of the worlds; ``likely``: in at least half of them; ``close call``: neither;
            ``bet``: there is a bet.
        best_share: Share of the worlds in which the verdict is best.
        beats_now: Share of the worlds in which it earns more than going on as today.
        next_best: Of the other treatments, the one with the highest mean.
        gain: Profit of the verdict less that of `next_best`, k€, paired by world; under 0 where the
            verdict has not the highest mean.
        over_now: Treatment to its profit less that of going on as today, k€, paired.
        outlook: Treatment to how the alliance fares; only those that it can be given.
        trust: The partner's trust at the start, mean over worlds.
        score: Relationship score at the start, mean over worlds.
        culture_gap: Difference of the two cultures, mean over worlds.
        value_chance: Share of the worlds in which the partner values partnership.
        drawn: Facts that the file leaves open or only guesses.
        telling: What of them, and of the rules that can be looked up, explains most of how the gain
            differs from world to world.
        luck: The same under luck alone; None where no rule sets are asked.
    """

    name: str
    verdict: str
    bet: str
    confidence: str
    best_share: float
    beats_now: float
    next_best: str
    gain: Interval
    over_now: Mapping[str, Interval]
    outlook: Mapping[str, Outlook]
    trust: float
    score: float
    culture_gap: float
    value_chance: float
    drawn: tuple[str, ...]
    telling: tuple[str, ...]
    luck: LuckAlone | None = None


@dataclass(frozen=True)
class Advice:
    """What to do with a portfolio.

    Attributes:
        alliances: Advice on each, in the portfolio's order.
        plan: All verdicts together, within the days there are.
        half: The same with half the days that the plan takes.
        worlds: Worlds that luck alone was judged in.
        rule_sets: Plausible rule sets asked; 0 if none were.
        policy: Title of the policy that the vendor is taken to follow now.
        bench: Prospects who may replace somebody.
    """

    alliances: Sequence[AllianceAdvice]
    plan: Plan
    half: Plan
    worlds: int
    rule_sets: int = 0
    policy: str = ""
    bench: int = 0


def worlds_for(alliances: int, replications: int) -> int:
    """Return in how many worlds to judge a portfolio; see `WORLD_ALLIANCES`."""
    return min(replications, max(FEWEST_WORLDS, WORLD_ALLIANCES // alliances))


def advise(
    portfolio: Portfolio,
    setting: Setting,
    days: float | None = None,
    progress: Progress = lambda done: None,
    policy: Policy | None = None,
    rules: Rules | None = None,
) -> Advice:
    """Return advice on every alliance of a portfolio, and on all together.

    Args:
        portfolio: The portfolio.
        setting: The simulation; its worlds are drawn around the portfolio.
        days: Person-days a quarter that there are for it; as many as the model gives its alliances
            if left out.
        progress: Called with the worlds finished since the last call; each is gone through twice.
        policy: Policy that the vendor follows now; what vendors do today if left out.
        rules: Plausible rule sets that the advice has to hold in, if it is to be asked.
    """
    now = find(FOLLOWED) if policy is None else policy
    market = setting.draw
    assert isinstance(market, PortfolioMarket)
    luck = replace(setting, replications=worlds_for(len(portfolio), setting.replications))
    may = possible(portfolio.statuses, len(portfolio), market.population.bench)
    given = [name for name, can_be in zip(NAMES, may, strict=True) if can_be.any()]
    lights, found = [], []
    for asked in [luck, *([rules.setting] if rules else [])]:
        each = replace(asked, panel=PANEL, watch="focal", factors="mean")
        judged = judge(each, market.population, now, progress, given)
        whole = Whole(each, market.population, now)
        going_on = judged.ends[KEEP]["profit"].sum(axis=1)
        lights.append(Light(whole, masked(judged.profit, may), going_on))
        found.append(judged)
    alliances = advice_on(portfolio, found, may, rules.known if rules else {})
    chosen = np.array([NAMES.index(item.verdict) for item in alliances])
    plan, half = plans(portfolio.names, chosen, lights, days, progress)
    sets = rules.setting.replications if rules else 0
    return Advice(
        alliances, plan, half, luck.replications, sets, now.title, market.population.bench
    )


def masked(profit: Array, may: Array) -> Array:
    """Return profits, minus infinity where an alliance cannot be treated so."""
    return np.where(may[:, None], profit, -np.inf)


def advice_on(
    portfolio: Portfolio,
    judged: Sequence[Judged],
    may: Array,
    known: Mapping[str, Array],
) -> list[AllianceAdvice]:
    """Return advice on each alliance.

    Args:
        portfolio: The portfolio.
        judged: How its alliances fare under luck alone, and in rule sets if they are asked.
        may: Which treatments each can be given, shape (treatments, alliances).
        known: What can be looked up of the rules, by name: its value in each rule set.
    """
    ends, starts = judged[-1].ends, judged[-1].starts
    profit = masked(judged[-1].profit, may)
    chosen, top, shares = choose(profit)
    alone = None
    if len(judged) > 1:
        chosen = held(profit, chosen, shares)
        alone = _luck_alone(masked(judged[0].profit, may))
    every = np.arange(len(portfolio))
    second, ahead = lead_over_next(profit, chosen)
    gains, profits = mean_interval(ahead), {n: mean_interval(e["profit"]) for n, e in ends.items()}
    keep = ends[KEEP]["profit"]
    over_now = {n: paired_difference(end["profit"], keep) for n, end in ends.items() if n != KEEP}
    beats = (keep < profit[chosen, :, every].T).mean(axis=0)
    facts = {fact: explained_share(values, ahead) for fact, values in starts.items()}
    rules = {name: explained_share(x[:, None] + 0 * ahead, ahead) for name, x in known.items()}
    explained = facts | rules
    mean = {name: {k: v.mean(axis=0) for k, v in end.items()} for name, end in ends.items()}
    at_start = {name: values.mean(axis=0) for name, values in starts.items()}
    advice = []
    for j, drawn in enumerate(drawn_facts(portfolio)):
        gain, best_share = _at(gains, j), float(shares[chosen[j], j])
        sure = confidence(gain, best_share, bool(top[j] == chosen[j]))
        told = sorted(
            (fact for fact in (*drawn, *rules) if explained[fact][j] >= TELLING / profit.shape[1]),
            key=lambda fact: -explained[fact][j],  # sorted at once
        )
        given = [name for name, can_be in zip(NAMES, may[:, j], strict=True) if can_be]
        advice.append(
            AllianceAdvice(
                name=portfolio.names[j],
                verdict=NAMES[chosen[j]],
                bet=NAMES[top[j]] if sure == "bet" else "",
                confidence=sure,
                best_share=best_share,
                beats_now=float(beats[j]),
                next_best=NAMES[second[j]],
                gain=gain,
                over_now={name: _at(over_now[name], j) for name in given if name != KEEP},
                outlook={
                    name: Outlook(
                        profit=_at(profits[name], j),
                        trust=float(mean[name]["trust"][j]),
                        partner=float(mean[name]["partners"][j]),
                        ended=float(mean[name]["terminated"][j]),
                    )
                    for name in given
                },
                trust=float(at_start["trust"][j]),
                score=float(at_start[SCORE][j]),
                culture_gap=float(at_start["culture_gap"][j]),
                value_chance=float(at_start["values_partnership"][j]),
                drawn=drawn,
                telling=tuple(told[:MOST_FACTS]),
                luck=alone[j] if alone else None,
            )
        )
    return advice


def _luck_alone(profit: Array) -> list[LuckAlone]:
    chosen, top, shares = choose(profit)
    gains = mean_interval(lead_over_next(profit, chosen)[1])
    told = []
    for j, kind in enumerate(chosen.tolist()):
        gain, share = _at(gains, j), float(shares[kind, j])
        sure = confidence(gain, share, bool(top[j] == kind))
        told.append(LuckAlone(NAMES[kind], sure, share))
    return told


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
