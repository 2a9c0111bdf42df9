"""Advice on a portfolio in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.wording import (
    counted,
    listed,
    listed_some,
    money,
    money_interval,
    percent,
    years,
)
from sim.policies import find
from sim.portfolio.advice import SURE, USUAL, Advice, AllianceAdvice
from sim.portfolio.plan import Drop, Plan
from sim.portfolio.treatments import TREATMENTS

Rows = list[list[str]]

FACTS = {
    "score or factors": "how well the relationship works (a score)",
    "culture": "whether it thinks short or long term",
    "trust": "how far it trusts you",
    "yearly_revenue": "its yearly revenue",
    "discount": "the discount it gets",
    "contacts": "how many contacts you have there",
    "values_partnership": "whether it values partnership",
}
"""What to find out, by the fact that is missing; others by their own name."""

MANY_ALLIANCES, MOST_ALLIANCES = 60, 400
"""Alliances from which on the page's table is shortened, and how many it then shows."""

CHANCE = "nothing in particular; the rest is chance, so look again in a year"


def verdict_sentence(advice: Advice, quarters: int) -> str:
    """Return whom to invest in, to maintain and to leave, and what that earns together."""
    plan, names = advice.plan, [item.name for item in advice.alliances]
    told = _treated(names, plan.choice)
    sentence = (
        f"{told[0].upper()}{told[1:]}: together {money_interval(plan.profit)} of "
        f"{years(quarters)} profit, for {plan.used:,.0f} of {plan.days:,.0f} days a quarter"
    )
    if len(names) == 1:
        return f"{sentence}."
    return f"{sentence}; {_against_alike(plan)}."


def _treated(names: Sequence[str], choice: Sequence[str]) -> str:
    told = []
    for treatment in TREATMENTS:
        own = [name for name, given in zip(names, choice, strict=True) if given == treatment.name]
        if own:
            whom = listed(own) if len(own) <= 6 else f"{len(own):,} alliances"
            told.append(f"{treatment.phrase} {whom}")
    return "; ".join(told)


def _against_alike(plan: Plan) -> str:
    """Return how a plan stands beside the best that all alike would get."""
    phrase = next(t.phrase for t in TREATMENTS if t.name == plan.alike)
    other = f"what all alike earn at best ({phrase} all)"
    if plan.gain.high < 0:
        return f"{money_interval(plan.gain)} against {other}, so better treat all alike"
    if not plan.gain.excludes_zero:
        return f"that cannot be told from {other}"
    return f"{money_interval(plan.gain, signed=True)} against {other}"


def next_steps(advice: Advice) -> list[str]:
    """Return what to do next: the moves that matter most, the bets, and what to drop."""
    items = advice.alliances
    moves = sorted(
        (item for item in items if item.confidence in ("clear", "likely")),
        key=lambda item: -item.gain.mean,
    )
    told = []
    if moves:
        first = [f"{item.name} ({item.verdict}, {money(item.gain.mean, signed=True)})"
                 for item in moves[:5]]  # fmt: skip
        told.append(f"Begin where it matters most: {listed(first)} over the next best way.")
    bets = [item for item in items if item.confidence == "bet"]
    for kind in dict.fromkeys(item.bet for item in bets):
        phrase = next(t.phrase for t in TREATMENTS if t.name == kind)
        names = [item.name for item in bets if item.bet == kind]
        told.append(
            f"To {phrase} {listed_some(names)} is a bet: it earns more on average, but is best in "
            "less than half of the worlds, so it is not advised before more is known."
        )
    if advice.plan.drops:
        told.append(
            f"There are {advice.plan.days:,.0f} days a quarter, too few for every verdict: "
            f"{_dropped(advice.plan.drops)}."
        )
    if advice.half.drops:
        told.append(
            f"With half of those days ({advice.half.days:,.0f}): {_dropped(advice.half.drops)}. "
            f"The portfolio then earns {money_interval(advice.half.profit)}."
        )
    return told


def _dropped(drops: Sequence[Drop]) -> str:
    told = []
    for treatment in TREATMENTS:
        given = [drop.name for drop in drops if drop.given == treatment.name]
        if given:
            told.append(f"{treatment.phrase} {listed_some(given)}")
    return "; ".join(told)


def find_out(item: AllianceAdvice) -> str:
    """Return what to find out first on an alliance; empty where its verdict is clear."""
    if item.confidence == "clear":
        return ""
    return listed([in_words(fact) for fact in item.telling]) or CHANCE


