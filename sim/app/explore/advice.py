"""Advice on each alliance of one's own: verdict, how sure it is, and what else was tried."""

from __future__ import annotations

from typing import Any

from sim.app.explore.asked import Asked, understood
from sim.base.wording import money_interval, percent, span
from sim.portfolio import AllianceAdvice, Portfolio, advise
from sim.report.story import advise_in_words
from sim.report.table import advice_notes

HEAD = ("Alliance", "verdict", "how sure", "gain over next best [95%]", "next best",
        "best in worlds", "find out first")  # fmt: skip
TREATED = ("treated so", "profit [95%]", "trust at the end", "still partner", "ended")


def advice(asked: Asked, portfolio: Portfolio) -> dict[str, Any]:
    """Return advice on every alliance, as cells of text and what to sort them by.

    It takes seconds, so it is worked out in a process of its own.
    """
    question = understood(asked, portfolio)
    items = advise(portfolio, question.setting)
    return {
        "sentences": advise_in_words(items),
        "notes": [
            f"Profit is that of {span(question.config.quarters)}, in {asked.worlds} worlds.",
            *advice_notes(question.setting.parameters.capacity_days),
        ],
        "head": HEAD,
        "rows": [_row(item) for item in items],
        "treated": TREATED,
    }


def _row(item: AllianceAdvice) -> dict[str, Any]:
    """Return an alliance: its cells, each with its place in order, and its outlooks."""
    return {
        "cells": [
            [item.name, item.name.casefold()],
            [item.verdict, list(item.outlook).index(item.verdict)],
            [item.confidence, item.confidence],
            [money_interval(item.gain, signed=True), item.gain.mean],
            [item.next_best, list(item.outlook).index(item.next_best)],
            [percent(item.best_share), item.best_share],
            [item.why_unsure, item.why_unsure],
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
