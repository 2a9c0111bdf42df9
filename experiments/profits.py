"""Profits: what each named policy earns a vendor in five years, its rivals in the status quo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from experiments.figures import dots
from experiments.frame import NO_CLAIM, Experiment, Row
from experiments.publish import main
from sim.ensemble.worlds import Worlds
from sim.market.population import Population
from sim.policies import find, names

QUESTION = "What does each policy earn in five years?"
FACTS = {"P": "Five-year profit by policy (no claim)"}
POLICIES = ("status_quo", *(name for name in names() if name != "status_quo"))
BENCH = Population().bench


def rows(worlds: Worlds) -> list[Row]:
    """Return the 5-year profit of each policy."""
    return [
        Row(f"P{i}", f"5-year profit, {r.title.lower()}", r.total("profit"), "k€", NO_CLAIM)
        for i, r in enumerate(worlds.run(*POLICIES, bench=BENCH), 1)
    ]


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw the profits."""
    results = worlds.run(*POLICIES, bench=BENCH)
    dots(ax, {r.title: Row("", "", r.total("profit") / 1000, "M€", NO_CLAIM) for r in results})
    ax.set_xlabel("5-year profit (M€)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Name the best and the worst."""
    earned = {name: r.mean for name, r in zip(POLICIES, row.values(), strict=True)}
    low, *_, second, high = sorted(earned, key=lambda name: earned[name])
    doing_nothing = earned["do_nothing"] - earned["transactional"]
    return [
        f"{find(high).title} earns most, {earned[high] / 1000:.1f} M€; "
        f"{find(second).title.lower()} comes second.",
        f"{find(low).title} earns least, {earned[low] / 1000:.1f} M€.",
        f"Paying for no work at all earns {doing_nothing / 1000:+.1f} M€ against the push: a claim "
        "of the model, not of any source.",
    ]


EXPERIMENT = Experiment("profits", QUESTION, FACTS, rows, {"P": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
