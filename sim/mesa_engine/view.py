"""What one agent sees of a quarter: the same tables, cut down to its own rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.base.arrays import Array
from sim.core.quarter import Quarter
from sim.core.state import Rows


def seen_by_vendor(now: Quarter, vendor: int) -> Quarter:
    """Return the quarter as one vendor sees it: itself, its alliances, their partners."""
    alliances = np.flatnonzero(now.vendor_index == vendor)
    each, together = np.arange(len(alliances)), np.zeros(len(alliances), np.intp)
    partners = now.partner_index[alliances]
    return _cut(now, alliances, np.array([vendor]), together, partners, each)


def seen_by_partner(now: Quarter, partner: int) -> Quarter:
    """Return the quarter as one partner sees it: itself, its alliances, their vendors."""
    alliances = np.flatnonzero(now.partner_index == partner)
    each, together = np.arange(len(alliances)), np.zeros(len(alliances), np.intp)
    vendors = now.vendor_index[alliances]
    return _cut(now, alliances, vendors, each, np.array([partner]), together)


def _cut(
    now: Quarter,
    alliances: Array,
    vendors: Array,
    vendor_index: Array,
    partners: Array,
    partner_index: Array,
) -> Quarter:
    """Return the quarter with tables cut down to rows, and positions among the rows seen."""
    markets = np.zeros(1, np.intp)

    def rows(table: Any, index: Array) -> Any:
        return Rows(table, index)

    return replace(
        now,
        alliances=rows(now.alliances, alliances),
        vendors=rows(now.vendors, vendors),
        levers=rows(now.levers, vendors),
        partners=rows(now.partners, partners),
        markets=rows(now.markets, markets),
        vendor_index=vendor_index,
        partner_index=partner_index,
        rows={"alliance": alliances, "partner": partners, "market": markets},
    )
