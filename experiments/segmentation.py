"""The 80/20 rule: who repays strategic effort, what picking favourites earns, and its risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, VERMILION, band, dots
from experiments.frame import NO_CLAIM, Experiment, Range, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.scenario import Event
from sim.ensemble.figures import repaying
from sim.ensemble.worlds import Worlds, between, mean_where, over
from sim.market.population import Population
from sim.run.result import Result

QUESTION = "Which partners repay strategic effort, and what does choosing them bring and risk?"
FACTS = {
    "7": "About 20% of partners repay a strategic relationship",
    "18": "One big account is profitable and precarious",
    "22": "Planting by the score beats a fixed share",
    "24": "A few alliances earn most of the margin",
}
LOSS_QUARTER = 13
ACCOUNTS = Population().alliances_per_vendor


def rows(worlds: Worlds) -> list[Row]:
    """Compare effort alliance by alliance, policies vendor by vendor, and lose the top account."""
    segmented, balanced, adaptive = worlds.run("segmented", "balanced", "adaptive")
    repays, valuing = repaying(worlds), worlds.alliances(everyone=True)["value"] >= 1
    profit = {r.policy: r.total("profit") for r in (segmented, balanced, adaptive)}
    picky = ("selectivity",)
    table = [
        ("7a", "share of partners that repay strategic (15 d/q) over maintenance (4.5 d/q) effort",
         "1", Range(0.1, 0.3), repays.mean(axis=1), picky),
        ("7b", "share that repays among partners that value partnership", "1", above(0.5),
         mean_where(repays, valuing), ("inner_circle",)),
        ("7c", "share that repays among the other partners", "1", below(0.2),
         mean_where(repays, ~valuing), picky),
        ("7d", "5-year profit, segmented minus uniform effort", "k€", above(0),
         profit["segmented"] - profit["balanced"], picky),
        ("18a", "concentration of revenue (HHI) at q13, segmented minus balanced", "1", above(0),
         hhi(at_accounts(segmented)) - hhi(at_accounts(balanced)), picky),
        ("18b", "share of next year's revenue lost with the top account, segmented minus balanced",
         "1", above(0), top_loss(worlds, "segmented") - top_loss(worlds, "balanced"), picky),
        ("22", "5-year profit, adaptive minus segmented", "k€", above(0),
         profit["adaptive"] - profit["segmented"], ("inner_circle",)),
        ("24", "share of 5-year gross margin earned by the top 20% of alliances, all balanced", "1",
         NO_CLAIM, top_share(worlds), ()),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, mechanisms=by) for i, what, unit, ok, v, by in table]


def at_accounts(result: Result) -> Array:
    """Return revenue by account in the quarter of the loss."""
    return result.panel["revenue"][:, LOSS_QUARTER - 1]


def hhi(revenue: Array) -> Array:
    """Return the Herfindahl index of revenue over accounts, one a world."""
    share = over(revenue, np.repeat(revenue.sum(axis=1, keepdims=True), ACCOUNTS, axis=1))
    return (share * share).sum(axis=1)


def top_loss(worlds: Worlds, policy: str) -> Array:
    """Return the share of next year's revenue that goes with the top account, one a world."""
    (whole,) = worlds.run(policy)
    year = LOSS_QUARTER + 1, LOSS_QUARTER + 4
    kept = np.stack(
        [
            between(worlds.run(policy, events=(lost,))[0], "revenue", *year)
            for lost in (
                Event("killed", LOSS_QUARTER, (1.0,), (number + 1,)) for number in range(ACCOUNTS)
            )
        ],
        axis=1,
    )
    top = np.argmax(at_accounts(whole), axis=1)
    return 1 - over(kept[np.arange(len(top)), top], between(whole, "revenue", *year))


def top_share(worlds: Worlds) -> Array:
    """Return the share of margin that the top fifth of alliances earns, one a world."""
    (result,) = worlds.run("balanced", everyone=True)
    margin = np.sort(result.panel["margin"].sum(axis=1), axis=1)[:, ::-1]
    return over(margin[:, : margin.shape[1] // 5].sum(axis=1), margin.sum(axis=1))


def draw_repaying(ax: Axes, worlds: Worlds) -> None:
    """Draw who repays."""
    row = {r.id: r for r in rows(worlds)}
    dots(ax, {"all": row["7a"], "value partnership": row["7b"], "others": row["7c"]}, BLUE)
    ax.set_xlabel("share that repays strategic effort (1)")


def draw_risk(ax: Axes, worlds: Worlds) -> None:
    """Draw the share of revenue that goes with the top account."""
    losses = {
        name: Row("", "", top_loss(worlds, name), "1", NO_CLAIM)
        for name in ("balanced", "segmented")
    }
    dots(ax, losses, VERMILION)
    ax.set_xlabel("next year's revenue lost with the top account (1)")


def draw_adaptive(ax: Axes, worlds: Worlds) -> None:
    """Draw cumulative profit over the segmented vendor's."""
    segmented, adaptive = (
        r.cumulative("profit") / 1000 for r in worlds.run("segmented", "adaptive")
    )
    band(ax, adaptive - segmented, "adaptive", BLUE)
    ax.axhline(0, color="grey", linewidth=0.8)
    ax.set(xlabel="quarter", ylabel="cumulative profit of adaptive\nover segmented (M€)")


def draw_margin(ax: Axes, worlds: Worlds) -> None:
    """Draw the share of margin earned by the best alliances."""
    (result,) = worlds.run("balanced", everyone=True)
    margin = np.sort(result.panel["margin"].sum(axis=1), axis=1)[:, ::-1]
    running = 100 * np.cumsum(margin, axis=1) / margin.sum(axis=1, keepdims=True)
    alliances = 100 * np.arange(1, margin.shape[1] + 1) / margin.shape[1]
    band(ax, running, "all balanced", BLUE, list(alliances))
    ax.set(xlabel="alliances, best first (%)", ylabel="share of 5-year margin (%)", xlim=0, ylim=0)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say who repays, what choosing brings and what it risks."""
    return [
        f"{row['7a'].mean:.0%} of partners repay strategic effort: {row['7b'].mean:.0%} of those "
        f"that value partnership and {row['7c'].mean:.0%} of the others.",
        f"Effort by estimated value earns {row['7d'].mean / 1000:.1f} M€ more in five years than "
        f"equal effort, and planting by the score another {row['22'].mean / 1000:.1f} M€.",
        f"The price is concentration: losing the top account costs {row['18b'].mean:.0%} of next "
        "year's revenue more than under equal effort.",
    ]


DRAW = {"7": draw_repaying, "18": draw_risk, "22": draw_adaptive, "24": draw_margin}
EXPERIMENT = Experiment("segmentation", QUESTION, FACTS, rows, DRAW, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
