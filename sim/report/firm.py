"""What a firm's own numbers change: the rules they fix, and how wide doubt was and is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.base.wording import listed, money, percent_of_all
from sim.core.parameter import specs
from sim.ensemble.doubt import BAND, Doubt, can_be_found_out
from sim.ensemble.sets import Sets
from sim.model.quarter import Parameters


def firm_rows(before: Doubt, after: Doubt) -> list[list[str]]:
    """Return the gain of each policy without and with the numbers as rows of text, header first."""
    rows = [
        ["Policy", "gain before [5 to 95%]", "gain with your numbers [5 to 95%]", "band now",
         "ahead before", "ahead now", "best before", "best now"]
    ]  # fmt: skip
    for at, name in enumerate(after.policies):
        if name == after.baseline:
            continue
        bands = [doubt.band(at) for doubt in (before, after)]
        wide, now = (high - low for low, _, high in bands)
        rows.append(
            [
                after.titles[at],
                *(f"{money(middle)} [{money(low)}, {money(high)}]" for low, middle, high in bands),
                f"{now / wide:.2f} of before" if wide > 0 else "",
                *(percent_of_all(doubt.ahead[at]) for doubt in (before, after)),
                *(percent_of_all(doubt.best[at]) for doubt in (before, after)),
            ]
        )
    return rows


def firm_sentences(
    values: Mapping[str, float], sets: Sets, before: Doubt, after: Doubt
) -> Sequence[str]:
    """Say which parameters the numbers fix, and what that does to the doubt.

    Args:
        values: The parameters that the numbers stand for.
        sets: The rule sets as they were.
        before: The policies without the numbers.
        after: The same with them.
    """
    labels = can_be_found_out()
    usual = {spec.name: spec for spec in specs(Parameters)}
    told = [
        f"{name.replace('_', ' ')} at {value:.3g} from your {labels[name].lower()} "
        f"({_was(sets, name)}default {usual[name].default:.3g})"
        for name, value in values.items()
    ]
    others = [at for at, name in enumerate(after.policies) if name != after.baseline]
    narrower = [after.titles[at] for at in others if _width(after, at) < _width(before, at)]
    wider = [after.titles[at] for at in others if after.titles[at] not in narrower]
    moved = [("narrower", narrower), ("wider", wider)]
    first = int(after.best.argmax())
    return [
        f"Your own numbers hold {listed(told)} in every rule set.",
        "With them the band of doubt gets "
        f"{listed([f'{how} for {listed(names)}' for how, names in moved if names])}. "
        f"{after.titles[first]} is best in {percent_of_all(after.best[first])} of the rule sets; "
        f"before, in {percent_of_all(before.best[first])}.",
    ]


def _was(sets: Sets, name: str) -> str:
    if name not in sets:
        return ""
    low, high = np.quantile(sets[name], [BAND[0], BAND[-1]])
    return f"before, {low:.3g} to {high:.3g} in nine of ten rule sets; "


def _width(doubt: Doubt, at: int) -> float:
    low, _, high = doubt.band(at)
    return high - low
