"""Time every form of the model in one alternating run: ``make bench``.

Forms take turns, several rounds, and the best round of each counts, so that a busy machine harms
all alike. One-thread forms are told by processor time, worlds drawn before; forms with processes by
the clock, worlds included. The table goes to ``results/benchmarks/table.csv`` too.
"""

from __future__ import annotations

import csv
import importlib.util
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from experiments.headline import POLICIES
from sim.base.arrays import Array
from sim.core.draws import AddressedLuck
from sim.core.quarter import Quarter
from sim.core.scenario import quiet
from sim.core.world import World
from sim.market.population import Population, draw_world
from sim.market.source import Market
from sim.mesa_engine import AllianceModel
from sim.model.arms_length import compete
from sim.model.assessment import assess
from sim.model.building import build
from sim.model.choice import appeal, gather, weigh
from sim.model.inner_circle import invite
from sim.model.quarter import QUARTER, Parameters
from sim.policies import Sight, decided_levers, find
from sim.run import simulate as blocks
from sim.run.engine import begin
from sim.run.setting import Setting
from sim.run.simulate import simulate
from tests.benchmarks import plain

FOLDER = Path(__file__).parents[2] / "results" / "benchmarks"
WORLDS, QUARTERS, ROUNDS = 1_668, 20, 5
SIZE = Population(bench=0)
ACCOUNTS = SIZE.vendors * SIZE.alliances_per_vendor
POLICY = find("vst")
HEADLINE = [find(name) for name in POLICIES]
DOMINANT = (appeal, gather, weigh, assess, build, compete, invite)


class Drawn:
    """Worlds drawn before the clock starts; hands out consecutive replications."""

    accounts, rows, bench = SIZE.alliances_per_vendor, ACCOUNTS, 0

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, parameters: Parameters, seed: int, numbers: Any) -> World:
        """Return the worlds of some replications."""
        w, first, last = self.world, numbers[0], numbers[-1] + 1
        vendors, partners = SIZE.vendors, ACCOUNTS // SIZE.vendors_per_partner
        rows, held, by = (slice(first * n, last * n) for n in (ACCOUNTS, vendors, partners))
        of_alliance = ("trust", "vendor_trust", "discount", "threads", "factors")
        of_partner = ("partner_horizon", "value", "price_sensitivity", "size")
        return World(
            replications=w.replications[first:last],
            vendor=w.vendor[rows] - first * vendors,
            partner=w.partner[rows] - first * partners,
            vendor_horizon=w.vendor_horizon[held],
            **{name: getattr(w, name)[..., rows] for name in of_alliance},
            **{name: getattr(w, name)[by] for name in of_partner},
        )


def followers_of(world: World) -> list[tuple[Any, Array]]:
    """Return who follows which policy: each world's vendor 0 the focal one."""
    vendors = np.arange(len(world.vendor_horizon))
    is_focal = vendors % SIZE.vendors == 0
    return [(POLICY, vendors[is_focal]), (find("status_quo"), vendors[~is_focal])]


def run_plain(world: World) -> None:
    """Run the whole-array form, recording as many outcomes of the focal vendors as a run does."""
    n = len(world.vendor_horizon)
    levers = {name: np.empty(n) for name in vars(POLICY.levers)}
    for policy, index in followers_of(world):
        horizon = world.vendor_horizon[index]
        seen = Sight(0, horizon, np.ones(len(index)), np.full(len(index), 0.1))
        for name, values in decided_levers(policy, seen).items():
            levers[name][index] = values
    focal = np.flatnonzero(world.vendor % SIZE.vendors == 0).reshape(len(world.replications), -1)
    draws = plain.own_draws(world)
    for state in plain.run(world, levers, Parameters(), QUARTERS, draws):
        columns = [x for x in vars(state).values() if np.shape(x) == state.trust.shape]
        for values in columns[:28]:
            values[focal].mean(axis=1)


def run_whole(setting: Setting) -> None:
    """Run the phases on all worlds at once."""
    with mock.patch.object(blocks, "BLOCK_BYTES", 2**40):
        simulate([POLICY], setting)


def run_mesa(vendors: int = 60) -> None:
    """Run the Mesa engine."""
    AllianceModel("vst", vendors=vendors, quarters=4).run_model()


def middle(precision: str, looks_everywhere: bool, worlds: int) -> Quarter:
    """Return a state in the middle of a run, for timing a few phases on it."""
    dtype = np.float32 if precision == "single" else np.float64
    world = draw_world(SIZE, Parameters(), 1, range(worlds))
    vendors = np.arange(len(world.vendor_horizon))
    world, is_focal = world.arranged(vendors % SIZE.vendors == 0), vendors < worlds
    followers = [(POLICY, vendors[is_focal]), (find("status_quo"), vendors[~is_focal])]
    luck = AddressedLuck(1, np.arange(worlds), world.rows, dtype, world.order)
    now = begin(world, followers, Parameters(), quiet(QUARTERS), luck, dtype)
    now.watched = None if looks_everywhere else is_focal
    for now.quarter in range(8):
        for phase in QUARTER:
            phase.run(now)
    return now


