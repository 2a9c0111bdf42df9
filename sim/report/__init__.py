"""The report: one self-contained page for a board and whoever works for it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sim.config.schema import Config
from sim.core.parameter import specs
from sim.model.quarter import Parameters
from sim.policies import Policy
from sim.portfolio import Reading, reading_notes, reading_rows
from sim.report.story import question, setting_line, title_of
from sim.report.table import last_quarters
from sim.study.provenance import digest

MOST_ANSWERS = 3
"""Sentences of the answer on the first page; what else there is to say follows below."""

LETTERS, WORDS = 128, 25
"""Letters of a row that fit on portrait paper, and those of a wrapped last column."""

MANY_ROWS = 60
"""Rows of advice from which on the table is set smaller."""


@dataclass(frozen=True)
class Picture:
    """A figure for the page.

    Attributes:
        heading: What it is about.
        caption: How to read it.
        svg: The drawing.
        narrow_svg: The same for a phone; none if empty.
    """

    heading: str
    caption: str
    svg: str
    narrow_svg: str = ""

    @property
    def wide(self) -> str:
        """The drawing as an address."""
        return address(self.svg)

    @property
    def narrow(self) -> str:
        """The drawing for a phone as an address; empty if there is none."""
        return address(self.narrow_svg) if self.narrow_svg else ""


def address(svg: str) -> str:
    """Return a drawing as an address that holds it whole, so that no two share their names."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@dataclass(frozen=True)
class Page:
    """What goes on the page; tables are rows of text, the first row the header.

    Attributes:
        config: What was run.
        policies: The policies compared.
        sentences: The answer; the first few stand on the first page.
        comparison: The policies side by side.
        pictures: Figures; the first stands on the first page.
        robust: What of the answer is robust, for the first page.
        doubt: Tables on doubt about the rules, each with its sentences.
        bands: What luck and rules make of each policy's gain, if the rules were asked.
        history: One's own past in the band of the rule sets, as SVG; empty without one.
        next_steps: What to do next, for the first page.
        find_out: What to find out first, for the first page.
        advice: Advice on alliances.
        advice_notes: How to read it.
        left_out: Where the advice is that the table has no room for.
        portfolio_notes: How the portfolio was used.
    """

    config: Config
    policies: Sequence[Policy]
    sentences: Sequence[str]
    comparison: Sequence[Sequence[str]]
    pictures: Sequence[Picture]
    robust: Sequence[str] = ()
    doubt: Sequence[tuple[Sequence[Sequence[str]], Sequence[str]]] = ()
    bands: Picture | None = None
    history: str = ""
    next_steps: Sequence[str] = ()
    find_out: Sequence[str] = ()
    advice: Sequence[Sequence[str]] = ()
    advice_notes: Sequence[str] = ()
    left_out: str = ""
    portfolio_notes: Sequence[str] = ()
    reading: Reading | None = None


def render(page: Page) -> str:
    """Return the page as HTML that needs no other file."""
    config = page.config
    # What is robust counts too; of a portfolio the second sentence is the advice.
    answers = max(2 if page.advice else 1, MOST_ANSWERS - len(page.robust))
    assumed = [s for s in specs(Parameters) if s.source.startswith(("assumed", "calibrated"))]
    return template("page.html.j2").render(
        title=title_of(config),
        question=question(config, [policy.title for policy in page.policies]),
        setting=setting_line(config),
        answer=page.sentences[:answers],
        more=page.sentences[answers:],
        robust=page.robust,
        doubt=page.doubt,
        bands=page.bands,
        history=Markup(page.history),
        next_steps=page.next_steps,
        find_out=page.find_out,
        comparison=page.comparison,
        replications=config.replications,
        rate=f"{100 * config.model.discount_rate:.3g}%",
        last=last_quarters(config.quarters),
        currency_note=currency_note(config.currency),
        advice=page.advice,
        advice_notes=page.advice_notes,
        many=MANY_ROWS,
        left_out=page.left_out,
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


def currency_note(currency: str) -> str:
    """Say what a currency that was asked for means; nothing for the model's own."""
    if currency == Config.model_fields["currency"].default:
        return ""
    return (
        f" Amounts are written in {currency}: the file's and the model's own are taken to be in "
        "thousands of it, and nothing was converted."
    )


def template(name: str) -> Any:
    """Return a template of this folder."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["is_wide"] = is_wide
    return environment.get_template(name)


def is_wide(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether a table is too wide for a line a row on portrait paper.

    A last column of words is wrapped anyway, so it counts little; a heading is as wide as its
    longest word.
    """
    words = [max(map(len, heading.split()), default=0) for heading in rows[0]]
    longest = [max([word, *(len(row[i]) for row in rows[1:])]) for i, word in enumerate(words)]
    return sum(longest[:-1]) + min(longest[-1], WORDS) > LETTERS
