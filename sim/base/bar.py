"""A progress bar."""

from __future__ import annotations

from typing import Any

from tqdm import tqdm

from sim.base.terminal import is_watched


class Bar(tqdm):
    """A bar on a terminal, gone when it is done, and nothing elsewhere."""

    # One that Ctrl-C leaves half made is closed all the same, and that asks for this.
    disable = True

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, leave=False, disable=not is_watched(), **more)
