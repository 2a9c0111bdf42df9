"""Analyses on a few numbers, each worked out by hand, at the edges of what they decide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analyse import prim
from sim.analyse.indices import morris, sobol
from sim.analyse.pairing import bca_interval, variance_cut
from sim.analyse.policy_map import MOST_VALUES, policy_maps
from sim.analyse.precision import is_settled, unsettled
from sim.analyse.prim import find_box
from sim.analyse.ranking import RESAMPLES, chance_of_being_best
from sim.analyse.regret import regret
from sim.analyse.verdict import judge
from sim.sweep.read import SweepOutcomes

NAN = np.nan


def outcomes(profit, base, points) -> SweepOutcomes:
    names = ["steady", "bold", "third"][: len(profit)]
    return SweepOutcomes(
        policies=names,
        titles=[name.title() for name in names],
        baseline="steady",
        points=points,
        values={"profit": np.array(profit, float)},
        baselines={"profit": np.array(base, float)},
    )


def test_a_verdict_by_hand() -> None:
    # Nine futures; the bold policy loses where x is 7 or 8, and the steady one is the baseline.
    points = [{"x": float(x)} for x in range(20)]
    steady = [[10.0, 12.0]] * 20
    bold = [[20.0, 22.0] if x < 14 else [5.0, 7.0] for x in range(20)]
    verdict = judge(outcomes([steady, bold], steady, points))
    first, second = verdict.policies
    assert (first.policy, first.title, first.is_baseline) == ("bold", "Bold", False)
    assert (second.policy, second.title, second.is_baseline) == ("steady", "Steady", True)
    assert (first.best_in, first.behind_in, second.best_in, second.behind_in) == (0.7, 0.3, 0.3, 0)
    assert (first.largest_regret, second.largest_regret) == (5.0, 10.0)
    assert (first.chance_best, second.chance_best) == (1.0, 0.0)
    assert first.loses_when is not None
    assert first.loses_when.limits == {"x": (14.0, 19.0)}
    assert first.beaten_when == first.loses_when
    assert second.loses_when is None
    assert second.beaten_when is not None
    assert second.beaten_when.limits == {"x": (0.0, 13.0)}
    assert (verdict.choice, verdict.baseline) == ("bold", "steady")
    assert (verdict.points, verdict.missing, verdict.replications) == (20, 0, 2)
    assert first.variance_cut == pytest.approx(1.0)
    assert second.gain.mean == 0


def test_a_point_less_by_a_failed_cell_is_less_everywhere() -> None:
    points = [{"x": float(x)} for x in range(3)]
    whole = [[10.0, 12.0]] * 3
    bold = [[20.0, 22.0], [5.0, 7.0], [NAN, NAN]]
    verdict = judge(outcomes([whole, bold], whole, points))
    assert (verdict.points, verdict.missing) == (2, 1)
    assert verdict.regret.table.shape == (2, 2)
    levers = judge(outcomes([whole, whole], whole, [{"push": 0.1 * x} for x in range(3)]))
    assert not any(row.is_baseline for row in levers.policies)


def grid(values, **more):
    return [{"push": x, "trust_gain": y, **more} for y in (0.1, 0.2) for x in values]


def test_maps_are_drawn_of_a_grid_of_two_numbers_only() -> None:
    def maps(points):
        profit = np.zeros((2, len(points), 2))
        return policy_maps(outcomes(profit, profit[0], points))

    assert len(maps(grid([0.0, 0.5]))) == 1
    assert maps(grid([0.0, 0.5])[:3]) == []
    assert maps([{"push": 0.0}, {"push": 1.0}]) == []
    assert len(maps(grid(np.arange(MOST_VALUES) / 64.0))) == 1
    assert maps(grid(np.arange(MOST_VALUES + 1) / 64.0)) == []
    assert MOST_VALUES == 40
    third = [{**point, "z": z} for z in (1.0, 2.0) for point in grid([0.0, 0.5])]
    [shown] = maps(third)
    assert (shown.x, shown.y) == ("push", "trust_gain")


def test_a_map_a_scenario_in_their_order_and_points_of_a_square_are_averaged() -> None:
    points = [*grid([0.0, 0.5], scenario="z"), *grid([0.0, 0.5], scenario="a")]
    steady = [[10.0, 12.0]] * 8
    bold = [[1.0, 3.0]] * 4 + [[20.0, 22.0]] * 4
    base = [[0.0, 0.0]] * 8
    first, second = policy_maps(outcomes([steady, bold], base, points))
    assert (first.scenario, second.scenario) == ("z", "a")
    assert (first.best == 0).all()
    assert (second.best == 1).all()
    assert (first.gain == 11).all()
    assert (second.gain == 21).all()
    both = [{**point, "z": z} for z in (1.0, 2.0) for point in grid([0.0, 0.5])]
    [shown] = policy_maps(outcomes([steady, bold], [[1.0, 1.0]] * 4 + [[3.0, 3.0]] * 4, both))
    assert (shown.best == 1).all()  # (2 + 21) / 2 against 11
    assert (shown.gain == 11.5 - 2).all()


def test_the_runner_up_is_the_second_best() -> None:
    points = grid([0.0, 0.5])
    steady = [[10.0, 12.0]] * 4
    low = [[0.0, 1.0]] * 4
    bold = [[12.0, 10.4]] * 4  # ahead of the second by 2 and -1.6: luck
    [shown] = policy_maps(outcomes([low, steady, bold], low, points))
    assert (shown.best == 2).all()
    assert not shown.is_clear.any()
    [alone] = policy_maps(outcomes([steady], low, points))
    assert not alone.is_clear.any()
    assert (alone.best == 0).all()


def test_settled_is_a_half_width_of_at_most_a_share_of_the_mean() -> None:
    values = np.array([9.0, 11.0, 9.0, 11.0])  # mean 10, half-width 3.182 * 1.1547 / 2 = 1.837
    assert is_settled(values, 0.184)
    assert not is_settled(values, 0.183)
    assert is_settled(-values, 0.184)
    assert not is_settled(-values, 0.183)


def test_a_point_is_unsettled_if_a_policy_is() -> None:
    points = [{"x": float(x)} for x in range(4)]
    sure, unsure, gone = [9.0, 11.0, 9.0, 11.0], [9.0, -11.0, 9.0, 11.0], [NAN] * 4
    profit = [[sure, sure, sure, gone], [sure, unsure, gone, gone]]
    found = unsettled(outcomes(profit, np.zeros((4, 4)), points), 0.2)
    assert found.tolist() == [False, True, False, False]


def test_ranking_is_of_means_and_seeded() -> None:
    values = np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.5], [0.0, 0.0, 0.0]])
    found = chance_of_being_best(values)
    assert found.sum() == pytest.approx(1)
    assert found[2] == 0
    # The second is ahead by 2, 0 and -1.5: of 27 draws of three it loses in 7 + what is even.
    ahead = np.add.outer(np.add.outer([2, 0, -1.5], [2, 0, -1.5]), [2, 0, -1.5])
    assert found[1] == pytest.approx((ahead > 0).mean(), abs=0.03)
    np.testing.assert_array_equal(found, chance_of_being_best(values))
    assert (found != chance_of_being_best(values, seed=1)).any()
    assert RESAMPLES == 4000
    assert (chance_of_being_best(values, resamples=7) * 7 % 1 == 0).all()


def test_regret_is_never_below_zero_and_ties_go_to_the_first() -> None:
    found = regret(np.array([[1.0, 3.0], [3.0, 1.0]]))
    assert found.choice == 0
    assert found.table.tolist() == [[2, 0], [0, 2]]


def test_pairing_by_hand() -> None:
    # var(a) = var(b) = 1; var(a - b) = 0, 4 and 3.
    a = np.array([1.0, 2.0, 3.0])
    assert variance_cut(a, a - 7.0) == 1.0
    assert variance_cut(a, a[::-1]) == -1.0
    assert variance_cut(a, np.array([2.0, 1.0, 3.0])) == 0.5
    assert variance_cut(a / 4, a[::-1] / 4) == -1.0
    assert variance_cut(np.ones(3), np.ones(3)) == 1.0
    assert variance_cut(np.stack([a, a], 1), np.stack([a, a[::-1]], 1)).tolist() == [1.0, -1.0]


def test_a_bootstrap_is_seeded_and_of_the_level() -> None:
    values = np.arange(20.0) ** 2
    found = bca_interval(values)
    assert found == bca_interval(values)
    assert found != bca_interval(values, seed=1)
    narrow = bca_interval(values, level=0.5)
    assert found.low < narrow.low < found.mean == narrow.mean < narrow.high < found.high
    assert found.mean == 123.5


def test_sobol_by_hand() -> None:
    # y = x1 + 2 at A and B of two points; AB_1 takes x1 from B, AB_2 keeps A.
    a, b = np.array([0.0, 1.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0, 1.0])
    values = np.concatenate([a, b, b, a]) + 2.0
    found = sobol(values, 2)
    # Variance 1/4, centre 1/2: (b - centre) (b - a) is 1/2, 1/2, 0, 0; half (a - b)^2 the same.
    assert found.first.mean.tolist() == [1.0, 0.0]
    assert found.total.mean.tolist() == [1.0, 0.0]
    assert (found.first.low <= found.first.mean).all()
    assert sobol(np.full(16, 3.0), 2).total.mean.tolist() == [0.0, 0.0]
    again = sobol(values, 2)
    assert again.total.high.tolist() == found.total.high.tolist()


def test_the_first_index_is_about_the_mean_of_a_and_b() -> None:
    a, b, mixed = [1.0, 3.0], [3.0, 5.0], [2.0, 5.0]
    found = sobol(np.array([*a, *b, *mixed]), 1)
    # Mean 3, variance 2: (0 * 1 + 2 * 2) / 2 / 2, and half of (1 + 4) / 2 / 2.
    assert (found.first.mean.tolist(), found.total.mean.tolist()) == ([1.0], [0.625])
    assert found.total.low[0] < 0.625 < found.total.high[0]  # either point is drawn now and then


def test_sobol_intervals_are_of_a_thousand_resamplings_of_base_points() -> None:
    a, b, mixed = np.random.default_rng(2).normal(size=(3, 6))
    totals = []
    for rows in np.random.default_rng(3).integers(0, 6, (1000, 6)):
        half = 0.5 * np.mean((a[rows] - mixed[rows]) ** 2)
        totals.append(half / np.var([a[rows], b[rows]]))
    found = sobol(np.concatenate([a, b, mixed]), 1, seed=3).total
    assert [found.low[0], found.high[0]] == pytest.approx(np.quantile(totals, [0.025, 0.975]))


def test_sobol_intervals_hold_95_of_a_hundred_resamplings() -> None:
    rng = np.random.default_rng(1)
    a, b, mixed = rng.normal(size=(3, 400))
    found = sobol(np.concatenate([a, b, mixed]), 1)
    # The index is about a mean of squared differences: its spread by the bootstrap's own hand.
    parts = 0.5 * (a - mixed) ** 2
    half = 1.96 * parts.std() / np.sqrt(400) / np.concatenate([a, b]).var()
    assert found.total.high[0] - found.total.low[0] == pytest.approx(2 * half, rel=0.2)
    other = sobol(np.concatenate([a, b, mixed]), 1, seed=1)
    assert other.total.high[0] != found.total.high[0]


def test_morris_by_hand() -> None:
    cube = np.array([[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [0.5, 0.5], [0.5, 0.0], [0.0, 0.0]])
    found = morris(np.array([0.0, 1.0, 4.0, 2.0, 0.0, -3.0]), cube)
    # Slopes of x: 2 and 6; of y: 6 and 4.
    assert found.mean.tolist() == [4.0, 5.0]
    assert found.size.tolist() == [4.0, 5.0]
    assert found.spread.tolist() == pytest.approx([np.sqrt(8), np.sqrt(2)])
    one = morris(np.array([0.0, -1.0, -4.0]), cube[:3])
    assert (one.mean.tolist(), one.size.tolist()) == ([-2.0, -6.0], [2.0, 6.0])
    assert np.isnan(one.spread).all()


def test_a_box_has_the_share_of_cases_and_of_futures() -> None:
    x = np.arange(40.0)
    is_case = (x >= 30) | (x == 5)
    box = find_box({"x": x}, is_case)
    assert box is not None
    assert box.limits == {"x": (30.0, 39.0)}
    assert box.coverage == pytest.approx(10 / 11)
    assert (box.density, box.mass) == (1.0, 0.25)


def test_a_box_at_the_low_end_and_by_names() -> None:
    x = np.arange(40.0)
    low = find_box({"x": x}, x <= 9)
    assert low is not None
    assert low.limits == {"x": (0.0, 9.0)}
    names = np.array(["a", "b", "c", "d"] * 10)
    by_name = find_box({"x": x, "name": names}, (names == "b") | (names == "d"))
    assert by_name is not None
    assert by_name.limits == {"name": ("b", "d")}
    assert (by_name.coverage, by_name.density, by_name.mass) == (1.0, 1.0, 0.5)


def test_a_limit_that_chance_alone_would_give_is_dropped() -> None:
    x = np.tile(np.arange(10.0), 2)
    z = np.repeat([0.0, 1.0], 10)
    is_case = (x >= 8) | ((x == 0) & (z == 1))
    box = find_box({"x": x, "z": z, "same": np.full(20, 3.0)}, is_case)
    assert box is not None
    assert box.limits == {"x": (8.0, 9.0)}


def one_end(count: int, first: int) -> tuple[object, ...]:
    """Return the box of cases from `first` of `count` futures on: limits, density and mass."""
    x = np.arange(float(count))
    box = find_box({"x": x}, x >= first)
    assert box is not None
    return box.limits.get("x"), box.density, box.mass


def test_a_box_holds_a_twentieth_of_the_futures_or_one() -> None:
    assert one_end(100, 98) == ((95.0, 99.0), 0.4, 0.05)
    assert one_end(100, 95) == ((95.0, 99.0), 1.0, 0.05)
    assert one_end(30, 29) == ((29.0, 29.0), 1.0, 1 / 30)


def test_a_box_may_be_one_of_two_values() -> None:
    x = np.repeat([0.0, 1.0], 20)
    box = find_box({"x": x}, x == 1)
    assert box is not None
    assert box.limits == {"x": (1.0, 1.0)}


def test_a_peel_takes_a_twentieth_from_either_end_or_a_whole_level() -> None:
    whole = np.ones(40, dtype=bool)
    fine = [int(kept.sum()) for kept in prim._candidates(np.arange(40.0), whole)]
    assert fine == [38, 38]
    coarse = prim._candidates(np.repeat([0.0, 1.0, 2.0, 3.0], 10), whole)
    assert [int(kept.sum()) for kept in coarse] == [30, 30]
    assert list(prim._candidates(np.zeros(40), whole)) == []
    rare = prim._candidates(np.repeat([0.0, 1.0, 2.0], [1, 1, 38]), whole)
    assert [int(kept.sum()) for kept in rare] == [38, 2]  # the 5% point is within the third level


def test_a_box_as_dense_by_chance_once_in_twenty_is_kept_and_no_rarer() -> None:
    assert one_end(20, 19) == ((19.0, 19.0), 1.0, 0.05)  # one of one, where one in twenty is
    assert one_end(10, 9) == (None, 0.1, 1.0)  # the same, where one in ten is
    x = np.arange(20.0)
    box = find_box({"x": x}, np.isin(x, [3, 7, 11, 18, 19]))
    assert box is not None
    assert box.limits == {}  # two of two, where a quarter happens: 1/16


def test_a_limit_without_which_a_box_is_as_good_is_dropped() -> None:
    # Coverage and density within: 1/2 and 1; without: 1 and 1/2.
    x = np.repeat([0.0, 1.0], [60, 20])
    is_case = (x == 1) | (np.arange(80) % 3 == 0)
    assert is_case.sum() == 40
    assert prim._needed({"x": x}, is_case, {"x": (1.0, 1.0)}) == {}
    is_case[0] = False
    assert prim._needed({"x": x}, is_case, {"x": (1.0, 1.0)}) == {"x": (1.0, 1.0)}


def test_judged_by_name_of_the_baseline() -> None:
    whole = [[10.0, 12.0]] * 2
    points = [{"x": 0.0}, {"x": 1.0}]
    other = replace(outcomes([whole, whole], whole, points), baseline="other")
    assert not any(row.is_baseline for row in judge(other).policies)
    same = judge(outcomes([whole, whole], whole, [{"x": 1.0}, {"x": 1.0}]))
    assert same.policies[0].beaten_when is None