def in_words(fact: str) -> str:
    """Return a fact as what a person would ask."""
    return FACTS.get(fact, fact.replace("_", " "))


def questions(advice: Advice, most: int = 4) -> list[str]:
    """Return what to find out first, the facts that most money hangs on first."""
    stakes: dict[str, float] = {}
    about: dict[str, list[str]] = {}
    for item in advice.alliances:
        if item.confidence != "clear":
            for fact in item.telling:
                stakes[fact] = stakes.get(fact, 0.0) + abs(item.gain.mean)
                about.setdefault(fact, []).append(item.name)
    ranked = sorted(stakes, key=lambda fact: -stakes[fact])[:most]
    told = [f"{in_words(fact).capitalize()}: {listed_some(about[fact])}." for fact in ranked]
    unsure = [item for item in advice.alliances if item.confidence != "clear" and not item.telling]
    if unsure and told:
        told.append(
            f"For {counted(len(unsure), 'more alliance')} that {_is(unsure)} not clear, no single "
            "fact would tell: the rest is chance."
        )
    elif unsure:
        told.append(
            f"No single fact would tell for the {counted(len(unsure), 'alliance')} that "
            f"{_is(unsure)} not clear: the rest is chance, so look again in a year."
        )
    return told


def _is(items: Sequence[object]) -> str:
    return "is" if len(items) == 1 else "are"


def how_sure(item: AllianceAdvice) -> str:
    """Return how sure a verdict is, for a table."""
    return f"{item.bet} is a bet" if item.confidence == "bet" else item.confidence


def by_stake(advice: Advice) -> list[AllianceAdvice]:
    """Return advice with the alliances first on which most money hangs."""
    return sorted(advice.alliances, key=lambda item: -abs(item.gain.mean))


def advice_rows(items: Sequence[AllianceAdvice], quarters: int) -> Rows:
    """Return advice on alliances as rows of text, the header first."""
    head = [
        "Alliance", "what to do", "how sure", f"{years(quarters)} gain [95%]", "over",
        "best in worlds", "score", "trust", "still partner", "find out first",
    ]  # fmt: skip
    rows = [head]
    for item in items:
        rows.append(
            [
                item.name,
                item.verdict,
                how_sure(item),
                money_interval(item.gain, signed=True),
                item.next_best,
                percent(item.best_share),
                f"{item.score:.0f}",
                percent(item.trust),
                percent(item.outlook[item.verdict].partner),
                find_out(item),
            ]
        )
    return rows


def without_last(rows: Rows) -> Rows:
    """Return rows without their last column, which is long, for a terminal."""
    return [row[:-1] for row in rows]


def shortened(rows: Rows) -> Rows:
    """Return the first columns of advice, a line a row on paper: what to do and what it brings."""
    return [row[:6] for row in rows]


def advice_notes(advice: Advice, capacity_days: float) -> list[str]:
    """Return how to read the advice, where an account has so many days of capacity a quarter."""
    based_on = {find(t.based_on).title: t.name for t in TREATMENTS}
    policies = listed(
        [
            f"{listed([t.name for t in TREATMENTS if find(t.based_on).title == title])} "
            f"follow the policy {title} but for the days"
            for title in based_on
        ]
    )
    ways = [
        f"{t.name} ({t.relationship * capacity_days:.3g} relationship and "
        f"{t.selling * capacity_days:.3g} selling days a quarter)"
        if t.share
        else f"{t.name} (no paid days)"
        for t in TREATMENTS
    ]
    return [
        f"Each way of treating an alliance meets the same {advice.worlds} worlds: {listed(ways)}. "
        "What to do is the way with the highest mean profit, unless it is best in less than half "
        "of the worlds and another in more: then it is that other, and the first is called a bet "
        "where it clearly earns more on average. The gain is over the next best way, under 0 where "
        f"that has the higher mean. {policies[0].upper()}{policies[1:]}.",
        "How sure: clear, the interval excludes 0 and the way is best in at least "
        f"{percent(SURE)} of worlds; likely, in at least {percent(USUAL)}; close call, neither.",
        "Score and trust are those at the start, still partner the chance that it is one at the "
        "end. Find out first: the facts not in the file that explain most of how the gain differs "
        "from world to world.",
        "Each alliance is judged with all others treated the same way. What the plan earns "
        "together is simulated with each treated in its own: neglected partners talk, so it "
        "may be less than the single gains add up to. Days that an ended alliance frees go to "
        "others treated alike.",
    ]
