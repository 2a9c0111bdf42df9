"""What a sweep says, from outcomes written by hand: two policies, four points, two worlds."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analyse.policy_map import policy_maps
from sim.analyse.verdict import judge
from sim.compare.outcomes import OUTCOMES
from sim.sweep.read import SweepOutcomes

POINTS = [{"push": x, "trust_gain": y} for y in (0.1, 0.2) for x in (0.0, 0.5)]
# A line a point: profit of each policy in each world, and of the baseline.
STEADY = [[10, 12], [10, 12], [10, 12], [10, 12]]
BOLD = [[30, 32], [9, 11], [5, 7], [10, 14]]
BASE = [[8, 9], [8, 9], [8, 9], [11, 12]]


def outcomes(steady=STEADY, bold=BOLD, base=BASE) -> SweepOutcomes:
    profit = np.array([steady, bold], dtype=float)
    values = {name: np.zeros_like(profit) for name in OUTCOMES} | {"profit": profit}
    baselines = {name: np.zeros_like(profit[0]) for name in OUTCOMES}
    return SweepOutcomes(
        policies=["steady", "bold"],
        titles=["Steady", "Bold"],
        baseline="transactional",
        points=POINTS,
        values=values,
        baselines=baselines | {"profit": np.array(base, dtype=float)},
    )


def told(verdict):
    return {policy.policy: policy for policy in verdict.policies}


def test_policies_are_ranked_by_mean_profit_over_points():
    verdict = judge(outcomes())
    assert [policy.policy for policy in verdict.policies] == ["bold", "steady"]
    assert told(verdict)["bold"].profit.mean == pytest.approx((31 + 10 + 6 + 12) / 4)
    assert told(verdict)["steady"].profit.mean == pytest.approx(11)


def test_the_gain_is_paired_and_over_points():
    bold = told(judge(outcomes()))["bold"]
    # By world: (30 + 9 + 5 + 10) - (3 * 8 + 11) and (32 + 11 + 7 + 14) - (3 * 9 + 12), over 4.
    assert bold.gain.mean == pytest.approx((19 / 4 + 25 / 4) / 2)


def test_behind_is_strictly_under_the_baseline_point_by_point():
    verdict = told(judge(outcomes()))
    assert verdict["steady"].behind_in == 0.25  # 11 against 11.5 at the last point
    assert verdict["bold"].behind_in == 0.25  # 6 against 8.5 at the third
    even = told(judge(outcomes(base=[[8, 9], [8, 9], [8, 9], [10, 12]])))
    assert even["steady"].behind_in == 0.0  # as good as the baseline is not behind it


def test_best_in_and_regret_count_points():
    verdict = judge(outcomes())
    assert told(verdict)["bold"].best_in == 0.5
    assert told(verdict)["steady"].best_in == 0.5
    assert told(verdict)["steady"].largest_regret == 20  # 31 against 11 at the first point
    assert told(verdict)["bold"].largest_regret == 5  # 6 against 11 at the third
    assert verdict.choice == "bold"


def test_a_policy_that_never_loses_has_no_losing_box():
    verdict = told(judge(outcomes(base=[[1, 1]] * 4)))
    assert verdict["steady"].loses_when is None
    assert verdict["bold"].loses_when is None


def test_points_without_all_cells_are_left_out_and_counted():
    broken = [*BOLD[:3], [np.nan, np.nan]]
    verdict = judge(outcomes(bold=broken))
    assert (verdict.points, verdict.missing) == (3, 1)
    assert told(verdict)["steady"].behind_in == 0.0
    with pytest.raises(ValueError, match="no point of the design has all its cells"):
        judge(outcomes(bold=[[np.nan, np.nan]] * 4))


def test_the_map_shows_the_policy_with_the_highest_mean_on_each_square():
    [shown] = policy_maps(outcomes())
    assert (shown.x, shown.y, shown.scenario) == ("push", "trust_gain", "")
    assert shown.at_x.tolist() == [0.0, 0.5]
    assert shown.at_y.tolist() == [0.1, 0.2]
    assert [[shown.policies[i] for i in row] for row in shown.best] == [
        ["bold", "steady"],
        ["steady", "bold"],
    ]
    np.testing.assert_allclose(shown.gain, [[31 - 8.5, 11 - 8.5], [11 - 8.5, 12 - 11.5]])


def test_a_square_is_clear_where_the_lead_over_the_runner_up_is_more_than_luck():
    [shown] = policy_maps(outcomes())
    # Leads by world: 20, 20; 1, 1; 5, 5; and 0, 2, whose interval holds zero.
    assert shown.is_clear.tolist() == [[True, True], [True, False]]
    # Over the baseline: 22, 23; 2, 3; 2, 3; -1, 2: t intervals of two worlds are wide.
    assert shown.gain_is_clear.tolist() == [[True, False], [False, False]]


def test_a_missing_square_has_no_best_policy():
    [shown] = policy_maps(outcomes(bold=[*BOLD[:3], [np.nan, np.nan]]))
    assert shown.best[1, 1] == -1
    assert np.isnan(shown.gain[1, 1])
    assert not shown.is_clear[1, 1]


def test_gains_are_over_the_baseline_in_the_same_world():
    np.testing.assert_array_equal(outcomes().gains[1, 3], [-1, 2])
