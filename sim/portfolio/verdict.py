"""Verdicts: which treatment of an alliance to advise, from what each earns, and how sure it is."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.base.intervals import Interval
from sim.portfolio.treatments import CAREFUL, LEAVE, NAMES, TREATMENTS

SURE, USUAL = 0.8, 0.5
"""Shares of worlds in which a verdict must be best to be clear, and to be likely. Of plausible rule
sets it must be best in the second to be said at all: as each stands in a world of its own, bad luck
counts against it too, so half of them is most."""


def choose(profit: Array) -> tuple[Array, Array, Array]:
    """Return the verdict on each alliance, the treatment with the highest mean, and the shares.

    Args:
        profit: Profit by treatment, world and alliance, shape (treatments, R, alliances).

    Returns:
        Two arrays of treatments, shape (alliances,), and the share of worlds in which each
        treatment is best, shape (treatments, alliances).
    """
    top = profit.mean(axis=1).argmax(axis=0)
    best = profit.argmax(axis=0)
    shares = np.stack([(best == i).mean(axis=0) for i in range(len(profit))])
    most = shares.argmax(axis=0)
    own, largest = (shares[which, np.arange(len(top))] for which in (top, most))
    return np.where((own < USUAL) & (largest > own), most, top), top, shares


def held(profit: Array, chosen: Array, shares: Array) -> Array:
    """Return verdicts that hold in most rule sets; of the ways that begin nothing new, for others.

    Nobody is left then who earns more on average if it is invested in: that cannot be taken back.

    Args:
        profit: As of `choose`, a rule set a world.
        chosen: The verdicts of `choose`.
        shares: Share of the rule sets in which each treatment is best.
    """
    mean, leave = profit.mean(axis=1), NAMES.index(LEAVE)
    may_be = np.array([[name in CAREFUL] for name in NAMES]) & np.isfinite(mean)
    begun = [at for at, t in enumerate(TREATMENTS) if t.name not in CAREFUL and not t.is_left]
    may_be[leave] &= mean[begun].max(axis=0) <= mean[leave]
    careful, _, _ = choose(np.where(may_be[:, None], profit, -np.inf))
    holds = shares[chosen, np.arange(len(chosen))] >= USUAL
    return np.where(holds, chosen, careful)


def lead_over_next(profit: Array, chosen: Array) -> tuple[Array, Array]:
    """Return the next best of each, and the verdict's lead over it, shape (R, alliances)."""
    every = np.arange(profit.shape[2])
    others = np.where(np.arange(len(NAMES))[:, None] == chosen, -np.inf, profit.mean(axis=1))
    second = others.argmax(axis=0)
    return second, profit[chosen, :, every].T - profit[second, :, every].T


def confidence(gain: Interval, best_share: float, has_highest_mean: bool) -> str:
    """Return how sure a verdict is in a word; see `sim.portfolio.advice.AllianceAdvice`.

    Args:
        gain: Its lead over the next best way.
        best_share: Share of the worlds in which it is best.
        has_highest_mean: Whether no way earns more on average.
    """
    if not has_highest_mean and gain.high < 0:
        return "bet"
    if not gain.excludes_zero or best_share < USUAL:
        return "close call"
    return "clear" if best_share >= SURE else "likely"
