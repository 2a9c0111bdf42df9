"""What a Mesa run keeps of each quarter: a model, an agent and an alliance table."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Any

from mesa import DataCollector

from sim.core.state import TERMINATED
from sim.run.measures import MEASURES, by_alliance

OF_AGENTS = ("trust", "intent", "discount", "score", "revenue", "margin", "profit")
OF_ALLIANCES = (
    "trust",
    "vendor_trust",
    "damage",
    "intent",
    "discount",
    "score",
    "ask",
    "demand",
    "invitation",
    "revenue",
    "joint_revenue",
    "profit",
    "status",
)


class QuarterCollector(DataCollector):
    """Collects at the end of every quarter, under the quarter's number, counted from 0.

    Mesa's own collector files agents under the number of steps but counts model rows from 0, so
    that `mesa.batch_run` joins one quarter of the model with another of its agents. It also writes
    arguments, model and agents into one row, so a name stands for one thing only.

    Tables: every outcome of the focal vendor (``focal_profit``, ...), demand and the live alliances
    of the market a quarter (``get_model_vars_dataframe``); a few outcomes an agent
    (``get_agent_vars_dataframe``) and an alliance (``get_table_dataframe("alliances")``).
    """

    def __init__(self) -> None:
        super().__init__(
            model_reporters={f"focal_{name}": partial(_of_focal, name) for name in MEASURES}
            | {"market_demand": _demand, "market_alliances": _live},
            agent_reporters={name: attrgetter(name) for name in ("name", *OF_AGENTS)},
            tables={"alliances": ["quarter", "row", "vendor", "partner", *OF_ALLIANCES]},
        )

    def collect(self, model: Any) -> None:
        """Keep the quarter that just ended."""
        super().collect(model)
        quarter = model.now.quarter
        records = self._agent_records.pop(model.steps)
        self._agent_records[quarter] = [(quarter, *record[1:]) for record in records]

        alliances, table = model.now.alliances, self.tables["alliances"]
        rows = len(alliances.vendor)
        kept: dict[str, Any] = {"quarter": [quarter] * rows, "row": range(rows)}
        kept |= {name: by_alliance(name, alliances).tolist() for name in OF_ALLIANCES}
        kept |= {"vendor": alliances.vendor.tolist(), "partner": alliances.partner.tolist()}
        for name, values in kept.items():
            table[name].extend(values)


def _of_focal(name: str, model: Any) -> float:
    return model.focal.outcome(name)


def _demand(model: Any) -> float:
    return float(model.now.markets.demand[0])


def _live(model: Any) -> int:
    return int((model.now.alliances.status < TERMINATED).sum())
