"""One's own history: which plausible rules it fits, what it teaches, and what comes next.

Every rule set runs the vendor's past in a few worlds. Summaries of the file are held against those
of the sets (a synthetic likelihood: normal around a set's mean, its spread the luck of worlds,
pooled over sets), and each set is weighted by how well it explains them. All summaries are free of
scale, so that a vendor of any size may ask.

Source: Wood 2010, statistical inference for noisy nonlinear ecological dynamic systems.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.base.problems import ProblemsError
from sim.ensemble.doubt import weighted_quantiles
from sim.ensemble.sets import Sets, rules_of, size_of, world_numbers
from sim.market.population import Population
from sim.market.source import Market
from sim.policies import find
from sim.portfolio.history import History
from sim.run.setting import Setting
from sim.run.simulate import simulate

WORLDS = 6
"""Worlds of each set: enough for a mean, and together for the luck around it."""

AHEAD = 8
"""Quarters forecast."""

BAND = (0.05, 0.5, 0.95)
YEAR = 4
TOO_ODD = 1e-6
"""Chance under which even the nearest rule set does not explain a history."""

EASED = 0.6
"""Power of the likelihood: summaries have heavier tails than normal ones, so at 1 the intervals of
vendors with known rules come out too narrow (experiments.own_history measures it)."""

LEARNED = 0.2
"""Share of a parameter's variance that must be gone before the history is said to tell of it."""

SUMMARIES = (
    "growth of revenue, last year over first",
    "spread of partners' revenue",
    "change of a partner's revenue from quarter to quarter",
    "share of partner-quarters without revenue, last year",
    "turn of total revenue after a rise",
    "discount in the first year",
    "discount in the last year",
)
SMALL = 1e-3  # of the mean revenue: so little that it is none, yet has a logarithm


@dataclass(frozen=True)
class Fit:
    """How well each rule set explains a history.

    Attributes:
        weights: Weight of each set, adding up to 1.
        distance: Squared distance of the nearest set, in units of luck.
        paths: Total revenue over the history's mean, shape (sets, worlds, quarters and `AHEAD`).
    """

    weights: Array
    distance: float
    paths: Array

    @property
    def effective(self) -> float:
        """Effective number of sets: one over the sum of squared weights."""
        return float(1.0 / (self.weights**2).sum())


def summaries(revenue: Array, discount: Array) -> Array:
    """Return what a history is judged by, shape (..., `SUMMARIES`).

    Args:
        revenue: Shape (..., partners, quarters).
        discount: Same shape; NaN where unknown.
    """
    mean = revenue.mean(axis=(-2, -1), keepdims=True)
    relative = revenue / np.maximum(mean, 1e-12) + SMALL
    total = relative.mean(axis=-2)
    by_partner = relative.mean(axis=-1)
    steps = np.abs(np.diff(np.log(relative), axis=-1))
    moves = np.diff(np.log(total), axis=-1)
    known = ~np.isnan(discount)
    filled = np.where(known, discount, 0.0)
    parts = [
        np.log(total[..., -YEAR:].mean(axis=-1) / total[..., :YEAR].mean(axis=-1)),
        np.log(by_partner).std(axis=-1),
        np.log(np.minimum(steps, 3.0).mean(axis=(-2, -1)) + SMALL),
        (revenue[..., -YEAR:] <= 0).mean(axis=(-2, -1)),
        (moves[..., 1:] * moves[..., :-1]).mean(axis=-1) / ((moves**2).mean(axis=-1) + SMALL),
    ]
    for years in (slice(0, YEAR), slice(-YEAR, None)):
        count = known[..., years].sum(axis=(-2, -1))
        value = filled[..., years].sum(axis=(-2, -1)) / np.maximum(count, 1)
        parts.append(np.where(count > 0, value, np.nan))
    return np.stack(parts, axis=-1)


@dataclass(frozen=True)
class Rerun:
    """A vendor's past and near future in every rule set; shape (sets, worlds, partners, quarters).

    Attributes:
        revenue: Revenue by partner.
        discount: Going discount by partner.
    """

    revenue: Array
    discount: Array


