"""The answer to a question: sentences, charts, and the lines of the books."""

from __future__ import annotations

from typing import Any

from sim.app.explore import charts
from sim.app.explore.asked import Question
from sim.app.explore.command import command
from sim.app.explore.runs import Runs
from sim.base.intervals import Interval, paired_difference
from sim.compare.books import by_line
from sim.compare.policies import Compared, compared_with
from sim.compare.walk import shares, steps
from sim.policies import Policy
from sim.report.story import setting_line, tell
from sim.run.result import Result


def run_both(question: Question, runs: Runs) -> tuple[Result, Result]:
    """Return the runs of the pinned policy and of the one in question."""
    return tuple(runs.result(question, p) for p in (question.pinned, question.yours))  # type: ignore[return-value]


def compared(question: Question, pinned: Result, yours: Result) -> list[Compared]:
    """Return how the two policies stand; only one of them where they decide alike."""
    base = compared_with(pinned, pinned)
    return [base] if not question.levers else [base, compared_with(yours, pinned)]


def answer(question: Question, runs: Runs) -> dict[str, Any]:
    """Return the answer."""
    pinned, yours = run_both(question, runs)
    stand = compared(question, pinned, yours)
    config, p = question.config, question.setting.parameters
    lines = by_line(yours, pinned, p.day_cost)
    return {
        "sentences": tell(stand, config.quarters, config.replications),
        "setting": setting_line(config),
        "worlds": config.replications,
        "is_one": not question.levers,
        "levers": question.levers,
        "ahead": charts.ahead(yours, pinned, stand[-1]),
        "small": charts.small(yours, pinned),
        "books": charts.bars(
            "Which line of the books made it", lines, _gain(yours, pinned), _about(yours, pinned)
        ),
        "command": command(question.asked, question.portfolio),
    }


def walk(question: Question, runs: Runs, is_reverse: bool) -> dict[str, Any]:
    """Return which lever made the difference, in the order of the quarter or in the reverse."""
    pinned, yours = run_both(question, runs)
    between = [runs.result(question, policy) for policy in on_the_way(question, is_reverse)]
    stops = [result.total("profit") for result in (pinned, *between, yours)]
    order = _order(question, is_reverse)
    return charts.bars(
        "Set in the reverse order" if is_reverse else "Which lever made it",
        shares(order, stops) if order else [],
        _gain(yours, pinned),
        _about(yours, pinned),
    )


def on_the_way(question: Question, is_reverse: bool) -> list[Policy]:
    """Return the policies that a walk runs between the two."""
    return steps(question.pinned, question.yours, _order(question, is_reverse))


def _order(question: Question, is_reverse: bool) -> list[str]:
    return question.levers[::-1] if is_reverse else question.levers


def _gain(yours: Result, pinned: Result) -> Interval:
    return paired_difference(yours.total("profit"), pinned.total("profit"))


def _about(yours: Result, pinned: Result) -> str:
    return f"Profit of {yours.title} less that of {pinned.title}"
