"""Recruiting: lost seats are filled from a bench, as far as the vendor's name allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, band, legend
from experiments.frame import EMERGENT, NO_CLAIM, RULE, Experiment, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.scenario import Event
from sim.ensemble.worlds import PANEL, Worlds, between, member, over
from sim.market.population import Population
from sim.run.result import Result

QUESTION = "What does a bench of prospects bring, and what does a name have to do with it?"
FACTS = {"27": "Who breaches cannot refill: prospects ask around"}
BENCH, SEATS = Population().bench, Population().alliances_per_vendor
FIRST, LAST = 6, 13
LOST = tuple(Event("killed", FIRST, (1.0,), (account,)) for account in (1, 2, 3))
YEAR_1 = (1.0, 1.0, 1.0, 1.0)
BREACH_ALL = Event("forced_ask", 1, YEAR_1, "focal")
BREACH_LOST = Event("forced_ask", 1, YEAR_1, (1, 2, 3))
STAY, REFILL = member("balanced", recruit=0.0), member("balanced", recruit=1.0)
SEEN = member("balanced", recruit=1.0, assessment=1.0)
WALK = member("balanced", walk_gap=0.5)
WALK_AND_REFILL = member("balanced", walk_gap=0.5, recruit=1.0)
WATCHED = (*PANEL, "partners", "signed")


def rows(worlds: Worlds) -> list[Row]:
    """Lose accounts with a clean name and a spoilt one; recruit, walk away, burn and churn."""
    clean, spoilt, apart = (refilled(worlds, *e) for e in ((), (BREACH_ALL,), (BREACH_LOST,)))
    stay, refill, walk, both, burn = (
        r.total("profit")
        for r in worlds.run(STAY, REFILL, WALK, WALK_AND_REFILL, "burn_and_churn", bench=BENCH)
    )
    push, balanced = (
        r.last("reputation") for r in worlds.run("transactional", "balanced", bench=BENCH)
    )
    after = FIRST + 1, clean.quarters
    by = ("recruiting",)
    name = ("ask_hurts_trust", "recruiting")
    table = [
        ("27a", "signings per approach, q6-13, three accounts lost: breached all for a year minus "
         "clean", "1", below(0), EMERGENT, success(spoilt) - success(clean), name),
        ("27b", "seats filled in q6-13 with a clean name", "seats", NO_CLAIM, RULE,
         between(clean, "signed", FIRST, LAST), ()),
        ("27c", "signings per approach, only the three lost accounts breached, minus clean", "1",
         below(0), EMERGENT, success(apart) - success(clean), name),
        ("27c'", "profit after the loss (q7-20), only the lost accounts breached, minus clean",
         "k€", below(0), EMERGENT,
         between(apart, "profit", *after) - between(clean, "profit", *after), name),
        ("27d", "5-year profit, cost of breaching all with a bench to recruit from", "k€",
         above(0), EMERGENT, clean.total("profit") - spoilt.total("profit"),
         ("ask_hurts_trust",)),
        ("27e", "5-year profit, balanced: recruiting minus not", "k€", above(0), RULE,
         refill - stay, by),
        ("27f", "5-year profit, walking away above gap 0.5: gain with recruiting minus without",
         "k€", above(0), EMERGENT, (both - refill) - (walk - stay), by),
        ("27g", "5-year profit, walking away and recruiting minus neither", "k€", above(0),
         EMERGENT, both - stay, by),
        ("27h", "5-year profit, burn and churn minus balanced that recruits", "k€", below(0),
         EMERGENT, burn - refill, ("ask_hurts_trust",)),
        ("27i", "share of the signed that value partnership (one account lost, q6-9), 360 "
         "assessment minus one-sided view", "1", above(0), RULE,
         valuing_signed(worlds, SEEN) - valuing_signed(worlds, REFILL), ()),
        ("27j", "reputation at q20, transactional minus balanced", "1", below(0), EMERGENT,
         push - balanced, ("ask_hurts_trust",)),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, kind, names) for i, what, unit, ok, kind, v, names in table]


def refilled(worlds: Worlds, *events: Event) -> Result:
    """Return a run in which three accounts are lost and a balanced vendor refills the seats."""
    return worlds.run(REFILL, events=(*events, *LOST), bench=BENCH, panel=WATCHED)[0]


def success(result: Result) -> Array:
    """Return signings per approach in quarters 6 to 13, one a world; NaN without an approach.

    With a bench open to all and every empty seat looked after, a vendor approaches a prospect for
    each seat that is empty as the quarter begins, while there are any.
    """
    partners = result.panel["partners"][:, FIRST - 2 : LAST - 1]
    empty = np.maximum(0, SEATS - np.nansum(partners, axis=2))
    waiting = np.isnan(partners).sum(axis=2)
    approaches = np.minimum(empty, waiting).sum(axis=1)
    return over(between(result, "signed", FIRST, LAST), approaches)


def valuing_signed(worlds: Worlds, policy: object) -> Array:
    """Return the share of newcomers that value partnership, one account lost in quarter 6."""
    (result,) = worlds.run(policy, events=LOST[:1], bench=BENCH, panel=WATCHED)  # type: ignore[arg-type]
    world = worlds.with_bench(BENCH)
    value = world.value[world.partner].reshape(worlds.number, -1)[:, : SEATS + BENCH]
    signed = np.nansum(result.panel["signed"][:, FIRST - 1 : FIRST + 3], axis=1)
    return over((signed * (value >= 1)).sum(axis=1), signed.sum(axis=1))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw how many partners a vendor has after losing three accounts."""
    for events, label, colour in (((), "clean name", BLUE), ((BREACH_ALL,), "breached", VERMILION)):
        partners = np.nansum(refilled(worlds, *events).panel["partners"], axis=2)
        band(ax, partners, label, colour)
    ax.axvline(FIRST, color="grey", linewidth=0.8, linestyle="--")
    ax.set(xlabel="quarter (three accounts lost in 6)", ylabel="partners of the vendor", ylim=0)
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what a name is worth."""
    return [
        f"After a year of breaching all partners, {-100 * row['27a'].mean:.0f} points fewer of "
        f"the prospects approached sign; a clean vendor fills {row['27b'].mean:.1f} seats in two "
        "years.",
        "Breaching only those that are lost anyway still costs "
        f"{-row['27c' + chr(39)].mean:.0f} k€ afterwards: prospects ask around.",
        f"Recruiting earns a balanced vendor {row['27e'].mean:+.0f} k€ in five years, and "
        f"{row['27g'].mean:+.0f} k€ with walking away from wide culture gaps; burn and churn "
        f"{row['27h'].mean / 1000:+.1f} M€ against it.",
    ]


EXPERIMENT = Experiment("recruiting", QUESTION, FACTS, rows, {"27": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
