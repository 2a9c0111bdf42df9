from types import SimpleNamespace

import numpy as np
import pytest

from sim.model.execution import (
    execute,
    headroom,
    laxity,
    overhead,
    plan_execution,
    support,
)
from sim.model.quarter import Parameters


def carried_out(follow_up, support, habit, control, fear, base, gain):
    return plan_execution(
        follow_up, support, laxity(habit, control, gain), headroom(fear, base), base
    )


def test_support_grows_from_a_half_to_full_with_working_ties():
    assert support(np.array([1.0, 3.0, 5.0]), 5.0) == pytest.approx([0.5, 0.75, 1.0])
    assert support(np.array([1.0, 1.25, 1.5]), 1.5) == pytest.approx([0.5, 0.75, 1.0])


def test_where_only_one_tie_is_possible_support_is_a_half():
    assert support(np.array([1.0, 1.0]), 1.0) == pytest.approx([0.5, 0.5])


def test_plan_execution_by_hand():
    # 1 - (1 - .8 .75)(1 - .5)(1 - .5 .2) = .82; .4 + .6 .82 .75 = .769
    assert carried_out(0.8, 0.75, 0.5, 0.2, 0.25, 0.4, 0.5) == pytest.approx(0.769)


def test_with_no_follow_up_habit_or_control_only_the_base_is_carried_out():
    assert carried_out(0.0, 1.0, 0.0, 0.0, 0.0, 0.4, 0.5) == pytest.approx(0.4)


@pytest.mark.parametrize(
    "means", [(1.0, 1.0, 0.0, 0.0), (0.0, 0.5, 1.0, 0.0), (0.0, 0.5, 0.0, 1.0)]
)
def test_full_follow_up_habit_or_control_each_suffice_alone(means):
    assert carried_out(*means, 0.0, 0.4, 1.0) == pytest.approx(1.0)


def test_full_fear_leaves_the_base():
    assert carried_out(1.0, 1.0, 1.0, 1.0, 1.0, 0.4, 0.5) == pytest.approx(0.4)


def test_where_no_time_is_lost_fear_and_neglect_do_not_matter():
    assert carried_out(0.0, 0.5, 0.0, 0.0, 1.0, 1.0, 0.5) == 1.0


def levers(follow_up, control, milestones, assessment):
    values = {"follow_up": follow_up, "control": control}
    values |= {"milestones": milestones, "assessment": assessment}
    return SimpleNamespace(**{name: np.array([value]) for name, value in values.items()})


def test_management_itself_takes_time():
    costs = Parameters(
        follow_up_time=0.1, control_time=0.2, milestone_time=0.3, assessment_time=0.05
    )
    assert overhead(levers(0.0, 0.0, 0.0, 0.0), costs) == pytest.approx([0.0])
    assert overhead(levers(0.5, 0.25, 0.2, 0.4), costs) == pytest.approx([0.18])


def test_management_never_takes_more_than_all_the_time():
    costs = Parameters(follow_up_time=0.4, control_time=0.6, milestone_time=0.4)
    assert overhead(levers(1.0, 1.0, 1.0, 1.0), costs) == pytest.approx([1.0])


def test_execution_and_useful_time_follow_the_vendor_and_the_ties(quarter_of):
    now = quarter_of(
        levers={"follow_up": np.array([0.8, 0.0]), "control": np.array([0.2, 0.0])},
        parameters={"follow_up_time": 0.15, "control_time": 0.2, "base_execution": 0.4},
        vendors={"habit": [0.5, 0.2], "fear": [0.25, 0.5]},
        threads=[3.0, 1.0, 3.0, 1.0],
    )
    execute(now)
    # vendor 0: 1 - (1 - .8 support) .5 .9, .75 of it; vendor 1: .2, half of it
    psi = [0.769, 0.4 + 0.6 * (1 - 0.6 * 0.45) * 0.75, 0.46, 0.46]
    assert now.alliances.execution == pytest.approx(psi)
    assert now.alliances.useful_time == pytest.approx([0.84 * psi[0], 0.84 * psi[1], 0.46, 0.46])
