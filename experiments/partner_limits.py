"""Partners have limits: how far a vision can carry business when a partner can be full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, ORANGE, band, legend
from experiments.frame import NO_CLAIM, RULE, Experiment, Range, Row, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.config.options import options
from sim.ensemble.figures import LATER, NO_VISION, start_at_55
from sim.ensemble.worlds import PANEL, QUARTERS, Worlds, mean_where, over
from sim.market.population import Population
from sim.run.result import Result

QUESTION = "How far does business with committed partners grow when partners have limits?"
FACTS = {"25": "Partners can be full: a vision's growth levels off, the more the more vendors"}
WATCHED = (*PANEL, "score", "joint_revenue")
YEAR_5 = slice(16, 20)
VENDORS, ACCOUNTS = Population().vendors, Population().alliances_per_vendor


def without_version_2() -> tuple[tuple[str, object], ...]:
    """Return the changes that bring version 1 back: every mechanism of version 2 neutral."""
    told = options("model")["version1"]
    return (("held", tuple(sorted(told["held"].items()))), *sorted(told["model"].items()))


def rows(worlds: Worlds) -> list[Row]:
    """Follow alliances that commit at once: with one vendor that plans so, and with all."""
    lone, none = from_55(worlds)
    chosen = lone.panel["committed"][:, 0]
    start = (none.panel["revenue"][:, 0] * chosen).sum(axis=1)
    free, free_none = from_55(worlds, changes=without_version_2())
    free_start = (free_none.panel["revenue"][:, 0] * chosen).sum(axis=1)
    (every,) = worlds.run("vst", start=start_at_55, panel=WATCHED, everyone=True)
    alone = over(year_5(lone, chosen), start)
    vst, balanced, adaptive = worlds.run("vst", "balanced", "adaptive")
    all_vst, all_balanced = worlds.run("vst", "balanced", everyone=True)
    gain_alone = vst.total("profit") - balanced.total("profit")
    gain_of_all = (all_vst.total("profit") - all_balanced.total("profit")) / VENDORS
    ratio = jackknife_ratio(vst.total("profit"), adaptive.total("profit"))
    by = ("capacity", "support_cost")
    table = [
        ("25a", "revenue 6 quarters on over the start, one vendor with a vision", "x",
         Range(4, 6.5), over((lone.panel["revenue"][:, LATER - 1] * chosen).sum(axis=1), start),
         ("regions", "one_team_exponent")),
        ("25b", "revenue of a quarter of year 5 over the start", "x", Range(5, 9), alone, by),
        ("25c", "same, with every mechanism of version 2 off", "x", NO_CLAIM,
         over(year_5(free, chosen), free_start), ()),
        ("25d", "multiple of year 5 when all vendors plan so, over that of a lone one", "1",
         below(0.85), over(over(year_5(every, chosen), start), alone), by),
        ("25e", "5-year gain a vendor of VST over balanced, all vendors minus a lone one", "k€",
         below(0), gain_of_all - gain_alone, by),
        ("25f", "5-year profit, VST over adaptive (ratio of means, jackknife)", "x",
         Range(1.2, 3), ratio, by),
        ("25g", "use of capacity in year 5 at partners with a committed alliance, all VST", "1",
         Range(0.8, 1.6), use_of_capacity(worlds), by),
    ]  # fmt: skip
    kinds = {"25g": RULE}
    return [
        Row(i, what, v, unit, ok, kinds.get(i, "emergent"), names)
        for i, what, unit, ok, v, names in table
    ]


def from_55(worlds: Worlds, **case: object) -> tuple[Result, Result]:
    """Return five years from a score of 55, with a joint vision and without."""
    vst, none = worlds.run("vst", NO_VISION, start=start_at_55, panel=WATCHED, **case)
    return vst, none


def year_5(result: Result, chosen: Array) -> Array:
    """Return revenue of a quarter of year 5 with chosen accounts of the focal vendor."""
    revenue = result.panel["revenue"][:, YEAR_5, :ACCOUNTS].mean(axis=1)
    return np.asarray((revenue * chosen).sum(axis=1))


def jackknife_ratio(part: Array, whole: Array) -> Array:
    """Return pseudo-values of the ratio of means, one a world.

    Their mean and t interval are the jackknife estimate and interval of ``sum part / sum whole``.
    """
    n, all_of_it = len(part), part.sum() / whole.sum()
    without = (part.sum() - part) / (whole.sum() - whole)
    return np.asarray(n * all_of_it - (n - 1) * without)


def use_of_capacity(worlds: Worlds) -> Array:
    """Return joint business over capacity of partners with a committed alliance, year 5.

    All vendors plan joint visions. Without an ask nothing is pulled forward, so that joint list
    volume is joint revenue at the price before; capacity grows as in the model.
    """
    (every,) = worlds.run("vst", start=start_at_55, panel=WATCHED, everyone=True)
    p, world = worlds.parameters, worlds.world
    partner = world.partner.reshape(worlds.number, -1) - np.arange(worlds.number)[:, None] * (
        partners := len(world.size) // worlds.number
    )
    where = partner + partners * np.arange(worlds.number)[:, None]
    price = 1 - np.concatenate(
        [every.panel["discount"][:, :1], every.panel["discount"][:, :-1]], axis=1
    )
    volume = every.panel["joint_revenue"] / price
    capacity = np.asarray(p.partner_capacity * world.size, float)
    uses, busy = [], np.zeros(len(world.size), bool)
    for quarter in range(QUARTERS - 1):
        delivered = np.bincount(where.ravel(), volume[:, quarter].ravel(), len(capacity))
        uses.append(delivered / capacity)
        capacity = capacity * (1 + p.capacity_growth * np.minimum(1, uses[-1]))
    committed = every.panel["committed"][:, YEAR_5.start] > 0
    busy[where[committed]] = True
    use = np.mean(uses[YEAR_5.start - 1 :], axis=0).reshape(worlds.number, -1)
    return mean_where(use, busy.reshape(worlds.number, -1))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw revenue of the committed over the start, with limits and without."""
    lone, none = from_55(worlds)
    free, free_none = from_55(worlds, changes=without_version_2())
    (every,) = worlds.run("vst", start=start_at_55, panel=WATCHED, everyone=True)
    chosen = lone.panel["committed"][:, 0][:, None]
    for result, without, label, colour in (
        (free, free_none, "no limits (version 1)", GREY),
        (lone, none, "one vendor with a vision", BLUE),
        (every, none, "all vendors", ORANGE),
    ):
        start = (without.panel["revenue"][:, :1] * chosen).sum(axis=2)
        revenue = (result.panel["revenue"][:, :, :ACCOUNTS] * chosen).sum(axis=2)
        band(ax, over(revenue, np.repeat(start, QUARTERS, axis=1)), label, colour)
    ax.set(xlabel="quarter", ylabel="revenue over the start (x)", ylim=0)
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how far growth goes."""
    return [
        f"Committed alliances bring {row['25a'].mean:.1f} times the revenue of the start after 18 "
        f"months and {row['25b'].mean:.1f} times in year 5; without limits it would be "
        f"{row['25c'].mean:.0f} times.",
        f"Where all vendors plan so, the multiple of year 5 is {row['25d'].mean:.2f} of that of a "
        f"lone one: partners are {row['25g'].mean:.1f} times as busy as they can be.",
        f"VST earns {row['25f'].mean:.1f} times what the adaptive vendor earns in five years.",
    ]


EXPERIMENT = Experiment("partner_limits", QUESTION, FACTS, rows, {"25": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
