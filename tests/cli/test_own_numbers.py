"""A firm's own numbers on the command line: taken as parameters, told, and refused in its words."""

from __future__ import annotations

import pytest

from sim.base.problems import ProblemsError
from sim.config.check import check
from sim.config.options import options
from sim.config.schema import firm_values, parameters_of
from sim.model.ablation import switches
from sim.model.quarter import Parameters
from sim.report.story import setting_line
from sim.study.provenance import digest, resolved
from sim.study.study import prepare

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


def test_a_parameter_typed_equal_to_its_default_was_set_all_the_same(tmp_path):
    usual = Parameters().unit_cost
    with pytest.raises(ProblemsError, match=r"gross_margin and model.unit_cost both given"):
        check(LEAST | {"firm": {"gross_margin": 0.6}, "model": {"unit_cost": usual}})
    assert check(LEAST).fixed == []
    assert check(LEAST | {"model": {"unit_cost": usual}}).fixed == ["unit_cost"]
    assert check(LEAST | {"firm": {"people": 8}}).fixed == ["capacity_days"]
    assert check(LEAST | {"partners": options("partners")["opportunistic"]}).fixed == sorted(
        name for name in options("partners")["opportunistic"] if name in vars(Parameters())
    )
    off = {name for name in switches()["slipping"] if name in vars(Parameters())}
    assert off
    assert set(check(LEAST | {"ablate": ["slipping"]}).fixed) == off


def test_a_saved_config_still_knows_what_was_set(tmp_path):
    config = check(LEAST | {"firm": {"people": 8}, "model": {"unit_cost": 0.5}})
    again = check(resolved(config))
    assert again.fixed == ["capacity_days", "unit_cost"]
    assert digest(again) == digest(config)
    assert prepare(again).setting.fixed == again.fixed


def test_parameters_that_are_fixed_are_ones_that_there_are():
    with pytest.raises(ProblemsError, match=r"fixed: no parameter 'unit_cots' \(did you mean unit"):
        check(LEAST | {"fixed": ["unit_cots"]})


def test_a_history_is_checked_with_the_rest_and_named(tmp_path):
    past = tmp_path / "past.csv"
    past.write_text("partner;quarter\nAcme;1\n", "utf-8")
    with pytest.raises(ProblemsError) as caught:
        check(LEAST | {"history": str(past), "seed": -1})
    seed, history = caught.value.problems
    assert seed.startswith("seed: -1 given")
    assert history == "history: past.csv: no column revenue; headings are ['partner', 'quarter']"
    with pytest.raises(ProblemsError, match=r"^history: .*none.csv: no such file"):
        check(LEAST | {"history": str(tmp_path / "none.csv")})
    sweep = {"uncertainties": {"unit_cost": [0.4]}}
    with pytest.raises(ProblemsError, match=r"^history: given with a sweep"):
        check(LEAST | {"history": str(past), "sweep": sweep})


def test_files_count_by_what_is_in_them_and_leave_no_path(tmp_path):
    past, firm = tmp_path / "past.csv", tmp_path / "firm.yaml"
    rows = [f"P{p};{q};{100 + p}" for p in range(3) for q in range(1, 7)]
    past.write_text("\n".join(["partner;quarter;revenue", *rows]), "utf-8")
    firm.write_text("quota: 0.3\n", "utf-8")
    config = check(LEAST | {"history": str(past), "firm": str(firm)})
    assert (resolved(config)["history"], resolved(config)["firm"]) == ("past.csv", {"quota": 0.3})
    before = digest(config)
    assert before == digest(config.model_copy(update={"firm": {"quota": 0.3}}))
    past.write_text(past.read_text("utf-8").replace("101", "102"), "utf-8")
    assert digest(config) != before
