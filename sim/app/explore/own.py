"""A firm's own alliances: read, kept by the worker in memory alone, and advised on."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import numpy as np

from sim.base.problems import ProblemsError
from sim.portfolio import (
    COLUMNS,
    Portfolio,
    coverage,
    headings_of,
    portfolio_from,
    reading_notes,
    reading_rows,
)
from sim.portfolio.columns import NAME, STATUS
from sim.portfolio.numbers import WAYS

MOST_BYTES = 1_000_000
MOST_PARTNERS = 2_000
KEPT = 4
TOKEN = 32

_kept: OrderedDict[str, Portfolio] = OrderedDict()


CHOICES = (NAME, *COLUMNS, STATUS)
"""What a column of a file can be said to mean."""


def read_own(raw: bytes, file: str, meant: Mapping[str, str]) -> dict[str, Any]:
    """Read a file, keep it, and tell how each of its columns was understood.

    Args:
        raw: The file.
        file: Its name.
        meant: Heading to the column that its owner says it means; empty for none.

    Returns:
        What the page shows for the owner to check and mend, and ``token``, by which to ask about
        it. Where something is wrong with it, ``problems`` instead of a token; each says its row.
    """
    columns = {
        "file": file,
        "columns": [list(item) for item in headings_of(raw, file, meant).items()],
        "choices": CHOICES,
    }
    try:
        portfolio = portfolio_from(raw, file, meant=meant)
    except ProblemsError as error:
        return columns | {"problems": [told.partition(WAYS)[0] for told in error.problems]}
    if len(portfolio) > MOST_PARTNERS:
        raise ProblemsError(
            [f"{file}: {len(portfolio):,} partners; the page takes {MOST_PARTNERS:,} at most"]
        )
    token = sha256(raw + json.dumps(meant, sort_keys=True).encode()).hexdigest()[:TOKEN]
    _kept[token] = portfolio
    _kept.move_to_end(token)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    reading = portfolio.reading
    assert reading is not None
    return columns | {
        "token": token,
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
