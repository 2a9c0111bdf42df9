"""The state of the world as tables of columns."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Array

PARTNER, TRANSACTIONAL, TERMINATED = 0, 1, 2
N_FACTORS = 12


def column(
    unit: str,
    low: float | None,
    high: float | None,
    about: str,
    symbol: str = "",
    *,
    lines: int | None = None,
    lasts: Literal["float", "int8", "int16"] | None = None,
) -> Any:
    """Declare a column with its unit, range (None where unbounded), meaning and page letter.

    A column has one value a row, or `lines` of them, with the shape (lines, rows). What lasts from
    quarter to quarter says in which type it can be kept: ``float`` is that of the run, ``int8`` a
    small whole number that is worked with as a float, ``int16`` a counter.
    """
    known = {"unit": unit, "low": low, "high": high, "about": about, "symbol": symbol}
    return field(default=None, metadata=known | {"lines": lines, "lasts": lasts})


def lasting(*known: Any, **more: Any) -> Any:
    """Declare a column that lasts, of the run's floating-point type."""
    return column(*known, **more, lasts="float")


def small(*known: Any, **more: Any) -> Any:
    """Declare a column that lasts, of small whole numbers worked with as floats."""
    return column(*known, **more, lasts="int8")


def counter(*known: Any, **more: Any) -> Any:
    """Declare a column that lasts, of whole numbers."""
    return column(*known, **more, lasts="int16")


@dataclass
class Alliances:
    """One value an alliance (row); `factors` and `viewed` have shape (12, alliances).

    The first group never changes in a run, the second is the state at the end of the last quarter,
    the third the quarter's own intermediate values. Nobody acts on some of these, so where only
    some vendors are watched, the books beyond joint revenue hold the alliances recorded, which come
    first, `viewed` those looked at, and measured score and value estimate rest for all others.
    """

    vendor: Array = column("index", 0, None, "vendor of the alliance", "vi")
    partner: Array = column("index", 0, None, "partner of the alliance", "pi")
    seat: Array = column("index", 0, None, "row of the alliance within its replication")
    culture_gap: Array = column("1", 0, 1, "difference of the two cultures", "|h_v-h_p|")

    trust: Array = lasting("1", 0, 1, "partner's trust in the vendor", "T")
    vendor_trust: Array = lasting("1", 0, 1, "vendor's trust in the partner", "Tv")
    damage: Array = lasting("1", 0, 1, "lasting damage to the vendor's name", "D")
    loyalty: Array = lasting("1", 0, 1, "slow trust, eroded by rival offers", "L")
    intent: Array = lasting("1", 0, 1, "strategic intent of the partner", "I")
    factors: Array = lasting("1", 0, 1, "the twelve relationship factors", "F", lines=N_FACTORS)
    discount: Array = lasting("1", 0, 1, "going discount", "d")
    threads: Array = lasting("ties", 1, None, "working ties between the two firms", "k")
    arms_length_pipeline: Array = lasting("k€ list", 0, None, "open arm's-length deals", "Qa")
    joint_pipeline: Array = lasting("k€ list", 0, None, "open joint deals", "Qj")
    committed: Array = small("0/1", 0, 1, "committed to a joint vision", "C")
    regions: Array = small("count", 0, 4, "regions added to the home region", "reg")
    disruption: Array = lasting("1", 0, 1, "share of plans disrupted by a shock", "Z")
    status: Array = small("code", 0, 2, "0 partner, 1 transactional, 2 terminated", "status")
    low_intent_quarters: Array = counter("q", 0, None, "quarters of low intent in a row", "low")
    quarters_since_region: Array = counter("q", 0, None, "quarters since the last region", "since")
    offered_quarter: Array = counter("q", None, None, "when a vision was last offered", "offered")
    value_estimate: Array = lasting("1", None, None, "vendor's estimate of partner value", "mhat")

    spend: Array = column("k€", 0, None, "category spend of the partner this quarter, home region")
    pull: Array = column("1", 0, None, "pull on the partner's arm's-length spend")
    claim: Array = column("1", 0, 1, "claim to the partner's joint deals")
    live: Array = column("0/1", 0, 1, "not terminated when the quarter began")
    allied: Array = column("0/1", 0, 1, "still a partner when the quarter began")
    viewed: Array = column(
        "1", None, None, "factors as the vendor sees them", "Fh", lines=N_FACTORS
    )
    measured_score: Array = column("pt", None, None, "score as the vendor sees it", "shat")
    execution: Array = column("1", 0, 1, "share of plans carried out", "psi")
    useful_time: Array = column("1", 0, 1, "useful share of paid time", "prod")
    relationship_days: Array = column("d", 0, None, "paid relationship days", "B_paid")
    selling_days: Array = column("d", 0, None, "paid selling days", "S_paid")
    partner_days: Array = column("d", 0, None, "days a committed partner adds", "co")
    workshop: Array = column("0/1", 0, 1, "accepted a joint vision this quarter")
    vision_cost: Array = column("k€", 0, None, "cost of the joint vision", "vst costs")
    fit: Array = column("1", 0, 1, "fit of the two cultures", "fit")
    morale: Array = column("1", 0, 1, "partner's morale under control", "morale")
    reciprocity: Array = column("1", 0, 1, "what the partner puts in", "recip")
    contact: Array = column("1", 0, 1, "contact of the two teams", "contact")
    teamwork: Array = column("1", 0, 1, "execution phase of the partnership", "X")
    effective_selling: Array = column("d", 0, None, "effective selling days", "Sd")
    accessible: Array = column("1", 1, None, "accessible market over the home region", "REG")
    share: Array = column("1", 0, 1, "share of the partner's arm's-length spend", "share")
    invitation: Array = column("1", 0, 1, "rate of inner-circle invitations", "inv")
    arms_length_inflow: Array = column("k€ list", 0, None, "new arm's-length deals", "Op_a")
    joint_inflow: Array = column("k€ list", 0, None, "new joint deals", "Op_j")
    win_rate: Array = column("1", 0, None, "joint win rate", "w")
    cycle: Array = column("q", 0, None, "joint sales cycle", "cyc")
    exponent: Array = column("1", 0, None, "one-team execution exponent", "x")
    velocity_gain: Array = column("1", 0, None, "partnering over sales velocity", "mult")
    won_arms_length: Array = column("k€ list", 0, None, "arm's-length deals closed unpushed")
    won_joint: Array = column("k€ list", 0, None, "joint deals closed unpushed")
    month3_list: Array = column("k€ list", 0, None, "of these closed in month 3")
    pulled_arms_length: Array = column("k€ list", 0, None, "arm's-length deals pulled in")
    pulled_joint: Array = column("k€ list", 0, None, "joint deals pulled in by the ask")
    quota_gap: Array = column("1", 0, 1, "share of its vendor's quota missing before the ask")
    ask: Array = column("1", 0, 1, "quarter-end ask", "ask")
    arms_length_revenue: Array = column("k€", 0, None, "arm's-length revenue", "rev_a")
    joint_revenue: Array = column("k€", 0, None, "joint revenue", "rev_j")
    month3_revenue: Array = column("k€", 0, None, "revenue booked in month 3", "m3")
    list_value: Array = column("k€ list", 0, None, "value of won deals at list price", "list")
    margin: Array = column("k€", None, None, "gross margin", "gm")
    profit: Array = column("k€", None, None, "margin less effort and vision costs", "profit")
    deals: Array = column("deals", 0, None, "deals closed", "deals")
    demand: Array = column("1", 0, 1, "concession demand of the partner", "demand")
    good_news: Array = column("1", 0, 1, "good evidence of the quarter", "pos")
    breach: Array = column("1", 0, 1, "breach of the quarter")
    bad_news: Array = column("1", 0, 1, "bad evidence of the quarter", "neg")


