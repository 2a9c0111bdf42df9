"""The door: every request and websocket passes here before anything of the app sees it.

It lets in who asks for this server by name (no rebinding of foreign names to this machine), and
from one of this server's own pages or from no page at all (no foreign page may send for the person
who has both open). It takes bodies of a limited size in limited time, and tells the browser to load
nothing from elsewhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob:",  # a chart on its way to a PNG is an image of the page's own making
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Headers of every answer."""

BODY_BYTES = 64_000
"""Largest body of a request, unless its path may have more."""

BODY_SECONDS = 10.0
"""Longest wait for a body."""


@dataclass(frozen=True)
class Door:
    """ASGI middleware.

    Attributes:
        app: What is behind the door.
        hosts: Names of this server, with their ports as browsers write them: ``127.0.0.1:8100``.
        larger: Path to the largest body there, in bytes, where it is not `BODY_BYTES`.
        headers: Headers of every answer.
    """

    app: ASGIApp
    hosts: frozenset[str]
    larger: Mapping[str, int] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=lambda: ALWAYS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif refused := self._refusal(scope):
            await self._refuse(scope, receive, send, 403, refused)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self._serve(scope, receive, send)

    def _refusal(self, scope: Scope) -> str:
        """Return why a request may not come in; empty if it may."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self.hosts:
            return f"this server is not {host!r}; it is {' or '.join(sorted(self.hosts))}"
        if origin is None:  # browsers name it with every websocket and with every body
            return "a websocket must say its origin" if scope["type"] == "websocket" else ""
        if origin.removeprefix("http://") not in self.hosts:
            return f"the page of {origin!r} may not ask this server"
        return ""

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the whole body, then answer with the headers of every answer."""
        most = self.larger.get(scope["path"], BODY_BYTES)
        try:
            body = await asyncio.wait_for(_body(receive, most), BODY_SECONDS)
        except TimeoutError:
            await self._refuse(scope, receive, send, 408, "the request came too slowly")
            return
        if body is None:
            await self._refuse(scope, receive, send, 413, f"more than {most:,} bytes sent")
            return
        rest = [body]

        async def replay() -> Message:
            if rest:
                return {"type": "http.request", "body": rest.pop(), "more_body": False}
            return await receive()

        await self.app(scope, replay, _with_headers(send, self.headers))

    async def _refuse(
        self, scope: Scope, receive: Receive, send: Send, status: int, why: str
    ) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": why[:120]})
            return
        await JSONResponse({"problems": [why]}, status)(
            scope, receive, _with_headers(send, self.headers)
        )


async def _body(receive: Receive, most: int) -> bytes | None:
    """Return the body of a request; None once it is larger than allowed."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > most:
            return None
    return b"".join(parts)


def _with_headers(send: Send, always: Mapping[str, str]) -> Send:
    """Return a `send` that adds the headers of every answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in always.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-cache")
        await send(message)

    return sending
