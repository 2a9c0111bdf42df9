"""The docs site: `make docs`. Pages that stand elsewhere in the repository are taken from there."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGES = {
    "index": "README.md",
    "site/odd": "experiments/ODD.md",
    "site/evidence": "experiments/README.md",
    "site/published": "results/evidence/published_figures.md",
    "site/benchmarks": "results/benchmarks/README.md",
    "site/push_pays": "results/push_pays/answer.md",
    "site/patience": "results/patience/answer.md",
}
"""Pages of the site whose text stands elsewhere; the file in docs/ may add to its end."""

project = "Alliances"
author = "The alliances project"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "Alliances"
html_copy_source = False
myst_heading_anchors = 4
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True}
napoleon_use_ivar = True
napoleon_custom_sections = ["Source", "Assumption"]

LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)(#[^)]*)?\)")


def setup(app: Any) -> None:
    """Tell Sphinx where some pages come from."""
    app.connect("source-read", read)


def read(app: Any, page: str, source: list[str]) -> None:
    """Take a page's text from where it stands, and lead its links to pages of the site."""
    stands = PAGES.get(page, f"docs/{page}.md")
    text = source[0]
    if page in PAGES:
        text = (ROOT / stands).read_text("utf-8") + "\n" + text
    if page == "site/api":
        text += api()
    text = text.replace("{more}", "\n".join(more(text, app.env.found_docs)))
    on_site = {path: f"docs/{name}.md" for name, path in PAGES.items()}
    here = posixpath.dirname(f"docs/{page}.md")

    def lead(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(stands), match[1]))
        found = posixpath.relpath(on_site.get(target, target), here)
        return f"]({found}{match[2] or ''})"

    source[0] = LINK.sub(lead, text)


def more(index: str, pages: Iterable[str]) -> list[str]:
    """Return the pages that the index does not name, so that a new page is found at once."""
    return sorted({*pages} - {*index.split()} - {"index"})


def api() -> str:
    """Return every name that `from sim import ...` offers, room by room, for autodoc."""
    stub = ast.parse((ROOT / "sim" / "__init__.pyi").read_text("utf-8"))
    names = [
        (node.module or "", alias.name)
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if not alias.name.startswith("_")
    ]
    told = []
    names.sort(key=lambda name: not name[0].startswith("run."))  # what one starts with
    for room, group in groupby(names, lambda name: name[0].split(".")[0]):
        told.append(f"## {room.replace('_', ' ').capitalize()}\n")
        for module, name in group:
            kind = "autoclass" if name[0].isupper() else "autofunction"
            told.append(f"```{{eval-rst}}\n.. {kind}:: sim.{module}.{name}\n```\n")
    return "\n".join(told)