@dataclass
class Vendors:
    """One value a vendor; the levers of its policy stand beside its state."""

    horizon: Array = column("1", 0, 1, "culture: 0 dog (short term), 1 cat (long term)", "h_v")
    accounts: Array = column("count", 1, None, "alliances held at the start", "n")
    quota_base: Array = column("k€", 0, None, "category spend of its accounts", "sum s")
    habit: Array = lasting("1", 0, 1, "winning-culture habit", "W")
    fear: Array = lasting("1", 0, 1, "fear left by the last quarter-end", "fear")
    ask: Array = column("1", 0, 1, "quarter-end ask before any holding back", "ask_v")
    attainment: Array = lasting("1", 0, None, "unpushed revenue over quota")


@dataclass
class Partners:
    """One value a partner."""

    horizon: Array = column("1", 0, 1, "culture: 0 dog (short term), 1 cat (long term)", "h_p")
    value: Array = column("1", 0, 1, "how far it values partnership", "m_p")
    price_sensitivity: Array = column("1", 0, None, "pull of prices", "eps_p")
    size: Array = column("k€/q", 0, None, "category spend, home region, list price", "s_p")
    replication: Array = column("index", 0, None, "replication (world) of the partner")
    spend: Array = column("k€", 0, None, "category spend this quarter, home region, list price")
    pulls: Array = column("1", 0, None, "pulls of its vendors together")
    claims: Array = column("1", 0, None, "claims of its vendors together")
    everybody: Array = column("1", 0, None, "pulls of its vendors and the outside rival")
    temptation: Array = column("1", 0, None, "price sensitivity times the rival's offer")


@dataclass
class Markets:
    """One value a replication."""

    demand: Array = column("1", 0, None, "demand, 1 at the start", "M")


def lasting_columns(table: type) -> dict[str, str]:
    """Return the columns of a table that last from quarter to quarter, and how each is kept."""
    return {f.name: f.metadata["lasts"] for f in fields(table) if f.metadata["lasts"]}


def lay_out(table: Any, rows: int, dtype: npt.DTypeLike) -> None:
    """Give a table every column it still lacks, all zeros, so that a part of it can be written."""
    for item in fields(table):
        if getattr(table, item.name) is None:
            lines = item.metadata["lines"]
            shape = (rows,) if lines is None else (lines, rows)
            setattr(table, item.name, np.zeros(shape, dtype))


class Part:
    """Some rows of a table to read: views of its columns where the rows are a slice."""

    def __init__(self, table: Any, rows: Array | slice) -> None:
        """Look at the rows `rows` of `table`."""
        self._table, self._rows = table, rows

    def __getattr__(self, name: str) -> Any:
        """Return the rows of a column."""
        return getattr(self._table, name)[..., self._rows]


class Rows:
    """Some rows of a table: a read copies them, a write goes through to the table.

    A phase cannot tell it from the table itself, so an agent runs the engine's own phases.
    """

    def __init__(self, table: Any, index: Array) -> None:
        """View the rows `index` of `table`."""
        self.__dict__.update(_table=table, _index=index)

    def __getattr__(self, name: str) -> Any:
        """Return the rows of a column."""
        return getattr(self._table, name).take(self._index, axis=-1)

    def __setattr__(self, name: str, values: Any) -> None:
        """Write the rows of a column."""
        getattr(self._table, name)[..., self._index] = values

    def __reduce__(self) -> tuple[type[Rows], tuple[Any, Array]]:
        """Pickle the view; pickled together with its table, it stays a view of it."""
        return Rows, (self._table, self._index)
