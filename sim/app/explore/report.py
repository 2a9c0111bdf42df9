"""The report of an answer, as a run writes it; figures take seconds and a process of their own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from sim.app.explore.asked import Asked, Chosen, Question, understood
from sim.compare.policies import compare_policies
from sim.ensemble.advice import rules_for
from sim.ensemble.doubt import doubt
from sim.ensemble.stored import stored_sets
from sim.policies import Policy, Preset
from sim.portfolio import Portfolio, advise
from sim.report import Page, render
from sim.report.advised import advised
from sim.report.doubt import doubt_rows, doubt_sentences
from sim.report.portfolio import plan_sentences, verdict_sentence
from sim.report.story import tell
from sim.report.table import comparison_rows
from sim.study.study import Study

WHERE = "the table on the page that this came from has"


def report(asked: Asked, portfolio: Portfolio | None) -> bytes:
    """Return the page; it needs no other file.

    Args:
        asked: The question.
        portfolio: The firm's own alliances, if any.
    """
    from sim.report.pictures import draw, draw_bands  # matplotlib is only loaded here

    question = understood(asked, portfolio)
    config = question.config
    policies = _policies(question)
    study = Study(config, policies, question.setting, portfolio, [])
    results = study.run()
    told = None
    if portfolio is not None:
        rules = rules_for(question.setting, stored_sets()) if asked.doubt == "rules" else None
        told = advise(portfolio, question.setting, policy=question.pinned, rules=rules)
    stand = compare_policies(results, config.baseline)
    sentences = tell(stand, config.quarters, config.replications)
    if told is not None:
        sentences[0] = f"All alliances treated alike: {sentences[0]}"
        sentences[:0] = [verdict_sentence(told, config.quarters), *plan_sentences(told)]
    with TemporaryDirectory() as folder:
        doubted, bands = [], None
        pictures = draw(study, results, Path(folder) / "figures")
        if asked.doubt == "rules":
            found = doubt(policies, config.baseline, question.setting, stored_sets())
            doubted = [(doubt_rows(found, stand), doubt_sentences(found))]
            bands = draw_bands(found, stand, Path(folder) / "figures")
        page = Page(
            config=config,
            policies=policies,
            sentences=sentences,
            comparison=comparison_rows(stand, config.quarters, config.model.discount_rate),
            doubt=doubted,
            bands=bands,
            pictures=pictures,
            **(advised(study, told, WHERE) if told is not None else {}),
            reading=portfolio.reading if portfolio is not None else None,
        )
    return render(page).encode()


def _policies(question: Question) -> list[Policy]:
    """Return the two policies, the pinned one under the name that the config has for it."""
    asked, baseline = question.asked, question.config.baseline
    pinned = _renamed(question.pinned, baseline, asked.pinned)
    if not question.levers:
        return [pinned]
    name = question.yours.name if question.yours.name != baseline else "yours"
    return [pinned, _renamed(question.yours, name, asked.yours)]


def _renamed(policy: Policy, name: str, chosen: Chosen) -> Policy:
    if not isinstance(policy, Preset):
        return policy
    changed = ", ".join(f"{lever}={value:g}" for lever, value in chosen.levers.items())
    about = f"{policy.about} Here {changed}." if changed else policy.about
    return Preset(name, policy.levers, policy.title, about)
