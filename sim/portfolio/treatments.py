"""The ways of treating an alliance that advice chooses among, each with the days that it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.policies import Levers, Preset, find

INVEST, MAINTAIN, LEAVE = "invest", "maintain", "leave"


@dataclass(frozen=True)
class Treatment:
    """A way of treating an alliance.

    Attributes:
        name: Its name, for tables.
        phrase: What to do with alliances that it is best for, before their names.
        based_on: Policy whose levers it has, but for its days.
        relationship: Relationship days, as a share of an account's full capacity.
        selling: Selling days, as such a share.
    """

    name: str
    phrase: str
    based_on: str
    relationship: float
    selling: float

    @property
    def share(self) -> float:
        """All its days, as a share of an account's full capacity."""
        return self.relationship + self.selling

    def policy(self) -> Preset:
        """Return it as a policy of a vendor that treats all its alliances so."""
        based_on = find(self.based_on)
        assert isinstance(based_on, Preset)
        return Preset(self.name, with_days(based_on.levers, self.relationship, self.selling))


TREATMENTS = (
    Treatment(INVEST, "invest in", "balanced", 0.5, 0.5),
    Treatment(MAINTAIN, "maintain", "balanced", 0.15, 0.5),
    Treatment(LEAVE, "leave", "do_nothing", 0.0, 0.0),
)
"""Every treatment, the one with most days first.

Assumption: these shares (seed 004: strategic effort against maintenance).
"""


def with_days(levers: Levers, relationship: float, selling: float) -> Levers:
    """Return levers with days given as shares of full capacity."""
    used = relationship + selling
    share = relationship / used if used > 0 else 0.0
    return replace(levers, capacity_use=used, relationship_share=share)
