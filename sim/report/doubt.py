"""What survives doubt about the rules, in a table and in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.base.wording import SPARE, listed, money, money_interval, percent_of_all
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
                "" if is_base else percent_of_all(doubt.ahead[at]),
                percent_of_all(doubt.best[at]),
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
        shares = [f"{title[at]} ({percent_of_all(doubt.ahead[at])})" for at in open_]
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
    if share > 1 - SPARE:
        return f"all {sets} plausible rule sets"
    return f"at least {int(100 * share + SPARE)}% of {sets} plausible rule sets"


def best_sentence(doubt: Doubt) -> str:
    """Say which policy is the best, or that it is not known; nothing of two, where one is ahead."""
    if len(doubt.policies) < 3:
        return ""
    first = int(doubt.best.argmax())
    safest = doubt.titles[doubt.safest]
    regret, share = money(doubt.regret[doubt.safest]), percent_of_all(doubt.best[first])
    if doubt.best[first] >= SETTLED:
        return (
            f"{doubt.titles[first]} is the best of them in {share} of the rule sets; "
            f"{safest} gives up least where it does worst ({regret})."
        )
    return (
        "Which one is best is not known: "
        f"{doubt.titles[first]} is it most often, in {share} of the rule sets. "
        f"{safest} gives up least where it does worst ({regret})."
    )


def robust_steps(
    doubt: Doubt, compared: Sequence[Compared], abouts: Mapping[str, str]
) -> list[str]:
    """Return what to do next: nothing that the rule sets do not agree on is called the best.

    Args:
        doubt: The policies in every rule set.
        compared: The same under the default rules.
        abouts: Name of each policy to what it does.
    """
    base = doubt.policies.index(doubt.baseline)
    title, sets = doubt.titles, len(doubt.weights)
    better = [at for at in range(len(title)) if at != base and doubt.ahead[at] >= ROBUST]
    if not better:
        return [
            f"Stay with {title[base]} for now: nothing compared with it is ahead of it in at least "
            f"{percent_of_all(ROBUST)} of the plausible rule sets."
        ]
    first = int(doubt.best.argmax())
    if len(better) == 1 or (first in better and doubt.best[first] >= SETTLED):
        chosen = better[0] if len(better) == 1 else first
        told = [f"Move from {title[base]} to {title[chosen]}. {abouts[doubt.policies[chosen]]}"]
    else:
        chosen = doubt.safest
        often = sorted(better, key=lambda at: -doubt.best[at])[:2]
        shares = [f"{title[at]} in {percent_of_all(doubt.best[at])}" for at in often]
        least = _share_of(min(doubt.ahead[at] for at in better), sets)
        told = [
            f"Leave {title[base]}: {listed([title[at] for at in better])} beat it in {least}.",
            f"Which of them is best is not settled ({listed(shares)} of the rule sets). "
            f"{title[chosen]} gives up least where it does worst. "
            f"{abouts[doubt.policies[chosen]]}".strip(),
        ]
    row = next(row for row in compared if row.policy == doubt.policies[chosen])
    if row.depth < 0 and row.crossover is not None:
        told.append(
            f"Agree on the dip beforehand: with the default rules {row.title} falls behind by "
            f"{money(-row.depth)} on average and is ahead for good from quarter {row.crossover}."
        )
    return told


def numbers_to_find(doubt: Doubt) -> list[str]:
    """Return which of the firm's own numbers to look up first; nothing if none decides."""
    at, names = _decided_by(doubt)
    labels = can_be_found_out()
    known = [labels[name].lower() for name in names if name in labels]
    if not known:
        return []
    decide = "it decides" if len(known) == 1 else "they decide"
    return [
        f"Your own {listed(known)}: of all that is not known {decide} "
        f"most how far {doubt.titles[at]} is ahead. Say so with firm=, as docs/doubt.md has it."
    ]


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
        f"{percent_of_all(box.density)} of the rule sets."
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
    at, names = _decided_by(doubt)
    if not names:
        return ""
    labels: Mapping[str, str] = can_be_found_out()
    known = [labels[name].lower() for name in names if name in labels]
    found = f"; of these you can look up {listed(known)}" if known else ""
    words = listed([name.replace("_", " ") for name in names])
    return f"How far {doubt.titles[at]} is ahead follows {words} most{found}."


def _decided_by(doubt: Doubt) -> tuple[int, list[str]]:
    """Return the policy that is best most often, and what its gain follows most."""
    base = doubt.policies.index(doubt.baseline)
    others = [at for at in range(len(doubt.policies)) if at != base]
    if not others:
        return base, []
    at = max(others, key=lambda other: doubt.best[other])
    return at, doubt.deciding(at)
