"""The part of a config that builds the ensemble of plausible rule sets."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import Field, create_model

from sim.config.sweep import STRICT


@dataclass(frozen=True)
class Recipe:
    """How an ensemble is built.

    Attributes:
        sets: Plausible sets wanted; of more, the first are kept.
        first: Sets of the first wave, drawn from the prior.
        later: Sets of each later wave.
        waves: Number of waves before the last filter.
        candidates: Sets that the last filter measures.
        worlds: Worlds that a set meets in a wave.
        fresh: Worlds, never looked at before, of the last filter.
        steps: Steps of each walk.
        seed: Seed of designs, walks and worlds.
    """

    sets: int = 600
    first: int = 4096
    later: int = 1024
    waves: int = 4
    candidates: int = 3072
    worlds: int = 4
    fresh: int = 10
    steps: int = 400
    seed: int = 4


_ABOUT = {
    "sets": "plausible rule sets wanted; of more, the first are kept",
    "first": "sets of the first wave, drawn from what is believed of each parameter",
    "later": "sets of each later wave, drawn where an emulator takes them to be plausible",
    "waves": "waves before the last filter",
    "candidates": "sets that the last filter measures in fresh worlds",
    "worlds": "worlds that a set meets in a wave",
    "fresh": "worlds, never looked at before, of the last filter",
    "steps": "steps of each walk in the emulator",
    "seed": "seed of designs, walks and worlds",
}
_KEYS: dict[str, Any] = {
    f.name: (int, Field(f.default, ge=0 if f.name == "seed" else 1, description=_ABOUT[f.name]))
    for f in fields(Recipe)
}
if TYPE_CHECKING:  # made from a declaration, so its keys are not known to a type checker
    EnsembleConfig: TypeAlias = Any
else:
    EnsembleConfig = create_model("EnsembleConfig", __config__=STRICT, **_KEYS)
