"""Parameters as rows meet them: one number for all, or one value a world spread over its rows."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array


def is_plain(parameters: Any) -> bool:
    """Say whether every parameter is one number, the same in all worlds."""
    return not any(isinstance(getattr(parameters, f.name), np.ndarray) for f in fields(parameters))


class Rules:
    """Parameters of some rows: numbers stay numbers, one value a world becomes one a row.

    Args:
        parameters: The model's parameters, each a number or an array of one value a world.
        worlds: World of each row.
        dtype: Floating-point type of the state.
    """

    def __init__(self, parameters: Any, worlds: Array, dtype: npt.DTypeLike) -> None:
        self._parameters, self._worlds, self._dtype = parameters, worlds, dtype

    def __getattr__(self, name: str) -> Any:
        """Return a parameter, and keep it: it is spread once."""
        value = getattr(self._parameters, name)
        if isinstance(value, np.ndarray):
            value = value.astype(self._dtype).take(self._worlds)
        self.__dict__[name] = value
        return value

    def at(self, rows: Array | slice) -> Rules:
        """Return the parameters of some of the rows."""
        return Rules(self._parameters, self._worlds[rows], self._dtype)
