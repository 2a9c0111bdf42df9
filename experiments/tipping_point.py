"""The tipping point: the trust under which an alliance falls, in theory and in simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREY, band
from experiments.frame import Experiment, Range, Row, above, below
from experiments.publish import main
from sim.base.arrays import Array
from sim.core.scenario import throughout
from sim.core.world import World
from sim.ensemble.worlds import QUARTERS, Worlds
from sim.model.quarter import Parameters
from sim.policies import Policy, Preset
from sim.theory import (
    REFERENCE,
    MeanField,
    Representative,
    critical_push,
    half_crossing,
    tipping_trust,
    virtuous_share,
)

QUESTION = "Below which trust does a pushed alliance fall, and is there a push that none survives?"
FACTS = {"13": "There is a tipping point, and theory says where"}
AROUND = np.linspace(-0.1, 0.1, 11)
TOGETHER = 200
"""Worlds of several starts run together: as many as surely fit a block."""
DISTRUST, RECOVERY_QUARTERS = 0.25, 40
UNDER, ASIDE = 0.4, 0.05
"""Pushes that are held to the critical one: a share of it, and so much above it.

Under it the mean field freezes factors and roles, which erode in the simulation: the push that all
recover from is smaller than the critical one, more so since issues pile up (version 2).
"""
NO_TURNOVER = (("turnover_rate", 0.0),)
ALIKE = Representative()
VENDOR_HORIZON = ALIKE.patience + ALIKE.culture_gap


@dataclass(frozen=True)
class Alike:
    """Start every alliance as the representative one, at some trust on both sides.

    Attributes:
        trust: That trust; several stand for as many equal shares of the worlds, in order.
        worlds: How many worlds a share has, if there are several.
    """

    trust: float | tuple[float, ...]
    worlds: int = 0

    def __call__(self, world: World, parameters: Parameters) -> World:
        """Return the world with all alliances, vendors and partners alike but for their size.

        Raises:
            ValueError: Trust differs between worlds, and these are not all of them.
        """
        trusts = np.atleast_1d(self.trust)
        if len(trusts) > 1 and len(world.replications) != len(trusts) * self.worlds:
            raise ValueError("worlds that start at several trusts must run in one block")
        trust = np.repeat(trusts, len(world.trust) // len(trusts))
        same = {
            "factors": ALIKE.factor,
            "discount": ALIKE.discount,
            "threads": ALIKE.threads,
            "value": ALIKE.value,
            "price_sensitivity": ALIKE.price_sensitivity,
            "partner_horizon": ALIKE.patience,
            "vendor_horizon": VENDOR_HORIZON,
        }
        return replace(
            world,
            trust=trust,
            vendor_trust=trust,
            **{name: np.full_like(getattr(world, name), v, float) for name, v in same.items()},
        )


def pushing(push: float) -> Policy:
    """Return the reference policy of the theory under some push."""
    return Preset(f"reference, push {push:.4f}", replace(REFERENCE, push=push))


def rows(worlds: Worlds) -> list[Row]:
    """Hold the simulated threshold and the critical push to the mean field."""
    field = MeanField(parameters=worlds.parameters)
    tipping = tipping_trust(field)
    critical = critical_push(replace(field, is_slaved=True), precision=1e-3)
    by = ("ask_hurts_trust", "inner_circle", "negativity")
    none = np.full(worlds.number, np.nan)
    has_tipping = bool(np.isfinite(tipping))
    curve = shares(worlds, tipping, turnover=False) if has_tipping else none[:, None]
    rough = shares(worlds, tipping, turnover=True) if has_tipping else none[:, None]
    has_push = has_tipping and bool(np.isfinite(critical))
    below_it, above_it = (
        recovered(worlds, push, tipping) if has_push else none
        for push in (UNDER * critical, critical + ASIDE)
    )
    table = [
        ("13a", f"simulated threshold minus mean-field T* = {tipping:.3f}, no turnover",
         Range(-0.03, 0.03), thresholds(curve)),
        ("13b", "simulated threshold minus T*, with key-person turnover", Range(-0.05, 0.05),
         thresholds(rough)),
        ("13c", "share virtuous at q20 from T* - 0.1", below(0.1), curve[:, 0]),
        ("13d", "share virtuous at q20 from T* + 0.1", above(0.9), curve[:, -1]),
        ("13e", f"start in distrust (0.25): share recovered in 10 years, push at {UNDER} of the "
         f"critical {critical:.3f}", above(0.9), below_it),
        ("13f", f"start in distrust: share recovered in 10 years, push {ASIDE} above critical",
         below(0.1), above_it),
    ]  # fmt: skip
    return [Row(i, what, values, "1", ok, mechanisms=by) for i, what, ok, values in table]


def shares(worlds: Worlds, tipping: float, turnover: bool) -> Array:
    """Return the share of alliances virtuous after 20 quarters, shape (worlds, starts)."""
    held = (
        throughout("building_frozen", 1.0, QUARTERS),
        throughout("endings_allowed", 0.0, QUARTERS),
    )
    starts = [round(min(0.99, max(0.01, tipping + side)), 4) for side in AROUND]
    ends: list[Array] = []
    many = max(1, TOGETHER // worlds.number)
    for some in (tuple(starts[first : first + many]) for first in range(0, len(starts), many)):
        numbers = np.tile(np.arange(worlds.number), len(some))
        (result,) = Worlds(worlds.seed, len(numbers), worlds.parameters, numbers).run(
            pushing(1.0),
            everyone=True,
            start=Alike(some, worlds.number),
            events=held,
            changes=() if turnover else NO_TURNOVER,
            panel=("trust",),
        )
        ends += np.split(result.panel["trust"][:, -1], len(some))
    return np.stack([virtuous_share(end, tipping) for end in ends], axis=1)


def thresholds(curve: Array) -> Array:
    """Return the start, relative to T*, at which half the alliances of a world are virtuous."""
    return np.array([half_crossing(AROUND, world) for world in curve])


def recovered(worlds: Worlds, push: float, tipping: float) -> Array:
    """Return the share of distrustful alliances above T* after ten years, one a world."""
    held = (
        throughout("building_frozen", 1.0, RECOVERY_QUARTERS),
        throughout("endings_allowed", 0.0, RECOVERY_QUARTERS),
    )
    (result,) = worlds.run(
        pushing(min(1.0, max(0.0, push))),
        everyone=True,
        quarters=RECOVERY_QUARTERS,
        start=Alike(DISTRUST),
        events=held,
        changes=NO_TURNOVER,
        panel=("trust",),
    )
    return virtuous_share(result.panel["trust"][:, -1], tipping)


def draw(ax: Axes, worlds: Worlds) -> None:
    """Draw the share of virtuous alliances over where they start, T* marked."""
    tipping = tipping_trust(MeanField(parameters=worlds.parameters))
    curve = 100 * shares(worlds, tipping, turnover=False)
    band(ax, curve, "simulated", BLUE, list(tipping + AROUND))
    ax.axvline(tipping, color=GREY, linewidth=0.8, linestyle="--")
    ax.annotate(" mean-field T*", (tipping, 4), fontsize=8)
    ax.set(xlabel="trust at the start (1)", ylabel="virtuous after 20 quarters (%)")


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say where the tipping point is."""
    return [
        f"Simulated alliances tip {row['13a'].mean:+.3f} from the trust that the mean field names, "
        f"{row['13b'].mean:+.3f} with key people leaving.",
        f"A tenth of trust decides: from below {row['13c'].mean:.0%} end well, from above "
        f"{row['13d'].mean:.0%}.",
        f"Out of distrust {row['13e'].mean:.0%} recover under {UNDER} of the critical push, "
        f"{row['13f'].mean:.0%} just above it.",
    ]


EXPERIMENT = Experiment("tipping_point", QUESTION, FACTS, rows, {"13": draw}, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
