"""Phases 0 and 6, cash: beyond its credit line a vendor cuts its team and pushes.

Also the value of profit today: a later euro is worth less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, VendorColumns, column, lasting

NO_LINE = 1e9
"""Credit that nobody uses up, k€ an alliance: there is no line."""


@dataclass(frozen=True, kw_only=True)
class CashParameters(ParameterGroup):
    """Credit, and the price of waiting."""

    credit_line: float = parameter(
        NO_LINE,
        0,
        NO_LINE,
        "k€",
        "credit line per alliance held; cumulative loss beyond it forces the push and a cut",
        "off by default",
        symbol="credit",
        switch="credit_line",
        neutral=NO_LINE,
        plausible=(1000000000.0, 1000000000.0),
        belief="off: a circumstance of a firm, no rule of the market",
    )
    credit_cut: float = parameter(
        0.3,
        0,
        1,
        "1",
        "capacity cut of a vendor beyond its credit line",
        "assumed",
        symbol="cut",
    )
    discount_rate: float = parameter(
        0.08,
        0,
        1,
        "1/y",
        "yearly rate at which profit is discounted to the start",
        "assumed",
        symbol="r",
    )


@dataclass
class CashColumns(AllianceColumns):
    """One value an alliance."""

    present_value: Array = column("k€", None, None, "profit discounted to the start", "pv")


@dataclass
class CashVendorColumns(VendorColumns):
    """One value a vendor."""

    cash: Array = lasting("k€", None, None, "cumulative profit", "cash", start=0.0)
    strain: Array = column("0/1", 0, 1, "beyond its credit line", "strain")


MEASURES = (
    Measure(
        "present_value",
        "Net present value",
        "k€",
        "sum",
        "profit discounted to the start, by the quarter's end",
    ),
)


def is_strained(cash: Array, credit: Array) -> Array:
    """Say whether a vendor is beyond its credit line, 0/1: ``cash < -credit``."""
    return (cash < -credit).astype(cash.dtype)


def discount_factor(quarter: int, yearly: Array | float) -> Array | float:
    """Return what a euro at the end of a quarter (from 0) is worth at the start.

    ``(1 + yearly)^(-(quarter + 1) / 4)``.
    """
    # `**` of numbers has other last bits than that of arrays.
    worth = np.power(1.0 + yearly, -(quarter + 1) / 4.0)
    return worth if isinstance(yearly, np.ndarray) else float(worth)


def has_credit_line(now: Quarter) -> bool:
    """Say whether cash matters to anybody."""
    return bool(np.any(now.per_vendor.credit_line < NO_LINE))


def see_credit(now: Quarter) -> None:
    """Let vendors see whether they are beyond their credit lines."""
    vendor = now.vendors
    vendor.strain = is_strained(vendor.cash, now.per_vendor.credit_line * vendor.accounts)
