"""The published case: two trust rules on the same 79 periods of actions.

Source: arXiv 2510.24909 (trust dynamics in strategic coopetition), case study and published code.

Reading under which its phase-end figures come out to three decimals:

- Building is damped by both gaps, ``building s (1 - T)(1 - R)``, not by ``1 - R - T``.
- Reputation damage heals in every period, breaches included.
- Trust and damage move together: both see the values that the period began with.
- A party judges the other's action: Renault's trust in Nissan follows what Nissan does.
- In the crisis Renault acts at 3.0 and Nissan at 3.5, in the recovery at 5.5 and 5.8, at present at
  6.0 and 6.2. A common action of 2.0 in the crisis would leave .133 and .121 instead of .168, .132.
- Renault starts at .50, Nissan at 1.00. The case's matrix of first trusts has .55 where Nissan
  trusts itself and 1.00 where it trusts Renault: the two seem swapped, but 1.00 is what was run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.base.arrays import Array
from sim.model.quarter import Parameters
from sim.model.trust import next_damage, next_trust

Step = Callable[[Array, Array, Array], tuple[Array, Array]]

DYADS = ("Renault in Nissan", "Nissan in Renault")
DEPENDENCE = np.array([[0.65], [0.75]])
FIRST_TRUST = np.array([[0.50], [1.00]])
SELF_TRUST = (1.00, 0.55)
USUAL_ACTION = 5.0


class Phase(NamedTuple):
    """A phase of the case: its length in periods and the action of each party throughout."""

    name: str
    years: str
    periods: int
    renault: float
    nissan: float


PHASES = (
    Phase("formation", "1999-2002", 12, 6.5, 6.5),
    Phase("maturity", "2002-2018", 40, 7.0, 7.0),
    Phase("crisis", "2018-2019", 4, 3.0, 3.5),
    Phase("recovery", "2019-2023", 15, 5.5, 5.8),
    Phase("present", "2023-", 8, 6.0, 6.2),
)
ENDS = np.cumsum([phase.periods for phase in PHASES])
"""Period at the end of each phase; period 0 is the start."""

PUBLISHED = np.array([[0.840, 0.997, 0.168, 0.355, 0.534], [1.000, 1.000, 0.132, 0.267, 0.453]])
"""Trust at the end of each phase, shape (dyads, phases): figures of the paper's own model."""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """Parameters of the paper's rule, at its defaults; each a number or one value a draw.

    Attributes:
        building: Trust gained per unit of cooperation, 1/period.
        erosion: Trust lost per unit of breach, 1/period.
        damage: Reputation damage per unit of breach, 1/period.
        healing: Healing of reputation damage, 1/period.
        amplification: Erosion added by full dependence.
        sensitivity: Steepness of the signal.
    """

    building: Array | float = 0.10
    erosion: Array | float = 0.30
    damage: Array | float = 0.60
    healing: Array | float = 0.03
    amplification: Array | float = 0.50
    sensitivity: Array | float = 1.0


def cooperation(action: Array, sensitivity: Array | float) -> Array:
    """Return the signal of an action, -1..1: ``tanh(sensitivity (action - usual))``."""
    return np.tanh(sensitivity * (action - USUAL_ACTION))


def paper_rule(rates: Rates) -> Step:
    """Return the paper's step of trust T and damage R under a signal s.

    ``T + building [s]+ (1 - T)(1 - R) - erosion [-s]+ T (1 + amplification dependence)`` and
    ``R + damage [-s]+ (1 - R) - healing R``, both kept in 0..1.
    """

    def step(trust: Array, damage: Array, signal: Array) -> tuple[Array, Array]:
        kept, broken = np.maximum(signal, 0.0), np.maximum(-signal, 0.0)
        up = rates.building * kept * (1.0 - trust) * (1.0 - damage)
        down = rates.erosion * broken * trust * (1.0 + rates.amplification * DEPENDENCE)
        moved = damage + rates.damage * broken * (1.0 - damage) - rates.healing * damage
        return np.clip(trust + up - down, 0.0, 1.0), np.clip(moved, 0.0, 1.0)

    return step


def our_rule(p: Parameters) -> Step:
    """Return this model's step: a positive signal is good news, a negative one bad and a breach."""

    def step(trust: Array, damage: Array, signal: Array) -> tuple[Array, Array]:
        good, breach = np.maximum(signal, 0.0), np.maximum(-signal, 0.0)
        return (
            next_trust(trust, damage, good, breach, p.trust_gain, p.negativity),
            next_damage(damage, breach, p.damage_rate, p.damage_healing),
        )

    return step


def run(step: Step, sensitivity: Array | float = 1.0) -> tuple[Array, Array]:
    """Return trust and damage from period 0 on, each of shape (periods + 1, dyads, draws)."""
    actions = [np.array([[phase.nissan], [phase.renault]]) for phase in PHASES]
    signals = [cooperation(action, sensitivity) for action in actions]
    trust = np.broadcast_to(FIRST_TRUST, np.broadcast_shapes(FIRST_TRUST.shape, signals[0].shape))
    damage: Array = np.zeros_like(trust)
    path = [(trust, damage)]
    for phase, signal in zip(PHASES, signals, strict=True):
        for _ in range(phase.periods):
            path.append(step(*path[-1], signal))
    return np.stack([t for t, _ in path]), np.stack([d for _, d in path])


def phase_ends(trust: Array) -> Array:
    """Return trust at the end of each phase, shape (dyads, phases, draws)."""
    return np.moveaxis(trust[ENDS], 0, 1)


def largest_miss(trust: Array) -> Array:
    """Return how far the worst of the ten phase-end figures is from the published one, a draw."""
    return np.abs(phase_ends(trust) - PUBLISHED[..., None]).max(axis=(0, 1))
