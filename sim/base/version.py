"""The version of the installed package; `pyproject.toml` is where it stands."""

from importlib.metadata import version

__version__ = version("alliances")
