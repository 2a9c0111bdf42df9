"""The type of an array of numbers, whatever its precision, and bounds on its values."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]


def at_least(values: Array, low: float) -> Array:
    """Return ``max(values, low)``: numpy clips three times as fast as it compares to a number."""
    bounded: Array = np.asarray(values).clip(low, np.inf)
    return bounded


def at_most(values: Array, high: float) -> Array:
    """Return ``min(values, high)``."""
    bounded: Array = np.asarray(values).clip(-np.inf, high)
    return bounded
