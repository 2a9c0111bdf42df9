"""Starts that fit a given score: the factors that nobody gave are moved until the mean is right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from sim.base.arrays import Array
from sim.core.rules import per_row
from sim.core.world import World
from sim.model.assessment import refresh_derived_factors
from sim.model.factors import AUTONOMY, BUILT, OBJECTIVE, TRUST, score
from sim.model.loyalty import intent_target
from sim.model.quarter import Parameters
from sim.model.start import known_or
from sim.portfolio.columns import FACTOR_COLUMNS
from sim.portfolio.read import Portfolio

HALVINGS = 60


def start_factors(world: World | SimpleNamespace, p: Parameters, rows: Array | slice) -> Array:
    """Return the twelve factors as a run starts, shape (12, rows).

    Args:
        world: A world that knows the autonomy of these alliances.
        p: The model's parameters.
        rows: The alliances.
    """
    p = per_row(p, world.replication_of_alliance[rows])
    factors, trust = world.factors[:, rows].copy(), world.trust[rows]
    uncommitted = np.zeros_like(trust)
    target = intent_target(
        trust,
        factors[OBJECTIVE],
        world.value[world.partner[rows]],
        uncommitted,
        p.low_value_intent,
        p.vision_intent,
    )
    known = None if world.intent is None else world.intent[rows]
    refresh_derived_factors(factors, trust, world.vendor_trust[rows], known_or(known, target))
    if world.autonomy is not None:
        factors[AUTONOMY] = world.autonomy[rows]
    return factors


def moved(values: Array, shift: Array) -> Array:
    """Return values moved towards 1 (shift above 0) or towards 0 (below), 0..1.

    ``values + (1 - values) [shift]+ - values [-shift]+``: at 1 all are 1, at -1 all are 0.
    """
    return values + (1.0 - values) * np.maximum(0.0, shift) - values * np.maximum(0.0, -shift)


def match_scores(world: World, portfolio: Portfolio, p: Parameters, rows: Array) -> World:
    """Return the world with every given score true at the start, or as near as it can be.

    The built factors that are not given are moved together (see `moved`). Where that is not
    enough, so is the trust of either side that is not given: trust also carries two of the
    factors that mirror it, credibility and long-term relationship.

    Args:
        world: A world drawn for the portfolio.
        portfolio: The portfolio.
        p: The model's parameters.
        rows: The focal vendor's alliances, replication after replication in row order.
    """
    times = len(world.replications)
    goal = np.tile(portfolio.facts["score"], times)
    has_goal = ~np.isnan(goal)
    if not has_goal.any():
        return world
    rows, goal = rows[has_goal], goal[has_goal]

    def is_open(column: str) -> Array:
        return ~np.tile(portfolio.is_known(column), times)[has_goal]

    credibility_open = is_open(FACTOR_COLUMNS[TRUST])
    trust_open = is_open("trust") & credibility_open
    built_open = np.array([is_open(FACTOR_COLUMNS[i]) for i in BUILT])
    part = _rows_of(world, rows)

    def shifted(of_built: Array, of_trust: Array) -> SimpleNamespace:
        factors = part.factors.copy()
        factors[list(BUILT)] = moved(factors[list(BUILT)], of_built * built_open)
        trust = moved(part.trust, of_trust * trust_open)
        vendor_trust = moved(part.vendor_trust, of_trust * credibility_open)
        states = {"factors": factors, "trust": trust, "vendor_trust": vendor_trust}
        return SimpleNamespace(**{**vars(part), **states})

    def score_at(of_built: Array, of_trust: Array) -> Array:
        return score(start_factors(shifted(of_built, of_trust), p, slice(None)))

    still = np.zeros_like(goal)
    of_built, of_trust = solve(lambda shift: score_at(shift, still), goal), still
    is_missed = np.abs(score_at(of_built, still) - goal) > 1e-9
    if is_missed.any():
        of_trust = is_missed * solve(lambda shift: score_at(of_built, shift), goal)
    changed, states = shifted(of_built, of_trust), {}
    for name in ("factors", "trust", "vendor_trust"):
        states[name] = getattr(world, name).copy()
        states[name][..., rows] = getattr(changed, name)
    return replace(world, **states)


def _rows_of(world: World, rows: Array) -> SimpleNamespace:
    """Return some alliances of a world, with what `start_factors` looks at: they are few."""
    return SimpleNamespace(
        factors=world.factors[:, rows],
        trust=world.trust[rows],
        vendor_trust=world.vendor_trust[rows],
        value=world.value[world.partner[rows]],
        partner=np.arange(len(rows)),
        intent=None if world.intent is None else world.intent[rows],
        autonomy=None if world.autonomy is None else world.autonomy[rows],
        replication_of_alliance=world.replication_of_alliance[rows],
    )


def solve(rising: Callable[[Array], Array], goal: Array) -> Array:
    """Return where in -1..1 a rising function meets its goal, the nearer end if it never does."""
    low, high = np.full_like(goal, -1.0), np.full_like(goal, 1.0)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        is_under = rising(middle) < goal
        low, high = np.where(is_under, middle, low), np.where(is_under, high, middle)
    return np.where(rising(high) < goal, 1.0, high)
