"""Hold speed as ratios of forms run in turn: seconds depend on the machine, ratios far less.

Run with ``python -m tests.benchmarks.ratios`` on a quiet machine; it fails where a ratio is lost.
The least allowed is about half of what is measured (``results/benchmarks``), so that only a real
loss of speed fails.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

from sim.market.population import draw_world
from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.setting import Setting
from sim.run.simulate import simulate
from tests.benchmarks.bench import ACCOUNTS, SIZE, Drawn, measure, run_mesa, run_plain

WORLDS, QUARTERS = 834, 20
LEAST = {("plain", "double"): 2.0, ("plain", "single"): 3.2, ("mesa", "double"): 150.0}
"""Slow and fast form, and how many times as long the slow one must take."""


def main() -> None:
    """Print each ratio beside the least allowed, and fail where one is smaller."""
    world = draw_world(SIZE, Parameters(), 1, range(WORLDS))
    double = Setting(draw=Drawn(world), replications=WORLDS, quarters=QUARTERS)
    single, policy = replace(double, precision="single"), find("vst")
    size, clock = WORLDS * ACCOUNTS * QUARTERS, time.process_time
    ns = measure(
        [
            ("plain", lambda: run_plain(world), size, clock),
            ("double", lambda: simulate([policy], double), size, clock),
            ("single", lambda: simulate([policy], single), size, clock),
            ("mesa", lambda: run_mesa(30), 300 * 4, clock),
        ],
        rounds=2,
    )
    ratios = {(slow, fast): ns[slow] / ns[fast] for slow, fast in LEAST}
    for (slow, fast), ratio in ratios.items():
        print(f"{slow} over {fast}: {ratio:.1f}, at least {LEAST[slow, fast]:g} wanted")
    sys.exit(any(ratio < LEAST[forms] for forms, ratio in ratios.items()))


if __name__ == "__main__":
    main()
