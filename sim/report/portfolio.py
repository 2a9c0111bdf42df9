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
from sim.portfolio.advice import Advice, AllianceAdvice
from sim.portfolio.plan import Drop, Plan
from sim.portfolio.treatments import INVEST, KEEP, REPLACE, TREATMENTS, Treatment
from sim.portfolio.verdict import SURE, USUAL

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

SETTLED = 0.75
"""Share of rule sets from which on one of two ways is said to earn more."""


def verdict_sentence(advice: Advice, quarters: int) -> str:
    """Return what to do with whom, what that earns together, and against going on as now."""
    plan, names = advice.plan, [item.name for item in advice.alliances]
    told = _treated(names, plan.choice)
    rules = "with the default rules " if plan.rules else ""
    return (
        f"{told[0].upper()}{told[1:]}: {rules}together {money_interval(plan.profit)} of "
        f"{years(quarters)} profit, for {plan.used:,.0f} of {plan.days:,.0f} days a quarter; "
        f"{_against_now(plan, advice.policy)}."
    )


def _treated(names: Sequence[str], choice: Sequence[str]) -> str:
    told = []
    for treatment in TREATMENTS:
        own = [name for name, given in zip(names, choice, strict=True) if given == treatment.name]
        if own:
            whom = listed(own) if len(own) <= 6 else f"{len(own):,} alliances"
            told.append(f"{treatment.phrase} {whom}")
    return "; ".join(told)


def _against_now(plan: Plan, policy: str) -> str:
    """Return how a plan stands beside the policy that all alliances meet now."""
    if not plan.gain.excludes_zero:
        return f"that cannot be told from {policy} for all"
    return f"{money_interval(plan.gain, signed=True)} against {policy} for all"


def plan_sentences(advice: Advice) -> list[str]:
    """Return what holds of a plan whatever the rules, and how it stands beside investing in all."""
    return [told for told in (_in_rules(advice), _beside_all_in(advice)) if told]


def _in_rules(advice: Advice) -> str:
    """Say how a plan stands in plausible rule sets, and how many verdicts are clear."""
    stands, sets = advice.plan.rules, advice.rule_sets
    if stands is None:
        return ""
    low, middle, high = (money(end, signed=True) for end in stands.band)
    return (
        f"Luck and rules together: against {advice.policy} for all it stands at {middle} in the "
        f"middle of {sets} plausible rule sets, between {low} and {high} in nine of ten, and is "
        f"ahead in {share_of(stands.ahead)}; {_clear(advice)}."
    )


def _clear(advice: Advice) -> str:
    """Say how many verdicts are clear under luck alone and under luck and rules."""
    items, total = advice.alliances, f"{len(advice.alliances):,}"
    clear = sum(item.confidence == "clear" for item in items)
    alone = sum(item.luck is not None and item.luck.confidence == "clear" for item in items)
    return (
        f"{clear:,} of {total} verdicts {'is' if clear == 1 else 'are'} clear, under luck alone "
        f"{alone:,} would be"
    )


def share_of(share: float) -> str:
    """Return a share of rule sets that is not rounded up: what is not all is not 100%."""
    return "all rule sets" if share > 1 - 1e-9 else f"{int(100 * share + 1e-9)}% of the rule sets"


def _beside_all_in(advice: Advice) -> str:
    """Say whether to invest in all alike would earn more, and never more than is known."""
    lead, stands = advice.plan.all_in, advice.plan.all_in_rules
    if lead is None:
        return ""
    way = f"To {next(t.phrase for t in TREATMENTS if t.name == INVEST)} all alike"
    if stands is None:
        if not lead.excludes_zero:
            return f"{way} cannot be told from it."
        return f"{way} would earn {money_interval(lead, signed=True)} against it."
    amount = f"{money_interval(lead, signed=True)} against it with the default rules"
    if stands.ahead >= SETTLED:
        return f"{way} would earn more in {share_of(stands.ahead)} ({amount})."
    if stands.ahead <= 1 - SETTLED:
        return f"{way} would earn less in {share_of(1 - stands.ahead)} ({amount})."
    return (
        f"Whether to {way[3:]} would earn more is not known: {amount}, but more in "
        f"{share_of(stands.ahead)}."
    )


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
        holds = f", best in at least {percent(USUAL)} of the rule sets" if advice.rule_sets else ""
        told.append(f"Begin where it matters most: {listed(first)} over the next best way{holds}.")
    bets = [item for item in items if item.confidence == "bet"]
    for kind in dict.fromkeys(item.bet for item in bets):
        phrase = next(t.phrase for t in TREATMENTS if t.name == kind)
        names = [item.name for item in bets if item.bet == kind]
        bench = f" (the bench has {advice.bench})" if kind == REPLACE else ""
        told.append(
            f"To {phrase} {listed_some(names)}{bench} is a bet: it earns more on average, but is "
            f"best in less than half of the {_worlds(advice)}, so it is not advised before more is "
            "known."
        )
    if advice.plan.drops:
        lack = f"{advice.plan.days:,.0f} days a quarter"
        if any(drop.wanted == REPLACE for drop in advice.plan.drops):
            lack += " and few newcomers on the bench"
        told.append(f"There are {lack}, too few for every verdict: {_dropped(advice.plan.drops)}.")
    if advice.half.drops:
        told.append(
            f"With half of those days ({advice.half.days:,.0f}): {_dropped(advice.half.drops)}. "
            f"The portfolio then earns {money_interval(advice.half.profit)}."
        )
    return told


