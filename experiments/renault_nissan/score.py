"""Two ways to check a trajectory, and how often chance passes each.

The paper scores its case at 49 of 60 points. `published_score` follows the scoring of its code,
which asks for signs and rough levels. `null_rate` tells how often random rates pass the score, and
how often they come near the trajectory.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from experiments.renault_nissan.case import (
    ENDS,
    PHASES,
    SELF_TRUST,
    Rates,
    cooperation,
    largest_miss,
    paper_rule,
    run,
)
from sim.base.arrays import Array

PUBLISHED_SCORE = 49
NEAR = 0.05

RANGES = {
    "wide": {
        "building": (0.01, 0.30),
        "erosion": (0.01, 0.90),
        "damage": (0.0, 1.0),
        "healing": (0.0, 0.20),
        "amplification": (0.0, 1.0),
        "sensitivity": (0.25, 2.0),
    },
    "the paper's own sweep": {
        "building": (0.05, 0.15),
        "erosion": (0.15, 0.45),
        "damage": (0.50, 0.70),
        "healing": (0.01, 0.05),
        "amplification": (0.30, 0.70),
        "sensitivity": (0.5, 1.5),
    },
}
"""Ranges that random rates are drawn from, uniformly and independently.

Wide allows trust to fall more slowly than it rises, and reputation damage to be nil.
"""


class NullRate(NamedTuple):
    """How random rates fare.

    Attributes:
        passes_score: Share that reaches the published score.
        passes_trajectory: Share with all ten phase-end figures within `NEAR`.
        lowest_score: The worst score met.
    """

    passes_score: float
    passes_trajectory: float
    lowest_score: float


def published_score(trust: Array, damage: Array) -> Array:
    """Return the points out of 60 that the paper's scoring gives, one value a draw.

    - 10 for the level of trust, given to all where no observations are at hand;
    - 3 for each of the five phases in which mean trust moves the way actions point;
    - 5 if the crisis moves trust more than 1.5 times as fast as the other phases on average;
    - 5 if the recovery ends under 90% of trust before the crisis;
    - 5 if reputation damage ever passes .3;
    - 7 if mean trust ends between .2 and .8, else 4;
    - 2 for each of the four changes of phase around which mean trust moves by more than .05.

    Mean trust is over the whole matrix, each party's trust in itself included: that is how 49 comes
    out at the paper's rates. Arguments have shape (periods + 1, dyads, draws).
    """
    mean = (trust.sum(axis=1) + sum(SELF_TRUST)) / (trust.shape[1] + len(SELF_TRUST))
    starts = np.append(0, ENDS[:-1])
    moves = mean[ENDS] - mean[starts]
    signs = [cooperation(np.array([p.renault, p.nissan]), 1.0).mean() for p in PHASES]
    speed = np.abs(moves) / np.array([[p.periods] for p in PHASES])
    crisis = [p.name for p in PHASES].index("crisis")
    jumps = np.abs(mean[ENDS[:-1] + 1] - mean[ENDS[:-1] - 1])

    points = 10.0 + 3.0 * (moves * np.array(signs)[:, None] > 0).sum(axis=0)
    points += 5.0 * (speed[crisis] > 1.5 * np.delete(speed, crisis, axis=0).mean(axis=0))
    points += 5.0 * (mean[ENDS[crisis + 1]] < 0.9 * mean[ENDS[crisis - 1] - 1])
    points += 5.0 * (damage.max(axis=(0, 1)) > 0.3)
    points += np.where((mean[-1] >= 0.2) & (mean[-1] <= 0.8), 7.0, 4.0)
    return points + 2.0 * (jumps > 0.05).sum(axis=0)


def null_rate(ranges: Mapping[str, tuple[float, float]], draws: int, seed: int) -> NullRate:
    """Return how random rates fare under both checks."""
    rng = np.random.default_rng(seed)
    rates = Rates(**{name: rng.uniform(*ends, draws) for name, ends in ranges.items()})
    trust, damage = run(paper_rule(rates), rates.sensitivity)
    score = published_score(trust, damage)
    return NullRate(
        passes_score=float(np.mean(score >= PUBLISHED_SCORE)),
        passes_trajectory=float(np.mean(largest_miss(trust) <= NEAR)),
        lowest_score=float(score.min()),
    )
