"""Speed is held as ratios of forms run in turn: seconds depend on the machine, ratios far less.

The bounds are about half of what is measured (``results/benchmarks``), so that only a real loss of
speed fails.
"""

import time
from dataclasses import replace

import pytest

from sim.core.scenario import quiet
from sim.market.population import draw_world
from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.simulate import Setting, simulate
from tests.benchmarks.bench import ACCOUNTS, SIZE, Drawn, measure, run_mesa, run_plain

WORLDS, QUARTERS = 834, 20


@pytest.mark.slow
def test_blocks_keep_ahead_of_whole_arrays_and_objects():
    world = draw_world(SIZE, Parameters(), 1, range(WORLDS))
    double = Setting(draw=Drawn(world), replications=WORLDS, scenario=quiet(QUARTERS))
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
    assert ns["plain"] / ns["double"] > 2.0
    assert ns["plain"] / ns["single"] > 3.2
    assert ns["mesa"] / ns["double"] > 150
