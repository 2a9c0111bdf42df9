"""What the page asks of the server: what there is to choose from, the answer, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from pydantic import TypeAdapter
from starlette.responses import JSONResponse, Response

from sim.app.explore import jobs
from sim.app.explore.advice import advice as advice_on
from sim.app.explore.asked import Asked, read
from sim.app.explore.own import MOST_BYTES
from sim.app.explore.report import report as report_of
from sim.app.pages import page
from sim.app.worker import Worker, run_once
from sim.base.nearest import unknown
from sim.base.problems import ProblemsError

router = APIRouter()
READ = "/api/portfolio/read"
LARGER = {READ: MOST_BYTES}
"""Path to the largest body there, in bytes."""

GONE = 499
"""Status for who has stopped waiting; nobody reads it."""


@router.get("/")
def explore() -> Response:
    """Return the page."""
    return page("explore.html.j2", "/")


@router.get("/api/known")
async def known(request: Request) -> Any:
    """Return what there is to choose from."""
    return await _worker(request).run(jobs.offer)


@router.post("/api/answer")
async def answer(request: Request) -> Response:
    """Answer a question."""
    asked = await _asked(request)
    return await _unless_gone(request, _both(asked), jobs.tell, asked)


@router.post("/api/doubt")
async def doubt(request: Request) -> Response:
    """Tell what luck and rules together say."""
    asked = await _asked(request)
    return await _unless_gone(request, _both(asked), jobs.doubt, asked, grow=jobs.grow_rules)


@router.post("/api/walk")
async def walk(request: Request, reverse: bool = False) -> Response:
    """Tell which lever made the difference."""
    asked = await _asked(request)
    steps = await _worker(request).run(jobs.look, asked)
    order = "reverse" if reverse else "forward"
    runs = [*_both(asked), *((asked, order, step) for step in range(steps))]
    return await _unless_gone(request, runs, jobs.walk, asked, reverse)


@router.post("/api/trace")
async def trace(request: Request, column: str = "trust") -> Response:
    """Tell why an outcome moved, phase by phase."""
    asked = await _asked(request)
    runs = [(asked, which, 0, column) for which in ("pinned", "yours")]
    return await _unless_gone(request, runs, jobs.trace, asked, column)


@router.post(READ)
async def read_own(request: Request, name: str = "your file", meant: str = "{}") -> Response:
    """Read a file of the firm's own alliances; nothing is written to disk.

    Args:
        request: The request; its body is the file.
        name: Name of the file.
        meant: JSON: heading to the column that the owner says it means.
    """
    file = "".join(letter for letter in name[-80:] if letter.isprintable()) or "your file"
    try:
        columns = TypeAdapter(dict[str, str]).validate_json(meant)
    except ValueError:
        raise ProblemsError(["meant: must be headings and the columns that they mean"]) from None
    told = await _worker(request).run(jobs.read_own, await request.body(), file, columns)
    return JSONResponse(told, 422 if "problems" in told else 200)


@router.post("/api/advise")
async def advise(request: Request) -> Any:
    """Advise on each of the firm's own alliances, beside the worker, as it takes seconds."""
    asked = await _asked(request)
    portfolio = await _worker(request).run(jobs.check, asked)
    if portfolio is None:
        raise ProblemsError(["no file of your own alliances was chosen"])
    async with request.app.state.beside:
        return await run_once(advice_on, asked, portfolio)


@router.post("/api/export/report.html")
async def report(request: Request) -> Response:
    """Return the report; one is made at a time, beside the worker."""
    asked = await _asked(request)
    portfolio = await _worker(request).run(jobs.check, asked)
    async with request.app.state.beside:
        made = await run_once(report_of, asked, portfolio)
    return Response(made, media_type="text/html")


@router.post("/api/export/{name}")
async def export(request: Request, name: str) -> Response:
    """Return an answer as a file."""
    if name not in jobs.FILES:
        raise ProblemsError([unknown("file", name, [*jobs.FILES, "report.html"])])
    asked = await _asked(request)
    made = await _worker(request).run(jobs.file, asked, name)
    return Response(made, media_type=jobs.FILES[name])


def _both(asked: Asked) -> list[tuple[Any, ...]]:
    return [(asked, "pinned"), (asked, "yours")]


async def _unless_gone(
    request: Request,
    runs: list[tuple[Any, ...]],
    job: Callable[..., dict[str, Any]],
    *given: Any,
    grow: Callable[..., bool] = jobs.grow,
) -> Response:
    """Run some policies piece by piece, then a job; stop once nobody waits for it any more.

    A newer position of a lever gives an older question up, so the worker is soon free for it.
    """
    worker = _worker(request)
    for run in runs:
        is_done = False
        while not is_done:
            if await request.is_disconnected():
                return Response(status_code=GONE)
            is_done = await worker.run(grow, *run)
    return JSONResponse(await worker.run(job, *given))


async def _asked(request: Request) -> Asked:
    try:
        given = await request.json()
    except ValueError:
        given = None
    return read(given)


def _worker(request: Request) -> Worker:
    worker: Worker = request.app.state.worker
    return worker
