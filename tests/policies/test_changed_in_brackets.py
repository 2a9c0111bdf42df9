"""A policy with levers changed in brackets: the name that the program gives it finds it again."""

from __future__ import annotations

import pytest

from sim.base.problems import ProblemsError
from sim.config.check import check
from sim.policies import find, from_config
from sim.study.study import prepare


def test_the_name_of_a_changed_policy_finds_it():
    made = from_config({"name": "vst", "win_back": 1.0, "push": 0.25})
    again = find(made.name)
    assert (again.name, again.levers) == (made.name, made.levers)
    assert find("vst[win_back=1]").levers.win_back == 1.0
    assert find("vst[win_back=0.3]") is find("vst")  # what it has anyway


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vst[win_back=much]", r"'win_back=much' given; must be a lever and a number"),
        ("vst[win_back=2]", r"win_back: 2(\.0)? given; must be .*from 0 to 1"),
        ("vst[win_bak=1]", r"no lever 'win_bak' \(did you mean win_back"),
        ("vts[win_back=1]", r"no policy 'vts' \(did you mean vst"),
    ],
)
def test_what_cannot_be_changed_is_refused(name, told):
    with pytest.raises(ProblemsError, match=told):
        find(name)


def test_a_run_may_call_policies_by_names_of_its_own():
    config = check({"policies": ["vst[push=0.5]"], "titles": {"vst[push=0.5]": "Half a push"}})
    assert [policy.title for policy in prepare(config).policies] == ["Status quo", "Half a push"]
    assert find("vst[push=0.5]").title == "VST (push=0.5)"
    with pytest.raises(ProblemsError, match=r"titles: no policy 'balanced'; there are"):
        check({"policies": ["vst"], "titles": {"balanced": "Balance"}})
