"""The rivals of a portfolio: who else each partner works with."""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array
from sim.market.world_draws import WorldLuck


def deal_rivals(luck: WorldLuck, partners: int, each: int, rivals: int) -> Array:
    """Deal rivals to partners; return their numbers from 0, shape (partners, each).

    Rounds of all rivals in random order are laid end to end and cut into hands of `each`. Where a
    round starts within a hand, those already in the hand go last in the round. So nobody meets a
    partner twice, and no rival holds more than one alliance more than another.

    Args:
        luck: Where luck comes from, for one world.
        partners: Number of partners.
        each: Rivals to each partner; at most `rivals`.
        rivals: Number of rivals.
    """
    wanted = partners * each
    dealt: list[int] = []
    while len(dealt) < wanted:
        round_ = luck.order(f"riv{len(dealt) // rivals}", rivals)[0].tolist()
        hand = set(dealt[len(dealt) - len(dealt) % each :])
        dealt += [rival for rival in round_ if rival not in hand]
        dealt += [rival for rival in round_ if rival in hand]
    return np.array(dealt[:wanted], dtype=np.intp).reshape(partners, each)
