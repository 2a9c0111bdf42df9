"""``python -m sim``, installed as ``alliances``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

STOPPED = "stopped; nothing was written for this run"


def _leave(*_: Any) -> None:
    """Leave at once; while it starts there is nothing to put away."""
    os.write(2, f"{STOPPED}\n".encode())
    os._exit(130)


def main() -> NoReturn:
    """Run the command; an interruption, even while it starts, ends it quietly."""
    signal.signal(signal.SIGINT, _leave)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    from sim.base.problems import ProblemsError, refuse

    try:
        name_own_folder(sys.argv[1:])
        from sim.cli.app import main as app

        signal.signal(signal.SIGINT, signal.default_int_handler)
        app()
        sys.exit(0)
    except ProblemsError as error:  # a file of the user's own that cannot be imported
        refuse(error)


def name_own_folder(arguments: Sequence[str]) -> None:
    """Let ``--config-dir`` name the user's own folder, here and in every worker.

    It must be known before the model is: a mechanism of one's own adds to its parameters. A folder
    that a run left is not one of the user's own.
    """
    from sim.base.paths import OWN

    for at, word in enumerate(arguments):
        name, _, given = word.partition("=")
        if name in ("--config-dir", "-cd"):
            folder = given or "".join(arguments[at + 1 : at + 2])
            if not os.path.isfile(os.path.join(os.path.expanduser(folder), "config.yaml")):
                os.environ[OWN] = folder


if __name__ == "__main__":
    main()
