"""The result of a policy: its outcomes by replication and quarter."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import mean_interval
from sim.base.wording import money, money_interval, years

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, repr=False)
class Result:
    """What a focal vendor got under one policy; replications are rows.

    Attributes:
        policy: Name of the policy.
        title: Its name for people.
        replications: Numbers of the replications, shape (R,).
        outcomes: Outcome (see `sim.run.measures.MEASURES`) to (R, quarters).
        panel: Outcome to (R, quarters, accounts), for those that were asked for; NaN where a
            prospect of the bench was no account yet.
        factors: The twelve factors before the first and after the last quarter, per account,
            shape (2, R, accounts, 12); or their mean, as if there were one.
    """

    policy: str
    title: str
    replications: Array
    outcomes: dict[str, Array]
    panel: dict[str, Array]
    factors: Array

    @property
    def quarters(self) -> int:
        """Number of quarters."""
        return self.outcomes["profit"].shape[1]

    def total(self, outcome: str) -> Array:
        """Return an outcome summed over the quarters, one value a replication."""
        return self.outcomes[outcome].sum(axis=1)

    def year(self, outcome: str, year: int) -> Array:
        """Return an outcome summed over a year (1 is the first), one value a replication."""
        return self.outcomes[outcome][:, 4 * (year - 1) : 4 * year].sum(axis=1)

    def last(self, outcome: str) -> Array:
        """Return an outcome in the last quarter, one value a replication."""
        return self.outcomes[outcome][:, -1]

    def cumulative(self, outcome: str) -> Array:
        """Return the running total of an outcome, shape (R, quarters)."""
        return np.cumsum(self.outcomes[outcome], axis=1)

    def columns(self) -> dict[str, Array]:
        """Return outcomes as columns: a row a replication and quarter (from 1)."""
        replications = len(self.replications)
        return {
            "replication": np.repeat(self.replications, self.quarters),
            "quarter": np.tile(np.arange(1, self.quarters + 1), replications),
            **{name: values.ravel() for name, values in self.outcomes.items()},
        }

    def panel_columns(self) -> dict[str, Array]:
        """Return the panel as columns: a row a replication, quarter and account (both from 1)."""
        if not self.panel:
            raise ValueError("nothing was kept per alliance; name outcomes in Setting(panel=...)")
        replications, quarters, accounts = next(iter(self.panel.values())).shape
        return {
            "replication": np.repeat(self.replications, quarters * accounts),
            "quarter": np.tile(np.repeat(np.arange(1, quarters + 1), accounts), replications),
            "account": np.tile(np.arange(1, accounts + 1), replications * quarters),
            **{name: values.ravel() for name, values in self.panel.items()},
        }

    def to_frame(self) -> DataFrame:
        """Return a tidy table: policy, replication, quarter (from 1), and a column an outcome."""
        return _frame(self.policy, self.columns())

    def panel_frame(self) -> DataFrame:
        """Return what was kept per alliance as a tidy table; account 1 is the first alliance.

        Raises:
            ValueError: Nothing was kept per alliance.
        """
        return _frame(self.policy, self.panel_columns())

    def __repr__(self) -> str:
        """Say whose result it is, and the profit."""
        profit, worlds = self.total("profit"), len(self.replications)
        earned = money_interval(mean_interval(profit)) if worlds > 1 else money(profit[0])
        return (
            f"<Result {self.policy}: {years(self.quarters)} profit {earned}, "
            f"{worlds} {'worlds' if worlds > 1 else 'world'}, {len(self.outcomes)} outcomes>"
        )

    def _repr_html_(self) -> str:
        """Show means over replications in the first and the last quarter."""
        return f"<p>{escape(repr(self))}</p>{_table([self])}"


class Results(dict[str, Result]):
    """Policies, by name, to their results on the same worlds and luck."""

    def to_frame(self) -> DataFrame:
        """Return a tidy table: policy, replication, quarter (from 1), and a column an outcome."""
        return _stacked([result.to_frame() for result in self.values()])

    def panel_frame(self) -> DataFrame:
        """Return what was kept per alliance as a tidy table; see `Result.panel_frame`."""
        return _stacked([result.panel_frame() for result in self.values()])

    def __repr__(self) -> str:
        """List the results, a line each."""
        return "\n".join(["<Results", *(f"  {result!r}" for result in self.values()), ">"])

    def _repr_html_(self) -> str:
        """Show means over replications in the first and the last quarter, a column a policy."""
        told = "<br>".join(escape(repr(result)) for result in self.values())
        return f"<p>{told}</p>{_table(list(self.values()))}"


def _frame(policy: str, columns: dict[str, Array]) -> DataFrame:
    from pandas import DataFrame  # imported here: a run needs none

    return DataFrame({"policy": policy, **columns})


def _stacked(frames: list[DataFrame]) -> DataFrame:
    from pandas import concat

    return concat(frames, ignore_index=True)


def _table(results: list[Result]) -> str:
    """Return mean outcomes in the first and last quarter as HTML, a row an outcome."""
    from pandas import DataFrame

    shown = {
        (result.title, f"Q{quarter + 1}"): {
            name: values[:, quarter].mean() for name, values in result.outcomes.items()
        }
        for result in results
        for quarter in sorted({0, result.quarters - 1})
    }
    table: str = DataFrame(shown).to_html(float_format="{:,.4g}".format)
    return table


def concatenate(parts: list[Result]) -> Result:
    """Return results of one policy for successive replications as one."""
    first = parts[0]
    return Result(
        policy=first.policy,
        title=first.title,
        replications=np.concatenate([r.replications for r in parts]),
        outcomes={k: np.concatenate([r.outcomes[k] for r in parts]) for k in first.outcomes},
        panel={k: np.concatenate([r.panel[k] for r in parts]) for k in first.panel},
        factors=np.concatenate([r.factors for r in parts], axis=1),
    )
