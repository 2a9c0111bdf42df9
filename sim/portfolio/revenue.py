"""Partners as large as their revenue says: revenue goes as the size of the partner."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.base.arrays import Array
from sim.core.world import World
from sim.model.quarter import Parameters
from sim.portfolio.read import Portfolio
from sim.run.ordinary import first_quarter_revenue

QUARTERS_A_YEAR = 4


def match_revenue(world: World, portfolio: Portfolio, p: Parameters, rows: Array) -> World:
    """Return the world with partners scaled so that every given revenue is earned at the start.

    Assumption: the revenue of a year is four times that of an ordinary first quarter under the
    status quo, without the ask. Revenue of that quarter is proportional to the partner's size
    (pipelines, opportunities and reference velocity all are), so one trial quarter is enough.

    Args:
        world: A world drawn for the portfolio.
        portfolio: The portfolio.
        p: The model's parameters.
        rows: The focal vendor's alliances, replication after replication in row order.
    """
    given = np.tile(portfolio.facts["yearly_revenue"], len(world.replications))
    has_revenue = ~np.isnan(given)
    if not has_revenue.any():
        return world
    rows, given = rows[has_revenue], given[has_revenue]
    trial = first_quarter_revenue(world, p)[rows]
    size = world.size.copy()
    size[world.partner[rows]] *= given / QUARTERS_A_YEAR / trial
    return replace(world, size=size)
