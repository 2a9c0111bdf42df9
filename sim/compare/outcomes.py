"""Outcomes of a cell: what a policy came to in each replication, one number each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.base.arrays import Array
from sim.compare.policies import YEAR, gross_margin, lowest_cash
from sim.run.result import Result


@dataclass(frozen=True)
class Outcome:
    """An outcome of a whole run.

    Attributes:
        label: Name for people.
        unit: Unit; ``1`` is a pure number.
        more_is_better: Whether a vendor wants more of it.
        of: Gives it from a result, one value a replication.
    """

    label: str
    unit: str
    more_is_better: bool
    of: Callable[[Result], Array]


OUTCOMES = {
    "profit": Outcome("Profit", "k€", True, lambda r: r.total("profit")),
    "present_value": Outcome("Net present value", "k€", True, lambda r: r.total("present_value")),
    "lowest_cash": Outcome("Deepest cumulative profit", "k€", True, lowest_cash),
    "revenue": Outcome("Revenue", "k€", True, lambda r: r.total("revenue")),
    "first_year": Outcome("Revenue, first year", "k€", True, lambda r: r.year("revenue", 1)),
    "last_year": Outcome(
        "Revenue, last four quarters",
        "k€",
        True,
        lambda r: r.outcomes["revenue"][:, -YEAR:].sum(axis=1),
    ),
    "margin": Outcome(
        "Gross margin, last four quarters", "1", True, lambda r: gross_margin(r, slice(-YEAR, None))
    ),
    "trust": Outcome("Partners' trust at the end", "1", True, lambda r: r.last("trust")),
    "discount": Outcome("Going discount at the end", "1", False, lambda r: r.last("discount")),
    "lost": Outcome("Lost or demoted", "1", False, lambda r: 1.0 - r.last("partners")),
    "reputation": Outcome("Reputation at the end", "1", True, lambda r: r.last("reputation")),
    "satisfaction": Outcome(
        "Customer satisfaction at the end", "1", True, lambda r: r.last("satisfaction")
    ),
    "open_issues": Outcome("Open issues at the end", "1", False, lambda r: r.last("open_issues")),
    "signed": Outcome("Signings", "accounts", True, lambda r: r.total("signed")),
    "returned": Outcome("Returns", "accounts", True, lambda r: r.total("returned")),
}
"""Every outcome of a cell, by name; all are kept, whichever are reported first."""

MAY_BE_UNKNOWN = {"margin"}
"""Outcomes that are NaN where there is nothing to measure, as margin without revenue."""
