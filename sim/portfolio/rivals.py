"""The rivals of a portfolio: who else each partner works with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.base.arrays import Array
from sim.market.world_draws import WorldLuck


def deal_rivals(luck: WorldLuck, partners: int, each: int, rivals: int) -> Array:
    """Deal rivals to partners; return their numbers from 0, shape (worlds, partners, each).

    Rounds of all rivals in random order are laid end to end and cut into hands of `each`. Where a
    round starts within a hand, those already in the hand go last in the round. So nobody meets a
    partner twice, and no rival holds more than one alliance more than another.

    Args:
        luck: Where luck comes from.
        partners: Number of partners.
        each: Rivals to each partner; at most `rivals`.
        rivals: Number of rivals.
    """
    wanted = partners * each
    rounds = -(-wanted // rivals) if wanted else 0
    # A round is drawn for all worlds at once: one by one, most of the time goes into keys.
    orders = [luck.order(f"riv{number}", rivals).tolist() for number in range(rounds)]
    dealt = [
        _dealt([order[world] for order in orders], each, wanted) for world in range(luck.worlds)
    ]
    return np.array(dealt, dtype=np.intp).reshape(luck.worlds, partners, each)


def _dealt(rounds: Sequence[Sequence[int]], each: int, wanted: int) -> list[int]:
    dealt: list[int] = []
    for order in rounds:
        hand = set(dealt[len(dealt) - len(dealt) % each :])
        dealt += [rival for rival in order if rival not in hand]
        dealt += [rival for rival in order if rival in hand]
    return dealt[:wanted]
