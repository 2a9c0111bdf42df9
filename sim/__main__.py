"""``python -m sim``, installed as ``alliances``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from sim.base.paths import OWN
from sim.base.problems import ProblemsError, refuse


def main() -> NoReturn:
    """Run the command; an interruption, even while it starts, ends it quietly."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        name_own_folder(sys.argv[1:])
        from sim.cli.app import main as app

        app()
        sys.exit(0)
    except ProblemsError as error:  # a file of the user's own that cannot be imported
        refuse(error)
    except KeyboardInterrupt:
        sys.exit("stopped; nothing was written for this run")


def name_own_folder(arguments: Sequence[str]) -> None:
    """Let ``--config-dir`` name the user's own folder, here and in every worker.

    It must be known before the model is: a mechanism of one's own adds to its parameters.
    """
    for flag, value in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _, given = flag.partition("=")
        if name in ("--config-dir", "-cd"):
            os.environ[OWN] = given or value


if __name__ == "__main__":
    main()
