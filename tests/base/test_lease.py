"""A lease: a lock decides where it holds, signs of life elsewhere, and never a process id."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sim.base import lease
from sim.base.lease import BEAT, SILENCE, HeldError, Lease

ELSEWHERE = {
    "owner": "ada",
    "host": "node7",
    "kernel": "another",
    "process": 1,
    "start": "2026-01-02 03:04:05 UTC",
}


def left(path: Path, told: dict[str, Any], age: float) -> Path:
    """Leave a lease as somebody else would, without a lock."""
    path.write_text(json.dumps(told), "utf-8")
    at = time.time() - age
    os.utime(path, (at, at))
    return path


def no_locks(*_: object) -> None:
    raise OSError(37, "No locks available")


def test_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "lease"
    with Lease(path):
        told = json.loads(path.read_text("utf-8"))
        assert set(told) == set(ELSEWHERE)
        with pytest.raises(HeldError) as refused:
            Lease(path)
        expected = r"owner .+, host .+, process \d+, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
        assert re.fullmatch(expected, str(refused.value))
    assert path.read_text("utf-8") == ""
    again = Lease(path)
    again.release(remove=True)
    assert not path.exists()


def test_whoever_was_killed_leaves_it_free_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lease"
    held = "import sys, time; from pathlib import Path; from sim.base.lease import Lease\n"
    held += "lease = Lease(Path(sys.argv[1])); print(flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", held, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(HeldError, match=f"process {process.pid}, since"):
        Lease(path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    Lease(path).release()


def test_a_process_id_that_lives_says_nothing(tmp_path: Path) -> None:
    with Lease(tmp_path / "mine"):
        mine = json.loads((tmp_path / "mine").read_text("utf-8"))
    assert mine["process"] == os.getpid()
    Lease(left(tmp_path / "lease", mine, age=0.0)).release()


@pytest.mark.parametrize("age", [0.0, SILENCE - 5.0])
def test_another_machine_that_gives_signs_of_life_is_left_alone(tmp_path: Path, age: float) -> None:
    path = left(tmp_path / "lease", ELSEWHERE, age)
    with pytest.raises(HeldError) as refused:
        Lease(path)
    assert str(refused.value) == (
        "owner ada, host node7, process 1, since 2026-01-02 03:04:05 UTC; "
        "if it was killed, start again in 60 seconds"
    )
    assert json.loads(path.read_text("utf-8")) == ELSEWHERE
    assert list(tmp_path.iterdir()) == [path]


def test_another_machine_that_is_silent_has_ended(tmp_path: Path) -> None:
    with Lease(left(tmp_path / "lease", ELSEWHERE, age=SILENCE + 5.0)) as mine:
        assert json.loads(mine.path.read_text("utf-8"))["process"] == os.getpid()


def test_without_locks_signs_of_life_decide_on_this_machine_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease.fcntl, "flock", no_locks)
    path = tmp_path / "lease"
    with Lease(path), pytest.raises(HeldError, match="if it was killed, start again in 60 seconds"):
        Lease(path)
    here = ELSEWHERE | {"kernel": lease._kernel()}
    with pytest.raises(HeldError, match="host node7"):
        Lease(left(path, here, age=0.0))
    Lease(left(path, here, age=SILENCE + 5.0)).release()


def test_it_gives_signs_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert BEAT * 10 <= SILENCE
    monkeypatch.setattr(lease, "BEAT", 0.005)
    with Lease(tmp_path / "lease") as mine:
        os.utime(mine.path, (0, 0))
        end = time.monotonic() + 10.0
        while mine.path.stat().st_mtime == 0 and time.monotonic() < end:
            time.sleep(0.005)
        assert time.time() - mine.path.stat().st_mtime < 60


@pytest.mark.parametrize("told", [b"", b"{", b"[1]", b"\xff\x00"])
def test_a_lease_that_says_nothing_is_free(tmp_path: Path, told: bytes) -> None:
    (tmp_path / "lease").write_bytes(told)
    Lease(tmp_path / "lease").release()
