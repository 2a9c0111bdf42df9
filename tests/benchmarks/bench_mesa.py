"""Time both engines on the same worlds: ``python -m tests.benchmarks.bench_mesa``.

Each size is run in one process, engines in turn, the best of a few repetitions, on the same world
and luck; the last state is compared, so that what is timed is known to be equal. What Mesa's run
collects is part of its time; the numpy core records the focal vendor's outcomes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sim.market.population import Population
from sim.market.source import Market
from sim.mesa_engine import AllianceModel
from sim.policies import find
from sim.run.setting import Setting
from sim.run.simulate import simulate

QUARTERS = 4
SIZES = {60: (6, 10, 3), 600: (60, 10, 3), 6_000: (600, 10, 3)}
REPEATS = {60: 5, 600: 3, 6_000: 1}


def best_time(run: Callable[[], object], repeats: int) -> float:
    """Return the shortest of some wall times, seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a line a size: seconds a quarter for each engine, and their ratio."""
    print("alliances   numpy s/q   Mesa s/q   ratio")
    for alliances, (vendors, each, per_partner) in SIZES.items():
        size = Population(
            vendors=vendors, alliances_per_vendor=each, vendors_per_partner=per_partner
        )
        setting = Setting(
            draw=Market(size),
            quarters=QUARTERS,
            replications=1,
        )

        def numpy_run(setting: Setting = setting) -> float:
            result = simulate([find("transactional")], setting)["transactional"]
            return float(result.last("profit")[0])

        def mesa_run(
            vendors: int = vendors, each: int = each, per_partner: int = per_partner
        ) -> float:
            model = AllianceModel(
                vendors=vendors,
                alliances_per_vendor=each,
                vendors_per_partner=per_partner,
                quarters=QUARTERS,
            )
            model.run_model()
            return float(model.focal.profit)

        assert abs(numpy_run() - mesa_run()) < 1e-9
        fast = best_time(numpy_run, REPEATS[alliances] * 5) / QUARTERS
        slow = best_time(mesa_run, REPEATS[alliances]) / QUARTERS
        print(f"{alliances:9,d}   {fast:9.5f}   {slow:8.4f}   {slow / fast:5.0f}")


if __name__ == "__main__":
    main()
