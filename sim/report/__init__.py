"""The report: one self-contained page for a strategist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.config.schema import Config
from sim.core.parameter import specs
from sim.model.quarter import Parameters
from sim.policies import Policy
from sim.portfolio import Reading, reading_notes, reading_rows
from sim.report.story import setting_line
from sim.study.provenance import digest

HEADINGS = {
    "headline": "Push or relationship?",
}


@dataclass(frozen=True)
class Picture:
    """A figure for the page.

    Attributes:
        heading: What it is about.
        caption: How to read it.
        svg: The drawing.
    """

    heading: str
    caption: str
    svg: str


@dataclass(frozen=True)
class Page:
    """What goes on the page; tables are rows of text, the first row the header."""

    config: Config
    policies: Sequence[Policy]
    sentences: Sequence[str]
    comparison: Sequence[Sequence[str]]
    pictures: Sequence[Picture]
    advice: Sequence[Sequence[str]] = ()
    advice_notes: Sequence[str] = ()
    portfolio_notes: Sequence[str] = ()
    reading: Reading | None = None


def render(page: Page) -> str:
    """Return the page as HTML that needs no other file."""
    config = page.config
    assumed = [s for s in specs(Parameters) if s.source.startswith(("assumed", "calibrated"))]
    return template("page.html.j2").render(
        title=title_of(config),
        setting=setting_line(config),
        sentences=page.sentences,
        comparison=page.comparison,
        replications=config.replications,
        advice=page.advice,
        advice_notes=page.advice_notes,
        portfolio_notes=page.portfolio_notes,
        reading=reading_rows(page.reading) if page.reading else [],
        reading_notes=reading_notes(page.reading) if page.reading else [],
        file=page.reading.file if page.reading else "",
        figures=page.pictures,
        policies=page.policies,
        assumed=len(assumed),
        parameters=len(list(specs(Parameters))),
        id=digest(config)[:12],
        seed=config.seed,
    )


def title_of(config: Config) -> str:
    """Return the title of a config's page; a portfolio's file comes first in it."""
    title = HEADINGS.get(config.name, config.name.replace("_", " ").capitalize())
    population = config.population
    return title if population.path is None else f"{population.title or population.path}: {title}"


def template(name: str) -> Any:
    """Return a template of this folder."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(name)
