"""The memo: what follows from levers and traits alone is worked out once, until a lever changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")


class Memo:
    """What has been worked out, by key."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}

    def recall(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """Return what is known under a key, worked out if it is not."""
        if key not in self._known:
            self._known[key] = work_out()
        known: T = self._known[key]
        return known

    def forget(self) -> None:
        """Work everything out anew."""
        self._known.clear()


def until_levers_change(work_out: Callable[[Any], T]) -> Callable[[Any], T]:
    """Let whole tables work a function of the `Quarter` out once, until a lever changes.

    Agents work it out each time, as anybody may change what they are.
    """

    @wraps(work_out)
    def known(now: Any) -> T:
        value: T = now.recall(work_out, lambda: work_out(now))
        return value

    return known
