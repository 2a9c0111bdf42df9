"""The answers of a sweep in words: its sentences, its verdict as a table, points and boxes."""

from __future__ import annotations

from sim.analyse.prim import Box
from sim.analyse.verdict import Verdict
from sim.base.intervals import Interval
from sim.base.wording import listed, money, money_interval, percent, years
from sim.compare.outcomes import OUTCOMES
from sim.config.schema import Config
from sim.policies import find
from sim.sweep.read import SweepOutcomes

Rows = list[list[str]]


def sweep_sentences(verdict: Verdict, outcomes: SweepOutcomes, config: Config) -> list[str]:
    """Return the answer in a few sentences."""
    titles = dict(zip(outcomes.policies, outcomes.titles, strict=True))
    best = verdict.policies[0]
    told = [
        f"Over {verdict.points} futures, {best.title} earns most: "
        f"{money_interval(best.profit)} of {years(config.quarters)} profit, "
        f"{_against(verdict, baseline_title(outcomes))}. "
        f"It is best in {percent(best.best_in)} of the futures, and best on average in "
        f"{percent(best.chance_best)} of resampled luck."
    ]
    if not outcomes.has_levers and len(verdict.policies) > 1:
        choice = next(p for p in verdict.policies if p.policy == verdict.choice)
        told.append(
            f"Whoever fears the worst regret chooses {titles[verdict.choice]}: in no future does "
            f"it give up more than {money(choice.largest_regret)} against the best policy there."
        )
    if best.beaten_when is not None and best.beaten_when.limits:
        told.append(
            f"Another policy is better when {box_in_words(best.beaten_when)}: in "
            f"{percent(best.beaten_when.density)} of these futures."
        )
    losing = next((p for p in verdict.policies if p.loses_when and p.loses_when.limits), None)
    if losing is not None and losing.loses_when is not None:
        told.append(
            f"{losing.title} earns less than {baseline_title(outcomes)} when "
            f"{box_in_words(losing.loses_when)}."
        )
    if verdict.missing:
        told.append(f"{verdict.missing} futures are left out, since a cell of theirs failed.")
    return told


def _against(verdict: Verdict, baseline: str) -> str:
    """Return how the best policy stands beside the baseline, or, if it is that, who comes next."""
    best = verdict.policies[0]
    if not best.is_baseline:
        return f"{money_interval(best.gain, signed=True)} against {baseline}"
    others = [policy for policy in verdict.policies if not policy.is_baseline]
    if not others:
        return "and nothing is compared with it"
    second = others[0]
    return (
        f"and it is what the others are compared with; {second.title} comes next, "
        f"{money_interval(second.gain, signed=True)} against it"
    )


def verdict_rows(verdict: Verdict) -> Rows:
    """Return the comparison of policies over all futures."""
    rows = [
        ["Policy", "profit [95%]", "vs baseline [95%]", "chance of being best", "best in",
         "behind baseline in", "largest regret", "variance cut by pairing"]
    ]  # fmt: skip
    for p in verdict.policies:
        rows.append(
            [
                p.title,
                money_interval(p.profit),
                "baseline" if p.is_baseline else money_interval(p.gain, signed=True),
                percent(p.chance_best),
                percent(p.best_in),
                "" if p.is_baseline else percent(p.behind_in),
                money(p.largest_regret),
                "" if p.is_baseline else percent(p.variance_cut),
            ]
        )
    return rows


def outcome_interval(name: str, interval: Interval) -> str:
    """Return an outcome with its interval, in its unit."""
    unit = OUTCOMES[name].unit
    if unit == "k€":
        return money_interval(interval)
    scale, sign = (100, "%") if unit == "1" else (1, "")
    low, high = scale * interval.low, scale * interval.high
    return f"{scale * interval.mean:.1f}{sign} [{low:.1f}, {high:.1f}]"


def outcome_value(name: str, value: float) -> str:
    """Return one value of an outcome, in its unit."""
    unit = OUTCOMES[name].unit
    return (
        money(value) if unit == "k€" else f"{100 * value:.1f}%" if unit == "1" else f"{value:.1f}"
    )


def baseline_title(outcomes: SweepOutcomes) -> str:
    """Return the baseline's name for people."""
    return find(outcomes.baseline).title


def point_in_words(point: dict[str, float | str], outcomes: SweepOutcomes) -> str:
    """Return what is particular to a point."""
    varied = outcomes.inputs
    told = [v if isinstance(v, str) else f"{k.replace('_', ' ')} {v:.3g}" for k, v in point.items()
            if k in varied]  # fmt: skip
    return ", ".join(told) or "base"


def box_in_words(box: Box) -> str:
    """Return a box as a condition: ``trust gain is 0.1 to 0.2 and scenario is base``."""
    if not box.limits:
        return "now and then; no input that was varied tells when"
    told = []
    for name, limit in box.limits.items():
        if isinstance(limit[0], str):
            told.append(f"the {name.replace('_', ' ')} is {' or '.join(str(v) for v in limit)}")
        else:
            low, high = f"{limit[0]:.3g}", f"{limit[1]:.3g}"
            span = low if low == high else f"{low} to {high}"
            told.append(f"{name.replace('_', ' ')} is {span}")
    return listed(told)
