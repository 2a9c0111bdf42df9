"""The policies of a study under doubt about the rules, for its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.arrays import Array
from sim.base.bar import Bar
from sim.compare.policies import Compared
from sim.config.schema import Config, firm_values, parameters_of
from sim.ensemble.doubt import WORLDS, Doubt, doubt
from sim.ensemble.history import covered, fit, learned, rerun
from sim.ensemble.sets import Sets, size_of
from sim.ensemble.stored import is_stored, stored_sets
from sim.portfolio.history import read_history
from sim.report.doubt import (
    best_sentence,
    doubt_rows,
    doubt_sentences,
    numbers_to_find,
    robust_steps,
)
from sim.report.firm import firm_rows, firm_sentences
from sim.report.table import aligned
from sim.run.setting import Setting
from sim.study.study import Study

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENOUGH = 100
"""Worlds from which on an answer is more than a quick look."""

MOST_ALLIANCES = 5_000
"""Alliances of a world up to which every rule set is asked; beyond, it would take too long."""


@dataclass(frozen=True)
class ToldDoubt:
    """What a study says of doubt about the rules.

    Attributes:
        tables: Rows of text, the header first: policies, and what a history tells.
        sentences: What holds and what does not, of the policies and of the history.
        first: What of it stands on the first page of a report.
        next_steps: What to do next: only what the rule sets agree on is recommended.
        find_out: Which of the firm's own numbers to look up first.
        policies: The policies in every rule set, for their figure.
        figure: The history in the band of the rule sets, if there is one.
        weights: Weight of each rule set, where a history gives them.
    """

    tables: Sequence[Sequence[Sequence[str]]]
    sentences: Sequence[Sequence[str]]
    first: Sequence[str] = ()
    next_steps: Sequence[str] = ()
    find_out: Sequence[str] = ()
    policies: Doubt | None = None
    figure: Figure | None = None
    weights: Array | None = None

    @property
    def lines(self) -> list[str]:
        """The answer as lines of a terminal."""
        return [
            line
            for rows, said in zip(self.tables, self.sentences, strict=True)
            for line in ("", aligned(rows), "", *said)
        ]


def is_asked(config: Config) -> bool:
    """Say whether a config asks the rule sets; a quick look at a few worlds does not."""
    if config.history is not None or config.doubt == "rules":
        return True
    return config.doubt == "auto" and config.replications >= ENOUGH and is_stored()


def doubt_of(study: Study, compared: Sequence[Compared]) -> ToldDoubt | None:
    """Ask all plausible rule sets, if the config wants that and worlds are not too large.

    Raises:
        ProblemsError: The history cannot be read, or nothing plausible looks like it.
    """
    config = study.config
    if not is_asked(config):
        return None
    if study.setting.draw.rows > MOST_ALLIANCES:
        return None
    sets, weights, past = stored_sets(), None, None
    if config.history is not None:
        past, weights = _history(config, sets)
    found = _asked(study, study.setting, sets, weights, "rules")
    tables: list[Sequence[Sequence[str]]] = [doubt_rows(found, compared)]
    said: list[Sequence[str]] = [doubt_sentences(found)]
    if config.firm:
        rows, words = _firm(study, sets, weights, found)
        tables.append(rows)
        said.append(words)
    if past is not None:
        tables += past.tables
        said += past.sentences
    abouts = {policy.name: policy.about for policy in study.policies}
    return ToldDoubt(
        tables,
        said,
        [said[0][0], *filter(None, [best_sentence(found)])],
        robust_steps(found, compared, abouts) if len(found.policies) > 1 else (),
        numbers_to_find(found),
        found,
        past.figure if past else None,
        weights,
    )


def _asked(study: Study, setting: Setting, sets: Sets, weights: Array | None, what: str) -> Doubt:
    """Run the policies in every rule set, with a progress bar."""
    total = size_of(sets) * WORLDS
    with Bar(total=total, desc=what, unit="world", delay=1) as bar:
        return doubt(study.policies, study.baseline, setting, sets, weights, progress=bar.update)


def _firm(
    study: Study, sets: Sets, weights: Array | None, after: Doubt
) -> tuple[list[list[str]], Sequence[str]]:
    """Return what the firm's own numbers change: the policies once more, without them."""
    values = firm_values(study.config)
    fixed = [name for name in study.config.fixed or () if name not in values]
    without = study.config.model_copy(update={"firm": None, "fixed": fixed})
    setting = replace(study.setting, parameters=parameters_of(without), fixed=fixed)
    before = _asked(study, setting, sets, weights, "rules without your numbers")
    return firm_rows(before, after), firm_sentences(values, sets, before, after)


def _history(config: Config, sets: Sets) -> tuple[ToldDoubt, Array]:
    """Return what a history tells, and the weight it gives each rule set."""
    from sim.report.history import draw_history, history_sentences, learned_rows

    history = read_history(Path(str(config.history)).expanduser())
    partners, quarters = history.revenue.shape
    again = rerun(sets, partners, quarters, history.policy, config.seed)
    fitted = fit(history, again, quarters)
    told = learned(sets, fitted)
    said = history_sentences(history, fitted, told, covered(history, again))
    picture = draw_history(history, fitted) if config.figures else None
    tables, sentences = [learned_rows(told)], [[*history.remarks, *said]]
    return ToldDoubt(tables, sentences, figure=picture), fitted.weights
