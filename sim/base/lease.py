"""A lease: who works on a folder, and whether they still do.

Two things tell. A lock of the operating system holds among all processes of one kernel, containers
among them whatever their process ids, and ends with its process however that ends. A heartbeat
tells of another machine, or of a disk without locks: the lease is touched every few seconds, and
its age is read by the clock of the disk that it lies on.
"""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import IO, Any, Self

BEAT = 5.0
"""Seconds between two signs of life."""

SILENCE = 60.0
"""Seconds without one after which a lease that no lock can tell of has ended."""


class HeldError(RuntimeError):
    """Somebody else holds the lease; the message says who, where and since when."""


class Lease:
    """A file that says who works here, held until `release` or the end of the process.

    Args:
        path: Its place; the folder must be there. A lease whose holder has ended is taken over.

    Raises:
        HeldError: Somebody else holds it.
        OSError: The file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file, lock = _opened(path)
        try:
            held = _told(self._file)
            is_dead = lock == "ours" and held.get("kernel") == _kernel()
            if lock == "another's" or (held and not is_dead and _is_beating(self._file, path)):
                raise HeldError(_in_words(held, is_locked=lock == "another's"))
            self._file.truncate(0)
            self._file.write(json.dumps(_mine()))
            self._file.flush()
        except BaseException:
            self._file.close()
            raise
        self._ended = Event()
        Thread(target=self._beat, name=f"lease of {path}", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self, *, remove: bool = False) -> None:
        """Give it back, once; with `remove` its file goes too."""
        self._ended.set()
        with suppress(OSError):
            if remove:
                self.path.unlink(missing_ok=True)
            self._file.truncate(0)
        self._file.close()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            with suppress(OSError):
                os.utime(self.path)


def _opened(path: Path) -> tuple[IO[str], str]:
    """Open a lease and try to lock it; say whose the lock is: ours, another's or nobody's."""
    while True:
        file = path.open("a+", encoding="utf-8", errors="replace")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return file, "another's"
        except OSError:  # this disk has no locks
            return file, "nobody's"
        with suppress(OSError):  # its holder may have removed it since it was opened
            if path.stat().st_ino == os.fstat(file.fileno()).st_ino:
                return file, "ours"
        file.close()


def _told(file: IO[str]) -> dict[str, Any]:
    """Return what a lease says; nothing if it was given back."""
    file.seek(0)
    try:
        told = json.loads(file.read())
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _is_beating(file: IO[str], path: Path) -> bool:
    with TemporaryFile(dir=path.parent) as now:
        age = os.fstat(now.fileno()).st_mtime - os.fstat(file.fileno()).st_mtime
    return age < SILENCE


def _mine() -> dict[str, Any]:
    try:
        owner = getpass.getuser()
    except (KeyError, OSError):  # a container's user often has no name
        owner = str(os.getuid())
    return {
        "owner": owner,
        "host": platform.node(),
        "kernel": _kernel(),
        "process": os.getpid(),
        "start": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
    }


def _kernel() -> str:
    """Return what tells this kernel, since it started, from any other."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return platform.node()


def _in_words(held: dict[str, Any], *, is_locked: bool) -> str:
    words = [f"{key} {held[key]}" for key in ("owner", "host", "process") if key in held]
    who = ", ".join([*words, *([f"since {held['start']}"] if "start" in held else [])])
    later = "" if is_locked else f"; if it was killed, start again in {SILENCE:.0f} seconds"
    return f"{who or 'nobody said who'}{later}"
