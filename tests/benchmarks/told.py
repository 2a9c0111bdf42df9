"""What runs are told to take beside what they take: ``python -m tests.benchmarks.told``.

Each command runs in a process of its own, after its estimate. Memory is that of all its processes
together at its peak (proportional, looked at 20 times a second), disk what it leaves, time that of
the clock, with the processor time of all processes. Prints the table of docs/sweeps.md.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from sim.cli.cost import Cost, cost_of
from sim.cli.groups import register
from sim.cli.overrides import read_command
from sim.cli.room import size

RUNS = {
    "a glance": ["policy=vst", "replications=2", "figures=false"],
    "the headline": [],
    "every alliance kept": ["replications=1000", "record=alliances"],
    "a map of policies": ["experiment=policy_map"],
    "800 points of a small market": [
        "experiment=policy_map", "launcher=serial", "sweep.points=20", "replications=20",
        "population.vendors=3", "population.alliances_per_vendor=4",
        "population.vendors_per_partner=3",
    ],
    "worlds of a million alliances": [
        "policy=vst", "replications=2", "figures=false", "population.vendors=99999",
    ],
    "the best policy": ["experiment=best_policy"],
}  # fmt: skip
LOOK = 0.05


def told(words: list[str]) -> Cost:
    """Return what a command is told to take."""
    register()
    return cost_of(read_command(words, None, several=False).config)


def taken(words: list[str], folder: Path) -> tuple[float, float, float, float]:
    """Run a command and return its bytes in memory and on disk, its seconds and processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, peak = time.perf_counter(), 0.0
    command = [sys.executable, "-m", "sim", *words, f"output={folder}"]
    run = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    while run.poll() is None:
        peak = max(peak, memory_of(run.pid))
        time.sleep(LOOK)
    seconds = time.perf_counter() - start
    if run.returncode:
        raise SystemExit(f"{' '.join(words)}: ended with {run.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return peak, float(disk), seconds, processor


def memory_of(process: int) -> float:
    """Return the bytes of a process and of all that it started."""
    total = 0.0
    with suppress(psutil.Error):
        first = psutil.Process(process)
        for one in [first, *first.children(recursive=True)]:
            with suppress(psutil.Error):
                total += one.memory_full_info().pss
    return total


def main(names: list[str]) -> None:
    """Run each command and print its row."""
    print("| | memory | disk | time | processor time |\n|---|---|---|---|---|")
    for name in names or RUNS:
        estimate = told(RUNS[name])
        with TemporaryDirectory() as folder:
            memory, disk, seconds, processor = taken(RUNS[name], Path(folder))
        print(
            f"| {name}: `{' '.join(RUNS[name])}` "
            f"| {size(estimate.bytes)}, in truth {size(memory)} "
            f"| {size(estimate.disk)}, {size(disk)} "
            f"| {estimate.seconds:.0f}, {seconds:.0f} s | {processor:.0f} s |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
