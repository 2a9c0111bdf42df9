"""Phase 9, regions: a willing partner that executes well opens the next region."""

from __future__ import annotations

from dataclasses import dataclass

from sim.base.arrays import Array
from sim.core.measure import Measure
from sim.core.parameter import ParameterGroup, parameter
from sim.core.quarter import Quarter
from sim.core.state import AllianceColumns, counter, small


@dataclass(frozen=True, kw_only=True)
class RegionParameters(ParameterGroup):
    """What opens a region."""

    region_intent: float = parameter(
        0.65, 0, 1, "1", "intent needed to open a region", "assumed", symbol="i_reg"
    )
    region_teamwork: float = parameter(
        0.4, 0, 1, "1", "execution level needed to open a region", "assumed, tuned", symbol="x_reg"
    )
    most_regions: int = parameter(
        4,
        0,
        4,
        "count",
        "regions that can be added",
        "seed 001",
        symbol="reg_max",
        switch="regions",
        neutral=0,
    )
    region_wait: int = parameter(
        2,
        1,
        8,
        "q",
        "quarters between regions",
        "seed 001: UK, then Germany, DACH, EMEA",
        symbol="reg_lag",
    )


@dataclass
class RegionsColumns(AllianceColumns):
    """One value an alliance."""

    regions: Array = small("count", 0, 4, "regions added to the home region", "reg")
    quarters_since_region: Array = counter(
        "q", 0, None, "quarters since the last region", "since", start=0
    )


MEASURES = (Measure("regions", "Regions added", "count", "mean", "all accounts"),)


def opens_region(
    intent: Array, teamwork: Array, regions: Array, waited: Array, rules: RegionParameters
) -> Array:
    """Say which alliances open a region: willing, able, not yet everywhere, and not too soon."""
    return (
        (intent >= rules.region_intent)
        & (teamwork >= rules.region_teamwork)
        & (regions < rules.most_regions)
        & (waited >= rules.region_wait)
    )


def open_regions(now: Quarter) -> None:
    """Open regions, count the quarters since."""
    p, alliance = now.per_alliance, now.alliances
    waited = alliance.quarters_since_region + 1
    opens = (alliance.allied > 0) & opens_region(
        alliance.intent, alliance.teamwork, alliance.regions, waited, p
    )
    alliance.regions = alliance.regions + opens
    alliance.quarters_since_region = waited * ~opens
