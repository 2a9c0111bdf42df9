"""The quantile of the normal distribution in numpy alone: importing scipy takes longer than a run.

Source: Wichura 1988, "Algorithm AS 241: The Percentage Points of the Normal Distribution", to about
16 digits; constants as in Python's `statistics.NormalDist`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_CENTRE = (
    (2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
     13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665),
    (5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
     5394.196021424751, 687.1870074920579, 42.31333070160091, 1.0),
)  # fmt: skip
_TAIL = (
    (0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
     3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835),
    (1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
     0.6897673349851, 1.6763848301838038, 2.053191626637759, 1.0),
)  # fmt: skip
_CENTRE_HALF_WIDTH = 0.425


def normal_quantile(chance: Array) -> Array:
    """Return the value that a standard normal number stays under with some chance.

    Args:
        chance: Probabilities from 1e-11 to 1 - 1e-11, any shape.
    """
    from_half = chance - 0.5
    above, below = _CENTRE
    inner = _CENTRE_HALF_WIDTH**2 - from_half * from_half
    centre = from_half * np.polyval(above, inner) / np.polyval(below, inner)
    above, below = _TAIL
    outer = np.sqrt(-np.log(np.minimum(chance, 1.0 - chance))) - 1.6
    tail = np.copysign(np.polyval(above, outer) / np.polyval(below, outer), from_half)
    return np.where(np.abs(from_half) <= _CENTRE_HALF_WIDTH, centre, tail)
