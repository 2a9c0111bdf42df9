"""``python -m sim``, installed as ``alliances``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from sim.base.leaving import leave_on_interruption


def main() -> NoReturn:
    """Run the command; an interruption, even while it starts, ends it quietly.

    While libraries are loaded and the config is read they would turn it into errors of their own,
    or lose it; from then on `sim.cli.app` hears it.
    """
    leave_on_interruption()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    from sim.base.problems import ProblemsError, refuse

    try:
        name_own_folder(sys.argv[1:])
        from sim.cli.app import main as app

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
