"""The server: pages, static files and what answers them, behind the door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from sim.app.door import Door
from sim.app.explore import routes as explore
from sim.app.play.lives import Lives
from sim.app.play.routes import router as play
from sim.app.worker import Worker
from sim.base.problems import ProblemsError

LOOPBACK = ("127.0.0.1", "localhost")


def names_of(port: int, hosts: Iterable[str] = LOOPBACK) -> frozenset[str]:
    """Return what browsers may call a server on some port; the usual port goes without saying."""
    named = frozenset(f"{host}:{port}" for host in hosts)
    return named | frozenset(hosts) if port == 80 else named


ROOMS = Path("results") / "rooms"
"""Where the logs of games are, unless told otherwise."""


def create(
    hosts: frozenset[str], rooms: Path = ROOMS, address: str = "http://127.0.0.1:8100"
) -> FastAPI:
    """Return the app.

    Args:
        hosts: What browsers may call this server, as in ``127.0.0.1:8100``.
        rooms: Folder of the logs of games.
        address: Where players join.
    """
    # FastAPI's own pages of documentation would load scripts from elsewhere.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_life)
    app.state.worker = Worker()
    app.state.beside = asyncio.Lock()  # held by the one job that runs beside the worker
    app.state.lives = Lives(rooms, app.state.worker, address)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.add_middleware(Door, hosts=hosts, larger=explore.LARGER)
    app.include_router(explore.router)
    app.include_router(play)
    app.add_exception_handler(ProblemsError, _tell)
    return app


async def _tell(request: Request, error: Exception) -> Response:
    """Say what is wrong with what was sent, all of it."""
    assert isinstance(error, ProblemsError)
    return JSONResponse({"problems": error.problems}, 422)


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Start the worker beside the server, and end it with it."""
    app.state.worker.start()
    yield
    app.state.lives.close()
    app.state.worker.stop()
