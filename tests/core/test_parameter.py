"""What is out of range is refused where it is made: all of it at once, numbers and arrays alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim import Levers, Parameters, ProblemsError
from sim.core.parameter import specs
from sim.model.ablation import ablate, switches


def problems(make):
    with pytest.raises(ProblemsError) as refused:
        make()
    return refused.value.problems


def test_all_parameters_out_of_range_are_told_at_once():
    told = problems(lambda: Parameters(trust_gain=9.0, most_regions=2.5, negativity=np.nan))
    assert sorted(told) == [
        "most_regions: 2.5 given; must be a whole number",
        "negativity: nan given; must be a number",
        "trust_gain: 9.0 given; must be from 0.01 to 0.4",
    ]


def test_a_change_is_checked_as_well():
    told = problems(lambda: replace(Parameters(), trust_gain=-1))
    assert told == ["trust_gain: -1 given; must be from 0.01 to 0.4"]


def test_equal_discounts_are_refused():
    told = problems(lambda: Parameters(lowest_discount=0.3, highest_discount=0.3))
    assert told == ["lowest_discount: 0.3 given; must be under highest_discount, 0.3"]
    Parameters(lowest_discount=0.3, highest_discount=0.31)


def test_one_value_a_world_is_checked_world_by_world():
    Parameters(trust_gain=np.array([0.01, 0.4]))
    assert problems(lambda: Parameters(trust_gain=np.array([0.1, 9.0]))) == [
        "trust_gain: [0.1 9. ] given; must be from 0.01 to 0.4"
    ]
    crossed = {"lowest_discount": np.array([0.1, 0.35]), "highest_discount": 0.3}
    assert "must be under highest_discount" in problems(lambda: Parameters(**crossed))[0]


def test_levers_out_of_range_are_refused():
    told = problems(lambda: Levers(push=2, focus=0))
    assert sorted(told) == [
        "focus: 0 given; must be from 1 to 9",
        "push: 2 given; must be from 0 to 1",
    ]


def test_held_levers_are_checked_beside_the_parameters():
    told = problems(lambda: Parameters(trust_gain=9.0, held=(("push", 2.0), ("focus", 3))))
    assert told == [
        "trust_gain: 9.0 given; must be from 0.01 to 0.4",
        "held: push: 2.0 given; must be from 0 to 1",
    ]
    (unknown,) = problems(lambda: Parameters(held=(("pusch", 0.5),)))
    assert unknown.startswith("held: no lever 'pusch' (did you mean push?); there are ")
    (odd,) = problems(lambda: Parameters(held=("push", 0.5)))
    assert odd == "held: ('push', 0.5) given; must be pairs of a lever and its value"
    assert Parameters(held=(("push", 0.5),)).held == (("push", 0.5),)


def test_every_mechanism_can_be_switched_off_even_beyond_the_range():
    beyond = [s for s in specs(Parameters) if s.neutral is not None and not s.low <= s.neutral]
    assert beyond  # else the exception for neutral values has no use
    for name in switches():
        ablate(Parameters(), [name])


def test_the_ends_of_a_range_belong_to_it():
    for spec in specs(Parameters):
        if spec.name not in ("lowest_discount", "highest_discount"):
            Parameters(**{spec.name: spec.low})
            Parameters(**{spec.name: spec.high})
