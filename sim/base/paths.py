"""Where the configs are: beside the package in an installed copy, else in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def config_folder() -> Path:
    """Return the folder of the Hydra configs."""
    installed = _PACKAGE / "_configs"
    return installed if installed.is_dir() else _PACKAGE.parent / "configs"


def locate(path: str) -> Path:
    """Return the path of a portfolio: as given, else the shipped file of that name."""
    given, shipped = Path(path), config_folder() / "population" / path
    return shipped if not given.exists() and shipped.is_file() else given
