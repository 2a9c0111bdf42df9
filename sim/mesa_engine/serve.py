"""Serve the page to this machine alone: ``make watch``, or ``python -m sim.mesa_engine.serve``."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser

PORT = 8765
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "frame-ancestors 'none'",
}
"""Solara writes scripts into its page, so no policy on scripts can be set."""


def main() -> None:
    """Serve until Ctrl-C; who asks under another name or from a foreign page is refused."""
    parser = ArgumentParser(prog="sim.mesa_engine.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"port, {PORT} if left out")
    port = parser.parse_args().port
    os.environ["SOLARA_APP"] = "sim.mesa_engine.app"
    os.environ["SOLARA_MODE"] = "production"
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    import uvicorn
    from solara.server.starlette import app

    from sim.app.door import Door

    hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
    print(f"Watch: http://127.0.0.1:{port}  (Ctrl-C ends it)", file=sys.stderr)
    uvicorn.run(Door(app, hosts, headers=HEADERS), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
