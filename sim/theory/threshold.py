"""How a simulation is held to the mean field.

Set-up: every alliance of every vendor is the `Representative` (vendor horizon .8 and partner
horizon .5 give its culture gap) and starts at the same trust T0 on both sides; all vendors follow
`REFERENCE`; all noise stays on; turnover is 0, building is frozen and nobody's alliance ends
(hooks ``building_frozen`` 1, ``endings_allowed`` 0). The market may grow: the quota grows with it.

Tipping trust: over a grid of T0, take the `virtuous_share` after 20 quarters with the mean field's
tipping trust as boundary; the simulated threshold is its `half_crossing`. Noise spreads the step
over a few hundredths of T0. Twenty worlds so set up gave .491 (.495 when factors may move) where
the mean field has .489.

Critical push: start all at T0 = .25, run 40 quarters (damage must come to rest) under pushes around
the critical push with damage slaved; below it all recover, above it none does. Twenty worlds gave
all at .15 and none at .17 where the mean field has .168.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array


def virtuous_share(trust: Array, boundary: float) -> Array:
    """Return the share of alliances (last axis) that end with trust above `boundary`, 0..1."""
    return np.asarray(np.mean(trust > boundary, axis=-1))


def half_crossing(starts: npt.ArrayLike, shares: npt.ArrayLike) -> float:
    """Return the start at which the virtuous share first reaches 1/2; NaN if it never does.

    Linear between the two starts around it; `starts` in rising order, `shares` alike in shape.
    """
    x, y = np.asarray(starts, float), np.asarray(shares, float)
    above = np.flatnonzero((y[:-1] < 0.5) & (y[1:] >= 0.5))
    if not above.size:
        return np.nan
    i = above[0]
    return float(x[i] + (x[i + 1] - x[i]) * (0.5 - y[i]) / (y[i + 1] - y[i]))
