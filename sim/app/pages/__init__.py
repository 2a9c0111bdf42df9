"""The pages: a shell with header and menu, and what stands in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from sim.base.wording import money

MENU = {"Explore": "/", "Play": "/play"}
"""Name to path of every page that the header leads to."""

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def page(template: str, here: str, **told: Any) -> HTMLResponse:
    """Return a page of this folder; the same each time, so it is made once.

    Args:
        template: File name.
        here: Path of the page, marked in the menu.
        told: What else the template needs.
    """
    text = _environment.get_template(template).render(menu=MENU, here=here, **told)
    return HTMLResponse(text)


def team_page(team: str, found: dict[str, Any]) -> str:
    """Return the debrief of a team as a page of its own, to print or to send.

    Args:
        team: Name of the team.
        found: Its debrief (see `sim.play.debrief`).
    """
    return _environment.get_template("team.html.j2").render(team=team, found=found, money=money)
