"""What survives doubt about the rules, in a table and in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.base.wording import listed, money, money_interval, percent
from sim.compare.policies import Compared
from sim.core.parameter import Spec, specs
from sim.ensemble.doubt import Doubt, can_be_found_out
from sim.model.quarter import Parameters

ROBUST = 0.95
"""Share of rule sets from which on a statement is called robust."""

SETTLED = 0.75
"""Share of rule sets from which on a policy may be called the best."""

RARE = 0.02
"""Share of rule sets under which it is not asked where a policy falls behind."""


def doubt_rows(doubt: Doubt, compared: Sequence[Compared]) -> list[list[str]]:
    """Return luck beside rules as rows of text, the header first."""
    by_name = {row.policy: row for row in compared}
    rows = [
        [
            "Policy",
            "gain, luck alone [95%]",
            "gain, luck and rules [5 to 95%]",
            "ahead in",
            "best in",
            "gives up at worst",
        ]
    ]
    for at, (name, title) in enumerate(zip(doubt.policies, doubt.titles, strict=True)):
        gain = by_name[name].gain
        low, middle, high = doubt.band(at)
        is_base = name == doubt.baseline
        rows.append(
            [
                title,
                "baseline" if gain is None else money_interval(gain, signed=True),
                "baseline" if is_base else f"{money(middle)} [{money(low)}, {money(high)}]",
                "" if is_base else percent(doubt.ahead[at]),
                percent(doubt.best[at]),
                money(doubt.regret[at]),
            ]
        )
    return rows


def doubt_sentences(doubt: Doubt) -> list[str]:
    """Say what holds whatever the rules, what does not, and what decides it.

    Policies are ranked only where at least `SETTLED` of the rule sets agree.
    """
    sets = len(doubt.weights)
    base = doubt.policies.index(doubt.baseline)
    others = [at for at in range(len(doubt.policies)) if at != base]
    title = doubt.titles
    ahead = [at for at in others if doubt.ahead[at] >= ROBUST]
    behind = [at for at in others if doubt.ahead[at] <= 1 - ROBUST]
    open_ = [at for at in others if at not in ahead and at not in behind]
    told = []
    if ahead:
        told.append(
            f"Whatever the rules: {listed([title[at] for at in ahead])} "
            f"{'beats' if len(ahead) == 1 else 'beat'} {title[base]} in "
            f"{_share_of(min(doubt.ahead[at] for at in ahead), sets)}."
        )
    if behind:
        told.append(
            f"{listed([title[at] for at in behind])} "
            f"{'falls' if len(behind) == 1 else 'fall'} behind {title[base]} in "
            f"{_share_of(1 - max(doubt.ahead[at] for at in behind), sets)}."
        )
    if open_:
        shares = [f"{title[at]} ({percent(doubt.ahead[at])})" for at in open_]
        told.append(
            f"It depends on rules that nobody has measured whether {listed(shares)} "
            f"{'is' if len(open_) == 1 else 'are'} ahead of {title[base]}."
        )
    told.append(best_sentence(doubt))
    told += [_where(doubt, at) for at in others if RARE < 1 - doubt.ahead[at] < 1 - RARE][:2]
    told.append(_deciding(doubt))
    return [sentence for sentence in told if sentence]


def _share_of(share: float, sets: int) -> str:
    """Return a share of the rule sets that is not rounded up: what is not all is not 100%."""
    if share > 1 - 1e-9:
        return f"all {sets} plausible rule sets"
    return f"at least {int(100 * share + 1e-9)}% of {sets} plausible rule sets"


def best_sentence(doubt: Doubt) -> str:
    """Say which policy is the best, or that it is not known; nothing of two, where one is ahead."""
    if len(doubt.policies) < 3:
        return ""
    first = int(doubt.best.argmax())
    safest = doubt.titles[doubt.safest]
    regret = money(doubt.regret[doubt.safest])
    if doubt.best[first] >= SETTLED:
        return (
            f"{doubt.titles[first]} is the best of them in {percent(doubt.best[first])} of the "
            f"rule sets; {safest} gives up least where it does worst ({regret})."
        )
    return (
        "Which one is best is not known: "
        f"{doubt.titles[first]} is it most often, in {percent(doubt.best[first])} of the rule "
        f"sets. {safest} gives up least where it does worst ({regret})."
    )


def _where(doubt: Doubt, at: int) -> str:
    box = doubt.behind_where(at)
    if box is None or not box.limits:
        return ""
    known = {spec.name: spec for spec in specs(Parameters)}
    limits = [
        _limit(known[name], float(limit[0]), float(limit[1]), doubt.sets[name])
        for name, limit in box.limits.items()
    ]
    return (
        f"{doubt.titles[at]} falls behind above all where {listed(limits[:3])}: there in "
        f"{percent(box.density)} of the rule sets."
    )


def _limit(spec: Spec, low: float, high: float, values: object) -> str:
    lowest, highest = min(values), max(values)  # type: ignore[call-overload]
    unit = "" if spec.unit == "1" else f" {spec.unit}"
    name = spec.name.replace("_", " ")
    if low > lowest and high < highest:
        return f"{name} is from {low:.2g} to {high:.2g}{unit}"
    return (
        f"{name} is above {low:.2g}{unit}" if low > lowest else f"{name} is under {high:.2g}{unit}"
    )


def _deciding(doubt: Doubt) -> str:
    """Say which parameters a gain follows most, and which of them a firm can look up."""
    base = doubt.policies.index(doubt.baseline)
    others = [at for at in range(len(doubt.policies)) if at != base]
    if not others:
        return ""
    at = max(others, key=lambda other: doubt.best[other])
    names = doubt.deciding(at)
    labels: Mapping[str, str] = can_be_found_out()
    known = [labels[name].lower() for name in names if name in labels]
    found = f"; of these you can look up {listed(known)}" if known else ""
    words = listed([name.replace("_", " ") for name in names])
    return f"How far {doubt.titles[at]} is ahead follows {words} most{found}."
