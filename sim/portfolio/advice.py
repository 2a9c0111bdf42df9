"""Advice alliance by alliance: whom to invest in, whom to keep at maintenance, whom to leave.

Three ways of treating the whole portfolio meet the same worlds and luck, and each alliance is
compared with itself:

- *invest*: the balanced policy at full capacity, half of it relationship and half selling days;
- *maintain*: the same selling days, and 15% of capacity as relationship days;
- *leave*: no paid days; whatever still comes in comes by itself.

Assumption: these shares (seed 004: strategic effort against maintenance). Days that an ended
alliance frees go to the ones that are left, as in the model; accounts cost the days they get. An
alliance is judged with all others treated alike, so limits that investing in many would meet are
left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval, paired_difference
from sim.model.factors import score
from sim.policies import Levers, Policy, Preset, find
from sim.portfolio.coverage import drawn_facts
from sim.portfolio.read import Portfolio
from sim.portfolio.world import focal_rows
from sim.run.simulate import Setting, blocks, run_block

INVEST, MAINTAIN, LEAVE = "invest", "maintain", "leave"
ARMS = (INVEST, MAINTAIN, LEAVE)
STRATEGIC, MAINTENANCE, SELLING = 0.5, 0.15, 0.5
"""Shares of full capacity: strategic and maintenance relationship days, and selling days."""

SURE = 0.8
"""Share of worlds in which a verdict must be best to be called clear."""

PANEL = ("profit", "trust", "partners", "terminated")


def arms() -> list[Policy]:
    """Return the three ways of treating a portfolio."""
    balanced, nothing = find("balanced"), find("do_nothing")
    assert isinstance(balanced, Preset)
    assert isinstance(nothing, Preset)
    return [
        Preset(INVEST, with_days(balanced.levers, STRATEGIC, SELLING)),
        Preset(MAINTAIN, with_days(balanced.levers, MAINTENANCE, SELLING)),
        Preset(LEAVE, nothing.levers),
    ]


def with_days(levers: Levers, relationship: float, selling: float) -> Levers:
    """Return levers with days given as shares of full capacity."""
    used = relationship + selling
    return replace(levers, capacity_use=used, relationship_share=relationship / used)


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
        verdict: ``invest``, ``maintain`` or ``leave``: the treatment with the highest mean profit.
        confidence: ``clear``: the gain's interval excludes 0 and the verdict is best in at least
            80% of the worlds; ``likely``: in at least half of them; ``bet``: in fewer, so it pays
            on average, by a few large wins; ``close call``: the interval includes 0.
        best_share: Share of the worlds in which the verdict is best.
        next_best: The treatment with the second highest mean.
        gain: Profit of the verdict over the next best, k€, paired by world.
        differences: Profit of one treatment less another's, k€, paired: ``invest - maintain``,
            ``maintain - leave`` and ``invest - leave``.
        outlook: Treatment to how the alliance fares.
        trust: The partner's trust at the start, mean over worlds.
        score: Relationship score at the start, mean over worlds.
        culture_gap: Difference of the two cultures, mean over worlds.
        value_chance: Share of the worlds in which the partner values partnership.
        drawn: Facts that the file leaves open or only guesses.
    """

    name: str
    verdict: str
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

    @property
    def why_unsure(self) -> str:
        """What to find out first where the verdict is not clear; empty where it is."""
        if self.confidence == "clear":
            return ""
        facts = ", ".join(name.replace("_", " ") for name in self.drawn)
        return f"not known: {facts}" if facts else "known as far as the file goes; luck decides"


