"""How often and how much: sockets, messages a second, guesses of a code a minute."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable

MESSAGES_A_SECOND = 20
GUESSES_A_MINUTE = 10
CLASSES_A_MINUTE = 20
SOCKETS_AN_ADDRESS = 400
"""A class may sit behind one address; nobody needs more."""

MOST_SOCKETS = 2000


class Bucket:
    """Lets a number of things through each second, as many at once.

    Args:
        a_second: How many.
        clock: Seconds.
    """

    def __init__(self, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._left, self._clock = a_second, a_second, clock
        self._when = clock()

    def take(self) -> bool:
        """Say whether one more may pass, and count it."""
        now = self._clock()
        self._left = min(self._rate, self._left + (now - self._when) * self._rate)
        self._when = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Minute:
    """Counts what addresses did in the last minute.

    Args:
        most: How much one may.
        clock: Seconds.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._done: dict[str, deque[float]] = {}

    def is_full(self, address: str) -> bool:
        """Say whether an address has done as much as it may."""
        done = self._done.get(address)
        if done is None:
            return False
        while done and done[0] < self._clock() - 60:
            done.popleft()
        if not done:
            del self._done[address]
        return len(done) >= self._most

    def count(self, address: str) -> None:
        """Count one more."""
        self._done.setdefault(address, deque(maxlen=self._most)).append(self._clock())


class Sockets:
    """Counts open sockets by address."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Say whether one more may be open, and count it."""
        if self._open.total() >= MOST_SOCKETS or self._open[address] >= SOCKETS_AN_ADDRESS:
            return False
        self._open[address] += 1
        return True

    def leave(self, address: str) -> None:
        """Count one less."""
        self._open[address] -= 1
        if self._open[address] <= 0:
            del self._open[address]
