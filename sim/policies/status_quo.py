"""The mixed status quo: behaviour follows culture, dogs push and cats nurture."""

from __future__ import annotations

from collections.abc import Mapping

from sim.base.arrays import Array
from sim.policies.base import Policy, Sight


class StatusQuo(Policy):
    """What vendors do who never chose a policy."""

    name = "status_quo"
    title = "Status quo"
    is_constant = True
    about = (
        "Behaviour follows culture: short-term vendors push and concede, long-term ones nurture."
    )

    def decide(self, seen: Sight) -> Mapping[str, Array | float]:
        """Return levers that follow the vendor's horizon.

        Assumption: linear in culture; little follow-up and some micromanagement everywhere.
        """
        return {
            "relationship_share": 0.20 + 0.35 * seen.horizon,
            "push": 0.5 * (1.0 - seen.horizon),
            "concession": 0.9 - 0.5 * seen.horizon,
            "follow_up": 0.1,
            "control": 0.2,
            "threading": 0.1,
            "focus": 9,
        }
