"""Whether anybody watches, and who hears Ctrl-C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


def is_watched() -> bool:
    """Return whether progress would be seen: the error stream is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def deaf_workers() -> Iterator[None]:
    """Let processes and threads that are started here never hear Ctrl-C; it waits for us as well.

    A terminal sends it to all of them, and workers that are still starting would each tell of it at
    length; it is for the program to end them.
    """
    # Helper processes of Python and joblib are started with the first worker, and many versions let
    # Ctrl-C through again once they are; so they have to be there already.
    from joblib.externals.loky.backend import resource_tracker as of_joblib

    resource_tracker.ensure_running()
    of_joblib.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
