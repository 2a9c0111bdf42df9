"""Cut sweeps short in every way: ``python trials.py WAY TRIALS FOLDER``.

Each trial starts a sweep in a process of its own, cuts it short at a random moment, and lets
another process take it up again; the store is left at FOLDER/<trial>. The last line printed says
how many were really cut short. A script, so that processes can be forked from one that has loaded
everything and started nothing.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from small_sweep import small

from sim.study.output import copy_to_parquet
from sim.sweep import batch
from sim.sweep.plan import plan
from sim.sweep.run import run_cells
from sim.sweep.store import Store

FINISHED, CUT = 0, 7


def sweep(folder: Path, kind: str, copy: Callable[..., None] = copy_to_parquet) -> None:
    """Run the small sweep, a cell a batch."""
    batch.MOST_CELLS = 1
    planned = plan(small(launcher={"name": kind, "workers": 2}))
    with Store(folder, {"made_by": "a trial"}, copy) as store:
        run_cells(store, planned.base, planned.cells, planned.count)


def in_child(work: Callable[[], None]) -> int:
    """Start work in a process and group of its own, and return its id."""
    if pid := os.fork():
        return pid
    os.setpgid(0, 0)
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    try:
        work()
        os._exit(FINISHED)
    except BaseException:
        os._exit(CUT)


def wait(pid: int) -> bool:
    """Return whether a process finished by itself, and end what it left running."""
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return code == FINISHED


def parts_in(folder: Path) -> int:
    return len(list(folder.glob("cells/*.parquet")))


def workers_of(pid: int) -> list[int]:
    """Return the loky workers of a process."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(child)
        for child in children
        if b"loky.backend.popen_loky" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def full_disk(room: int) -> Callable[..., None]:
    """Return a writer on a disk that is full after some bytes."""
    left = room

    def copy(connection: Any, path: Path, *rest: Any) -> None:
        nonlocal left
        copy_to_parquet(connection, path, *rest)
        size = path.stat().st_size
        if size > left:
            os.truncate(path, left)
            raise OSError(28, "No space left on device")
        left -= size

    return copy


def trial(way: str, folder: Path, luck: random.Random) -> bool:
    """Cut one sweep short and take it up again; return whether it was cut short."""
    kind = "local" if way.startswith("local") else "serial"
    copy = full_disk(luck.randrange(100, 60_000)) if way == "disk" else copy_to_parquet
    pid = in_child(lambda: sweep(folder, kind, copy))
    if way != "disk":
        enough = luck.randrange(0, 17)
        while parts_in(folder) < enough:
            time.sleep(0.001)
        time.sleep(luck.uniform(0.0, 0.03))
    if way == "local-worker":
        while not (workers := workers_of(pid)):
            time.sleep(0.01)
        os.kill(luck.choice(workers), signal.SIGKILL)
        return wait(pid)  # it must finish all the same
    if way.endswith("interrupt"):
        os.killpg(pid, signal.SIGINT)  # as a terminal does: to all processes of the group
    elif way != "disk":
        os.kill(pid, signal.SIGKILL)
    finished = wait(pid)
    if not wait(in_child(lambda: sweep(folder, kind))):
        raise SystemExit(f"{folder} could not be taken up again")
    return not finished


if __name__ == "__main__":
    way, count, where = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    cut = sum(trial(way, where / str(i), random.Random(f"{way}{i}")) for i in range(count))
    print(cut)
