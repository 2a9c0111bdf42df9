"""Read a YAML file that somebody wrote, with a sentence for whatever is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sim.base.problems import ProblemsError

MOST_NODES = 100_000
"""Values that a file may hold once every alias is written out; a large design is a CSV file."""


def read_yaml(path: Path, named: str) -> Any:
    """Return what a YAML file holds.

    Args:
        path: The file.
        named: What messages call it.

    Raises:
        ProblemsError: It cannot be read, is nested too deeply, or grows beyond measure when its
            aliases are written out, as those who read it next do.
    """
    try:
        text = path.read_text("utf-8")
        node = yaml.compose(text, yaml.SafeLoader)
        count = _nodes(node, {})
        if count > MOST_NODES:
            raise ProblemsError([f"{named}: holds {count:,} values; at most {MOST_NODES:,}"])
        return yaml.safe_load(text)
    except OSError as error:
        raise ProblemsError([f"{named}: cannot be read ({error.strerror})"]) from None
    except RecursionError:
        raise ProblemsError([f"{named}: cannot be read: nested too deeply"]) from None
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, ProblemsError):
            raise
        raise ProblemsError([f"{named}: cannot be read: {' '.join(str(error).split())}"]) from None


def _nodes(node: yaml.Node | None, known: dict[int, int]) -> int:
    """Return how many values a node holds, those behind an alias as often as it is named."""
    if not isinstance(node, yaml.CollectionNode):
        return 1
    if id(node) not in known:
        pairs = isinstance(node, yaml.MappingNode)
        inside = [value for pair in node.value for value in pair] if pairs else node.value
        known[id(node)] = 1 + sum(_nodes(value, known) for value in inside)
    return known[id(node)]
