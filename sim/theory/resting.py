"""Where trust comes to rest: fixed points, tipping trust, critical push, hysteresis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.theory.mean_field import AT_REST, MeanField

GRID = np.linspace(0.0, 1.0, 2001)
ASKING = 1e-6


@dataclass(frozen=True)
class FixedPoint:
    """A trust at which the map stands still.

    Attributes:
        trust: Where, 0..1.
        slope: Slope of the map there; very large where an ask that switches on makes it jump.
        ask: The quarter-end ask that goes with it, 0..1.
    """

    trust: float
    slope: float
    ask: float

    @property
    def is_stable(self) -> bool:
        """Whether a small departure dies out."""
        return abs(self.slope) < 1.0

    @property
    def is_vicious(self) -> bool:
        """Whether it is a stable state in which the vendor asks quarter after quarter."""
        return self.is_stable and self.ask > ASKING


def fixed_points(field: MeanField) -> list[FixedPoint]:
    """Return the trusts at which the map stands still, in rising order."""
    trust = roots(field.drift, GRID)
    step = 1e-6
    slope = (field.next_trust(trust + step) - field.next_trust(trust - step)) / (2.0 * step)
    values = zip(trust, slope, field.ask(trust), strict=True)
    return [FixedPoint(float(t), float(s), float(a)) for t, s, a in values]


def tipping_trust(field: MeanField) -> float:
    """Return the trust under which an alliance falls: the unstable fixed point; NaN if none."""
    return next((point.trust for point in fixed_points(field) if not point.is_stable), np.nan)


def quota_trust(field: MeanField) -> float:
    """Return the trust at which an alliance makes its quota unaided; NaN if none.

    The closed form of the tipping trust: ``revenue(trust) = quota share``. The two agree where any
    shortfall feeds itself, so that the ask switches on almost like a step, and where that ask is
    enough to bring trust down.
    """
    found = roots(lambda trust: field.revenue(trust) - field.parameters.quota_share, GRID)
    return float(found[0]) if found.size else np.nan


def elasticity(field: MeanField, *names: str, step: float = 0.01) -> float:
    """Return the elasticity of `quota_trust` to parameters, which move together.

    ``log(T(1 + step) / T(1 - step)) / log((1 + step) / (1 - step))``.
    """
    low, high = (
        quota_trust(field.under(**{name: getattr(field.parameters, name) * by for name in names}))
        for by in (1.0 - step, 1.0 + step)
    )
    return float(np.log(high / low) / np.log((1.0 + step) / (1.0 - step)))


def has_vicious_state(field: MeanField) -> bool:
    """Say whether there is a stable state in which the vendor asks quarter after quarter."""
    return any(point.is_vicious for point in fixed_points(field))


def critical_push(field: MeanField, precision: float = 1e-4) -> float:
    """Return the push at which a vicious state appears, a saddle-node; NaN if none does up to 1.

    Damage is slaved or frozen as in `field`, whose own push does not matter.
    """
    low, high = 0.0, 1.0
    if not has_vicious_state(field.pushing(high)):
        return np.nan
    while high - low > precision:
        middle = 0.5 * (low + high)
        is_vicious = has_vicious_state(field.pushing(middle))
        low, high = (low, middle) if is_vicious else (middle, high)
    return high


def settle(field: MeanField, trust: float, quarters: int = 5000) -> float:
    """Return where trust comes to rest from a start."""
    here = np.asarray(trust)
    for _ in range(quarters):
        before, here = here, field.next_trust(here)
        if abs(here - before) < AT_REST:
            break
    return float(here)


def hysteresis(field: MeanField, pushes: Sequence[float], trust: float) -> list[float]:
    """Return the trust at rest under each push in turn, each starting where the last ended."""
    path = []
    for push in pushes:
        trust = settle(field.pushing(push), trust)
        path.append(trust)
    return path


def bifurcation(field: MeanField, pushes: Sequence[float]) -> list[tuple[float, FixedPoint]]:
    """Return the branches over push, ready to plot: pairs of a push and a fixed point."""
    return [(push, point) for push in pushes for point in fixed_points(field.pushing(push))]


def roots(function: Callable[[Array], Array], grid: Array) -> Array:
    """Return where a function changes sign between points of a grid, by bisection."""
    is_up = function(grid) > 0
    at = np.flatnonzero(is_up[:-1] != is_up[1:])
    low, high, starts_up = grid[at], grid[at + 1], is_up[at]
    for _ in range(40 if at.size else 0):
        middle = 0.5 * (low + high)
        is_before = (function(middle) > 0) == starts_up
        low, high = np.where(is_before, middle, low), np.where(is_before, high, middle)
    return 0.5 * (low + high)
