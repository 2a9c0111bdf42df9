"""The Mesa engine: the same model as agents to watch, ask and change, bit for bit equal to numpy's.

Its agents hold no state and no equation of their own. Each runs the phases of
`sim.model.quarter.QUARTER` on its own rows of the tables that the numpy engine also works on.
"""

from sim.mesa_engine.agents import Partner, Vendor
from sim.mesa_engine.alliance import Alliance
from sim.mesa_engine.model import AllianceModel

__all__ = ["Alliance", "AllianceModel", "Partner", "Vendor"]
