"""Exits: when a vendor that knows its last quarter does better to push."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, band
from experiments.frame import NO_CLAIM, Experiment, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.compare.switching import Then
from sim.ensemble.worlds import QUARTERS, Worlds

QUESTION = "Does the push pay for who leaves soon, knows the exit, or is impatient for money?"
FACTS = {"31": "The push pays for who leaves within two quarters, and for nobody who stays"}
LAST_QUARTERS = (1, 2, 4, 8)
RATES = (0.02, 0.1, 0.4)
"""Discount rates a quarter."""


def rows(worlds: Worlds) -> list[Row]:
    """Compare the push with balance and with doing nothing over horizons and discount rates."""
    push, balanced, nothing = worlds.run("transactional", "balanced", "do_nothing")
    ahead = push.cumulative("profit") - balanced.cumulative("profit")
    circle = ("ask_hurts_trust", "inner_circle")
    table = [
        ("31a", "profit, transactional minus balanced, exit after 2 quarters", above(0),
         ahead[:, 1], ("pull_forward",)),
        ("31b", "same, exit after 4 quarters", NO_CLAIM, ahead[:, 3], ()),
        ("31c", "same, exit after 8 quarters", below(0), ahead[:, 7], circle),
        ("31d", "5-year profit, doing nothing minus transactional", above(0),
         nothing.total("profit") - push.total("profit"), circle),
        *[(f"31e{n}", f"exit known to come after 5 years: transactional in the last {n} minus "
           "balanced to the end", {1: above(0), 8: below(0)}.get(n, NO_CLAIM),
           known_exit(worlds, n), {1: ("pull_forward",), 8: circle}.get(n, ()))
          for n in LAST_QUARTERS],
        *[(f"31f{round(100 * rate)}", f"5-year net present value at {rate:.0%} a quarter, "
           "transactional minus balanced", below(0),
           present_value(np.diff(ahead, axis=1, prepend=0.0), rate), circle)
          for rate in RATES],
    ]  # fmt: skip
    return [Row(i, what, v, "k€", ok, mechanisms=by) for i, what, ok, v, by in table]


def known_exit(worlds: Worlds, last: int) -> Array:
    """Return what pushing in the last quarters alone earns, one a world."""
    turned, balanced = worlds.run(
        Then("balanced", "transactional", QUARTERS + 1 - last), "balanced"
    )
    return turned.total("profit") - balanced.total("profit")


def present_value(profit: Array, rate: float) -> Array:
    """Return the value today of profit quarter by quarter: ``sum profit (1 + rate)^-t``, t from 1.

    Args:
        profit: Shape (worlds, quarters).
        rate: Discount rate a quarter.
    """
    worth = (1.0 + rate) ** -np.arange(1, profit.shape[1] + 1)
    return np.asarray((profit * worth).sum(axis=1))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw what the push earns over balance, by exit."""
    push, balanced = worlds.run("transactional", "balanced")
    ahead = push.cumulative("profit") - balanced.cumulative("profit")
    band(ax, ahead[:, :8], "push over balance", VERMILION)
    ax.axhline(0, color=BLUE, linewidth=1.0)
    ax.set(xlabel="exit after quarter", ylabel="profit until then over balanced (k€)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say for whom the push pays."""
    return [
        f"Who leaves after two quarters earns {row['31a'].mean:.0f} k€ more by pushing; after four "
        f"{row['31b'].mean:+.0f} k€, after eight {row['31c'].mean:+.0f} k€.",
        f"Who knows that it leaves after five years gains {row['31e1'].mean:.0f} k€ by pushing in "
        f"the last quarter, {row['31e2'].mean:+.0f} k€ in the last two, and "
        f"{row['31e8'].mean:+.0f} k€ in the last eight.",
        f"No discount rate saves the push: at {RATES[-1]:.0%} a quarter it is still "
        f"{row['31f40'].mean:.0f} k€ of present value against balance; paying for no work at all "
        f"beats it by {row['31d'].mean / 1000:.1f} M€.",
    ]


EXPERIMENT = Experiment("exits", QUESTION, FACTS, rows, {"31": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
