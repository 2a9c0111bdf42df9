"""The log of a room: one JSON line an event, from which the room is rebuilt after a crash."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Event = dict[str, Any]

KEEP_DAYS = 30
"""Logs hold first names; they are deleted after so many days."""


class RoomLog:
    """A file that events are added to.

    A line is handed to the system at once, so that it outlives this process; `sync` waits until it
    is on the disk, so that it outlives the machine's power.

    Args:
        path: The file; made if there is none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")

    def write(self, event: Event) -> None:
        """Add an event."""
        self._file.write(json.dumps(event, separators=(",", ":")).encode() + b"\n")
        self._file.flush()

    def sync(self) -> None:
        """Wait until everything written is on the disk."""
        if not self._file.closed:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read(path: Path) -> list[Event]:
    """Return the events of a log; a last line that a crash tore is cut off the file.

    Raises:
        ValueError: A whole line is damaged.
    """
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        with path.open("r+b") as file:
            file.truncate(whole)
    events = []
    for number, line in enumerate(content[:whole].splitlines(), 1):
        try:
            event = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: damaged ({error})") from error
        if not isinstance(event, dict):
            raise ValueError(f"{path}, line {number}: damaged (no event)")
        events.append(event)
    return events


def logs(folder: Path) -> Iterator[Path]:
    """Yield the logs of a folder in order of name; those older than `KEEP_DAYS` are deleted."""
    if not folder.is_dir():
        return
    oldest = time.time() - KEEP_DAYS * 86_400
    for path in sorted(folder.glob("*.jsonl")):
        if path.stat().st_mtime < oldest:
            path.unlink()
        else:
            yield path
