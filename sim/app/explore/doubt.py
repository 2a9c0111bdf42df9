"""Luck and rules together: the two policies in every plausible rule set, and what that says."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np

from sim.app.explore.asked import Question
from sim.app.explore.charts import DIGITS
from sim.app.explore.runs import key
from sim.base.arrays import Array
from sim.base.wording import counted, money, percent, span
from sim.ensemble.doubt import BAND, WORLDS, Doubt, left_open, run_paths
from sim.ensemble.sets import size_of, some
from sim.ensemble.stored import stored_sets
from sim.policies import Policy
from sim.report.doubt import SETTLED, doubt_sentences

ROWS = 12_000
"""Alliances of all worlds run at a time: while they run the worker hears nobody."""

MOST_POLICIES = 40
"""Policies remembered, 80 kB each; the one that was used last goes last."""

PINNED, YOURS = 0, 1
SPARE = 1e-9
"""How far a sum of weights may be off."""


class RuleRuns:
    """What policies earn in each rule set, by setting and policy; more sets are added, none twice.

    One who moves a lever runs the pinned policy once.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Array] = OrderedDict()

    def grow(self, question: Question, policy: Policy) -> bool:
        """Run a policy in some more rule sets; say whether it has met all."""
        sets = stored_sets()
        name, total = key(question, policy), size_of(sets)
        have = self._kept.pop(name, np.empty((0, question.setting.quarters)))
        done = len(have)
        if done < total:
            end = done + max(1, ROWS // (question.setting.draw.rows * WORLDS))
            (added,) = run_paths([policy], question.setting, some(sets, slice(done, end)))
            have = np.concatenate([have, added])
        self._kept[name] = have
        while len(self._kept) > MOST_POLICIES:
            self._kept.popitem(last=False)
        return len(have) >= total

    def paths(self, question: Question, policy: Policy) -> Array:
        """Return what a policy has earned up to each quarter, shape (sets, quarters)."""
        while not self.grow(question, policy):
            pass
        return self._kept[key(question, policy)]

    def doubt(self, question: Question) -> Doubt:
        """Return how the two policies stand in all rule sets."""
        policies = question.pinned, question.yours
        paths = np.stack([self.paths(question, policy) for policy in policies])
        return Doubt(
            policies=("pinned", "yours"),  # their own names may be one
            titles=[policy.title for policy in policies],
            baseline="pinned",
            sets=left_open(stored_sets(), question.setting),
            weights=np.full(paths.shape[1], 1 / paths.shape[1]),
            paths=paths,
        )


def tell_doubt(question: Question, runs: RuleRuns) -> dict[str, Any]:
    """Return what luck and rules together say: sentences, a band for the chart, what it shows."""
    if not question.levers:
        return {"sentences": [], "band": None, "note": "Two policies that decide alike are one."}
    doubt = runs.doubt(question)
    return {
        "sentences": [agreed(doubt), *doubt_sentences(doubt)],
        "band": band(doubt),
        "note": (
            f"Pale band: luck and rules together, from {percent(BAND[0])} to {percent(BAND[-1])} "
            f"of {counted(len(doubt.weights), 'plausible rule set')}; dotted: the middle one. "
            "What you set holds in all of them."
        ),
    }


def band(doubt: Doubt) -> dict[str, list[float]]:
    """Return the band of the gain over rule sets, from nothing before the first quarter."""
    low, middle, high = ([0.0, *np.round(row, DIGITS).tolist()] for row in doubt.course(YOURS))
    return {"low": low, "middle": middle, "high": high}


def agreed(doubt: Doubt) -> str:
    """Say where your policy ends in the rule sets, and how many of them agree on who is ahead."""
    yours, pinned = doubt.titles[YOURS], doubt.titles[PINNED]
    quarters = doubt.paths.shape[-1]
    low, middle, high = (money(end, signed=True) for end in doubt.band(YOURS))
    share, behind = doubt.ahead[YOURS], (doubt.gain[YOURS] < 0) @ doubt.weights
    ends = (
        f"after {span(quarters)} {yours} stands at {middle} against {pinned} in the middle rule "
        f"set, and between {low} and {high} in nine of ten"
    )
    if max(share, behind) < SETTLED:
        return (
            f"Luck and rules together: {ends}; the rule sets do not agree on which is ahead "
            f"({percent(share)} say {yours})."
        )
    ahead, most = (yours, share) if share >= SETTLED else (pinned, behind)
    all_but = f"{int(100 * most + SPARE)}% of them"  # what is not all is not rounded up to it
    agree = "all of them" if most > 1 - SPARE else all_but
    return f"Luck and rules together: {ends}; {agree} agree that {ahead} is ahead."
