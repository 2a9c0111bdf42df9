"""The arithmetic of this machine: the same numbers come out wherever it is the same, to the bit.

numpy picks its vector code by the processor, and where it has none it asks the C library, which
picks by the processor too. They agree to the last bit but one; a run of the model carries such a
difference on, to 2.5e-8 of a summary.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from sim.base.arrays import Array

PROBES = 8192
FUNCTIONS = (np.exp, np.expm1, np.log, np.log1p, np.sqrt)
"""Functions of the model, beside powers and sums, that are not exact to the last bit."""


@cache
def arithmetic() -> str:
    """Return what tells this machine's arithmetic from another's.

    Returns:
        Architecture, the levels of vector code that numpy's functions run here, and a hash of what
        they come to: ``x86_64 X86_V2+X86_V3+X86_V4 1f0e6c52``. The hash tells C libraries apart.
    """
    loops = np.lib.introspect.opt_func_info(signature="float32|float64")
    levels = {str(loop["current"]) for kinds in loops.values() for loop in kinds.values()}
    plain = sorted(level.removeprefix("baseline(").removesuffix(")") for level in levels)
    told = hashlib.sha256()
    for dtype in (np.float32, np.float64):
        for values in _probed(dtype):
            told.update(values.tobytes())
    return f"{platform.machine()} {'+'.join(plain)} {told.hexdigest()[:8]}"


def _probed(dtype: type[np.floating[Any]]) -> Iterator[Array]:
    """Yield what functions come to at fixed values, over the range that the model asks for."""
    share = (np.arange(1, PROBES + 1) * 0.6180339887498949 % 1.0).astype(dtype)
    for function in FUNCTIONS:
        yield function(share)
        yield function(share * dtype(16.0))
    yield np.exp(share * dtype(-16.0))
    yield np.power(share, (share[::-1] - dtype(0.5)) * dtype(8.0))
    yield np.asarray(share.sum())
    yield np.asarray(np.einsum("ra->r", share.reshape(64, -1)))
