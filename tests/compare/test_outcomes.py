"""Outcomes of a run, from quarters made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.compare.outcomes import OUTCOMES
from sim.run.measures import MEASURES
from sim.run.result import Result


def outcome(name: str, **quarters: list[list[float]]) -> list[float]:
    values = {key: np.array(rows) for key, rows in quarters.items()}
    worlds, count = next(iter(values.values())).shape
    assert set(values) <= set(MEASURES)
    kept = {key: np.zeros((worlds, count)) for key in MEASURES} | values
    result = Result("mine", "Mine", np.arange(worlds), kept, {}, np.zeros((2, worlds, 1, 12)))
    found: list[float] = OUTCOMES[name].of(result).tolist()
    return found


def test_cash_is_lowest_where_profit_so_far_is():
    profit = [[-10.0, -20.0, 50.0], [-5.0, 10.0, -30.0], [5.0, 10.0, -12.0]]
    assert outcome("lowest_cash", profit=profit) == [-30, -25, 0]


@pytest.mark.parametrize("name", ["profit", "present_value", "signed", "returned"])
def test_what_adds_up_is_a_total(name):
    assert outcome(name, **{name: [[1.0, 2.0, 4.0], [0.0, 0.0, 1.0]]}) == [7, 1]


@pytest.mark.parametrize("name", ["trust", "reputation", "satisfaction", "open_issues"])
def test_what_lasts_is_told_at_the_end(name):
    assert outcome(name, **{name: [[0.1, 0.2, 0.3], [0.5, 0.4, 0.2]]}) == [0.3, 0.2]


def test_what_outcomes_are_called_and_measured_in():
    told = {n: (o.label, o.unit, o.more_is_better) for n, o in OUTCOMES.items()}
    assert told == {
        "profit": ("Profit", "k€", True),
        "present_value": ("Net present value", "k€", True),
        "lowest_cash": ("Deepest cumulative profit", "k€", True),
        "revenue": ("Revenue", "k€", True),
        "first_year": ("Revenue, first year", "k€", True),
        "last_year": ("Revenue, last four quarters", "k€", True),
        "margin": ("Gross margin, last four quarters", "1", True),
        "trust": ("Partners' trust at the end", "1", True),
        "discount": ("Going discount at the end", "1", False),
        "lost": ("Lost or demoted", "1", False),
        "reputation": ("Reputation at the end", "1", True),
        "satisfaction": ("Customer satisfaction at the end", "1", True),
        "open_issues": ("Open issues at the end", "1", False),
        "signed": ("Signings", "accounts", True),
        "returned": ("Returns", "accounts", True),
    }


def test_every_outcome_is_one_number_a_world():
    for name in OUTCOMES:
        assert len(outcome(name, revenue=[[1.0, 2.0], [3.0, 4.0]])) == 2
