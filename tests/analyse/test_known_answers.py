"""Each analysis on a case whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analyse.indices import morris, sobol
from sim.analyse.pairing import bca_interval, variance_cut
from sim.analyse.precision import is_settled
from sim.analyse.prim import find_box
from sim.analyse.ranking import chance_of_being_best
from sim.analyse.regret import regret
from sim.base.intervals import mean_interval, paired_difference
from sim.sweep.design import saltelli, trajectories


def ishigami(cube: np.ndarray, a: float = 7.0, b: float = 0.1) -> np.ndarray:
    x, y, z = (2 * cube.T - 1) * np.pi
    return np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x)


def test_sobol_indices_of_ishigami() -> None:
    # Ishigami & Homma 1990: the variances of the parts by hand.
    a, b = 7.0, 0.1
    alone = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    other = a**2 / 8
    mixed = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = alone + other + mixed
    found = sobol(ishigami(np.concatenate([*saltelli(4096, 3, seed=1)])), 3)
    np.testing.assert_allclose(found.first.mean, [alone / whole, other / whole, 0], atol=0.02)
    np.testing.assert_allclose(
        found.total.mean, [(alone + mixed) / whole, other / whole, mixed / whole], atol=0.01
    )
    for interval in (found.first, found.total):
        assert (interval.low <= interval.mean).all()
        assert (interval.mean <= interval.high).all()


def test_morris_effects_of_a_sum_are_its_slopes() -> None:
    cube = np.concatenate([*trajectories(10, 4, seed=2)])
    found = morris(cube @ [3.0, -2.0, 0.0, 1.0], cube)
    np.testing.assert_allclose(found.mean, [3, -2, 0, 1], atol=1e-12)
    np.testing.assert_allclose(found.size, [3, 2, 0, 1], atol=1e-12)
    np.testing.assert_allclose(found.spread, 0, atol=1e-12)


def test_morris_spread_tells_an_interaction() -> None:
    cube = np.concatenate([*trajectories(50, 3, seed=3)])
    found = morris(cube[:, 0] * cube[:, 1] + cube[:, 2], cube)
    assert found.spread[0] > 0.2
    assert found.spread[1] > 0.2
    assert found.spread[2] < 1e-12


def test_prim_finds_a_planted_box() -> None:
    rng = np.random.default_rng(4)
    inputs = {name: rng.random(2000) for name in ("x", "y", "noise", "more")}
    inputs["scenario"] = rng.choice(["base", "recession", "pandemic"], 2000)
    planted = (inputs["x"] > 0.6) & (inputs["y"] < 0.5) & (inputs["scenario"] != "base")
    is_case = planted ^ (rng.random(2000) < 0.02)
    box = find_box(inputs, is_case)
    assert box is not None
    assert set(box.limits) == {"x", "y", "scenario"}
    assert box.limits["x"][0] == pytest.approx(0.6, abs=0.05)
    assert box.limits["y"][1] == pytest.approx(0.5, abs=0.05)
    assert box.limits["scenario"] == ("pandemic", "recession")
    assert box.coverage > 0.8
    assert box.density > 0.9
    assert box.mass == pytest.approx(planted.mean(), abs=0.03)


def test_prim_finds_a_planted_box_on_a_coarse_grid() -> None:
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(6.0), np.arange(6.0)))
    box = find_box({"x": x, "y": y}, (x >= 3) & (y <= 1))
    assert box is not None
    assert box.limits == {"x": (3.0, 5.0), "y": (0.0, 1.0)}
    assert (box.coverage, box.density) == (1.0, 1.0)


def test_prim_sees_no_box_in_luck() -> None:
    rng = np.random.default_rng(5)
    box = find_box({"x": rng.random(400), "y": rng.random(400)}, rng.random(400) < 0.95)
    assert box is not None
    assert box.limits == {}


@pytest.mark.parametrize("value", [True, False])
def test_prim_has_nothing_to_find_where_all_are_alike(value: bool) -> None:
    assert find_box({"x": np.arange(9.0)}, np.full(9, value)) is None


def test_regret_by_hand() -> None:
    # Rows are policies, columns futures; best of each future: 10, 8, 6.
    found = regret(np.array([[10.0, 2.0, 6.0], [7.0, 6.0, 5.0], [1.0, 8.0, 1.0]]))
    np.testing.assert_array_equal(found.table, [[0, 6, 0], [3, 2, 1], [9, 0, 5]])
    np.testing.assert_array_equal(found.largest, [6, 3, 9])
    assert found.choice == 1


def test_chance_of_being_best() -> None:
    rng = np.random.default_rng(6)
    luck = rng.normal(size=400)
    sure = np.array([luck, luck + 0.1, luck - 1.0])
    np.testing.assert_array_equal(chance_of_being_best(sure), [0, 1, 0])
    even = chance_of_being_best(np.array([luck, -luck + 2 * luck.mean()]))
    np.testing.assert_allclose(even, 0.5, atol=0.05)


def test_variance_cut() -> None:
    rng = np.random.default_rng(7)
    luck, mine, other = rng.normal(size=(3, 20_000))
    assert variance_cut(luck, luck + 5) == pytest.approx(1.0)
    assert variance_cut(mine, other) == pytest.approx(0.0, abs=0.03)
    # var(a) = var(b) = 2 and var(a - b) = 2: half of 4 is gone.
    assert variance_cut(luck + mine, luck + other) == pytest.approx(0.5, abs=0.03)


def coverage(interval: str, sample: int, trials: int) -> float:
    """Return how often a nominal 95% interval holds the true mean difference."""
    rng = np.random.default_rng(8)
    hits = 0
    for _ in range(trials):
        luck = rng.gamma(4.0, 1.0, sample)  # skewed, as profit is
        a, b = luck * rng.gamma(9.0, 0.15, sample), luck
        found = paired_difference(a, b) if interval == "t" else bca_interval(a - b)
        hits += bool(found.low <= 4.0 * (9.0 * 0.15 - 1.0) <= found.high)
    return hits / trials


def test_t_intervals_cover_what_they_say() -> None:
    assert coverage("t", 50, 2000) == pytest.approx(0.95, abs=0.02)


@pytest.mark.slow
def test_bca_intervals_cover_what_they_say() -> None:
    assert coverage("bca", 50, 300) == pytest.approx(0.94, abs=0.03)


def test_a_constant_has_an_interval_of_no_width() -> None:
    same = bca_interval(np.full(10, 3.0))
    assert (same.mean, same.low, same.high) == (3.0, 3.0, 3.0)
    assert mean_interval(np.full(10, 3.0)).low == 3.0


@pytest.mark.parametrize("half_width", [0.1, 0.2])
def test_intervals_of_worlds_on_demand_cover_almost_what_they_say(half_width: float) -> None:
    rng = np.random.default_rng(9)
    hits = []
    for _ in range(600):
        gains = rng.normal(1.0, 1.0, 1600)
        worlds = 25
        while worlds < 1600 and not is_settled(gains[:worlds], half_width):
            worlds *= 2
        found = mean_interval(gains[:worlds])
        hits.append(found.low <= 1.0 <= found.high)
    assert np.mean(hits) == pytest.approx(0.94, abs=0.025)


def test_a_difference_of_nothing_is_never_settled() -> None:
    gains = np.random.default_rng(10).normal(0.0, 1.0, 1000)
    assert not is_settled(gains, 0.2)
    assert is_settled(np.zeros(10), 0.2)
