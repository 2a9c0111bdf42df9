"""A result by hand: years, last quarters, and the order of replications."""

from __future__ import annotations

import numpy as np

from sim.run.result import Result, concatenate


def result(replications, first: float) -> Result:
    profit = first + np.arange(8.0 * len(replications)).reshape(len(replications), 8)
    return Result(
        policy="mine",
        title="Mine",
        replications=np.array(replications),
        outcomes={"profit": profit},
        panel={"profit": profit[:, :, None]},
        factors=np.full((2, len(replications), 1, 12), first),
    )


def test_a_year_is_four_quarters_and_the_first_is_one():
    made = result([0, 1], first=1.0)
    np.testing.assert_array_equal(made.year("profit", 1), [1 + 2 + 3 + 4, 9 + 10 + 11 + 12])
    np.testing.assert_array_equal(made.year("profit", 2), [5 + 6 + 7 + 8, 13 + 14 + 15 + 16])


def test_totals_last_quarters_and_running_totals():
    made = result([0], first=1.0)
    assert made.quarters == 8
    assert made.total("profit").tolist() == [36]
    assert made.last("profit").tolist() == [8]
    assert made.cumulative("profit")[0].tolist() == [1, 3, 6, 10, 15, 21, 28, 36]


def test_parts_are_joined_in_the_order_given():
    whole = concatenate([result([4, 5], first=0.0), result([2], first=100.0)])
    assert whole.replications.tolist() == [4, 5, 2]
    assert whole.outcomes["profit"][:, 0].tolist() == [0, 8, 100]
    assert whole.panel["profit"][:, 0, 0].tolist() == [0, 8, 100]
    assert whole.factors[0, :, 0, 0].tolist() == [0, 0, 100]
