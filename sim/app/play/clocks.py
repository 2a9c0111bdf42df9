"""The clocks of a classroom: how long each room still has for the beat that is on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

LEAST_SECONDS = 10.0
"""What is left at least where a facilitator shortens the beat that is on: nobody is cut off."""


@dataclass
class _Beat:
    given: float
    spent: float = 0.0
    since: float | None = None  # None while it stands still
    handle: asyncio.TimerHandle | None = None


class Clocks:
    """One clock a room, where it has one.

    Args:
        ring: Called with the room's number when its time is up.
        now: Seconds.
    """

    def __init__(
        self, ring: Callable[[int], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._ring, self._now = ring, now
        self._beats: dict[int, _Beat] = {}

    def begin(self, number: int, seconds: float) -> None:
        """Begin a beat of so many seconds; 0 is no clock."""
        self.stop(number)
        if seconds:
            self._beats[number] = _Beat(seconds)
            self.go_on(number)

    def left(self, number: int) -> float | None:
        """Return the seconds that a room still has; None without a clock."""
        beat = self._beats.get(number)
        return None if beat is None else max(0.0, beat.given - self._spent(beat))

    def change(self, number: int, seconds: float, is_paused: bool) -> None:
        """Give the beat that is on another length; what is spent of it counts. 0 ends the clock."""
        beat = self._beats.get(number)
        if beat is None or not seconds:
            self.begin(number, seconds)
        else:
            self.hold(number)
            beat.given = max(seconds, beat.spent + LEAST_SECONDS)
            self.go_on(number)
        if is_paused:
            self.hold(number)

    def extend(self, number: int, seconds: float) -> bool:
        """Give the beat that is on some more seconds; say whether the room has a clock."""
        beat = self._beats.get(number)
        if beat is None:
            return False
        was_held = beat.since is None
        self.hold(number)
        beat.given += seconds
        if not was_held:
            self.go_on(number)
        return True

    def hold(self, number: int) -> None:
        """Let a clock stand still."""
        if (beat := self._beats.get(number)) is not None:
            beat.spent, beat.since = self._spent(beat), None
            self._drop(beat)

    def go_on(self, number: int) -> None:
        """Let a clock run, from where it stood."""
        if (beat := self._beats.get(number)) is not None and beat.since is None:
            beat.since = self._now()
            loop = asyncio.get_running_loop()
            beat.handle = loop.call_later(beat.given - beat.spent, self._ring, number)

    def stop(self, number: int) -> None:
        """Take a room's clock away."""
        if (beat := self._beats.pop(number, None)) is not None:
            self._drop(beat)

    def stop_all(self) -> None:
        """Take all clocks away."""
        for number in list(self._beats):
            self.stop(number)

    def _spent(self, beat: _Beat) -> float:
        return beat.spent + (0.0 if beat.since is None else self._now() - beat.since)

    @staticmethod
    def _drop(beat: _Beat) -> None:
        if beat.handle is not None:
            beat.handle.cancel()
            beat.handle = None