def advise(portfolio: Portfolio, setting: Setting) -> list[AllianceAdvice]:
    """Return advice on every alliance of a portfolio, in its order.

    Args:
        portfolio: The portfolio.
        setting: The simulation; its worlds are drawn around the portfolio.
    """
    treatments = arms()
    ends: dict[str, list[dict[str, Array]]] = {name: [] for name in ARMS}
    starts: list[dict[str, Array]] = []
    for numbers in blocks(setting):
        panelled = replace(setting, panel=PANEL, watch="focal")
        results = run_block(treatments, panelled, numbers)
        for result in results:
            end = {name: result.panel[name][:, -1] for name in PANEL}
            ends[result.policy].append(end | {"profit": result.panel["profit"].sum(axis=1)})
        factors = np.moveaxis(results[0].factors[0], -1, 0)
        starts.append(_drivers(setting, numbers) | {"score": score(factors)})
    start = _joined(starts)
    return _advice(portfolio, {name: _joined(parts) for name, parts in ends.items()}, start)


def _drivers(setting: Setting, numbers: Array) -> dict[str, Array]:
    world = setting.worlds(numbers)
    rows = focal_rows(world)
    vendor, partner = world.vendor[rows], world.partner[rows]
    values = {
        "trust": world.trust[rows],
        "culture_gap": np.abs(world.vendor_horizon[vendor] - world.partner_horizon[partner]),
        "values_partnership": world.value[partner] == 1.0,
    }
    return {name: value.reshape(len(numbers), -1) for name, value in values.items()}


def _joined(parts: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _advice(
    portfolio: Portfolio, ends: Mapping[str, Mapping[str, Array]], start: Mapping[str, Array]
) -> list[AllianceAdvice]:
    profit = np.stack([ends[name]["profit"] for name in ARMS])
    order = np.argsort(-profit.mean(axis=1), axis=0, kind="stable")
    best_each = profit.argmax(axis=0)
    advice = []
    for j, drawn in enumerate(drawn_facts(portfolio)):
        first, second = order[0, j], order[1, j]
        gain = paired_difference(profit[first, :, j], profit[second, :, j])
        best_share = float(np.mean(best_each[:, j] == first))
        pairs = ((INVEST, MAINTAIN), (MAINTAIN, LEAVE), (INVEST, LEAVE))
        advice.append(
            AllianceAdvice(
                name=portfolio.names[j],
                verdict=ARMS[first],
                confidence=confidence(gain, best_share),
                best_share=best_share,
                next_best=ARMS[second],
                gain=gain,
                differences={
                    f"{a} - {b}": paired_difference(
                        ends[a]["profit"][:, j], ends[b]["profit"][:, j]
                    )
                    for a, b in pairs
                },
                outlook={
                    name: Outlook(
                        profit=mean_interval(end["profit"][:, j]),
                        trust=float(end["trust"][:, j].mean()),
                        partner=float(end["partners"][:, j].mean()),
                        ended=float(end["terminated"][:, j].mean()),
                    )
                    for name, end in ends.items()
                },
                trust=float(start["trust"][:, j].mean()),
                score=float(start["score"][:, j].mean()),
                culture_gap=float(start["culture_gap"][:, j].mean()),
                value_chance=float(start["values_partnership"][:, j].mean()),
                drawn=drawn,
            )
        )
    return advice


def confidence(gain: Interval, best_share: float) -> str:
    """Return how sure a verdict is in a word; see `AllianceAdvice`."""
    if not gain.excludes_zero:
        return "close call"
    if best_share >= SURE:
        return "clear"
    return "likely" if best_share >= 0.5 else "bet"


def as_table(advice: Iterable[AllianceAdvice]) -> list[dict[str, str | float]]:
    """Return advice as flat rows, for a CSV file: k€, shares and points as numbers."""
    rows = []
    for item in advice:
        row: dict[str, str | float] = {
            "name": item.name,
            "verdict": item.verdict,
            "confidence": item.confidence,
            "best_share": item.best_share,
            "next_best": item.next_best,
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
            "drawn": " ".join(fact.replace(" ", "_") for fact in item.drawn),
        }
        rows.append(row)
    return rows


def _flat(name: str, interval: Interval) -> dict[str, str | float]:
    ends = {"": interval.mean, "_low": interval.low, "_high": interval.high}
    return {f"{name}{suffix}": float(value) for suffix, value in ends.items()}
