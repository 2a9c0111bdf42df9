"""What a policy's file tells: a name, a title, a line about it, and values within their ranges."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.problems import ProblemsError
from sim.base.yaml_file import read_yaml
from sim.core.parameter import range_problems

LABELS = ("name", "title", "about")


@dataclass(frozen=True)
class Told:
    """What a file tells.

    Attributes:
        name: Name in configs: that of the file.
        title: Name for people; the name in words where there is none.
        about: What it does, in one line; empty if there is none.
        values: All else, by name.
    """

    name: str
    title: str
    about: str
    values: dict[str, Any]


def read_told(path: Path, declared: type, kind: str) -> Told:
    """Return what a policy's file tells, checked.

    Args:
        path: The file.
        declared: Declares the values that it may give, with their ranges.
        kind: What messages call one of them.

    Raises:
        ProblemsError: It cannot be read, has another name, or gives what there is not or what is
            out of its range; all is listed.
    """
    file = "/".join(path.parts[-3:])
    told = read_yaml(path, file)
    if not isinstance(told, dict):
        raise ProblemsError([f"{file}: must give name, title, about and {kind}s"])
    problems = []
    if told.get("name") != path.stem:
        problems.append(f"{file}: name: {told.get('name')!r} given; must be {path.stem}")
    values = {key: value for key, value in told.items() if key not in LABELS}
    problems += [f"{file}: {problem}" for problem in range_problems(declared, values, kind)]
    if problems:
        raise ProblemsError(problems)
    title = told.get("title") or path.stem.replace("_", " ").capitalize()
    return Told(path.stem, str(title), str(told.get("about") or ""), values)
