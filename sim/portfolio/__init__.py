"""A vendor's own portfolio: read from a file, placed in a market, and advised on."""

from __future__ import annotations

from sim.portfolio.advice import Advice, AllianceAdvice, Rules, advise
from sim.portfolio.advice_table import as_table
from sim.portfolio.columns import COLUMNS, Column
from sim.portfolio.coverage import coverage, departures, notes
from sim.portfolio.read import Portfolio, headings_of, portfolio_from, read_portfolio
from sim.portfolio.reading import Reading, reading_notes, reading_rows
from sim.portfolio.world import PortfolioMarket, portfolio_worlds

__all__ = [
    "COLUMNS",
    "Advice",
    "AllianceAdvice",
    "Column",
    "Portfolio",
    "PortfolioMarket",
    "Reading",
    "Rules",
    "advise",
    "as_table",
    "coverage",
    "departures",
    "headings_of",
    "notes",
    "portfolio_from",
    "portfolio_worlds",
    "read_portfolio",
    "reading_notes",
    "reading_rows",
]
