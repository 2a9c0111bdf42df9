"""The ways of treating an alliance that advice chooses among, each with the days that it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Array
from sim.policies import Levers, Policy, Preset, Sight, decided_levers, find
from sim.portfolio.columns import CUSTOMER, PARTNER

KEEP, INVEST, WIN_BACK = "keep on", "invest", "win back"
REPLACE, MAINTAIN, LEAVE = "replace", "maintain", "leave"
CAREFUL = (KEEP, MAINTAIN, LEAVE)
"""Ways that begin nothing new."""


@dataclass(frozen=True)
class Treatment:
    """A way of treating an alliance.

    Attributes:
        name: Its name, for tables.
        phrase: What to do with alliances that it is best for, before their names.
        based_on: Policy whose levers it has, but for its days; empty is the policy that the vendor
            follows now.
        relationship: Relationship days, as a share of an account's full capacity.
        selling: Selling days, as such a share.
        win_back: Relationship effort on a mere customer, relative to that on a partner.
        to: Statuses of the accounts that it can be given to.
        is_left: Whether the account is left and its seat given to somebody from the bench, who is
            then treated so.
    """

    name: str
    phrase: str
    based_on: str = ""
    relationship: float = 0.0
    selling: float = 0.0
    win_back: float = 0.0
    to: tuple[str, ...] = (PARTNER, CUSTOMER)
    is_left: bool = False

    def policy(self, now: Policy) -> Policy:
        """Return it as a policy of a vendor that treats all its alliances so.

        Args:
            now: The policy that the vendor follows now.
        """
        if not self.based_on:
            return now
        based_on = find(self.based_on)
        assert isinstance(based_on, Preset)
        levers = replace(based_on.levers, win_back=self.win_back)
        return Preset(self.name, with_days(levers, self.relationship, self.selling))

    def share(self, now: Policy) -> float:
        """Return all its days, as a share of an account's full capacity."""
        if self.based_on:
            return self.relationship + self.selling
        middle = Sight(quarter=0, horizon=np.full(1, 0.5), attainment=np.ones(1), habit=np.zeros(1))
        return float(decided_levers(now, middle)["capacity_use"][0])


TREATMENTS = (
    Treatment(KEEP, "go on as today with"),
    Treatment(INVEST, "invest in", "vst", 0.5, 0.5, to=(PARTNER,)),
    Treatment(WIN_BACK, "win back", "vst", 0.5, 0.5, win_back=1.0, to=(CUSTOMER,)),
    Treatment(REPLACE, "replace", "vst", 0.5, 0.5, is_left=True),
    Treatment(MAINTAIN, "maintain", "balanced", 0.15, 0.5),
    Treatment(LEAVE, "leave", "do_nothing", 0.0, 0.0),
)
"""Every treatment.

Assumption: these shares (seed 004: strategic effort against maintenance); to invest is the joint
vision process (seed 001), and to win back is the same with an account that is a mere customer.
"""

NAMES = tuple(treatment.name for treatment in TREATMENTS)


def with_days(levers: Levers, relationship: float, selling: float) -> Levers:
    """Return levers with days given as shares of full capacity."""
    used = relationship + selling
    share = relationship / used if used > 0 else 0.0
    return replace(levers, capacity_use=used, relationship_share=share)


def possible(statuses: Sequence[str], alliances: int, bench: int) -> Array:
    """Say which treatments each alliance can be given, shape (treatments, alliances).

    Args:
        statuses: Status of each alliance; what is not known is a partner.
        alliances: How many there are.
        bench: Prospects who may replace one.
    """
    known = [status or PARTNER for status in statuses] or [PARTNER] * alliances
    return np.array(
        [[status in t.to and (bench > 0 or not t.is_left) for status in known] for t in TREATMENTS]
    )
