"""What the charts show: titles, sentences and numbers; the page only draws them.

The keys are those that ``static/charts.js`` names in its types.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval, paired_difference
from sim.base.wording import money, money_interval, number, percent
from sim.compare.books import Share
from sim.compare.policies import Compared
from sim.run.measures import MEASURES
from sim.run.result import Result

YOURS, PINNED = "#0072B2", "#B84F00"
"""Colours of the two policies: those of `sim.plots.style` for rise and fall, dark enough for text.

The pinned policy's line is dashed as well, so that no chart needs its colours.
"""

DASHED = "6 4"
SMALL = ("trust", "discount", "joint_revenue", "partners")
"""Outcomes with a chart of their own."""

DIGITS = 9
FEW = 0.1
"""Share below which tenths of a percent are told."""

UNITS = {"1": "share", "k€": "money", "pt": "points"}


def ahead(yours: Result, pinned: Result, standing: Compared) -> dict[str, Any]:
    """Return the chart of cumulative profit ahead of the pinned policy."""
    lead = paired_difference(yours.cumulative("profit"), pinned.cumulative("profit"))
    end = Interval(lead.mean[-1], lead.low[-1], lead.high[-1])
    crossing = standing.crossover
    mark = None
    if crossing and standing.depth < 0:
        mark = {"at": crossing, "name": f"ahead from quarter {crossing}"}
    return {
        "title": f"Cumulative profit ahead of {pinned.title}",
        "sentence": (
            f"{yours.title} stands at {money_interval(end, signed=True)} against {pinned.title} "
            f"after {yours.quarters} quarters; at its deepest it is {money(-standing.depth)} "
            f"behind{f', and from quarter {crossing} on it is ahead' if crossing else ''}."
        ),
        "unit": "money",
        "start": 0,
        "zero": True,
        "mark": mark,
        "lines": [_line(yours.title, YOURS, lead, start=0.0)],
    }


def small(yours: Result, pinned: Result) -> list[dict[str, Any]]:
    """Return the charts of some outcomes, both policies in each."""
    return [_both(name, yours, pinned) for name in SMALL]


def _both(name: str, yours: Result, pinned: Result) -> dict[str, Any]:
    measure = MEASURES[name]
    found = {r.title: mean_interval(r.outcomes[name]) for r in (yours, pinned)}
    return lines(measure.label, UNITS.get(measure.unit, "number"), found)


def lines(title: str, unit: str, found: Mapping[str, Interval]) -> dict[str, Any]:
    """Return a chart of one line a policy over quarters, yours first."""
    told = [f"{name} ends at {_end(each, unit)}" for name, each in found.items()]
    looks = ({"colour": YOURS}, {"colour": PINNED, "dash": DASHED})
    return {
        "title": title,
        "sentence": f"{title}, quarter by quarter: {'; '.join(told)}.",
        "unit": unit,
        "start": 1,
        "lines": [
            _line(name, "", each) | look
            for (name, each), look in zip(found.items(), looks, strict=False)
        ],
    }


def side_by_side(
    title: str, unit: str, names: Sequence[str], rows: Sequence[tuple[str, str, list[Array], bool]]
) -> dict[str, Any]:
    """Return a chart of bars with one value a policy each.

    Args:
        title: Of the chart.
        unit: Unit of the values.
        names: What the policies are called, yours first.
        rows: Id, name, one value a replication for each policy, and whether it is a level.
    """
    told, bars = [], []
    for row_id, name, values, is_level in rows:
        each = [mean_interval(value) for value in values]
        told.append(f"{name} {' against '.join(_signed(e.mean, unit, is_level) for e in each)}")
        bar: dict[str, Any] = {"id": row_id, "name": name, "total": is_level, **_bar(each[0])}
        if len(each) > 1:
            bar["other"] = _bar(each[1])
        bars.append(bar)
    series = [{"name": n, "colour": c} for n, c in zip(names, (YOURS, PINNED), strict=False)]
    about = " against ".join(names)
    return {
        "title": title,
        "sentence": f"{title}, {about}, over all quarters: {', '.join(told)}.",
        "unit": unit,
        "series": series,
        "bars": bars,
    }


def _signed(value: float, unit: str, is_level: bool) -> str:
    size = f"{number(100 * value, 1, signed=not is_level)}%"
    return size if unit == "share" else f"{value:{'' if is_level else '+'}.3g}"


def _end(found: Interval, unit: str) -> str:
    last = Interval(found.mean[-1], found.low[-1], found.high[-1])
    if unit == "money":
        return money_interval(last)
    if unit == "share":
        tell = percent if abs(last.mean) >= FEW else _tenths
        return f"{tell(last.mean)} ({tell(last.low)} to {tell(last.high)})"
    return f"{last.mean:.3g} ({last.low:.3g} to {last.high:.3g})"


def _tenths(share: float) -> str:
    return f"{number(100 * share, 1)}%"


def _line(name: str, colour: str, found: Interval, start: float | None = None) -> dict[str, Any]:
    """Return a line with its band, from a value that is the same in every world if there is one."""
    first = [] if start is None else [start]
    mean, low, high = (
        [*first, *np.round(values, DIGITS).tolist()]
        for values in (found.mean, found.low, found.high)
    )
    return {"name": name, "colour": colour, "values": mean, "band": {"low": low, "high": high}}


def bars(title: str, shares: Sequence[Share], whole: Interval, about: str) -> dict[str, Any]:
    """Return a chart of shares that add up to a whole, which is the last bar.

    Args:
        title: Of the chart.
        shares: The parts.
        whole: What they add up to.
        about: What the whole is, for the sentence.
    """
    told = [f"{share.label} {money(share.amount.mean, signed=True)}" for share in shares]
    return {
        "title": title,
        "sentence": f"{about} is {money(whole.mean, signed=True)}: {', '.join(told) or 'no part'}.",
        "unit": "money",
        "bars": [
            *({"id": s.name, "name": s.label, **_bar(s.amount)} for s in shares),
            {"name": "All together", "total": True, **_bar(whole)},
        ],
    }


def _bar(amount: Interval) -> dict[str, float]:
    return {"value": float(amount.mean), "low": float(amount.low), "high": float(amount.high)}
