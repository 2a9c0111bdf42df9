"""A turnround: what to do with alliances that already are mere vendor relations.

The published case told as it was: a score of 55 of 100, treated as a vendor, the status of a
partner lost. Every account of the focal vendor starts so; what each treatment brings is told
by alliance, for partners that value partnership and for those that do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, ORANGE, VERMILION, band, legend
from experiments.frame import NO_CLAIM, Experiment, Row
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.state import TRANSACTIONAL
from sim.core.world import World
from sim.ensemble.figures import start_at_55
from sim.ensemble.worlds import PANEL, Worlds, mean_where, member
from sim.model.quarter import Parameters
from sim.run.result import Result

QUESTION = "Keep it, win it back with a vision, win it back without, or let it go?"
FACTS = {"turn": "A vendor relation is worth a vision where the partner values partnership"}
TRUST = 0.45
"""Trust on both sides in the published case; assumed, as in ``configs/population/abp_case.csv``."""
TREATED_AS_VENDOR = (("status", TRANSACTIONAL), ("intent", 0.10))
TREATMENTS = {
    "keep": ("keep as a vendor relation (balanced)", member("balanced"), GREY),
    "vision": ("win back with a vision", member("vst", win_back=1.0), BLUE),
    "effort": ("win back without", member("relationship_first", win_back=1.0), ORANGE),
    "let go": ("let go (no effort paid)", member("do_nothing"), VERMILION),
}
WATCHED = (*PANEL, "partners")


def start_as_vendor(world: World, parameters: Parameters) -> World:
    """Start alliances at a trust of 0.45 on both sides and a score of 55."""
    low = np.full_like(world.trust, TRUST)
    return start_at_55(replace(world, trust=low, vendor_trust=low), parameters)


def treated(worlds: Worlds) -> dict[str, Result]:
    """Return five years under each treatment."""
    policies = [policy for _, policy, _ in TREATMENTS.values()]
    results = worlds.run(*policies, start=start_as_vendor, states=TREATED_AS_VENDOR, panel=WATCHED)
    return dict(zip(TREATMENTS, results, strict=True))


def rows(worlds: Worlds) -> list[Row]:
    """Treat every account the same way; tell what each kind of partner made of it."""
    results, valuing = treated(worlds), worlds.alliances()["value"] >= 1
    kinds = {"valuing": valuing, "other": ~valuing}
    kept = results["keep"].panel["profit"].sum(axis=1)
    found = []
    for kind, chosen in kinds.items():
        for name, result in results.items():
            profit = result.panel["profit"].sum(axis=1)
            again = result.panel["partners"][:, -1]
            what = f"{name}, {kind} partners"
            mark = f"{name[0]}{kind[0]}"
            found += [
                Row(f"turn {mark}1", f"profit an alliance: {what}", mean_where(profit, chosen),
                    "k€", NO_CLAIM),
                Row(f"turn {mark}2", f"same, minus keeping it: {what}",
                    mean_where(profit - kept, chosen), "k€", NO_CLAIM),
                Row(f"turn {mark}3", f"partners again after 5 years: {what}",
                    mean_where(again, chosen), "1", NO_CLAIM),
            ]  # fmt: skip
    return found


def running(result: Result, chosen: Array) -> Array:
    """Return cumulative profit an alliance of chosen accounts, shape (worlds, quarters)."""
    profit = np.moveaxis(result.panel["profit"], 1, 0)
    values = np.stack([mean_where(quarter, chosen) for quarter in profit], axis=1)
    return np.asarray(np.cumsum(values, axis=1))


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw cumulative profit an alliance with partners that value partnership."""
    valuing = worlds.alliances()["value"] >= 1
    for name, result in treated(worlds).items():
        label, _, colour = TREATMENTS[name]
        band(ax, running(result, valuing), label, colour)
    ax.axhline(0, color="grey", linewidth=0.8)
    ax.set(xlabel="quarter", ylabel="cumulative profit an alliance (k€)")
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say what to do."""
    best = {
        kind: max(TREATMENTS, key=lambda name: row[f"turn {name[0]}{kind[0]}1"].mean)
        for kind in ("valuing", "other")
    }
    vision, effort = row["turn vv2"], row["turn ev2"]
    return [
        f"Where the partner values partnership, {row['turn vv3'].mean:.0%} are partners again "
        f"after five years of a vision and {row['turn ev3'].mean:.0%} after five years of effort "
        f"without one: {vision.mean:+.0f} k€ [{vision.low:.0f}, {vision.high:.0f}] and "
        f"{effort.mean:+.0f} k€ [{effort.low:.0f}, {effort.high:.0f}] an alliance "
        "against keeping it a vendor relation.",
        f"Where it does not, a vision brings {row['turn vo2'].mean:+.0f} k€ and effort without one "
        f"{row['turn eo2'].mean:+.0f} k€; letting go {row['turn lo2'].mean:+.0f} k€.",
        f"Best in five years: {TREATMENTS[best['valuing']][0]} where the partner values "
        f"partnership, {TREATMENTS[best['other']][0]} where it does not.",
    ]


EXPERIMENT = Experiment("turnround", QUESTION, FACTS, rows, {"turn": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
