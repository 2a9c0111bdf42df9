"""What is said once the rule sets are asked: only what they agree on, and what a firm changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_by_hand import BASE, around

from sim.base.wording import percent_of_all
from sim.ensemble.doubt import Doubt
from sim.model.quarter import Parameters
from sim.report.doubt import numbers_to_find, robust_steps
from sim.report.firm import firm_rows, firm_sentences

SETS = 1000


def named(better, *, base="push"):
    """Return a doubt of `SETS` sets: in each the named one is best, and all but `never` ahead."""
    profit = {"push": np.zeros(SETS), "first": np.full(SETS, 1000.0), "second": np.ones(SETS) * 10}
    profit["second"][: round(better * SETS)] = 3000.0
    return Doubt(
        policies=list(profit),
        titles=[name.capitalize() for name in profit],
        baseline=base,
        sets={"unit_cost": profit["second"] / 5000},
        weights=np.full(SETS, 1 / SETS),
        paths=np.stack(list(profit.values()))[..., None],
    )


def standing(name, **changed):
    return replace(BASE, policy=name, title=name.capitalize(), **changed)


STANDINGS = [
    standing("push"),
    standing("first", gain=around(1000, 10), depth=-40.0, crossover=3),
    standing("second", gain=around(2000, 10), depth=-20.0, crossover=2),
]
ABOUTS = {"push": "", "first": "Firstly.", "second": "Secondly."}


def test_nothing_is_recommended_as_best_that_the_rule_sets_do_not_rank():
    assert robust_steps(named(0.7), STANDINGS, ABOUTS) == [
        "Leave Push: First and Second beat it in all 1000 plausible rule sets.",
        "Which of them is best is not settled (Second in 70% and First in 30% of the rule sets). "
        "Second gives up least where it does worst. Secondly.",
        "Agree on the dip beforehand: with the default rules Second falls behind by 20 k€ on "
        "average and is ahead for good from quarter 2.",
    ]
    assert robust_steps(named(0.75), STANDINGS, ABOUTS)[0] == "Move from Push to Second. Secondly."
    assert robust_steps(named(0.2), STANDINGS, ABOUTS)[0] == "Move from Push to First. Firstly."
    assert robust_steps(named(0.2, base="first"), STANDINGS, ABOUTS) == [
        "Stay with First for now: nothing compared with it is ahead of it in at least 95% of the "
        "plausible rule sets."
    ]


def test_a_dip_is_agreed_on_only_where_there_is_one_and_it_ends():
    def steps(**changed):
        second = standing("second", gain=around(2000, 10), **changed)
        return robust_steps(named(0.8), [*STANDINGS[:2], second], ABOUTS)

    assert len(steps(depth=-0.5, crossover=2)) == 2
    assert len(steps(depth=0.0, crossover=1)) == 1
    assert len(steps(depth=-20.0, crossover=None)) == 1


def test_what_to_look_up_first_is_what_decides_and_a_firm_knows():
    assert numbers_to_find(named(0.7)) == [
        "Your own gross margin: of all that is not known it decides most how far Second is ahead. "
        "Say so with firm=, as docs/doubt.md has it."
    ]
    assert numbers_to_find(replace(named(0.7), sets={"trust_gain": np.arange(SETS)})) == []


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (1.0, "100%"),
        (0.997, ">99%"),
        (0.994, "99%"),
        (0.003, "<1%"),
        (0.0, "0%"),
        (1 - 1e-12, "100%"),
    ],
)
def test_what_is_not_all_is_not_all_in_the_table_either(share, told):
    assert percent_of_all(share) == told


def test_a_firms_numbers_are_told_before_and_after():
    before, after = named(0.7), named(0.9)
    rows = firm_rows(before, after)
    assert rows[1:] == [
        ["First", "1.00 M€ [1.00 M€, 1.00 M€]", "1.00 M€ [1.00 M€, 1.00 M€]", "", "100%", "100%",
         "30%", "10%"],
        ["Second", "3.00 M€ [10 k€, 3.00 M€]", "3.00 M€ [10 k€, 3.00 M€]", "1.00 of before",
         "100%", "100%", "70%", "90%"],
    ]  # fmt: skip
    sets = {"unit_cost": np.linspace(0.3, 0.7, 101)}
    narrow = replace(after, paths=np.minimum(after.paths, 500.0))
    told = firm_sentences({"unit_cost": 0.32, "base_win_rate": 0.2}, sets, before, narrow)
    usual = Parameters()
    assert told[0] == (
        "Your own numbers hold unit cost at 0.32 from your gross margin (before, 0.32 to 0.68 in "
        f"nine of ten rule sets; default {usual.unit_cost:.3g}) and base win rate at 0.2 from your "
        f"win rate (default {usual.base_win_rate:.3g}) in every rule set."
    )
    assert told[1] == (
        "With them the band of doubt gets narrower for Second and wider for First. First is best "
        "in 100% of the rule sets; before, in 30%."
    )
