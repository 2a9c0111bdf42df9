"""The alliance that stands for all, and the policy of the reference case."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.quarter import Levers

REFERENCE = Levers(relationship_share=0.4, push=1.0, concession=0.6, follow_up=0.2, focus=4)
"""The policy of the reference case; every lever left out stands at the family's default."""


@dataclass(frozen=True, kw_only=True)
class Representative:
    """The alliance that stands for all; the partner's other vendors are its mirror images.

    Assumption: a partner that values partnership; the rest is near the middle of the default
    population, habit as a run begins.

    Attributes:
        value: How far the partner values partnership, 0..1.
        culture_gap: Difference of the two cultures, 0..1.
        patience: The partner's horizon, 0 (dog) to 1 (cat).
        price_sensitivity: Pull of prices.
        factor: Level of the nine built relationship factors, 0..1.
        discount: Going discount.
        threads: Working ties.
        habit: The vendor's winning-culture habit, 0..1.
        vendors_per_partner: Vendors that compete for the partner.
    """

    value: float = 1.0
    culture_gap: float = 0.3
    patience: float = 0.5
    price_sensitivity: float = 1.0
    factor: float = 0.5
    discount: float = 0.2
    threads: float = 1.5
    habit: float = 0.1
    vendors_per_partner: int = 3
