"""``python -m sim``, installed as ``alliances``."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command; an interruption, even while it starts, ends it quietly."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        from sim.cli.app import main as app

        app()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit("stopped; nothing was written for this run")


if __name__ == "__main__":
    main()
