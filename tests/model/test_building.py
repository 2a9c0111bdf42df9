from math import exp, log

import numpy as np
import pytest

from sim.model.building import (
    acceleration,
    after_workshop,
    build,
    days_a_factor,
    gap_closed,
    gates,
    move_factor,
    take_stock,
    weakest,
)
from sim.model.contact import meet
from sim.model.factors import (
    ALIGNMENT,
    AUTONOMY,
    BUILT,
    COMMUNICATION,
    EXECUTION,
    FLEXIBILITY,
    KNOWLEDGE,
    KPIS,
    LONG_TERM,
    METRICS,
    TRUST,
    VISION,
)


def column(*values):
    return np.array(values, dtype=float)[:, None]


def chosen_rows(viewed, focus):
    return list(np.flatnonzero(weakest(column(*viewed), np.array([focus]))))


def test_the_lowest_factors_are_chosen():
    assert chosen_rows([0.3, 0.1, 0.4, 0.2], 1) == [1]
    assert chosen_rows([0.3, 0.1, 0.4, 0.2], 2) == [1, 3]
    assert chosen_rows([0.3, 0.1, 0.4, 0.2], 4) == [0, 1, 2, 3]


def test_ties_go_to_the_earlier_factor():
    assert chosen_rows([0.2, 0.2, 0.2], 1) == [0]
    assert chosen_rows([0.3, 0.1, 0.1, 0.1], 2) == [1, 2]


def test_each_alliance_has_its_own_weakest_and_focus():
    viewed = np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]])
    picked = weakest(viewed, np.array([1, 2]))
    assert picked.tolist() == [[True, False], [False, True], [False, True]]


@pytest.mark.parametrize("focus", range(1, 10))
def test_exactly_as_many_are_chosen_as_the_focus_says(focus):
    viewed = np.random.default_rng(focus).integers(0, 4, (9, 200)) / 4
    assert np.all(weakest(viewed, np.full(200, focus)).sum(axis=0) == focus)


def test_a_factor_gets_its_part_of_the_days_less_the_set_up():
    assert days_a_factor(np.array([12.0, 3.0, 2.0]), 3, 1.0) == pytest.approx([3, 0, 0])


def test_accelerators_speed_work_up_above_a_half_and_slow_it_below():
    factors = np.full((12, 2), 0.5)
    assert acceleration(factors, 1.0) == pytest.approx([1, 1])
    factors[[0, 3, 6]] = [[0.8, 0.0], [0.9, 0.0], [0.7, 0.3]]
    assert acceleration(factors, 1.0) == pytest.approx([1.3, 0.6])
    assert acceleration(factors, 2.0) == pytest.approx([1.6, 0.2])
    assert acceleration(factors, 0.0) == pytest.approx([1, 1])


def test_alignment_gates_execution_and_execution_gates_the_vision():
    factors = column(0.6, 0.4, 0.5, *[0.2] * 3, *[0.9] * 3, *[0.2] * 3)
    opened = gates(factors, 0.3)
    assert opened[ALIGNMENT] == pytest.approx(1)
    assert opened[EXECUTION] == pytest.approx(0.58)
    assert opened[VISION] == pytest.approx(0.44)


def test_gates_at_their_ends():
    factors = np.zeros((12, 1))
    later = (EXECUTION, VISION)
    assert [gates(factors, 0.3)[phase] for phase in later] == pytest.approx([0.3, 0.3])
    assert [gates(factors, 1.0)[phase] for phase in later] == pytest.approx([1, 1])
    assert [gates(np.ones((12, 1)), 0.0)[phase] for phase in later] == pytest.approx([1, 1])


def test_work_closes_the_gap_by_exponential_decay():
    assert gap_closed(log(2)) == pytest.approx(0.5)
    assert gap_closed(0.0) == 0.0


@pytest.mark.parametrize(
    ("factor", "closed", "kept", "after"),
    [
        (0.5, 0, 0.95, 0.475),
        (0.5, 0.5, 1, 0.75),
        (0.5, 0.5, 0.9, 0.7),
        (0, 0, 0.7, 0),
        (1, 1, 1, 1),
    ],
)
def test_a_factor_decays_without_work_and_grows_with_it(factor, closed, kept, after):
    moving = np.array([float(factor)])
    move_factor(moving, closed, kept)
    assert moving == pytest.approx([after])


def test_the_workshop_closes_part_of_the_gap_of_chosen_factors():
    assert after_workshop(np.array([0.4, 0.4]), np.array([1, 0]), 0.25) == pytest.approx(
        [0.55, 0.4]
    )


VIEWED = np.full((12, 4), 0.9)
VIEWED[[0, METRICS, FLEXIBILITY]] = 0.1
VIEWED[[TRUST, LONG_TERM, AUTONOMY]] = 0.0  # not built by work, so never chosen


def working(quarter_of, **more):
    given = {
        "levers": {"threading": 0.2, "contingency": 0.1, "focus": 3},
        "parameters": {"setup_days": 1.0, "build_rate": 0.25, "factor_decay": 0.05},
        "relationship_days": 20.0,
        "useful_time": 0.5,
        "partner_days": 2.0,
        "reciprocity": 0.8,
        "workshop": 0.0,
        "viewed": VIEWED,
    }
    return quarter_of(**given | more)


