"""A world: who is there, who is allied with whom, and where every alliance starts."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from sim.base.arrays import Array
from sim.core.state import N_FACTORS, PARTNER, PROSPECT

OPTIONAL = {"regions": 0.0, "intent": np.nan, "autonomy": np.nan, "status": float(PARTNER)}
"""What a world may leave out, with the value that means the same."""
OF_ALLIANCES = {
    *("vendor", "partner", "trust", "vendor_trust", "discount", "threads", "factors"),
    *OPTIONAL,
}
OF_PARTNERS = ("partner_horizon", "value", "price_sensitivity", "size")


@dataclass(frozen=True)
class World:
    """One or more replications of equal size, concatenated; alliances are rows.

    `vendor` and `partner` index the vendor and partner arrays of the whole concatenation; alliances
    stand vendor by vendor.

    Attributes:
        replications: Numbers of the replications, shape (R,).
        vendor: Vendor of each alliance.
        partner: Partner of each alliance.
        vendor_horizon: Culture of each vendor, 0 (dog, short term) to 1 (cat, long term).
        partner_horizon: Culture of each partner.
        value: How far each partner values partnership, 0..1.
        price_sensitivity: Price sensitivity of each partner, about 0.5 to 1.5.
        size: Category spend of each partner, k€ a quarter.
        trust: Partner's trust in the vendor, 0..1.
        vendor_trust: Vendor's trust in the partner, 0..1.
        discount: Going discount.
        threads: Working ties, from 1.
        factors: The twelve relationship factors, shape (12, alliances), 0..1; those that mirror
            trust, intent and control are overwritten at the start of a run.
        regions: Regions already added to the home region, 0..4; none if left out.
        intent: Strategic intent of the partner, 0..1; NaN, or left out, is what trust and a clear
            objective support.
        autonomy: How freely the partner works, 0..1; NaN, or left out, is what the vendor's policy
            leaves it.
        status: Status of each alliance, as in the column of that name; partners if left out. A
            prospect stands on its vendor's bench and is no alliance yet.
        order: Place of each alliance among those of replication after replication; None if they
            stand in that order.
    """

    replications: Array
    vendor: Array
    partner: Array
    vendor_horizon: Array
    partner_horizon: Array
    value: Array
    price_sensitivity: Array
    size: Array
    trust: Array
    vendor_trust: Array
    discount: Array
    threads: Array
    factors: Array
    regions: Array | None = None
    intent: Array | None = None
    autonomy: Array | None = None
    status: Array | None = None
    order: Array | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit together."""
        n, v, p = len(self.vendor), len(self.vendor_horizon), len(self.partner_horizon)
        wanted = {"vendor": n, "partner": n, "trust": n, "vendor_trust": n, "discount": n}
        wanted |= {"threads": n, "value": p, "price_sensitivity": p, "size": p}
        wanted |= {name: n for name in OPTIONAL if getattr(self, name) is not None}
        wrong = [
            f"{k} has {len(getattr(self, k))}"
            for k, m in wanted.items()
            if len(getattr(self, k)) != m
        ]
        if wrong or self.factors.shape != (N_FACTORS, n):
            raise ValueError(
                f"world of {n} alliances, {p} partners: {', '.join(wrong) or 'factors'}"
            )
        if np.any(self.vendor[1:] < self.vendor[:-1]):
            raise ValueError("alliances must stand vendor by vendor")
        if any(size % len(self.replications) for size in (n, v, p)):
            raise ValueError("all replications of a world must have the same size")

    @property
    def is_account(self) -> Array:
        """Whether each row is an alliance from the start, and no prospect."""
        if self.status is None:
            return np.ones(len(self.vendor), np.bool_)
        return np.asarray(self.status) != PROSPECT

    @property
    def rows(self) -> dict[str, int]:
        """Rows of a replication, by level."""
        r = len(self.replications)
        alliances, partners = len(self.vendor) // r, len(self.partner_horizon) // r
        return {"alliance": alliances, "partner": partners, "market": 1}

    @property
    def replication_of_partner(self) -> Array:
        """Replication of each partner, by its place among those of this world."""
        return np.repeat(np.arange(len(self.replications)), self.rows["partner"])

    @property
    def replication_of_alliance(self) -> Array:
        """Replication of each alliance, by its place among those of this world."""
        return self.replication_of_partner.take(self.partner)

    @property
    def places(self) -> Array:
        """Place of each alliance among those of replication after replication."""
        return np.arange(len(self.vendor)) if self.order is None else self.order

    @property
    def seat(self) -> Array:
        """Row of each alliance within its replication."""
        return self.places % self.rows["alliance"]

    @property
    def is_mixed(self) -> bool:
        """Whether alliances of several replications stand between each other."""
        of_replication = self.places // self.rows["alliance"]
        return bool(np.any(of_replication[1:] < of_replication[:-1]))

    def arranged(self, first: Array) -> Self:
        """Return the same world with some vendors, and so their alliances, before all others.

        What is watched or decided on by these vendors alone is then a slice of every column.

        Args:
            first: Whether each vendor comes first.
        """
        vendors = np.argsort(~first, kind="stable")
        rows = np.argsort(~first[self.vendor], kind="stable")
        number = np.empty_like(vendors)
        number[vendors] = np.arange(len(vendors))
        moved = {
            f.name: getattr(self, f.name).take(rows, axis=-1)
            for f in fields(self)
            if f.name in OF_ALLIANCES and getattr(self, f.name) is not None
        }
        order = rows if self.order is None else self.order[rows]
        moved |= {"vendor": number[moved["vendor"]], "order": order}
        return replace(self, vendor_horizon=self.vendor_horizon[vendors], **moved)

    def without_prospects(self) -> Self:
        """Return the same world without its benches, and without partners that hold no alliance.

        What is left keeps its luck, which hangs on its row within the replication. Where a row left
        out comes before one that stays, as in no world drawn here, the world is returned as it is.
        """
        kept, rows = self.is_account, self.rows
        if kept.all():
            return self
        of_replication, seat = np.divmod(self.places[kept], rows["alliance"])
        accounts, partner = 1 + int(seat.max()), self.partner[kept] % rows["partner"]
        if accounts * len(self.replications) != len(seat):
            return self
        partners = 1 + int(partner.max())
        changed = {
            f.name: getattr(self, f.name)[..., kept]
            for f in fields(self)
            if f.name in OF_ALLIANCES and f.name != "status" and getattr(self, f.name) is not None
        }
        changed |= {
            name: getattr(self, name).reshape(-1, rows["partner"])[:, :partners].ravel()
            for name in OF_PARTNERS
        }
        status = np.asarray(self.status)[kept]
        changed |= {
            "partner": of_replication * partners + partner,
            "status": None if np.all(status == PARTNER) else status,
        }
        return replace(self, order=of_replication * accounts + seat, **changed)

    @classmethod
    def concatenate(cls, worlds: list[Self]) -> Self:
        """Return the worlds as one, replication after replication.

        Raises:
            ValueError: One has been arranged, so its alliances do not stand in that order.
        """
        if any(world.is_mixed for world in worlds):
            raise ValueError("a world that has been arranged cannot be joined to others")
        vendors = np.cumsum([0] + [len(w.vendor_horizon) for w in worlds])
        partners = np.cumsum([0] + [len(w.partner_horizon) for w in worlds])
        joined = {
            f.name: np.concatenate([getattr(w, f.name) for w in worlds], axis=-1)
            for f in fields(cls)
            if f.name not in OPTIONAL and f.name != "order"
        }
        for name, left_out in OPTIONAL.items():
            given = [getattr(w, name) for w in worlds]
            if any(values is not None for values in given):
                joined[name] = np.concatenate(
                    [
                        np.full(len(w.vendor), left_out) if values is None else values
                        for w, values in zip(worlds, given, strict=True)
                    ]
                )
        if any(world.order is not None for world in worlds):
            firsts = np.cumsum([0] + [len(w.vendor) for w in worlds])
            joined["order"] = np.concatenate(
                [w.places + first for w, first in zip(worlds, firsts, strict=False)]
            )
        joined["vendor"] = np.concatenate(
            [w.vendor + k for w, k in zip(worlds, vendors, strict=False)]
        )
        joined["partner"] = np.concatenate(
            [w.partner + k for w, k in zip(worlds, partners, strict=False)]
        )
        return cls(**joined)
