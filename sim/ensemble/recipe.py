"""How an ensemble is built."""

from __future__ import annotations

from dataclasses import dataclass

TOGETHER = 256
"""Rule sets measured at once: enough to make calls cheap, few enough to hold."""


@dataclass(frozen=True)
class Recipe:
    """How an ensemble is built.

    Attributes:
        sets: Plausible sets wanted at least.
        first: Sets of the first wave, drawn from the prior.
        later: Sets of each later wave.
        waves: Number of waves before the last filter.
        candidates: Sets that the last filter measures.
        worlds: Worlds that a set meets in a wave.
        fresh: Worlds, never looked at before, of the last filter.
        steps: Steps of each walk.
        seed: Seed of designs, walks and worlds.
    """

    sets: int = 500
    first: int = 8192
    later: int = 1024
    waves: int = 4
    candidates: int = 4096
    worlds: int = 4
    fresh: int = 10
    steps: int = 400
    seed: int = 4
