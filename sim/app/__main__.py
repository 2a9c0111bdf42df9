"""Start the server: ``make app``, or ``python -m sim.app --port 8100``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

import uvicorn

from sim.app.server import create, names_of

PORT = 8100
MESSAGE_BYTES = 16_000
"""Largest message on a websocket."""


def main() -> None:
    """Serve on this machine alone."""
    parser = ArgumentParser(prog="sim.app", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"port, {PORT} if left out")
    port = parser.parse_args().port
    print(f"Explore: http://127.0.0.1:{port}  (Ctrl-C ends it)", file=sys.stderr)
    uvicorn.run(
        create(names_of(port)),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=MESSAGE_BYTES,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
