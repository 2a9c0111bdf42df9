"""Where in the space of rules to look next: an emulator of the figures, and a walk in its prior.

Building an ensemble needs scikit-learn (extra ``ensemble``); using one does not.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np

from sim.base.arrays import Array
from sim.ensemble.targets import Target

HIDDEN = (128, 64)
ROUNDS = 200
FAR = 8.0
STRETCH = (0.03, 0.3)
"""Smallest and largest standard deviation of a step, in the unit cube."""


def as_known(values: Array, target: Target) -> Array:
    """Return figures on the scale on which a target counts distance, in tolerances from it.

    Clipped to `FAR` tolerances: how far too far is no matter. NaN becomes the largest distance.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        is_log = target.scale == "log"
        away = np.log(values / target.published) if is_log else values - target.published
    return np.clip(np.nan_to_num(away / target.tolerance, nan=FAR), -FAR, FAR)


def emulator(
    points: Array, figures: dict[str, Array], known: Sequence[Target], seed: int
) -> Callable[[Array], Array]:
    """Return a function from points of the cube to signed implausibilities, (points, targets).

    A small neural network on standardised inputs, fitted with early stopping.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    wanted = np.column_stack([as_known(figures[t.figure], t) for t in known])
    spread = wanted.std(axis=0) + 1e-9
    network = MLPRegressor(
        hidden_layer_sizes=HIDDEN,
        early_stopping=True,
        max_iter=ROUNDS,
        alpha=1e-3,
        random_state=seed,
    )
    model = make_pipeline(StandardScaler(), network)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(points, wanted / spread)
    return lambda asked: np.asarray(model.predict(asked)).reshape(len(asked), -1) * spread


def plausible_points(
    emulated: Callable[[Array], Array], count: int, axes: int, steps: int, seed: Sequence[int]
) -> Array:
    """Return points of the cube drawn in proportion to how plausible the emulator takes them.

    `count` independent Metropolis walks, each from a point of the prior of its own, so that no two
    share values; the likelihood of a point is ``exp(-sum of squared implausibilities / 2)``, eased
    in over the first half of the steps. A step moves a few coordinates, folded back into the cube.
    """
    luck = np.random.default_rng(seed)
    points = luck.random((count, axes))
    likelihood = _log_likelihood(emulated, points)
    for step in range(steps):
        sharpness = min(1.0, 2.0 * (step + 1) / steps)
        chance = luck.choice([1.0, 3.0, 10.0], (count, 1)) / axes
        moves = luck.random((count, axes)) < chance
        length = np.exp(luck.uniform(np.log(STRETCH[0]), np.log(STRETCH[1]), (count, 1)))
        tried = points + moves * length * luck.standard_normal((count, axes))
        tried = 1.0 - np.abs(1.0 - np.abs(tried) % 2.0)
        asked = _log_likelihood(emulated, tried)
        gain = sharpness * (asked - likelihood)
        taken = np.log(luck.random(count)) < gain
        points[taken], likelihood[taken] = tried[taken], asked[taken]
    return points


def _log_likelihood(emulated: Callable[[Array], Array], points: Array) -> Array:
    far = emulated(points)
    total: Array = -0.5 * (far * far).sum(axis=1)
    return total