def rerun(sets: Sets, partners: int, quarters: int, policy: str, seed: int) -> Rerun:
    """Run a vendor with so many partners in every rule set, the quarters to come included."""
    vendors = Population().vendors
    setting = Setting(
        parameters=rules_of(sets, WORLDS),
        draw=Market(Population(alliances_per_vendor=partners, vendors=vendors, bench=0)),
        quarters=quarters + AHEAD,
        seed=seed,
        replications=size_of(sets) * WORLDS,
        world_numbers=world_numbers(sets, WORLDS),
        precision="single",
        panel=("revenue", "discount"),
    )
    panel = simulate([find(policy)], setting)[policy].panel
    shape = (size_of(sets), WORLDS, quarters + AHEAD, partners)
    revenue, discount = (
        np.moveaxis(panel[name].reshape(shape), -1, -2) for name in ("revenue", "discount")
    )
    return Rerun(revenue, discount)


def fit(history: History, again: Rerun, quarters: int) -> Fit:
    """Weigh rule sets by how well they explain the first quarters of a history.

    Raises:
        ProblemsError: Nothing plausible looks like it.
    """
    from scipy.stats import chi2  # imported here: only a history needs it

    seen = summaries(history.revenue[:, :quarters], history.discount[:, :quarters])
    made = summaries(again.revenue[..., :quarters], again.discount[..., :quarters])
    used = np.isfinite(seen)
    center = made[..., used].mean(axis=1)
    away = (made[..., used] - center[:, None]).reshape(-1, int(used.sum()))
    luck = away.T @ away / (len(center) * (WORLDS - 1)) + 1e-9 * np.eye(int(used.sum()))
    gap = seen[used] - center
    distance = np.einsum("si,si->s", gap @ np.linalg.inv(luck), gap) / (1.0 + 1.0 / WORLDS)
    nearest = int(np.argmin(distance))
    if chi2.sf(distance[nearest], used.sum()) < TOO_ODD:
        names = np.array(SUMMARIES)[used]
        worst = int(np.argmax(np.abs(gap[nearest]) / np.sqrt(np.diag(luck))))
        raise ProblemsError(
            [
                "history: no plausible rule set looks like it; the nearest differs most in "
                f"{names[worst]} ({seen[used][worst]:.2g} against {center[nearest, worst]:.2g})"
            ]
        )
    weights = np.exp(-0.5 * EASED * (distance - distance[nearest]))
    total = again.revenue.sum(axis=-2)
    paths = total / total[..., :quarters].mean(axis=-1, keepdims=True)
    return Fit(weights / weights.sum(), float(distance[nearest]), paths)


def band(found: Fit) -> Array:
    """Return the 5, 50 and 95% points of total revenue over its mean, shape (3, quarters)."""
    sets, worlds, quarters = found.paths.shape
    weights = np.repeat(found.weights / worlds, worlds)
    flat = found.paths.reshape(sets * worlds, quarters)
    return np.array([weighted_quantiles(flat[:, q], weights, BAND) for q in range(quarters)]).T


@dataclass(frozen=True)
class Learned:
    """What a history tells of a parameter.

    Attributes:
        name: The parameter.
        low: 5% point after the history.
        high: 95% point.
        prior: The same two points before it.
        gone: Share of the variance that is gone.
    """

    name: str
    low: float
    high: float
    prior: tuple[float, float]
    gone: float


def learned(sets: Sets, found: Fit) -> list[Learned]:
    """Return what a history tells of every parameter, the most first."""
    alike = np.full(size_of(sets), 1.0 / size_of(sets))
    told = []
    for name, values in sets.items():
        mean = found.weights @ values
        after = found.weights @ (values - mean) ** 2
        before = float(values.var())
        low, high = weighted_quantiles(values, found.weights, (0.05, 0.95))
        first, last = weighted_quantiles(values, alike, (0.05, 0.95))
        gone = 1.0 - float(after) / before if before > 0 else 0.0
        told.append(Learned(name, low, high, (first, last), gone))
    return sorted(told, key=lambda item: -item.gone)


def covered(history: History, again: Rerun) -> tuple[int, int]:
    """Hold out the last quarters; return how many fell into the 90% band, of how many."""
    held = min(YEAR, history.revenue.shape[1] // 3)
    quarters = history.revenue.shape[1] - held
    low, _, high = band(fit(history, again, quarters))
    total = history.revenue.sum(axis=0)
    path = total / total[:quarters].mean()
    ahead = slice(quarters, quarters + held)
    inside = (path[ahead] >= low[ahead]) & (path[ahead] <= high[ahead])
    return int(inside.sum()), held
