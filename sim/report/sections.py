"""A page of sections, for sweeps and searches: answer first, detail below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.plots import save
from sim.report import Picture, template

if TYPE_CHECKING:  # at run time it is for sim.plots to import matplotlib first
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Section:
    """A part of the page.

    Attributes:
        heading: What it is about.
        rows: A table as text, the header first; may be empty.
        notes: How to read it.
        figure: A figure above the table, if any.
        narrow: The same for a phone.
        name: File name of the figure, without ending.
    """

    heading: str
    rows: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()
    figure: Figure | None = None
    narrow: Figure | None = None
    name: str = ""


@dataclass(frozen=True)
class SectionPage:
    """What goes on the page."""

    title: str
    setting: str
    sentences: Sequence[str]
    sections: Sequence[Section]
    made_by: str


def write_page(page: SectionPage, folder: Path) -> None:
    """Write ``report.html`` and the figures; the page needs no other file."""
    shown = []
    for section in page.sections:
        picture = None
        if section.figure is not None:
            (folder / "figures").mkdir(exist_ok=True)
            picture = saved(
                section.figure, section.narrow, folder / "figures", section.name, section.heading
            )
        shown.append(
            {
                "heading": section.heading,
                "rows": section.rows,
                "notes": section.notes,
                "picture": picture,
            }
        )
    text = template("sections.html.j2").render(
        title=page.title,
        setting=page.setting,
        sentences=page.sentences,
        sections=shown,
        made_by=page.made_by,
    )
    (folder / "report.html").write_text(text, "utf-8")


def saved(
    figure: Figure,
    narrow: Figure | None,
    folder: Path,
    name: str,
    heading: str,
    caption: str = "",
) -> Picture:
    """Save a figure, that for a phone as SVG only, and return it for a page."""
    save(figure, folder, name)
    small = ""
    if narrow is not None:
        (path,) = save(narrow, folder, f"{name}_narrow", ("svg",))
        small = _drawing(path)
    return Picture(heading, caption, _drawing(folder / f"{name}.svg"), small)


def _drawing(path: Path) -> str:
    svg = path.read_text("utf-8")
    return svg[svg.index("<svg") :]
