"""A user's own policies and mechanisms: the folder that they name, as a package.

The folder is given with ``--config-dir`` or in the environment variable ``ALLIANCES_FOLDER``, so
that it is found wherever the package is installed and in every worker. In it, as in ``configs``:
``policy``, ``scenario``, ``partners`` and ``population`` hold YAML files, and ``policy`` and
``mechanism`` Python files.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from sim.base.paths import own_folder
from sim.base.problems import ProblemsError

_FOLDER = own_folder()
if _FOLDER is not None:
    __path__ = [str(_FOLDER)]


def own_modules(kind: str) -> list[ModuleType]:
    """Return the user's Python files of a kind, by name.

    Args:
        kind: Folder of their folder: ``policy`` or ``mechanism``.

    Raises:
        ProblemsError: A file cannot be imported.
    """
    if _FOLDER is None:
        return []
    found, problems = [], []
    for file in sorted((_FOLDER / kind).glob("*.py")):
        try:
            found.append(import_module(f"{__name__}.{kind}.{file.stem}"))
        except Exception as error:  # whatever a user's file may raise
            problems.append(f"{file}: cannot be imported: {type(error).__name__}: {error}")
    if problems:
        raise ProblemsError(problems)
    return found
