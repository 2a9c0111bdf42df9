"""What a socket still has to be told: of whole states only the newest, so a slow reader costs none.

A slow reader keeps one state and some answers waiting, whatever happens; everybody else has a
sender of their own and notices nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

MOST_ANSWERS = 32
SEND_SECONDS = 20.0
"""Longest wait for a reader to take a message; then its socket is closed."""


class Outbox:
    """The messages that wait for one socket."""

    def __init__(self) -> None:
        self._newest: dict[str, str] = {}
        self._answers: deque[str] = deque(maxlen=MOST_ANSWERS)
        self._is_filled = asyncio.Event()

    def show(self, message: dict[str, Any] | str, kind: str) -> None:
        """Send a whole state, in place of one of its kind that still waits."""
        self._newest.pop(kind, None)  # what is newer stands behind what is older
        self._newest[kind] = message if isinstance(message, str) else json.dumps(message)
        self._is_filled.set()

    def answer(self, message: dict[str, Any]) -> None:
        """Send an answer, after those that wait."""
        self._answers.append(json.dumps(message))
        self._is_filled.set()

    async def empty_into(self, socket: WebSocket) -> None:
        """Send what comes until the socket is gone."""
        try:
            while True:
                await self._is_filled.wait()
                self._is_filled.clear()
                waiting = [*self._answers, *self._newest.values()]
                self._answers.clear()
                self._newest.clear()
                for text in waiting:
                    await asyncio.wait_for(socket.send_text(text), SEND_SECONDS)
        except (TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
            return
