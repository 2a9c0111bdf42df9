"""Campaigns: joint marketing money works where there is consensus, and is wasted elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import dots
from experiments.frame import EMERGENT, NO_CLAIM, RULE, Experiment, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.ensemble.worlds import Worlds, mean_where, member
from sim.model.factors import KPIS, OBJECTIVE

QUESTION = "When does joint marketing money pay?"
FACTS = {"30": "A campaign pays where both sides agree on its aim"}
HALF = member("balanced", campaign=0.5)
FULL = member("balanced", campaign=1.0)
AIMED = member("segmented", campaign=1.0)


def rows(worlds: Worlds) -> list[Row]:
    """Pay for campaigns everywhere, and where value is seen."""
    top, bottom = by_consensus(worlds)
    balanced, full, segmented, aimed = (
        r.total("profit") for r in worlds.run("balanced", FULL, "segmented", AIMED)
    )
    table = [
        ("30a", "campaign 0.5, 5-year gain over size: valuing partners, top third of consensus",
         "1", above(0), RULE, top),
        ("30b", "same, bottom third of consensus", "1", below(0), RULE, bottom),
        ("30c", "same, top minus bottom", "1", above(0), EMERGENT, top - bottom),
        ("30d", "5-year profit, full campaign minus none, balanced (money to all)", "k€", NO_CLAIM,
         EMERGENT, full - balanced),
        ("30e", "5-year profit, full campaign minus none, segmented (money where value is seen)",
         "k€", above(0), EMERGENT, aimed - segmented),
    ]  # fmt: skip
    return [
        Row(i, what, v, unit, ok, kind, ("campaign",) if ok != NO_CLAIM else ())
        for i, what, unit, ok, kind, v in table
    ]


def by_consensus(worlds: Worlds) -> tuple[Array, Array]:
    """Return 5-year gains over size with valuing partners, by thirds of consensus at the start.

    All vendors are balanced, with and without a campaign of 0.5. Consensus is the model's own:
    the least of a clear objective, agreed KPIs and openness, ``sqrt(trust vendor's trust)``.
    """
    paid, plain = worlds.run(HALF, "balanced", everyone=True)
    facts, world = worlds.alliances(everyone=True), worlds.world
    gain = (paid.panel["profit"] - plain.panel["profit"]).sum(axis=1) / facts["size"]
    openness = np.sqrt(world.trust * world.vendor_trust).reshape(gain.shape)
    factors = plain.factors[0]
    consensus = np.minimum(np.minimum(factors[..., OBJECTIVE], factors[..., KPIS]), openness)
    valuing = facts["value"] >= 1
    known = np.where(valuing, consensus, np.nan)
    with np.errstate(all="ignore"):
        has_three = valuing.sum(axis=1) >= 3
        known[~has_three] = 2.0  # nobody is at or below, nobody above
        low, high = np.nanquantile(known, [1 / 3, 2 / 3], axis=1)[..., None]
    chosen = valuing & has_three[:, None]
    return (
        mean_where(gain, chosen & (consensus >= high)),
        mean_where(gain, chosen & (consensus <= low)),
    )


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw gains with and without consensus."""
    row = {r.id: r for r in rows(worlds)}
    dots(ax, {"top third of consensus": row["30a"], "bottom third": row["30b"]})
    ax.set_xlabel("5-year gain over partner size (1)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say where the money works."""
    return [
        f"A campaign gains {row['30a'].mean:.2f} times a partner's quarterly spend in five years "
        f"where consensus is in the top third, and {row['30b'].mean:.2f} in the bottom third.",
        f"Money to all partners brings a balanced vendor {row['30d'].mean:+.0f} k€ in five years "
        f"({row['30d'].low:.0f} to {row['30d'].high:.0f}).",
        f"Money where value is seen brings a segmented one {row['30e'].mean:+.0f} k€.",
    ]


EXPERIMENT = Experiment("campaigns", QUESTION, FACTS, rows, {"30": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
