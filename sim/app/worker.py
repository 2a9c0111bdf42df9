"""One process beside the event loop for heavy work, so that no answer waits for another's sums."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")

BEHIND = 5
"""How far a job of seconds stands behind all that people wait for, on one core (see `nice`)."""


class Worker:
    """Runs one job at a time in a process of its own, which keeps what modules remember."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Start the process; the server serves while it imports."""
        # Spawned, not forked: a fork would copy the threads and locks of the event loop.
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_leave_to_server)
        self._pool.submit(_ready)

    def stop(self) -> None:
        """End the process once its job is done; jobs that wait are dropped."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    async def run(self, job: Callable[..., T], *given: Any) -> T:
        """Return what a function of a module returns for some arguments; all must pickle.

        A process that was killed is replaced and the job, which changes nothing but what the
        process remembers, is run once more.
        """
        for is_last in (False, True):
            if self._pool is None:
                self.start()
            pool = self._pool
            assert pool is not None
            try:
                return await asyncio.wrap_future(pool.submit(job, *given))
            except BrokenProcessPool:
                if self._pool is pool:
                    self._pool = None
                if is_last:
                    raise
        raise AssertionError("unreachable")


async def run_once(job: Callable[..., T], *given: Any) -> T:
    """Return what a function of a module returns, run in a process that ends after it."""
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_stand_back)
    future = pool.submit(job, *given)
    pool.shutdown(wait=False)
    return await asyncio.wrap_future(future)


def _leave_to_server() -> None:
    """Let Ctrl-C end the server, which then ends this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stand_back() -> None:
    """Leave Ctrl-C to the server, and the core to it and its worker where they want it."""
    _leave_to_server()
    if hasattr(os, "nice"):
        os.nice(BEHIND)


def _ready() -> None:
    """Do nothing: the process has started once this is done."""