def run_dominant(now: Quarter) -> None:
    """Run the dominant phases again and again, each time with fresh draws."""
    for now.quarter in range(QUARTERS):
        for run in DOMINANT:
            run(now)


def run_numba(now: Quarter) -> None:
    """Run the numba form of the dominant phases again and again, each time with fresh draws."""
    from tests.benchmarks import numba_peer

    rng = np.random.default_rng(1)
    for _ in range(QUARTERS):
        numba_peer.run(now, rng)


def polars_form(now: Quarter) -> Callable[[], None]:
    """Return what runs the polars form of the dominant phases again and again, on a kept frame."""
    from tests.benchmarks import polars_peer

    rng, kept = np.random.default_rng(1), [polars_peer.frame_of(now)]

    def run() -> None:
        for _ in range(QUARTERS):
            draws = polars_peer.draw(rng, len(kept[0]), len(now.partners.horizon))
            kept[0] = polars_peer.quarter(kept[0], now.parameters, draws)

    return run


Form = tuple[str, Callable[[], Any], float, Callable[[], float]]


def forms() -> list[tuple[str, list[Form]]]:
    """Return groups of forms: label, what to run, alliance-quarters in it, and the clock."""
    world = draw_world(SIZE, Parameters(), 1, range(WORLDS))
    double = Setting(draw=Drawn(world), replications=WORLDS, quarters=QUARTERS)
    single = replace(double, precision="single")
    many = 10 * WORLDS  # enough to keep two workers busy for a second
    drawing = replace(single, draw=Market(SIZE), replications=many)
    two = replace(drawing, workers=2)
    n, cpu, wall = WORLDS * ACCOUNTS * QUARTERS, time.process_time, time.perf_counter
    whole_model: list[Form] = [
        ("plain: whole arrays, float64", lambda: run_plain(world), n, cpu),
        ("phases: whole arrays, double", lambda: run_whole(double), n, cpu),
        ("phases: blocks, double", lambda: simulate([POLICY], double), n, cpu),
        ("phases: blocks, single", lambda: simulate([POLICY], single), n, cpu),
        ("phases: 7 policies together", lambda: simulate(HEADLINE, single), 7 * n, cpu),
        ("Mesa: 600 alliances", run_mesa, 600 * 4, cpu),
    ]
    processes: list[Form] = [
        ("one worker, worlds drawn", lambda: simulate([POLICY], drawing), 10 * n, wall),
        ("two workers, worlds drawn", lambda: simulate([POLICY], two), 10 * n, wall),
    ]
    dominant: list[Form] = []
    big = middle("double", True, WORLDS)
    if importlib.util.find_spec("numba"):
        dominant.append(("numba: an @njit loop, float64", lambda: run_numba(big), n, cpu))
    if importlib.util.find_spec("polars"):
        dominant.append(("polars: a data frame, float64", polars_form(big), n, cpu))
    for precision, worlds in (("double", 273), ("single", 546)):
        for everywhere, which in ((True, "all look"), (False, "who acts looks")):
            now = middle(precision, everywhere, worlds)
            size = worlds * ACCOUNTS * QUARTERS
            label = f"phases: {precision}, {which}"
            dominant.append((label, partial(run_dominant, now), size, cpu))
    return [("whole model", whole_model), ("processes", processes), ("views to joint", dominant)]


def measure(group: list[Form], rounds: int = ROUNDS) -> dict[str, float]:
    """Return nanoseconds an alliance-quarter of each form, the best of rounds taken in turn."""
    best = dict.fromkeys((label for label, *_ in group), float("inf"))
    for number in range(rounds + 1):
        for label, run, size, clock in group:
            start = clock()
            run()
            if number:  # the first round warms up
                best[label] = min(best[label], (clock() - start) / size * 1e9)
    return best


def main() -> None:
    """Print the table and write it down."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = []
    for title, group in forms():
        best = measure(group)
        first = next(iter(best.values()))
        for label, ns in best.items():
            rows.append(
                {
                    "group": title,
                    "form": label,
                    "ns_per_alliance_quarter": f"{ns:.1f}",
                    "million_a_second": f"{1e3 / ns:.3g}",
                    "times_the_first": f"{first / ns:.3g}",
                }
            )
            print("{:15s} {:32s} {:>10s} ns {:>8s} M/s {:>8s} x".format(*rows[-1].values()))
    with (FOLDER / "table.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
