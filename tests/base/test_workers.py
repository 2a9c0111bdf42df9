"""Workers end with whoever started them, though it was killed and could tell them nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARENT = """
import os, time
from joblib import Parallel, delayed, parallel_config
from sim.base.workers import local_workers
def work(number):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(300)
with parallel_config(**local_workers(2)):
    Parallel()(delayed(work)(number) for number in range(2))
"""


def is_alive(process: int) -> bool:
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    assert all(map(is_alive, workers))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + 20.0
    while any(map(is_alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))
    parent.stdout.close()


DEAF = """
import signal
from joblib import Parallel, delayed, parallel_config
from sim.base.terminal import deaf_workers
from sim.base.workers import local_workers
def heard(number):
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
with parallel_config(**local_workers(2)):
    with deaf_workers():
        running = Parallel(return_as="generator")(delayed(heard)(number) for number in range(4))
    print(*running, heard(0))
"""


def test_workers_never_hear_an_interruption_and_their_parent_does(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(DEAF)
    told = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["False"] * 4 + ["True"]
