"""How rivals are dealt to the partners of a portfolio."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.market.world_draws import WorldLuck
from sim.portfolio.rivals import deal_rivals


@given(
    partners=st.integers(1, 40),
    each=st.integers(0, 8),
    spare=st.integers(0, 9),
    seed=st.integers(0, 99),
)
def test_rivals_of_a_partner_differ_and_all_hold_about_as_many(
    partners: int, each: int, spare: int, seed: int
) -> None:
    rivals = each + spare
    dealt = deal_rivals(WorldLuck(seed, np.zeros(1)), partners, each, rivals)[0]
    assert dealt.shape == (partners, each)
    assert all(len(set(hand)) == each for hand in dealt.tolist())
    held = np.bincount(dealt.ravel(), minlength=rivals)
    if rivals:
        assert held.max() - held.min() <= 1


def test_who_meets_whom_is_chance() -> None:
    first = deal_rivals(WorldLuck(1, np.arange(2000)), 7, 2, 5)[:, 3]
    np.testing.assert_allclose(np.bincount(first.ravel()) / 4000, 0.2, atol=0.03)


def test_a_world_is_dealt_the_same_alone_and_among_others() -> None:
    together = deal_rivals(WorldLuck(1, np.array([4, 9])), 7, 2, 5)
    alone = deal_rivals(WorldLuck(1, np.array([9])), 7, 2, 5)[0]
    np.testing.assert_array_equal(together[1], alone)
