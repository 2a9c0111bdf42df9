"""Import matplotlib whatever backend MPLBACKEND names: figures here are made without one.

Imported before anything else of this folder, as matplotlib refuses to load beside a backend that it
does not know. One that it knows is in force afterwards, as ever.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

if "matplotlib" not in sys.modules:
    _named = os.environ.pop("MPLBACKEND", None)
    import matplotlib

    if _named is not None:
        os.environ["MPLBACKEND"] = _named
        with suppress(ValueError):
            matplotlib.rcParams["backend"] = _named
