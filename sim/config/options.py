"""The options of a group of ``configs``, by name."""

from __future__ import annotations

from functools import cache
from typing import Any

from sim.base.paths import option_files
from sim.base.yaml_file import read_yaml


@cache
def options(group: str) -> dict[str, dict[str, Any]]:
    """Return the config of every option of a group by name, but for cases that set other groups."""
    configs = {
        name: read_yaml(path, f"{path.parent.parent.name}/{group}/{path.name}")
        for name, path in option_files(group).items()
    }
    return {name: config for name, config in configs.items() if "defaults" not in config}
