"""PRIM: the box of futures in which something happens, as in "the push wins when ...".

From all futures, the slice is peeled away again and again that raises the share of cases inside
most for each future that it gives up (slices differ in size where an input has few values). Of all
boxes on the way, the one is taken that best weighs *density* (share of futures inside that are
cases) against *coverage* (share of cases that are inside); then the limits are dropped that the box
can do without.

Source: Friedman & Fisher 1999; Kwakkel & Jaxa-Rozen 2016 for the gain per future given up; Bryant &
Lempert 2010 for coverage, density and the test of each limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array

PEEL = 0.05
"""Share of the futures inside that a peel takes away, at least one."""

FEWEST = 0.05
"""Share of all futures that a box must hold."""

MATTERS = 0.05
"""A limit is kept if by chance alone the box would be as dense this rarely at most."""

Limits = tuple[float, float] | tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """Futures within limits.

    Attributes:
        limits: Input to (low, high), or to the names it may take; other inputs are free.
        coverage: Share of cases that are inside.
        density: Share of the futures inside that are cases.
        mass: Share of all futures that are inside.
    """

    limits: Mapping[str, Limits]
    coverage: float
    density: float
    mass: float


def find_box(inputs: Mapping[str, Array], is_case: Array) -> Box | None:
    """Return the box that best describes the cases; None if all futures are cases, or none.

    Args:
        inputs: Input to its value in each future; numbers, or strings for names.
        is_case: Whether it happened in each future.
    """
    if is_case.all() or not is_case.any():
        return None
    trajectory = list(_peel(inputs, is_case))
    best = max(trajectory, key=lambda inside: _weigh(inside, is_case))
    limits = _limits(inputs, best)
    limits = _needed(inputs, is_case, limits)
    inside = _inside(inputs, limits)
    cases = (inside & is_case).sum()
    return Box(
        limits=limits,
        coverage=float(cases / is_case.sum()),
        density=float(cases / inside.sum()),
        mass=float(inside.mean()),
    )


def _weigh(inside: Array, is_case: Array) -> float:
    """Return the harmonic mean of coverage and density."""
    return float(2.0 * (inside & is_case).sum() / (inside.sum() + is_case.sum()))


def _peel(inputs: Mapping[str, Array], is_case: Array) -> Iterator[Array]:
    """Yield smaller and smaller boxes, as masks over the futures."""
    inside = np.ones(len(is_case), dtype=bool)
    fewest = max(1, int(FEWEST * len(is_case)))
    while True:
        yield inside
        smaller = [
            kept
            for values in inputs.values()
            for kept in _candidates(values, inside)
            if kept.sum() >= fewest
        ]
        if not smaller or is_case[inside].all():
            return
        density, mass = is_case[inside].mean(), inside.sum()
        inside = max(
            smaller, key=lambda kept: (is_case[kept].mean() - density) / (mass - kept.sum())
        )


def _candidates(values: Array, inside: Array) -> Iterator[Array]:
    """Yield the box less a slice at the low and at the high end, or less one name."""
    within = values[inside]
    if values.dtype.kind in "OU":
        yield from (inside & (values != name) for name in np.unique(within))
        return
    distinct = np.unique(within)
    if len(distinct) < 2:
        return
    low, high = np.quantile(within, [PEEL, 1.0 - PEEL])
    # On a coarse grid a quantile may be the end itself; then the whole end level goes.
    yield inside & (values >= max(low, distinct[1]))
    yield inside & (values <= min(high, distinct[-2]))


def _limits(inputs: Mapping[str, Array], inside: Array) -> dict[str, Limits]:
    """Return the limits of a box on those inputs that it limits."""
    limits: dict[str, Limits] = {}
    for name, values in inputs.items():
        within = values[inside]
        if values.dtype.kind in "OU":
            names = tuple(str(v) for v in np.unique(within))
            if len(names) < len(np.unique(values)):
                limits[name] = names
        elif within.min() > values.min() or within.max() < values.max():
            limits[name] = (float(within.min()), float(within.max()))
    return limits


def _inside(inputs: Mapping[str, Array], limits: Mapping[str, Limits]) -> Array:
    inside = np.ones(len(next(iter(inputs.values()))), dtype=bool)
    for name, limit in limits.items():
        values = inputs[name]
        if values.dtype.kind in "OU":
            inside &= np.isin(values.astype(str), limit)
        else:
            inside &= (values >= limit[0]) & (values <= limit[1])
    return inside


def _needed(
    inputs: Mapping[str, Array], is_case: Array, limits: Mapping[str, Limits]
) -> dict[str, Limits]:
    """Drop, the least first, limits without which the box is as good, or as dense by chance."""
    from scipy.stats import binom

    kept = dict(limits)
    while kept:
        inside = _inside(inputs, kept)
        weight = {}
        for name in kept:
            rest = {other: limit for other, limit in kept.items() if other != name}
            without = _inside(inputs, rest)
            chance = binom.sf((inside & is_case).sum() - 1, inside.sum(), is_case[without].mean())
            better = _weigh(without, is_case) >= _weigh(inside, is_case)
            weight[name] = 1.0 if better else float(chance)
        least = max(weight, key=lambda name: weight[name])
        if weight[least] <= MATTERS:
            break
        del kept[least]
    return kept
