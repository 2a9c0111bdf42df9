"""The model's parameters by the name of an option of ``configs/model``."""

from __future__ import annotations

from sim.config.options import options
from sim.model.quarter import Parameters


def version(name: str) -> Parameters:
    """Return the parameters of a version of the model; levers that it has not are held."""
    told = options("model")[name]
    return Parameters(held=tuple(sorted(told.get("held", {}).items())), **told["model"])
