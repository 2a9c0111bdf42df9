"""Play over HTTP: its pages, new classes, the code to scan, downloads; and the websocket."""

from __future__ import annotations

import io
from typing import Any

import segno
from fastapi import APIRouter, Request, WebSocket
from starlette.responses import JSONResponse, Response

from sim.app.pages import page
from sim.app.play import socket as sockets
from sim.app.play import told
from sim.app.play.download import archive, team_pages, workbook
from sim.app.play.live import Live
from sim.app.play.lives import Lives
from sim.app.play.messages import read_new
from sim.base.problems import ProblemsError

router = APIRouter()

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/play")
def play() -> Response:
    """Return the page of players."""
    return page("play.html.j2", "/play")


@router.get("/play/host")
def host() -> Response:
    """Return the page of facilitators; its key stands in the fragment, which no server sees."""
    return page("host.html.j2", "/play")


@router.get("/play/board")
def board() -> Response:
    """Return the page of the projector."""
    return page("board.html.j2", "/play")


@router.get("/api/play/known")
def known() -> Any:
    """Return what there is to decide."""
    return told.known()


@router.post("/api/class")
async def make(request: Request) -> Response:
    """Open a classroom; return its code and host key, or the token of who plays alone."""
    new = read_new(await request.body())
    live, key = _lives(request).make(new, _address(request))
    classroom = live.classroom
    if not new.solo:
        return JSONResponse({"code": classroom.code, "key": key}, 201)
    _, _, token = classroom.admit(new.name, 0, 0)
    classroom.start()
    return JSONResponse({"code": classroom.code, "token": token}, 201)


@router.get("/api/class/{code}/qr.svg")
async def code_to_scan(request: Request, code: str) -> Response:
    """Return the address of a class as a code to scan."""
    live = _found(request, code)
    drawn = io.BytesIO()
    address = f"{_lives(request).address}/play#{live.classroom.code}"
    segno.make(address, error="m").save(drawn, kind="svg", scale=8, border=4, xmldecl=False)
    return Response(drawn.getvalue(), media_type="image/svg+xml")


@router.get("/api/class/{code}/quarters.xlsx")
async def quarters(request: Request, code: str) -> Response:
    """Return quarters, moves and results as a workbook, to the facilitator."""
    live = _led(request, code)
    return Response(workbook(live.classroom, await live.debriefs.all()), media_type=SHEET)


@router.get("/api/class/{code}/teams.zip")
async def teams(request: Request, code: str) -> Response:
    """Return a page for each team, to the facilitator."""
    live = _led(request, code)
    pages = team_pages(live.classroom, await live.debriefs.all())
    return Response(pages, media_type="application/zip")


@router.get("/api/class/{code}/logs.zip")
async def logs(request: Request, code: str) -> Response:
    """Return the logs, to the facilitator."""
    return Response(archive(_led(request, code).classroom), media_type="application/zip")


@router.websocket("/ws/{code}")
async def connect(socket: WebSocket, code: str) -> None:
    """Join a class."""
    await sockets.serve(socket, code, _lives(socket))


def _lives(scope: Request | WebSocket) -> Lives:
    lives: Lives = scope.app.state.lives
    return lives


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _found(request: Request, code: str) -> Live:
    live = _lives(request).find(code, _address(request))
    if live is None:
        raise ProblemsError(["there is no such class"])
    return live


def _led(request: Request, code: str) -> Live:
    """Return a class to its facilitator, whose key comes as a header and never in an address."""
    live = _found(request, code)
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not live.classroom.knows_host(key):
        raise ProblemsError(["this is not the key of this class"])
    return live
