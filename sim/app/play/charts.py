"""Charts of the game: titles, sentences and numbers; the page only draws them.

The keys are those that ``static/charts.js`` names in its types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.base.wording import counted, money, percent
from sim.play.sight import Books

BLUE, VERMILION, GREEN, INK = "#0072B2", "#B84F00", "#00735A", "#222222"
PURPLE, BROWN = "#8A3B77", "#6B5B00"
"""Darkened enough for text; each line has a name at its end and dashes of its own too."""

LOOKS = {"you": (BLUE, ""), "never": (GREEN, "8 3")}
TEAMS = (
    *((BLUE, ""), (VERMILION, "6 4"), (GREEN, "8 3"), (INK, "2 3"), (PURPLE, "10 3 2 3")),
    (BROWN, "4 2"),
)
OTHERS = ((INK, "2 3"), (VERMILION, "6 4"), (PURPLE, "10 3 2 3"), (BROWN, "4 2"))


def of_books(books: Sequence[Books]) -> dict[str, Any] | None:
    """Return revenue beside the quota; None before two quarters are booked."""
    if len(books) < 2:
        return None
    last = books[-1]
    return {
        "title": "Revenue and quota",
        "sentence": (
            f"In quarter {last.quarter + 1} you booked {money(last.revenue)}, "
            f"{percent(last.attained)} of the quota of {money(last.quota)}."
        ),
        "unit": "money",
        "start": 1,
        "zero": True,
        "lines": [
            _line("Quota", [b.quota for b in books], INK, "2 3"),
            _line("Revenue", [b.revenue for b in books], BLUE),
            _line("Profit", [b.profit for b in books], GREEN, "8 3"),
        ],
    }


def of_debrief(found: dict[str, Any]) -> dict[str, Any]:
    """Return the charts of a debrief: profit so far, trust, and what each ask left."""
    charts = {"profit": _profit(found), "trust": _trust(found)}
    return charts | ({"asks": _asks(found)} if found["asks"] else {})


def _profit(found: dict[str, Any]) -> dict[str, Any]:
    lines, others = [], iter(OTHERS)
    for line in found["lines"]:
        colour, dash = LOOKS.get(line["twin"]) or next(others)
        lines.append(_line(line["name"], [0.0, *line["values"]], colour, dash))
    ends = [f"{line['name']}: {money(line['values'][-1])}" for line in found["lines"]]
    return {
        "title": "Profit so far, you and your twins",
        "sentence": f"With the successor's year, {'; '.join(ends)}.",
        "unit": "money",
        "start": 0,
        "zero": True,
        "mark": {"at": found["quarters"], "name": "your successor"},
        "lines": lines,
    }


def _trust(found: dict[str, Any]) -> dict[str, Any]:
    played = found["quarters"] - 1
    ends = [
        f"{line['name']}: from {percent(line['values'][0])} to {percent(line['values'][played])}"
        for line in found["trust"]
    ]
    return {
        "title": "Your partners' trust",
        "sentence": f"Mean of all accounts. {'; '.join(ends)}.",
        "unit": "share",
        "start": 1,
        "lines": [
            _line(line["name"], line["values"], *LOOKS[line["twin"]]) for line in found["trust"]
        ],
    }


def _asks(found: dict[str, Any]) -> dict[str, Any]:
    bars = [
        {"name": f"Quarter {ask['quarter'] + 1}", "value": ask["in_turn"]} for ask in found["asks"]
    ]
    total = found["cost_of_asking"]
    return {
        "title": "What each ask left, undone from the last to the first",
        "sentence": f"{counted(len(bars), 'ask')} left {money(total)} together.",
        "unit": "money",
        "bars": [*bars, {"name": "All together", "value": total, "total": True}],
    }


def of_room(title: str, name: str, unit: str, teams: Sequence[tuple[str, Sequence[float]]]) -> Any:
    """Return an outcome of all teams of a room; None before two quarters are booked."""
    if not teams or len(teams[0][1]) < 2:
        return None
    write = percent if unit == "share" else money
    ends = [f"{team}: {write(values[-1])}" for team, values in teams]
    return {
        "title": title,
        "sentence": f"{name} in the last quarter. {'; '.join(ends)}.",
        "unit": unit,
        "start": 1,
        "lines": [
            _line(team, list(values), *look)
            for (team, values), look in zip(teams, TEAMS, strict=False)
        ],
    }


def _line(name: str, values: Sequence[float], colour: str, dash: str = "") -> dict[str, Any]:
    return {"name": name, "colour": colour, "dash": dash, "values": [float(v) for v in values]}
