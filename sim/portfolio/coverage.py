"""What a portfolio file says and what had to be drawn, and where the model could not follow it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.market.population import Population
from sim.model.factors import BUILT, score
from sim.model.quarter import Parameters
from sim.portfolio.columns import COLUMNS, FACTOR_COLUMNS, FACTORS_IF_OPEN, IF_OPEN
from sim.portfolio.read import Portfolio
from sim.portfolio.score import start_factors
from sim.portfolio.world import focal_rows, portfolio_worlds

LISTED = 5
SCORE = "score or factors"
VISIBLE = 0.05
"""Points of score that a reader would notice."""


@dataclass(frozen=True)
class Coverage:
    """How far a fact is known.

    Attributes:
        fact: A column, or ``score or factors``: the score, or all nine factors built by work.
        given: Number of alliances whose row gives it.
        open: Names of the partners whose row does not.
        instead: What is done for those.
    """

    fact: str
    given: int
    open: tuple[str, ...]
    instead: str

    def __str__(self) -> str:
        """Return a line for people."""
        total = self.given + len(self.open)
        if not self.open:
            return f"{self.fact}: given for all {total}"
        some = ", ".join(self.open[:LISTED])
        more = f" and {len(self.open) - LISTED} more" if len(self.open) > LISTED else ""
        return f"{self.fact}: given for {self.given} of {total}; {self.instead} for {some}{more}"


def coverage(portfolio: Portfolio) -> list[Coverage]:
    """Return how far each fact is known."""

    def told(fact: str, is_known: Array, instead: str) -> Coverage:
        names = tuple(n for n, known in zip(portfolio.names, is_known, strict=True) if not known)
        return Coverage(fact, int(is_known.sum()), names, instead)

    all_built = np.all([portfolio.is_known(FACTOR_COLUMNS[i]) for i in BUILT], axis=0)
    return [
        told(SCORE, portfolio.is_known("score") | all_built, FACTORS_IF_OPEN),
        *(told(name, portfolio.is_known(name), instead) for name, instead in IF_OPEN.items()),
    ]


def drawn_facts(portfolio: Portfolio) -> list[tuple[str, ...]]:
    """Return for each alliance the facts that its row leaves to be drawn, guesses among them."""
    gaps = {item.fact: set(item.open) for item in coverage(portfolio) if item.fact != "regions"}
    guess = portfolio.facts["values_partnership"]
    is_guess = (guess > 0) & (guess < 1)
    gaps["values_partnership"] |= {portfolio.names[i] for i in np.flatnonzero(is_guess)}
    return [
        tuple(fact for fact, names in gaps.items() if name in names) for name in portfolio.names
    ]


def notes(
    portfolio: Portfolio,
    population: Population,
    p: Parameters,
    seed: int,
    own_culture: float | None = None,
) -> list[str]:
    """Return all that a reader should know of how a portfolio was used, a line each."""
    own = "drawn, since the file is about the partners" if own_culture is None else "given"
    return [
        *(str(item) for item in coverage(portfolio)),
        f"culture of the vendor itself: {own}",
        *departures(portfolio, population, p, seed),
    ]


def departures(
    portfolio: Portfolio, population: Population, p: Parameters, seed: int, replications: int = 20
) -> list[str]:
    """Return where the worlds drawn start elsewhere than the file says, a line each.

    Args:
        portfolio: The portfolio.
        population: The market around it.
        p: The model's parameters; they bound discounts and contacts.
        seed: Seed of the run.
        replications: Worlds to look at for scores out of the model's reach.
    """
    return (
        _beyond(portfolio, "discount", p.lowest_discount, p.highest_discount)
        + _beyond(portfolio, "contacts", 1, p.most_threads)
        + _missed_scores(portfolio, population, p, seed, replications)
    )


def _beyond(portfolio: Portfolio, fact: str, low: float, high: float) -> list[str]:
    values = portfolio.facts[fact]
    form = ".0%" if COLUMNS[fact].unit == "1" else "g"
    return [
        f"{portfolio.names[i]}: {fact} {values[i]:{form}} given; starts at the model's {limit}"
        for is_out, limit in (
            (values < low, f"lowest, {low:{form}}"),
            (values > high, f"highest, {high:{form}}"),
        )
        for i in np.flatnonzero(is_out)
    ]


def _missed_scores(
    portfolio: Portfolio, population: Population, p: Parameters, seed: int, replications: int
) -> list[str]:
    goal = portfolio.facts["score"]
    if np.isnan(goal).all():
        return []
    world = portfolio_worlds(portfolio, population, p, seed, range(replications))
    start = score(start_factors(world, p, focal_rows(world))).reshape(replications, -1)
    missed = np.abs(start - goal) > VISIBLE
    return [
        f"{portfolio.names[i]}: score {goal[i]:g} given; out of reach in {missed[:, i].mean():.0%} "
        f"of the worlds (it starts at {start[:, i].mean():.1f} on average), because of the other "
        "facts given and because trust, intent and autonomy count in it"
        for i in np.flatnonzero(missed.any(axis=0))
    ]
