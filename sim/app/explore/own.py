"""A firm's own alliances: read, kept by the worker in memory alone, and advised on."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from typing import Any

import numpy as np

from sim.base.problems import ProblemsError
from sim.portfolio import Portfolio, coverage, portfolio_from, reading_notes, reading_rows

MOST_BYTES = 1_000_000
MOST_PARTNERS = 2_000
KEPT = 4
TOKEN = 32

_kept: OrderedDict[str, Portfolio] = OrderedDict()


def read_own(raw: bytes, file: str) -> dict[str, Any]:
    """Read a file, keep it, and tell how each of its columns was understood.

    Returns:
        What the page shows for the owner to check, and ``token``, by which to ask about it.

    Raises:
        ProblemsError: Something is wrong with it; every problem says its row.
    """
    portfolio = portfolio_from(raw, file)
    if len(portfolio) > MOST_PARTNERS:
        raise ProblemsError(
            [f"{file}: {len(portfolio):,} partners; the page takes {MOST_PARTNERS:,} at most"]
        )
    token = sha256(raw).hexdigest()[:TOKEN]
    _kept[token] = portfolio
    _kept.move_to_end(token)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    reading = portfolio.reading
    assert reading is not None
    return {
        "token": token,
        "file": file,
        "alliances": len(portfolio),
        "reading": reading_rows(reading),
        "notes": [*reading_notes(reading), *map(str, coverage(portfolio))],
    }


def own(token: str) -> Portfolio:
    """Return a portfolio that was read.

    Raises:
        ProblemsError: It is not kept any more.
    """
    if token not in _kept:
        raise ProblemsError(["your file is no longer kept here; choose it again"])
    _kept.move_to_end(token)
    return _kept[token]


def usual_discount(portfolio: Portfolio, otherwise: float) -> float:
    """Return the mean discount of a portfolio; another where the file gives none."""
    known = portfolio.facts["discount"][portfolio.is_known("discount")]
    return float(np.mean(known)) if len(known) else otherwise
