"""Advice on each alliance of one's own: verdict, how sure it is, and what else was tried."""

from __future__ import annotations

from typing import Any

from sim.app.explore.asked import Asked, understood
from sim.base.wording import money_interval, percent, span
from sim.ensemble.advice import rules_for
from sim.ensemble.stored import stored_sets
from sim.portfolio import AllianceAdvice, Portfolio, advise
from sim.portfolio.treatments import KEEP, NAMES
from sim.report.portfolio import (
    advice_notes,
    find_out,
    how_sure,
    next_steps,
    plan_sentences,
    questions,
    verdict_sentence,
)

HEAD = ("Alliance", "what to do", "how sure", "gain [95%]", "over")
TREATED = ("treated so", "profit [95%]", "trust at the end", "still partner", "ended")


def advice(asked: Asked, portfolio: Portfolio) -> dict[str, Any]:
    """Return advice on every alliance, as cells of text and what to sort them by.

    It takes seconds, so it is worked out in a process of its own.
    """
    question = understood(asked, portfolio)
    rules = rules_for(question.setting, stored_sets()) if asked.doubt == "rules" else None
    told = advise(portfolio, question.setting, policy=question.pinned, rules=rules)
    best = f"best in {'rule sets' if rules else 'worlds'}"
    return {
        "sentences": [
            verdict_sentence(told, question.config.quarters),
            *plan_sentences(told),
            *next_steps(told),
            *questions(told),
        ],
        "notes": [
            f"Profit is that of {span(question.config.quarters)}, in {told.worlds} worlds.",
            *advice_notes(told, question.setting.parameters.capacity_days),
        ],
        "head": [*HEAD, best, f"beats {told.policy}", "find out first"],
        "rows": [_row(item) for item in told.alliances],
        "treated": TREATED,
    }


def _row(item: AllianceAdvice) -> dict[str, Any]:
    """Return an alliance: its cells, each with its place in order, and its outlooks."""
    return {
        "cells": [
            [item.name, item.name.casefold()],
            [item.verdict, NAMES.index(item.verdict)],
            [how_sure(item), how_sure(item)],
            [money_interval(item.gain, signed=True), item.gain.mean],
            [item.next_best, NAMES.index(item.next_best)],
            [percent(item.best_share), item.best_share],
            ["" if item.verdict == KEEP else percent(item.beats_now), item.beats_now],
            [find_out(item), find_out(item)],
        ],
        "outlook": [
            [
                name,
                money_interval(outlook.profit),
                percent(outlook.trust),
                percent(outlook.partner),
                percent(outlook.ended),
            ]
            for name, outlook in item.outlook.items()
        ],
    }
