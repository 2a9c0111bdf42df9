import numpy as np
import pytest

from sim.model.evidence import (
    bad_evidence,
    breach_evidence,
    good_evidence,
    joint_success,
    perceive,
)
from sim.model.factors import AUTONOMY, FLEXIBILITY, KPIS
from sim.model.quarter import Parameters


def test_success_is_one_half_at_its_reference():
    assert joint_success(100.0, 400.0, 0.25) == pytest.approx(0.5)
    assert joint_success(300.0, 400.0, 0.25) == pytest.approx(0.75)
    assert joint_success(0.0, 400.0, 0.25) == 0.0


def test_good_evidence_weighs_contact_and_success():
    assert good_evidence(0.8, 0.5, 0.6, 0.5, 0.25) == pytest.approx(0.1 + 0.3375)


def test_without_agreed_kpis_success_is_half_seen():
    assert good_evidence(0.0, 1.0, 0.8, 0.0, 0.0) == pytest.approx(0.4)
    assert good_evidence(0.0, 1.0, 0.8, 1.0, 0.0) == pytest.approx(0.8)


def test_contact_between_cultures_that_do_not_fit_is_no_good_news():
    assert good_evidence(1.0, 0.0, 0.0, 1.0, 1.0) == 0.0


def test_a_pure_cat_minds_the_ask_three_times_as_much_as_a_pure_dog():
    dog, cat = breach_evidence(0.5, np.array([0.0, 1.0]), 0.0, 0.5, 0.4, 0.3)
    assert dog == pytest.approx(0.1)
    assert cat == pytest.approx(0.3)


def test_flexibility_spares_the_partner_a_shock():
    assert breach_evidence(0.0, 0.5, 0.5, 0.0, 0.4, 0.4) == pytest.approx(0.2)
    assert breach_evidence(0.0, 0.5, 0.5, 0.75, 0.4, 0.4) == pytest.approx(0.05)
    assert breach_evidence(0.0, 0.5, 1.0, 1.0, 0.4, 0.4) == 0.0


def test_a_breach_is_at_most_full():
    assert breach_evidence(1.0, 1.0, 1.0, 0.0, 1.5, 1.0) == 1.0


WEIGHTS = Parameters(neglect_weight=0.1, misfit_weight=0.2, control_weight=0.4, refusal_weight=0.5)


@pytest.mark.parametrize(
    ("seen", "bad"),
    [
        ((0.0, 1.0, 1.0, 1.0, 0.0), 0.0),
        ((0.3, 1.0, 1.0, 1.0, 0.0), 0.3),
        ((0.0, 0.4, 1.0, 1.0, 0.0), 0.06),
        ((0.0, 1.0, 0.4, 1.0, 0.0), 0.12),
        ((0.0, 1.0, 1.0, 0.5, 0.0), 0.1),
        ((0.0, 1.0, 1.0, 1.0, 0.3), 0.15),
        ((0.3, 0.4, 0.4, 0.5, 0.3), 0.73),
        ((1.0, 0.0, 0.0, 0.0, 1.0), 1.0),
    ],
)
def test_bad_evidence_adds_up_breach_neglect_misfit_control_and_refusal(seen, bad):
    assert bad_evidence(*(np.array([s]) for s in seen), WEIGHTS) == pytest.approx([bad])


def perceiving(quarter_of, **more):
    given = {
        "levers": {"concession": np.array([0.2, 1.0])},
        "parameters": {
            "contact_weight": 0.5,
            "success_half": 0.25,
            "ask_weight": 0.4,
            "shock_weight": 0.2,
            "neglect_weight": 0.1,
            "misfit_weight": 0.2,
            "control_weight": 0.4,
            "refusal_weight": 0.5,
        },
        "partners": {"size": [400.0, 200.0], "horizon": [0.0, 1.0]},
        "demand": 1.5,
        "joint_revenue": 150.0,
        "contact": 0.6,
        "fit": 0.5,
        "ask": 0.5,
        "demand_column": 0.25,
        "disruption": 0.5,
        "factors": {KPIS: [0.0, 1.0, 0.5, 0.5], FLEXIBILITY: 0.8, AUTONOMY: [1.0, 1.0, 0.5, 1.0]},
    }
    given |= more
    wanted = given.pop("demand_column")
    now = quarter_of(**given)
    now.alliances.demand = np.full(4, wanted)
    perceive(now)
    return now.alliances


def test_a_quarter_of_evidence_by_hand(quarter_of):
    alliance = perceiving(quarter_of)
    # success 1/2 with the larger partner, 2/3 with the smaller
    good = [0.15 + 0.125, 0.15 + 1 / 3, 0.15 + 0.1875, 0.15 + 0.25]
    assert alliance.good_news == pytest.approx(good)
    assert alliance.breach == pytest.approx([0.12, 0.32, 0.12, 0.32])
    # neglect .04, misfit .1; vendor 0 refuses .8 of .25, vendor 1 controls one partner
    assert alliance.bad_news == pytest.approx([0.36, 0.56, 0.36, 0.46])


def test_a_scenario_may_force_the_news_but_not_the_breach(quarter_of):
    hooks = {
        "forced_good_news": [0.9, np.nan, 0.0, np.nan],
        "forced_bad_news": [np.nan, 0.7, np.nan, 0.0],
    }
    alliance = perceiving(quarter_of, hooks=hooks)
    assert alliance.good_news == pytest.approx([0.9, 0.15 + 1 / 3, 0.0, 0.4])
    assert alliance.bad_news == pytest.approx([0.36, 0.7, 0.36, 0.0])
    assert alliance.breach == pytest.approx([0.12, 0.32, 0.12, 0.32])


def test_success_counts_as_customers_feel_it(quarter_of):
    alliance = perceiving(quarter_of, repeat=[1.0, 1.2, 0.8, 1.0])
    good = [0.15 + 0.125, 0.15 + 0.4, 0.15 + 0.15, 0.15 + 0.25]
    assert alliance.good_news == pytest.approx(good)
