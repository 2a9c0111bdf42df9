"""What a page says of a portfolio: advice, what to do next, and what to find out first."""

from __future__ import annotations

from typing import Any

from sim.base.wording import counted
from sim.portfolio.advice import Advice
from sim.report.portfolio import (
    MANY_ALLIANCES,
    MOST_ALLIANCES,
    advice_notes,
    advice_rows,
    by_stake,
    next_steps,
    questions,
    shortened,
)
from sim.study.study import Study


def advised(study: Study, advice: Advice, where: str) -> dict[str, Any]:
    """Return the parts of a page; of a large portfolio a table that can be read.

    Args:
        study: What was run.
        advice: Advice on its portfolio.
        where: Where a reader finds the rest of a large one, as a subject and its verb.
    """
    items = advice.alliances
    left_out, rows = "", advice_rows(advice, items, study.config.quarters)
    if len(items) > MANY_ALLIANCES:
        shown = by_stake(advice)[:MOST_ALLIANCES]
        rows = shortened(advice_rows(advice, shown, study.config.quarters))
        left_out = (
            f"The alliances that most hangs on come first; {where} all there is to say on each."
        )
        if len(items) > len(shown):
            left = counted(len(items) - len(shown), "alliance")
            left_out = f"{left_out[:-1]}, and the {left} that are not here."
    return {
        "next_steps": next_steps(advice),
        "find_out": questions(advice),
        "advice": rows,
        "advice_notes": advice_notes(advice, study.setting.parameters.capacity_days),
        "left_out": left_out,
        "portfolio_notes": study.portfolio_notes,
    }