def _worlds(advice: Advice) -> str:
    return "rule sets" if advice.rule_sets else "worlds"


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


def advice_rows(advice: Advice, items: Sequence[AllianceAdvice], quarters: int) -> Rows:
    """Return some of the advice as rows of text, the header first."""
    alone = ["luck alone"] if advice.rule_sets else []
    head = [
        "Alliance", "what to do", "how sure", f"{years(quarters)} gain [95%]", "over",
        f"best in {_worlds(advice)}", f"beats {advice.policy}", *alone,
        "score", "trust", "still partner", "find out first",
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
                "" if item.verdict == KEEP else percent(item.beats_now),
                *([f"{item.luck.verdict}, {item.luck.confidence}"] if item.luck else []),
                f"{item.score:.0f}",
                percent(item.trust),
                percent(item.outlook[item.verdict].partner),
                find_out(item),
            ]
        )
    return rows


def shortened(rows: Rows) -> Rows:
    """Return the first columns of advice, a line a row: what to do and what it brings."""
    return [row[: rows[0].index("score")] for row in rows]


def advice_notes(advice: Advice, capacity_days: float) -> list[str]:
    """Return how to read the advice, where an account has so many days of capacity a quarter."""
    given = {name for item in advice.alliances for name in item.outlook}
    told = [t for t in TREATMENTS if t.name in given and t.name != KEEP]
    titles = dict.fromkeys(find(t.based_on).title for t in told)
    policies = [
        f"{title} ({listed([t.name for t in told if find(t.based_on).title == title])})"
        for title in titles
    ]
    ways = [_way(t, capacity_days) for t in told]
    worlds = f"the same {advice.worlds} worlds"
    if advice.rule_sets:
        worlds += f", and {advice.rule_sets} more of a plausible rule set each"
    sets, most = _worlds(advice), percent(USUAL)
    verdict = (
        "What to do is the way with the highest mean profit, unless it is best in less than half "
        f"of the {sets} and another in more: then it is that other"
    )
    if advice.rule_sets:
        verdict += (
            f". A way that is best in less than {most} of the rule sets is not advised: then it is "
            "the best of keeping on, maintaining and leaving, the last only where to begin "
            "something with it does not earn more on average"
        )
    return [
        f"Each alliance is judged with the others held at what {advice.policy} does for them. Each "
        f"way of treating it meets {worlds}: keep on ({advice.policy}), {listed(ways)}. Levers are "
        f"those of the policies {listed(policies)}, but for the days.",
        f"{verdict}. A way that clearly earns more on average than what is advised is called a "
        "bet. The gain is over the next best way, under 0 where that has the higher mean.",
        f"How sure: clear, the interval excludes 0 and the way is best in at least "
        f"{percent(SURE)} of {sets}; likely, in at least {most}; close call, neither."
        + (
            " A rule set has a world of its own, so these shares hold luck and rules together; "
            "luck alone is what would be said under the default rules."
            if advice.rule_sets
            else ""
        ),
        "Score and trust are those at the start, still partner the chance that it is one at the "
        "end; where it is replaced, that its seat is filled. Find out first: what is not known "
        f"and explains most of how the gain differs between {sets}.",
        "What the plan earns together is simulated with each alliance treated in its own way: "
        "neglected partners talk, so it may be less than the single gains add up to. Days that an "
        "ended alliance frees go to others treated alike.",
    ]


def _way(treatment: Treatment, capacity_days: float) -> str:
    """Return a way of treating an alliance with its days."""
    if not treatment.relationship + treatment.selling:
        return f"{treatment.name} (no paid days)"
    days = (
        f"{treatment.relationship * capacity_days:.3g} relationship and "
        f"{treatment.selling * capacity_days:.3g} selling days a quarter"
    )
    whom = "for a newcomer from the bench " if treatment.is_left else ""
    return f"{treatment.name} ({whom}{days})"
