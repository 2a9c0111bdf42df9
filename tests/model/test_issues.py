import numpy as np
import pytest

from sim.model.factors import OBJECTIVE, OPERATIONS
from sim.model.issues import (
    arising_issues,
    causes,
    issue_news,
    lose_time,
    news_of_issues,
    next_issues,
    pile_up,
    put_on_table,
    review_overhead,
    settling,
    time_kept,
)


def test_four_causes_add_up():
    assert causes(0.4, 0.8, 0.9, 0.2, 0.3) == pytest.approx(0.4 + 0.1 + 0.2 + 0.3)
    assert causes(1.0, 1.0, 1.0, 0.0, 0.0) == 0.0
    assert causes(0.0, 0.0, 0.0, 1.0, 1.0) == 4.0


def test_issues_arise_by_their_causes():
    assert arising_issues(np.array([0.0, 2.0]), 0.5) == pytest.approx([0, 1 - np.exp(-1)])
    assert list(arising_issues(np.array([0.0, 4.0]), 0.0)) == [0.0, 0.0]


def test_a_review_settles_as_far_as_both_sides_are_open():
    assert settling(0.5, 0.6, 0.8) == pytest.approx(0.24)


def test_issues_arise_fade_and_are_settled():
    assert next_issues(0.4, 0.1, 0.5, 0.2) == pytest.approx(0.4 + 0.06 - 0.6 * 0.4)
    assert next_issues(0.4, 0.0, 0.0, 0.03) == pytest.approx(0.388)
    assert next_issues(1.0, 1.0, 1.0, 0.0) == 0.0
    assert next_issues(0.0, 1.0, 1.0, 1.0) == 1.0


def test_open_issues_take_time():
    assert time_kept(0.5, 0.3) == pytest.approx(0.85)


def test_an_issue_on_the_table_is_felt_once_more_where_sides_are_closed():
    assert issue_news(0.5, 0.0, 0.2, 0.1) == pytest.approx(0.05)
    assert issue_news(0.5, 0.4, 0.2, 0.1) == pytest.approx(0.05 * 1.32)
    assert issue_news(0.5, 0.4, 1.0, 0.1) == pytest.approx(0.05)


def test_time_lost_to_issues_comes_on_top(quarter_of):
    now = quarter_of(
        useful_time=[0.5, 0.5, 0.4, 0.0],
        open_issues=[0.0, 0.5, 1.0, 1.0],
        parameters={"issue_time": 0.4},
    )
    lose_time(now)
    assert now.alliances.useful_time == pytest.approx([0.5, 0.4, 0.24, 0])


def test_reviews_take_time_of_who_holds_them(quarter_of):
    levers = {"review": np.array([0.5, 0.0])}
    now = quarter_of(levers=levers, parameters={"review_time": 0.1})
    assert review_overhead(now) == pytest.approx([0.05, 0])


def test_reviews_decided_account_by_account_take_the_mean_of_their_time(quarter_of, world_of):
    world = world_of((0, 0, 1, 2), (0, 1, 0, 1))
    levers = {"review": np.array([0.5, 0.4, 0.2])}
    now = quarter_of(world, levers=levers, parameters={"review_time": 0.1})
    now.own["review"] = np.array([1.0, np.nan, np.nan, 0.7])
    assert review_overhead(now) == pytest.approx([0.075, 0.04, 0.07])


def test_reviews_put_a_share_on_the_table(quarter_of):
    levers = {"review": np.array([0.5, 0.0])}
    now = quarter_of(levers=levers, openness=0.5, parameters={"review_strength": 0.8})
    put_on_table(now)
    assert now.alliances.settled == pytest.approx([0.2, 0.2, 0, 0])


def test_issues_are_bad_news(quarter_of):
    now = quarter_of(
        open_issues=[0.0, 0.5, 1.0, 1.0],
        settled=[0.5, 0.5, 0.5, 0.0],
        openness=0.2,
        parameters={"issue_weight": 0.1},
    )
    assert news_of_issues(now) == pytest.approx([0, 0.07, 0.14, 0.1])


def piled_up(quarter_of, **given):
    usual = {
        "factors": {OBJECTIVE: 0.4, OPERATIONS: 0.8},
        "fit": 0.9,
        "disruption": 0.2,
        "settled": 0.0,
        "open_issues": 0.0,
        "won_joint": 0.0,
        "pulled_joint": 0.0,
        "joint_volume": 0.0,
    }
    rates = {"issue_rate": 0.25, "success_half": 0.25, "damage_healing": 0.0}
    parameters = rates | given.pop("parameters", {})
    now = quarter_of(parameters=parameters, **(usual | given))
    pile_up(now)
    return now.alliances


def test_issues_pile_up_from_unclear_roles_cultures_broken_plans_and_growth(quarter_of):
    # size 400: growth of 100 is half the scale; a fall is no growth
    grown = {"won_joint": [0.0, 60.0, 60.0, 10.0], "pulled_joint": [0.0, 40.0, 40.0, 10.0]}
    alliance = piled_up(quarter_of, joint_volume=[0.0, 0.0, 300.0, 0.0], **grown)
    growth = np.array([0.0, 0.5, 0.0, 20 / 120])
    arising = 1 - np.exp(-0.25 * (0.7 + growth))
    assert alliance.arising == pytest.approx(arising)
    assert alliance.open_issues == pytest.approx(arising)


def test_issues_fade_as_slowly_as_damage_heals_and_faster_in_reviews(quarter_of):
    alliance = piled_up(
        quarter_of,
        open_issues=0.5,
        settled=[0.0, 0.4, 1.0, 0.0],
        parameters={"issue_rate": 0.0, "damage_healing": 0.1},
    )
    assert alliance.open_issues == pytest.approx([0.45, 0.5 * 0.54, 0, 0.45])


def test_issues_of_ended_alliances_and_prospects_stay_as_they_are(quarter_of):
    healing = {"damage_healing": 0.1}
    alliance = piled_up(
        quarter_of, open_issues=0.5, settled=0.5, status=[0, 1, 2, 3], parameters=healing
    )
    assert list(alliance.open_issues[2:]) == [0.5, 0.5]
    assert np.all(alliance.open_issues[:2] != 0.5)
    assert np.all(alliance.arising > 0)


def test_reviews_are_among_what_takes_time(quarter_of):
    rates = {"review_time": 0.1}
    with_them = quarter_of(levers={"review": 0.5}, parameters=rates).add_up("LOST_TIME")
    assert with_them - quarter_of(parameters=rates).add_up("LOST_TIME") == pytest.approx([0.05] * 2)
