"""Trust: quickly lost, slowly won, and talked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, VERMILION, band, legend
from experiments.frame import BUILT_IN, EMERGENT, RULE, Experiment, Range, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.scenario import Event
from sim.ensemble.figures import loss_over_gain
from sim.ensemble.worlds import Worlds, mean_where, over

QUESTION = "How much faster is trust lost than won, and who else hears of a breach?"
FACTS = {
    "12": "Trust is quickly lost and slowly regained",
    "19": "A breach costs trust elsewhere: reputation",
}
BREACH_QUARTER, BREACH = 5, (1.0, 1.0)
AFTER = BREACH_QUARTER + len(BREACH) - 1
LATER = AFTER + 12
HEARD_QUARTER = 8
BREACH_ONE = (Event("forced_ask", 1, (1.0,) * HEARD_QUARTER, accounts=(1,)),)


def rows(worlds: Worlds) -> list[Row]:
    """Send equal good and bad news, breach and wait, breach one and watch the others."""
    kept, breached = breach(worlds)
    valuing = live_and_valuing(worlds)
    short = mean_where(kept[:, AFTER - 1] - breached[:, AFTER - 1], valuing)
    still_short = mean_where(kept[:, LATER - 1] - breached[:, LATER - 1], valuing)
    quiet, heard = (
        worlds.run("balanced", events=events)[0]
        .panel["trust"][:, HEARD_QUARTER - 1, 1:]
        .mean(axis=1)
        for events in ((), BREACH_ONE)
    )
    damage = ("lasting_damage", "negativity")
    table = [
        ("12a", "trust lost to bad news over trust won by equal good news, 2 quarters from 0.5",
         "x", Range(2.5, 3.5), BUILT_IN, loss_over_gain(worlds), ("negativity",)),
        ("12b", "trust missing right after a 2-quarter breach (partners that value partnership)",
         "1", above(0), EMERGENT, short, ("ask_hurts_trust",)),
        ("12c", "trust missing 12 quarters after the breach", "1", above(0), EMERGENT,
         still_short, damage),
        ("12d", "share of the fall regained in 12 quarters", "1", Range(0, 0.5), EMERGENT,
         1 - over(still_short, short), damage),
        ("19", "trust of the other partners at q8, one breached in q1-8, minus none breached", "1",
         below(0), RULE, heard - quiet, ("reputation",)),
    ]  # fmt: skip
    return [Row(i, what, v, unit, ok, kind, by) for i, what, unit, ok, kind, v, by in table]


def breach(worlds: Worlds) -> tuple[Array, Array]:
    """Return trust by account without and with a full ask forced on all for two quarters."""
    asked = (Event("forced_ask", BREACH_QUARTER, BREACH),)
    kept, breached = (
        worlds.run("balanced", events=events)[0].panel["trust"] for events in ((), asked)
    )
    return kept, breached


def live_and_valuing(worlds: Worlds) -> Array:
    """Say which accounts value partnership and are live when the breach comes."""
    (kept,) = worlds.run("balanced")
    is_live = kept.panel["terminated"][:, BREACH_QUARTER - 2] == 0
    return is_live & (worlds.alliances()["value"] >= 1)


def draw_breach(ax: Axes, worlds: Worlds) -> None:
    """Draw trust of partners that value partnership, kept and breached."""
    valuing = live_and_valuing(worlds)
    for trust, label, colour in zip(
        breach(worlds), ("kept", "breached twice"), (BLUE, VERMILION), strict=True
    ):
        values = np.stack([mean_where(quarter, valuing) for quarter in np.moveaxis(trust, 1, 0)])
        band(ax, values.T, label, colour)
    ax.axvspan(BREACH_QUARTER - 0.5, AFTER + 0.5, color=GREY, alpha=0.2, linewidth=0)
    ax.set(xlabel="quarter", ylabel="trust of valuing partners (1)", ylim=(0, 1))
    legend(ax)


def draw_hearsay(ax: Axes, worlds: Worlds) -> None:
    """Draw the trust that the other partners lose while one is breached for two years."""
    quiet, heard = (
        worlds.run("balanced", events=events)[0].panel["trust"][:, :, 1:].mean(axis=2)
        for events in ((), BREACH_ONE)
    )
    band(ax, 1000 * (heard - quiet)[:, :12], "nine other partners", VERMILION)
    ax.axhline(0, color="grey", linewidth=0.8)
    ax.set(xlabel="quarter (one partner breached in 1-8)", ylabel="trust elsewhere (thousandths)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how trust falls and recovers."""
    return [
        f"Bad news costs {row['12a'].mean:.1f} times the trust that equally strong good news wins; "
        "that ratio is an input.",
        f"A two-quarter breach leaves {row['12b'].mean:.2f} of trust missing, and "
        f"{row['12c'].mean:.2f} still three years later: {row['12d'].mean:.0%} is regained.",
        f"The vendor's other partners hear of it, but hardly mind: {row['19'].mean:+.3f} of trust.",
    ]


DRAW = {"12": draw_breach, "19": draw_hearsay}
EXPERIMENT = Experiment("trust_asymmetry", QUESTION, FACTS, rows, DRAW, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