def test_a_quarter_of_work_by_hand(quarter_of):
    now = working(quarter_of)
    build(now)
    take_stock(now)
    # effective 10 d; (7 + 2) / 3 - 1 = 2 d each, flexibility 1 d more; speed .25 x .8; gate .65
    grown = {i: 0.475 for i in range(12)} | dict.fromkeys((TRUST, LONG_TERM, AUTONOMY), 0.5)
    grown[0] = 0.475 + 0.5 * (1 - exp(-0.4))
    grown[METRICS] = 0.475 + 0.5 * (1 - exp(-0.26))
    grown[FLEXIBILITY] = 0.475 + 0.5 * (1 - exp(-0.39))
    assert now.alliances.factors[:, 1] == pytest.approx([grown[i] for i in range(12)])
    assert now.alliances.teamwork == pytest.approx([0.475] * 4)  # the weakest of alignment


def test_contingency_days_need_no_set_up_and_no_choice(quarter_of):
    viewed = VIEWED.copy()
    viewed[FLEXIBILITY] = 1.0
    now = working(quarter_of, viewed=viewed, partner_days=0.0, relationship_days=2.0)
    build(now)  # effective 1 d: too little for the chosen, 0.1 d for flexibility
    assert now.alliances.factors[0] == pytest.approx(0.475)
    assert now.alliances.factors[FLEXIBILITY] == pytest.approx(
        0.475 + 0.5 * (1 - exp(-0.1 * 0.2 * 0.65))
    )


def test_a_partner_that_puts_nothing_in_lets_all_work_fail(quarter_of):
    now = working(quarter_of, reciprocity=0.0)
    build(now)
    assert now.alliances.factors[list(BUILT)] == pytest.approx(0.475)


def test_the_workshop_lifts_the_weakest_in_focus_and_only_those(quarter_of):
    now = working(quarter_of, relationship_days=0.0, partner_days=0.0, workshop=[1, 0, 1, 0])
    build(now)  # half the gap of .5 less a quarter: .625, then decay
    lifted = now.alliances.factors[[0, METRICS, FLEXIBILITY]]
    assert lifted == pytest.approx(np.tile([0.59375, 0.475, 0.59375, 0.475], (3, 1)))
    others = [i for i in BUILT if i not in (0, METRICS, FLEXIBILITY)]
    assert now.alliances.factors[others] == pytest.approx(0.475)


def test_gates_and_accelerators_are_those_before_the_workshop(quarter_of):
    viewed = np.full((12, 4), 0.9)
    viewed[[0, METRICS]] = 0.1
    now = working(
        quarter_of,
        viewed=viewed,
        workshop=1.0,
        levers={"threading": 0.0, "contingency": 0.0, "focus": 2},
        relationship_days=6.0,
        partner_days=1.0,
        factors={0: 0.2, 1: 1.0, 2: 1.0, KNOWLEDGE: 0.8},
    )
    build(now)
    # 1 d each; accelerators .2 .5 .8 mean .5; gate .3 + .7 x .2 = .44; begun at .625
    metrics = 0.625 * 0.95 + 0.375 * (1 - exp(-0.2 * 0.44))
    assert now.alliances.factors[METRICS] == pytest.approx(metrics)
    assert now.alliances.factors[0] == pytest.approx(0.4 * 0.95 + 0.6 * (1 - exp(-0.2)))


def test_ended_and_frozen_alliances_keep_their_factors(quarter_of):
    now = working(quarter_of, status=[2, 1, 0, 0], hooks={"building_frozen": [0, 0, 1, 0]})
    build(now)
    take_stock(now)
    assert now.alliances.factors[:, [0, 2]] == pytest.approx(0.5)
    assert now.alliances.factors[1, [1, 3]] == pytest.approx(0.475)
    assert now.alliances.teamwork == pytest.approx([0.5, 0.475, 0.5, 0.475])


def test_teamwork_is_taken_after_building(quarter_of):
    now = working(quarter_of, factors={0: 1.0, 1: 1.0, 2: 1.0, AUTONOMY: 0.8})
    build(now)
    take_stock(now)
    speed = 0.2 * (1 + (2.0 / 3 - 0.5))  # accelerators 1, .5, .5
    metrics = 0.475 + 0.5 * (1 - exp(-2 * speed))  # alignment complete: gate 1
    flexibility = 0.475 + 0.5 * (1 - exp(-3 * speed))
    executed = (0.5 + metrics + 0.475 + 0.475 + 0.8 + flexibility) / 6
    assert now.alliances.teamwork == pytest.approx([executed] * 4)


def test_autonomy_counts_as_the_quarter_leaves_it(quarter_of):
    now = working(quarter_of, factors=1.0, levers={"control": 1.0}, threads=2.0)
    build(now)
    meet(now)
    take_stock(now)
    factors = now.alliances.factors
    assert factors[AUTONOMY] == pytest.approx([0.6] * 4)
    executed = factors[[TRUST, METRICS, COMMUNICATION, KPIS, AUTONOMY, FLEXIBILITY]].mean(axis=0)
    assert now.alliances.teamwork == pytest.approx(executed)
