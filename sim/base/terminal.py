"""Whether anybody watches."""

from __future__ import annotations

import sys


def is_watched() -> bool:
    """Return whether progress would be seen: the error stream is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()
