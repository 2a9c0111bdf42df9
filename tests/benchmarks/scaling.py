"""How time and memory grow with the number of worlds: ``python -m tests.benchmarks.scaling``.

Every size runs in a process of its own, worlds drawn and results kept, in single precision on one
thread. Then one network of 10^5, 10^6 and 10^7 alliances, with what its state takes. Writes
``results/benchmarks/scaling.csv``, draws it, and writes ``networks.csv``.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.core.scenario import quiet
from sim.market.population import Population, draw_world
from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.large import LargeWorld
from sim.run.setting import Setting
from sim.run.simulate import blocks, run_block, simulate

FOLDER = Path(__file__).parents[2] / "results" / "benchmarks"
WORLDS = (84, 264, 834, 2_636, 8_334, 26_354, 83_334)
ROWS, QUARTERS = 60, 20
VENDORS = (9_999, 99_999, 1_000_002)
KEPT, DROPPED, NETWORK = "kept", "dropped", "network"


def one(worlds: int, results: str) -> dict[str, float]:
    """Run some worlds in this process and return seconds of processor time and peak bytes."""
    policy = find("vst")
    setting = Setting(replications=worlds, precision="single", quarters=QUARTERS)
    simulate([policy], replace(setting, replications=2))
    best = float("inf")
    for _ in range(max(1, min(5, 8_000 // worlds))):
        start = time.process_time()
        if results == KEPT:
            simulate([policy], setting)
        else:
            for numbers in blocks(setting):
                run_block([policy], setting, numbers)
        best = min(best, time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": best, "peak_bytes": peak}


def one_network(vendors: int) -> dict[str, float]:
    """Run one network in this process; return seconds by the clock and bytes an alliance."""
    started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    size, rows = Population(vendors=vendors), vendors * 10
    start = time.perf_counter()
    world = draw_world(size, Parameters(), 1, [0])
    drawn = time.perf_counter() - start
    followers = [
        (find("vst"), np.arange(1)),
        (find("status_quo"), np.arange(1, vendors)),
    ]
    watched = np.arange(vendors) == 0
    large = LargeWorld(world, followers, watched, Parameters(), quiet(QUARTERS), 1, np.float32)
    del world
    start = time.perf_counter()
    for _ in large.quarters():
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "alliances": rows,
        "seconds_drawn": round(drawn, 2),
        "seconds_run": round(time.perf_counter() - start, 2),
        "state_bytes_an_alliance": large.nbytes / rows,
        "peak_bytes_an_alliance": round((peak - started) / rows, 1),
    }


def elsewhere(size: int, what: str) -> dict[str, float]:
    """Run some worlds, or one network of some vendors, in a process of their own."""
    command = [sys.executable, "-m", "tests.benchmarks.scaling", str(size), what]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def exponent(rows: list[dict[str, float]]) -> float:
    """Return the slope of time over size on logarithmic scales; 1 is linear."""
    size = np.log([row["alliance_quarters"] for row in rows])
    return float(np.polyfit(size, np.log([row["seconds"] for row in rows]), 1)[0])


def plot(rows: list[dict[str, float]], path: Path) -> None:
    """Draw time and memory over size."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    size = np.array([row["alliance_quarters"] for row in rows])
    seconds = np.array([row["seconds"] for row in rows])
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    left.loglog(size, seconds, "o-", label=f"measured, exponent {exponent(rows):.3f}")
    left.loglog(size, seconds[-1] * size / size[-1], "--", color="0.6", label="linear")
    left.set_ylabel("seconds of processor time")
    for key, label in ((KEPT, "results kept"), (DROPPED, "results dropped block by block")):
        peak = [row[f"peak_mb_{key}"] for row in rows]
        right.loglog(size, peak, "o-", label=label)
    right.set_ylabel("peak memory of the process, MB")
    right.set_ylim(10, 3000)
    for axes in (left, right):
        axes.set_xlabel("alliance-quarters")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def main() -> None:
    """Measure every size, write and draw."""
    rows = []
    for worlds in WORLDS:
        kept, dropped = elsewhere(worlds, KEPT), elsewhere(worlds, DROPPED)
        size = worlds * ROWS * QUARTERS
        rows.append(
            {
                "worlds": worlds,
                "alliance_quarters": size,
                "seconds": round(kept["seconds"], 4),
                "ns_per_alliance_quarter": round(kept["seconds"] / size * 1e9, 1),
                "peak_mb_kept": round(kept["peak_bytes"] / 1e6, 1),
                "peak_mb_dropped": round(dropped["peak_bytes"] / 1e6, 1),
            }
        )
        print(*rows[-1].values(), sep="\t")
    print(f"exponent {exponent(rows):.3f}")
    write(rows, FOLDER / "scaling.csv")
    plot(rows, FOLDER / "scaling.png")
    networks = [elsewhere(vendors, NETWORK) for vendors in VENDORS]
    for network in networks:
        print(*network.values(), sep="\t")
    write(networks, FOLDER / "networks.csv")


def write(rows: list[dict[str, float]], path: Path) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        number, what = int(sys.argv[1]), sys.argv[2]
        print(json.dumps(one_network(number) if what == NETWORK else one(number, what)))
    else:
        main()
