"""Start the server: ``make app`` on this machine alone, ``make class`` for a class on the LAN."""

from __future__ import annotations

import socket
import sys
from argparse import ArgumentParser
from pathlib import Path

import uvicorn

from sim.app.server import LOOPBACK, ROOMS, create, names_of

PORT = 8100
MESSAGE_BYTES = 16_000
"""Largest message on a websocket."""


def main() -> None:
    """Serve on this machine alone, or on an address of the local network if asked to."""
    parser = ArgumentParser(prog="sim.app", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"port, {PORT} if left out")
    parser.add_argument("--lan", action="store_true", help="serve a class on the local network")
    parser.add_argument(
        "--address", help="address to serve on with --lan, if the found one is wrong"
    )
    parser.add_argument("--rooms", type=Path, default=ROOMS, help=f"folder of logs, {ROOMS}")
    given = parser.parse_args()
    if given.address and not given.lan:
        parser.error("--address goes with --lan")
    host = (given.address or lan_address()) if given.lan else LOOPBACK[0]
    if host is None:
        parser.error("no local network found; name an address of this machine with --address")
    address = f"http://{host}:{given.port}"
    say_where(address, given.lan)
    hosts = names_of(given.port, (host,) if given.lan else LOOPBACK)
    uvicorn.run(
        create(hosts, given.rooms, address),
        host=host,
        port=given.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=MESSAGE_BYTES,
        ws_per_message_deflate=False,  # on a local network it costs more than it saves
        timeout_graceful_shutdown=2,
    )


def lan_address() -> str | None:
    """Return this machine's address on the local network; None if there is none.

    Asking the system for a route sends nothing.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation; it is never reached
        except OSError:
            return None
        found: str = probe.getsockname()[0]
    return None if found.startswith(("127.", "0.")) else found


def say_where(address: str, is_lan: bool) -> None:
    """Say on standard error where the pages are, and who can reach them."""
    if not is_lan:
        print(f"Explore: {address}  Play: {address}/play  (Ctrl-C ends it)", file=sys.stderr)
        return
    import segno

    print(f"Everybody on this network can reach {address}/play", file=sys.stderr)
    print("Open it here, make a class, and let the others scan its code.", file=sys.stderr)
    segno.make(f"{address}/play").terminal(out=sys.stderr, compact=True)
    print("Ctrl-C ends it.", file=sys.stderr)


if __name__ == "__main__":
    main()
