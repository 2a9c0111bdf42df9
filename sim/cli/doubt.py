"""The policies of a study under doubt about the rules, for its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tqdm import tqdm

from sim.base.terminal import is_watched
from sim.compare.policies import Compared
from sim.ensemble.doubt import WORLDS, Doubt, doubt
from sim.ensemble.stored import stored_sets
from sim.report.doubt import doubt_rows, doubt_sentences
from sim.study.study import Study

MOST_ALLIANCES = 5_000
"""Alliances of a world up to which every rule set is asked; beyond, it would take too long."""


@dataclass(frozen=True)
class ToldDoubt:
    """What a study says of doubt about the rules.

    Attributes:
        doubt: What each policy earns in each rule set.
        rows: The same as rows of text, the header first.
        sentences: What holds and what does not.
    """

    doubt: Doubt
    rows: Sequence[Sequence[str]]
    sentences: Sequence[str]


def doubt_of(study: Study, compared: Sequence[Compared]) -> ToldDoubt | None:
    """Ask all plausible rule sets, if the config wants that and worlds are not too large."""
    if study.config.doubt == "luck" or study.setting.draw.alliances > MOST_ALLIANCES:
        return None
    sets = stored_sets()
    total = len(next(iter(sets.values()))) * WORLDS
    with tqdm(
        total=total, desc="rules", unit="world", delay=1, leave=False, disable=not is_watched()
    ) as bar:
        found = doubt(study.policies, study.baseline, study.setting, sets, progress=bar.update)
    return ToldDoubt(found, doubt_rows(found, compared), doubt_sentences(found))
