"""Compare policies on common random numbers: what each earns, and what it gains over a baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval, mean_interval, paired_difference
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError
from sim.compare.crossover import crossover_quarter
from sim.run.result import Result

if TYPE_CHECKING:
    from pandas import DataFrame

YEAR = 4


@dataclass(frozen=True)
class Compared:
    """How a policy stands, over replications.

    Attributes:
        policy: Name.
        title: Name for people.
        profit: Profit over all quarters, k€.
        gain: Paired difference of that profit from the baseline's; None for the baseline.
        present_value: That profit as net present value, k€: each quarter's discounted from its end
            to the start at ``discount_rate`` a year.
        lowest_cash: Deepest cumulative profit since the start, k€ (0 or less); see `lowest_cash`.
        first_year: Revenue in the first year, k€.
        last_year: Revenue in the last four quarters, whatever year they are in, k€.
        trust: Partners' mean trust at the end.
        margin: Gross margin over revenue in the last four quarters.
        discount: Mean going discount at the end.
        lost: Share of alliances terminated or demoted by the end.
        crossover: Quarter (from 1) from which mean cumulative profit stays above the baseline's;
            None where it never does, or for the baseline.
        crossed: Share of replications in which it does.
        depth: Deepest mean cumulative shortfall behind the baseline, k€ (0 or less).
    """

    policy: str
    title: str
    profit: Interval
    gain: Interval | None
    present_value: Interval
    lowest_cash: Interval
    first_year: Interval
    last_year: Interval
    trust: Interval
    margin: Interval
    discount: Interval
    lost: Interval
    crossover: int | None
    crossed: float | None
    depth: float


def gross_margin(result: Result, quarters: slice) -> Array:
    """Return gross margin over revenue in some quarters, one value a replication; NaN if none."""
    margin = result.outcomes["margin"][:, quarters].sum(axis=1)
    revenue = result.outcomes["revenue"][:, quarters].sum(axis=1)
    return margin_share(margin, revenue)


def margin_share(margin: Array, revenue: Array) -> Array:
    """Return margin over revenue, any shape; NaN where nothing was sold."""
    has_sold = revenue > 0
    return np.where(has_sold, margin / np.where(has_sold, revenue, 1.0), np.nan)


def lowest_cash(result: Result) -> Array:
    """Return the deepest cumulative profit since the start, k€, one value a replication.

    ``min(0, min over quarters of cumulative profit)``: what the vendor must be able to advance.
    """
    return np.minimum(result.cumulative("profit").min(axis=1), 0.0)


def compared_with(result: Result, baseline: Result) -> Compared:
    """Return how a policy stands beside the baseline; both met the same worlds and luck."""
    is_baseline = result.policy == baseline.policy
    own, base = result.cumulative("profit"), baseline.cumulative("profit")
    ahead = own - base
    crossover, each = crossover_quarter(ahead)
    revenue = result.outcomes["revenue"]
    return Compared(
        policy=result.policy,
        title=result.title,
        profit=mean_interval(result.total("profit")),
        gain=None if is_baseline else paired_difference(own[:, -1], base[:, -1]),
        present_value=mean_interval(result.total("present_value")),
        lowest_cash=mean_interval(lowest_cash(result)),
        first_year=mean_interval(revenue[:, :YEAR].sum(axis=1)),
        last_year=mean_interval(revenue[:, -YEAR:].sum(axis=1)),
        trust=mean_interval(result.last("trust")),
        margin=mean_interval(gross_margin(result, slice(-YEAR, None))),
        discount=mean_interval(result.last("discount")),
        lost=mean_interval(1.0 - result.last("partners")),
        crossover=None if is_baseline else crossover,
        crossed=None if is_baseline else float(np.mean(np.isfinite(each))),
        depth=float(min(0.0, ahead.mean(axis=0).min())),
    )


class Comparison(list[Compared]):
    """Policies side by side, in the order they were run."""

    def to_frame(self) -> DataFrame:
        """Return a row a policy; an interval is three columns, as in ``gain``, ``gain_low``, ..."""
        from pandas import DataFrame  # imported here: a run needs none

        return DataFrame(summary_rows(self)).set_index("policy")

    def _repr_html_(self) -> str:
        """Show the table."""
        table: str = self.to_frame().to_html(float_format="{:,.4g}".format)
        return table


def compare_policies(results: Mapping[str, Result], baseline: str) -> Comparison:
    """Return how every policy stands beside the baseline, in the order given.

    Raises:
        ProblemsError: The baseline was not run.
    """
    if baseline not in results:
        raise ProblemsError([f"baseline: {unknown('result', baseline, results)}"])
    return Comparison(compared_with(result, results[baseline]) for result in results.values())


PLANTING, PUSH = "relationship_first", "transactional"


def beside_push(results: Mapping[str, Result]) -> Comparison:
    """Return the relationship beside the push, whatever the baseline; empty unless both were run.

    This is where the dip shows: what vendors do today pushes too little to be far ahead at first.
    """
    both = {name: results[name] for name in (PUSH, PLANTING) if name in results}
    return compare_policies(both, PUSH) if len(both) > 1 else Comparison()


def summary_rows(compared: Sequence[Compared]) -> Iterator[dict[str, Any]]:
    """Yield a row a policy: each interval as three columns, None where there is no number."""
    for policy in compared:
        row: dict[str, Any] = {}
        for field in fields(policy):
            value = getattr(policy, field.name)
            if field.name == "gain" and value is None:
                value = Interval(0.0, 0.0, 0.0)
            if isinstance(value, Interval):
                row[field.name] = value.mean
                row[f"{field.name}_low"], row[f"{field.name}_high"] = value.low, value.high
            else:
                row[field.name] = value
        yield row
