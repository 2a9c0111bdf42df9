"""Worker processes of this machine, which end when whoever started them is gone."""

from __future__ import annotations

import os
import time
from threading import Thread
from typing import Any

LOOK = 1.0
"""Seconds between two looks at the parent."""


def local_workers(count: int) -> dict[str, Any]:
    """Return what joblib's `parallel_config` takes for processes of one thread each.

    Args:
        count: How many; -1 is one a core.
    """
    return {
        "backend": "loky",
        "n_jobs": count,
        "inner_max_num_threads": 1,
        "initializer": end_with,
        "initargs": (os.getpid(),),
    }


def end_with(parent: int) -> None:
    """Let this process end within seconds after its parent, however that ended.

    A thread looks who the parent is: the signal that Linux sends at a parent's death comes at that
    of the thread which started the process, and that may be long before.

    Args:
        parent: Process id of the parent, as it gave it.
    """
    Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)
