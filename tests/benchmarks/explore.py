"""Time the page Explore in a real browser, server and browser on one core.

python -m tests.benchmarks.explore

Measured from a lever's move to the frame that shows it, from a new profile to the first chart, and
what the processes hold. Run it by hand on a machine with nothing else to do: it says the load that
it met, and a time taken under load is no measure. The processor time of an answer, server and
browser together, is told too: a busy machine changes it less, and on one quiet core it is nearly
all of the wait.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

PORT = 8137
MOVES, PROFILES = 30, 10
BUDGETS_MS = {
    "slider to painted, 30 worlds": 200,
    "question to painted, 100 worlds": 300,
    "which lever made it, 7 levers, 100 worlds": 600,
    "first chart, new profile": 1500,
}
BUDGET_MB = 300

MOVE = """async (value) => {
    const slider = document.getElementById("lever-push");
    const line = () => document.querySelector("#ahead polyline").getAttribute("points");
    const before = line();
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const start = performance.now();
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (line() === before) await frame();
    const quick = performance.now() - start;
    const is = (test) => document.querySelector(test) !== null;
    while (!is("#answer[aria-busy=false]")) await frame();
    const whole = performance.now();
    const asked = (path) => performance.getEntriesByType("resource")
        .filter((entry) => entry.name.includes(path)).at(-1).startTime;
    const question = whole - asked("/api/answer");
    while (!is("#walk:not(.stale) svg")) await frame();
    const walk = performance.now() - asked("/api/walk");
    performance.clearResourceTimings();
    return [quick, question, walk];
}"""

ANSWERS = """async ([worlds, offset]) => {
    const { showAnswer } = await import("/static/explore/show.js");
    const { post } = await import("/static/explore/ask.js");
    const known = await (await fetch("/api/known")).json();
    for (let i = 0; i < 30; i++) {
        const asked = structuredClone(known.asked);
        Object.assign(asked, { worlds });
        asked.yours.levers = { push: offset + i / 1000 };
        showAnswer(await (await post("/api/answer", asked)).json(), false);
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
}"""
"""Thirty new answers, each fetched, drawn and painted before the next is asked for."""


def main() -> None:
    """Print the table."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(f"load before: {os.getloadavg()[0]:.2f}; all processes on one core")
    server = subprocess.Popen([sys.executable, "-m", "sim.app", "--port", str(PORT)])
    try:
        _wait()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            first = [_first_chart(browser) for _ in range(PROFILES)]
            page = browser.new_page(base_url=f"http://127.0.0.1:{PORT}")
            moves = _moves(page)
            for worlds, offset in ((30, 0.7), (100, 0.8)):
                before = _processor(server.pid)
                page.evaluate(ANSWERS, [worlds, offset])
                spent = [b - a for a, b in zip(before, _processor(server.pid), strict=True)]
                served, drawn = (1000 * seconds / MOVES for seconds in spent)
                print(
                    f"processor time of an answer in {worlds} worlds: {served + drawn:.0f} ms "
                    f"(server {served:.0f}, browser {drawn:.0f})"
                )
        for what, times in zip(BUDGETS_MS, [*zip(*moves, strict=True), first], strict=True):
            print(_row(what, times))
        held = _held(server.pid)
        print(f"{'server and worker, MB':45} budget {BUDGET_MB:5}  {' + '.join(map(str, held))}")
    finally:
        server.terminate()
        server.wait()
    print(f"load after: {os.getloadavg()[0]:.2f}")


def _wait() -> None:
    while True:
        try:
            urlopen(f"http://127.0.0.1:{PORT}/api/known").close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _first_chart(browser: Browser) -> float:
    """Return the time from a new profile to the first chart, ms."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{PORT}")
    page = context.new_page()
    start = time.perf_counter()
    page.goto("/", wait_until="commit")
    page.wait_for_selector("#ahead polyline", state="attached")
    took = 1000 * (time.perf_counter() - start)
    context.close()
    return took


def _moves(page: Page) -> list[Any]:
    page.goto("/")
    page.wait_for_selector("#walk svg")
    told = []
    for move in range(MOVES):
        told.append(page.evaluate(MOVE, f"{0.02 * (move + 1):.2f}"))
        page.wait_for_timeout(100)
    return told


def _row(what: str, times: Sequence[float]) -> str:
    p95 = quantiles(times, n=20)[-1]
    verdict = "within" if p95 <= BUDGETS_MS[what] else "MISSED"
    return (
        f"{what:45} budget {BUDGETS_MS[what]:5}  median {median(times):5.0f}  p95 {p95:5.0f} ms  "
        f"n = {len(times)}  {verdict}"
    )


def _processor(server: int) -> tuple[float, float]:
    """Return the processor time of the server and its worker, and of the browser, s."""
    served = sum(_seconds(pid) for pid in (server, *_below(server)))
    names = {pid: Path(f"/proc/{pid}/comm").read_text() for pid in _below(os.getpid())}
    return served, sum(_seconds(pid) for pid, name in names.items() if name.startswith("chrom"))


def _below(pid: int) -> list[int]:
    """Return the children of a process, theirs, and so on."""
    told = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    children = [int(child) for line in told for child in line.split()]
    return children + [below for child in children for below in _below(child)]


def _seconds(pid: int) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def _held(pid: int) -> list[int]:
    """Return the proportional set size of a process and of each of its children, MB."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [_mb(pid), *(_mb(int(child)) for child in told.split())]


def _mb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024


if __name__ == "__main__":
    main()
