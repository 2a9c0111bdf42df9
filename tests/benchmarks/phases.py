"""Where the time of a quarter goes, phase by phase: ``python -m tests.benchmarks.phases``.

Processor time of one block in single precision, the best of some runs; the phases alone, and the
draws that they ask for apart. Rewrites the column `after` of ``results/benchmarks/phases.csv`` and
draws both columns; `before` is the same profile of the first version that passed all tests.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from sim.core.draws import AddressedLuck
from sim.core.scenario import quiet
from sim.market.population import Population, draw_world
from sim.model.quarter import QUARTER, Parameters
from sim.policies import find
from sim.run.engine import begin

FOLDER = Path(__file__).parents[2] / "results" / "benchmarks"
WORLDS, QUARTERS, RUNS = 546, 20, 7


class TimedLuck:
    """Luck that keeps the time it takes."""

    def __init__(self, luck: Any) -> None:
        self.luck, self.seconds = luck, 0.0

    def draw(self, *address: Any) -> Any:
        """Return what the luck draws."""
        start = time.process_time()
        values = self.luck.draw(*address)
        self.seconds += time.process_time() - start
        return values


def profile() -> dict[str, float]:
    """Return nanoseconds an alliance-quarter by phase, and of all draws together."""
    world = draw_world(Population(), Parameters(), 1, range(WORLDS))
    vendors = np.arange(len(world.vendor_horizon))
    world, is_focal = world.arranged(vendors % Population().vendors == 0), vendors < WORLDS
    followers = [(find("vst"), vendors[is_focal]), (find("status_quo"), vendors[~is_focal])]
    numbers, size = np.arange(WORLDS), len(world.vendor) * QUARTERS
    runs = []
    for _ in range(RUNS):
        luck = TimedLuck(AddressedLuck(1, numbers, world.rows, np.float32, world.order))
        now = begin(world, followers, Parameters(), quiet(QUARTERS), luck, np.float32)
        now.watched = is_focal
        spent: dict[str, float] = defaultdict(float)
        for now.quarter in range(QUARTERS):
            for phase in QUARTER:
                start, drawing = time.process_time(), luck.seconds
                phase.run(now)
                drawn = luck.seconds - drawing
                spent[phase.run.__name__] += time.process_time() - start - drawn
                spent["draws"] += drawn
        runs.append(spent)
    best = min(runs, key=lambda spent: sum(spent.values()))
    return {name: seconds / size * 1e9 for name, seconds in best.items()}


def update(path: Path, after: dict[str, float]) -> list[dict[str, str]]:
    """Write the profile beside the one before and return the rows."""
    with path.open(encoding="utf-8", newline="") as file:
        before = {row["phase"]: row["before"] for row in csv.DictReader(file)}
    rows = [
        {"phase": name, "before": before.get(name, ""), "after": f"{ns:.2f}"}
        for name, ns in after.items()
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["phase", "before", "after"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows


def plot(rows: list[dict[str, str]], path: Path) -> None:
    """Draw both profiles as bars, the longest on top."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    rows = sorted(rows, key=lambda row: float(row["before"] or 0))
    names = [row["phase"].replace("_", " ") for row in rows]
    place = np.arange(len(rows))
    figure, axes = plt.subplots(figsize=(7, 8), layout="constrained")
    for key, shift, colour in (("before", 0.2, "0.75"), ("after", -0.2, "C0")):
        values = [float(row[key] or 0) for row in rows]
        label = f"{key}: {sum(values):.0f} ns in all"
        axes.barh(place + shift, values, 0.4, color=colour, label=label)
    axes.set_yticks(place, names)
    axes.set_xlabel("ns an alliance-quarter, single precision, one thread")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", frameon=False)
    axes.margins(y=0.01)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def main() -> None:
    """Profile, write and draw."""
    rows = update(FOLDER / "phases.csv", profile())
    plot(rows, FOLDER / "phases.png")
    for row in sorted(rows, key=lambda row: -float(row["after"])):
        print(f"{row['phase']:16s} {row['before'] or '-':>7s} {row['after']:>7s}")


if __name__ == "__main__":
    main()
