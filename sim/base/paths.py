"""Where configs are: beside an installed package, else in the checkout; and a user's own folder."""

from __future__ import annotations

import errno
import os
from pathlib import Path

OWN = "ALLIANCES_FOLDER"
"""Environment variable that names a user's own folder."""

_PACKAGE = Path(__file__).parents[1]


def config_folder() -> Path:
    """Return the folder of the Hydra configs."""
    installed = _PACKAGE / "_configs"
    return installed if installed.is_dir() else _PACKAGE.parent / "configs"


def ensemble_folder() -> Path:
    """Return the folder of the targets and of the plausible rule sets."""
    installed = _PACKAGE / "_ensemble"
    return installed if installed.is_dir() else _PACKAGE.parent / "results" / "ensemble"


def own_folder() -> Path | None:
    """Return the folder of a user's own policies, scenarios and mechanisms, if one is named."""
    named = os.environ.get(OWN)
    return Path(named).expanduser().resolve() if named else None


def option_files(group: str) -> dict[str, Path]:
    """Return the YAML files of a config group by name, a user's own over those of the package."""
    folders = [config_folder(), own_folder()]
    return {
        path.stem: path
        for folder in folders
        if folder is not None
        for path in sorted((folder / group).glob("*.yaml"))
    }


def locate(path: str) -> Path:
    """Return the path of a portfolio: as given, ``~`` the home, else the shipped file so named."""
    given, shipped = Path(path).expanduser(), config_folder() / "population" / path
    return shipped if not given.exists() and shipped.is_file() else given


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are not there yet.

    Raises:
        OSError: It cannot be made; what is in its place is named, whichever call found it there.
    """
    for place in (folder, *folder.parents):
        if os.path.lexists(place):
            if not place.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, f"{place} is in the way")
            break
    folder.mkdir(parents=True, exist_ok=True)


CACHE = "ALLIANCES_CACHE"
"""Environment variable that names the folder for what is kept from run to run: a list of fonts."""


def keep_caches_together() -> None:
    """Let the libraries we use keep what they keep in our one cache, which can be set."""
    usual = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "alliances"
    os.environ.setdefault("MPLCONFIGDIR", str(Path(os.environ.get(CACHE) or usual).expanduser()))
