"""Plan a grid and run none of it: ``python -m tests.benchmarks.planner 1e6 1e8``.

Every number of cells is planned in a process of its own, all the way to its batches: points, cells
with their ids, and which cells are sent off together. Prints memory at its peak and processor time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from math import ceil, sqrt

from sim.config.check import check
from sim.policies import names
from sim.sweep.batch import batches
from sim.sweep.plan import plan


def one(cells: int) -> None:
    """Plan about this many cells, all policies at each point of a square, and print the cost."""
    policies = names()
    side = ceil(sqrt(cells / len(policies)))
    axes = {
        "joint_potential": {"low": 0.0, "high": 1.0},
        "trust_gain": {"low": 0.02, "high": 0.27},
    }
    config = check(
        {"policies": policies, "sweep": {"points": side, "uncertainties": axes, "answer": False}}
    )
    start = time.process_time()
    planned = plan(config)
    cut = counted = 0
    for batch in batches(planned.base, planned.cells, planned.count):
        cut, counted = cut + 1, counted + len(batch.cells)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        f"{counted:,} cells in {cut:,} batches: {peak / 1e6:.0f} MB, {seconds:.1f} s of processor "
        f"time, {1e6 * seconds / counted:.1f} µs a cell"
    )


def main(words: list[str]) -> None:
    """Plan each number of cells in a process of its own."""
    if words[:1] == ["one"]:
        one(int(float(words[1])))
        return
    for cells in words or ["1e5", "1e6"]:
        command = [sys.executable, "-m", "tests.benchmarks.planner", "one", cells]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
