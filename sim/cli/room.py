"""What a config costs beside what there is: told as a table, and refused where it cannot fit."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sim.base.problems import ProblemsError
from sim.cli.cost import GB, Cost
from sim.config.schema import Config


def cost_rows(cost: Cost, config: Config) -> list[list[str]]:
    """Return what a config costs as a table: what, how much, and how much there is."""
    return [
        ["what", "at most", "there is"],
        ["cells", f"{cost.cells:,}", _stated(config.limits.cells, "{:,}")],
        ["worlds a cell", f"{cost.worlds:,}", ""],
        ["alliance-quarters", f"{cost.rows:,.0f}", ""],
        ["memory", size(cost.bytes), size(memory_of(config))],
        ["disk", size(cost.disk), size(room_of(config))],
        ["time", duration(cost.seconds), _stated(config.limits.hours, "{:g} hours")],
        ["processes", f"{cost.workers:,}", f"{os.cpu_count() or 1:,} cores"],
    ]


def _stated(limit: float | None, form: str) -> str:
    return "" if limit is None else form.format(limit)


def refuse_beyond(cost: Cost, config: Config) -> None:
    """Refuse what cannot fit.

    Raises:
        ProblemsError: It takes more than the machine has or a limit allows; with the figure, and
            what to reduce.
    """
    problems = []
    limits, memory, room = config.limits, memory_of(config), room_of(config)
    if limits.cells is not None and cost.cells > limits.cells:
        problems.append(f"cells: {cost.cells:,} planned; limits.cells is {limits.cells:,}")
    if cost.bytes > memory:
        problems.append(
            f"memory: about {size(cost.bytes)} needed, there is {size(memory)}; "
            f"{_relief(cost, memory)}"
        )
    if cost.disk > room:
        problems.append(
            f"disk: about {size(cost.disk)} needed, there is {size(room)} for output="
            f"{config.output}; fewer cells or replications, or record=summary"
        )
    if limits.hours is not None and cost.seconds > limits.hours * 3600:
        problems.append(
            f"time: about {duration(cost.seconds)} needed; limits.hours is {limits.hours:g}"
        )
    if problems:
        raise ProblemsError(problems)


def _relief(cost: Cost, memory: float) -> str:
    """Return what to reduce for the largest part of the memory."""
    largest = max(cost.memory, key=lambda part: cost.memory[part])
    by_worker = (cost.memory["workers"] + cost.memory["worlds"]) / cost.workers
    rest = cost.bytes - cost.workers * by_worker
    most = int((memory - rest) / by_worker) if by_worker else 0
    if largest in ("workers", "worlds") and cost.workers > 1 and most >= 1:
        return f"at most {most:,} workers fit"
    return {
        "worlds": "fewer vendors or alliances, or precision=single",
        "results": "fewer replications, or record less: record=summary",
        "outcomes": "fewer jobs or replications, or a sweep with a store",
        "answer": "fewer points or replications, or sweep.answer=false to fill the store alone",
        "plan": "fewer points, or design=grid, which is planned as it runs",
    }.get(largest, "the program alone takes most of that")


def memory_of(config: Config) -> float:
    """Return the bytes of memory that a run may use: this machine's, its group's, or the limit."""
    found = [float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")), *_group_limits()]
    if config.limits.memory is not None:
        found.append(config.limits.memory * GB)
    return min(found)


def _group_limits() -> list[float]:
    """Return the memory limits of the control groups that this process is in, as in a container."""
    limits = []
    try:
        groups = Path("/proc/self/cgroup").read_text("utf-8").splitlines()
    except OSError:  # not a Linux
        return []
    for line in groups:
        _, kinds, path = line.split(":", 2)
        for file in (
            [f"{path}/memory.max", "/memory.max"]
            if not kinds
            else [f"/memory{path}/memory.limit_in_bytes", "/memory/memory.limit_in_bytes"]
            if "memory" in kinds.split(",")
            else []
        ):
            try:
                told = Path(f"/sys/fs/cgroup{file}").read_text("utf-8").strip()
            except OSError:
                continue
            if told.isdigit():
                limits.append(float(told))
    return limits


def room_of(config: Config) -> float:
    """Return the bytes that may be written: what is free, and what a run replaces, or the limit."""
    folder = Path(config.output).expanduser().absolute()
    store = folder / config.name / "store"
    there = sum(path.stat().st_size for path in store.rglob("*.parquet"))
    while not folder.is_dir():
        folder = folder.parent
    free = float(shutil.disk_usage(folder).free)
    if config.limits.disk is not None:
        free = min(free, config.limits.disk * GB)
    return free + there


def size(count: float) -> str:
    """Return bytes for people: ``640 MB``, ``2.5 GB``, ``16 TB``."""
    for unit in ("MB", "GB", "TB"):
        count /= 1e6 if unit == "MB" else 1e3
        if count < 999.5:
            return f"{count:.2g} {unit}" if count < 10 else f"{count:,.0f} {unit}"
    return f"{count / 1e3:,.0f} PB"


def duration(seconds: float) -> str:
    """Return a time for people: ``40 seconds``, ``25 minutes``, ``3 hours``, ``2 days``."""
    for unit, length, most in (("seconds", 1, 90), ("minutes", 60, 90), ("hours", 3600, 48)):
        if seconds / length < most:
            return f"{max(1, round(seconds / length))} {unit}"
    days = seconds / 86_400
    return f"{days:,.0f} days" if days < 800 else f"{days / 365:,.0f} years"
