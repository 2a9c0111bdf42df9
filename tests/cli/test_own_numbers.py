"""A firm's own numbers on the command line: taken as parameters, told, and refused in its words."""

from __future__ import annotations

import pytest

from sim.base.problems import ProblemsError
from sim.config.check import check
from sim.config.schema import firm_values, parameters_of
from sim.report.story import setting_line

LEAST = {"policies": ["transactional"]}


def test_numbers_become_parameters_and_are_told():
    config = check(LEAST | {"firm": {"gross_margin": 0.6, "people": 8}})
    assert parameters_of(config).unit_cost == pytest.approx(0.32)
    assert parameters_of(config).capacity_days == pytest.approx(48.0)
    assert (
        "your own numbers: gross margin (model.unit_cost=0.32), alliance team "
        "(model.capacity_days=48)" in setting_line(config)
    )


def test_without_numbers_nothing_is_told():
    config = check(LEAST)
    assert firm_values(config) == {}
    assert "your own numbers" not in setting_line(config)


def test_a_file_gives_them_too(tmp_path):
    path = tmp_path / "firm.yaml"
    path.write_text("quota: 0.3\n", "utf-8")
    assert parameters_of(check(LEAST | {"firm": str(path)})).quota_share == 0.3


def test_everything_wrong_is_said_in_the_firms_words():
    with pytest.raises(ProblemsError) as caught:
        check(LEAST | {"firm": {"gross_margin": 1.6, "peeple": 8}})
    assert caught.value.problems == [
        "firm: Gross margin: 160% given; must be from 0% to 100%",
        "firm: no number of a firm 'peeple' (did you mean people?); there are day_cost, "
        "gross_margin, people, quota, sales_cycle, win_rate",
    ]


def test_a_number_and_its_parameter_are_not_both_taken():
    with pytest.raises(ProblemsError, match=r"gross_margin and model.unit_cost both given"):
        check(LEAST | {"firm": {"gross_margin": 0.6}, "model": {"unit_cost": 0.3}})
