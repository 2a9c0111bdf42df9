"""Theory beside simulation: the mean field's resting points, and where simulations come to rest.

Run with ``python -m experiments.theory_beside_simulation``. The quotas were not tuned on. Worlds
hold factors, ties and endings as the theory does (see `sim.theory.threshold`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes

from experiments.figures import BLUE, GREEN, GREY, VERMILION, legend
from experiments.frame import Experiment, Range, Row
from experiments.publish import main
from experiments.tipping_point import (
    NO_TURNOVER,
    RECOVERY_QUARTERS,
    Alike,
    pushing,
    shares,
    thresholds,
)
from sim.base.arrays import Array
from sim.core.scenario import throughout
from sim.ensemble.worlds import Worlds
from sim.theory import MeanField, bifurcation, fixed_points, hysteresis, tipping_trust

QUESTION = "Does the simulation come to rest where the mean field says?"
FACTS = {
    "map": "The map of trust and where it stands still (push 1)",
    "push": "Resting points over push, simulated from two starts",
    "quota": "Tipping trust over quota",
    "loop": "Hysteresis: the way up is not the way down",
}
QUOTAS = (0.26, 0.3, 0.38, 0.42)
PUSHES = (0.0, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0)
TRUSTING, DISTRUSTFUL = 0.75, 0.25
HIGH, LOW = "from trust 0.75", "from trust 0.25"


def under(worlds: Worlds, quota: float) -> Worlds:
    """Return the same worlds under another quota."""
    return Worlds(worlds.seed, worlds.number, replace(worlds.parameters, quota_share=quota))


def rows(worlds: Worlds) -> list[Row]:
    """Compare simulated thresholds under several quotas with the tipping trust of each."""
    found = []
    for i, quota in enumerate(QUOTAS):
        changed = under(worlds, quota)
        tipping = tipping_trust(MeanField(parameters=changed.parameters))
        values = thresholds(shares(changed, tipping, turnover=False))
        measure = f"simulated threshold minus T* = {tipping:.3f}, quota {quota:g}"
        found.append(Row(f"T{'abcd'[i]}", measure, values, "1", Range(-0.03, 0.03)))
    return found


def at_rest(worlds: Worlds, start: float) -> Array:
    """Return mean trust after ten years under each push, shape (worlds, pushes)."""
    held = (
        throughout("building_frozen", 1.0, RECOVERY_QUARTERS),
        throughout("endings_allowed", 0.0, RECOVERY_QUARTERS),
    )
    case = {"quarters": RECOVERY_QUARTERS, "everyone": True, "start": Alike(start)}
    results = worlds.run(*map(pushing, PUSHES), events=held, changes=NO_TURNOVER, **case)
    return np.stack([result.last("trust") for result in results], axis=1)


def draw_map(ax: Axes, worlds: Worlds) -> None:
    """Draw how far trust moves in a quarter, and where it does not."""
    field = MeanField(parameters=worlds.parameters)
    trust = np.linspace(0, 1, 801)
    ax.plot(trust, 100 * field.drift(trust), color=BLUE, linewidth=1.5)
    ax.axhline(0, color=GREY, linewidth=0.8)
    for point in fixed_points(field):
        face = BLUE if point.is_stable else "white"
        ax.plot(point.trust, 0, "o", color=BLUE, markerfacecolor=face, markersize=6)
        ax.annotate(f"{point.trust:.2f}", (point.trust, 0), xytext=(0, 6),
                    textcoords="offset points", fontsize=8, ha="center")  # fmt: skip
    ax.set(xlabel="trust (1)", ylabel="change of trust in a quarter (hundredths)")


def draw_push(ax: Axes, worlds: Worlds) -> None:
    """Draw the branches with damage at rest, simulated ends on top."""
    field = MeanField(parameters=worlds.parameters, is_slaved=True)
    points = bifurcation(field, np.linspace(0, 1, 101).tolist())
    for is_stable, style, label in ((True, "-", "stable"), (False, ":", "unstable")):
        some = [(push, p.trust) for push, p in points if p.is_stable == is_stable]
        x, y = np.array(some).T
        ax.plot(x, y, ".", color=GREY, markersize=3 if style == "-" else 1.2, label=label)
    for start, name, colour in ((TRUSTING, HIGH, BLUE), (DISTRUSTFUL, LOW, VERMILION)):
        for i, (push, values) in enumerate(zip(PUSHES, at_rest(worlds, start).T, strict=True)):
            row = Row("", "", values, "1", Range(0, 1))
            ax.errorbar(push, row.mean, row.half, fmt="o", color=colour, markersize=4, capsize=2,
                        label=f"simulated {name}" if i == 0 else None)  # fmt: skip
    ax.set(xlabel="push (1)", ylabel="trust at rest, or after ten years (1)", ylim=(0, 1))
    legend(ax)


def draw_quota(ax: Axes, worlds: Worlds) -> None:
    """Draw the tipping trust over quota, simulated thresholds on top."""
    quotas = np.linspace(0.22, 0.46, 25)
    fields = [MeanField(parameters=replace(worlds.parameters, quota_share=q)) for q in quotas]
    ax.plot(quotas, [tipping_trust(field) for field in fields], color=GREY, label="mean field")
    for quota, row in zip(QUOTAS, rows(worlds), strict=True):
        tipping = tipping_trust(MeanField(parameters=under(worlds, quota).parameters))
        ax.errorbar(quota, tipping + row.mean, row.half, fmt="o", color=BLUE, markersize=4,
                    capsize=2, label="simulated" if quota == QUOTAS[0] else None)  # fmt: skip
    ax.set(xlabel="quota over partner size (1/q)", ylabel="tipping trust T* (1)")
    legend(ax)


def draw_loop(ax: Axes, worlds: Worlds) -> None:
    """Draw trust at rest as push rises and falls again, from trust and from distrust."""
    field = MeanField(parameters=worlds.parameters, is_slaved=True)
    down = np.linspace(1, 0, 41).tolist()
    up = down[::-1]
    ax.plot(up, hysteresis(field, up, TRUSTING), color=BLUE, label="push rises, from trust")
    ax.plot(down, hysteresis(field, down, DISTRUSTFUL), color=VERMILION, linestyle="--",
            label="push falls, from distrust")  # fmt: skip
    ax.plot([1.0], hysteresis(field, [1.0], DISTRUSTFUL), "o", color=GREEN, markersize=4)
    ax.set(xlabel="push (1)", ylabel="trust at rest (1)", ylim=(0, 1))
    legend(ax)


def sentences(row: Mapping[str, Row]) -> Sequence[str]:
    """Say how far theory and simulation are apart."""
    worst = max(row.values(), key=lambda r: abs(r.mean))
    least = min(row.values(), key=lambda r: abs(r.mean))
    holding = sum(r.verdict == "holds" for r in row.values())
    return [
        f"Under quotas that nothing was tuned on, simulated alliances tip {least.mean:+.3f} to "
        f"{worst.mean:+.3f} from the trust of the mean field.",
        f"{holding} of {len(row)} thresholds lie within 0.03 of it.",
        "A push that trust survives does not let distrust recover: only below the critical push do "
        "both starts end in the same place.",
    ]


DRAW = {"map": draw_map, "push": draw_push, "quota": draw_quota, "loop": draw_loop}
EXPERIMENT = Experiment("theory_beside_simulation", QUESTION, FACTS, rows, DRAW, sentences)

if __name__ == "__main__":
    main(EXPERIMENT)
