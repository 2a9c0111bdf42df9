"""Parameters as rows meet them: one number for all, or one value a world spread over its rows."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array


def varying(parameters: Any) -> dict[str, Array]:
    """Return the parameters that have one value a world; none if each is one number."""
    values = ((f.name, getattr(parameters, f.name)) for f in fields(parameters))
    return {name: value for name, value in values if isinstance(value, np.ndarray)}


def of_worlds(parameters: Any, worlds: Array | slice) -> Any:
    """Return the parameters of some worlds."""
    known = varying(parameters)
    if known and isinstance(worlds, np.ndarray):
        count = len(next(iter(known.values())))
        if np.array_equal(worlds, np.arange(count)):
            return parameters  # making them anew would check each again
    return replace(parameters, **{k: x[worlds] for k, x in known.items()}) if known else parameters


def of_world(parameters: Any, world: int) -> Any:
    """Return the parameters of one world as plain numbers."""
    known = varying(parameters)
    return replace(parameters, **{name: values[world].item() for name, values in known.items()})


def per_row(parameters: Any, worlds: Array, dtype: npt.DTypeLike = np.float64) -> Any:
    """Return parameters as some rows meet them.

    Args:
        parameters: The model's parameters, each a number or an array of one value a world.
        worlds: World of each row, by its place in those arrays.
        dtype: Floating-point type of the rows.

    Returns:
        The same parameters where all are numbers, else `Rules`.
    """
    return Rules(parameters, worlds, dtype) if varying(parameters) else parameters


class Rules:
    """Parameters of some rows: numbers stay numbers, one value a world becomes one a row."""

    def __init__(self, parameters: Any, worlds: Array, dtype: npt.DTypeLike) -> None:
        self._parameters, self._worlds, self._dtype = parameters, worlds, dtype
        self._slices: dict[tuple[int | None, int | None], Rules] = {}

    def __getattr__(self, name: str) -> Any:
        """Return a parameter, and keep it: it is spread once."""
        value = getattr(self._parameters, name)
        if isinstance(value, np.ndarray):
            value = value.astype(self._dtype).take(self._worlds)
        self.__dict__[name] = value
        return value

    def at(self, rows: Array | slice) -> Rules:
        """Return the parameters of some of the rows; those of a slice are spread once."""
        if not isinstance(rows, slice):
            return Rules(self._parameters, self._worlds[rows], self._dtype)
        if rows == slice(None):
            return self
        ends = rows.start, rows.stop
        if ends not in self._slices:
            self._slices[ends] = Rules(self._parameters, self._worlds[rows], self._dtype)
        return self._slices[ends]
