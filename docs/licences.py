"""Write licences.md: what we build on, with version and licence, as installed here; no network.

Run with ``python docs/licences.py`` in an environment that has the extras `app` and `distributed`.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

EXTRAS = ("", "app", "distributed")
PAGE = Path(__file__).with_name("licences.md")
ABOUT = """\
# Licences of what we build on

Everything that an installation with the extras `app` and `distributed` brings, as its own package
says it; made by `docs/licences.py` from what is installed. The project itself is Apache-2.0.

| package | version | licence |
|---|---|---|
"""


def needed(name: str, extras: tuple[str, ...], known: dict[str, str]) -> None:
    """Add a package's requirements, and theirs, to those known: name to version."""
    for told in distribution(name).requires or []:
        requirement = Requirement(told)
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in extras):
            continue
        key = requirement.name.lower().replace("_", "-")
        if key in known and not requirement.extras:
            continue
        try:
            known[key] = distribution(key).version
        except PackageNotFoundError:
            known[key] = "not installed"
            continue
        needed(key, ("", *requirement.extras), known)


def licence_of(name: str) -> str:
    """Return what a package says of its licence, in a few words."""
    told = distribution(name).metadata
    expression = told.get("License-Expression")
    if expression:
        return str(expression)
    classified = [
        line.rsplit(" :: ", 1)[1]
        for line in told.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    written = (told.get("License") or "").strip().splitlines()
    return "; ".join(classified) or (written[0] if written else "not said")


def page() -> str:
    """Return the page."""
    known: dict[str, str] = {}
    needed("alliances", EXTRAS, known)
    rows = [
        f"| {name} | {version} | {'' if version == 'not installed' else licence_of(name)} |"
        for name, version in sorted(known.items())
        if not re.match("alliances", name)
    ]
    return ABOUT + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"-> {PAGE}")
