"""The default population: a market of vendors and partners drawn at random, cultures and all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Array
from sim.core.parameter import parameter
from sim.core.rules import per_row
from sim.core.state import N_FACTORS, PARTNER, PROSPECT
from sim.core.world import World
from sim.market.world_draws import WorldLuck
from sim.model.quarter import Parameters

DOG, CAT = (2, 6), (6, 2)


@dataclass(frozen=True, kw_only=True)
class Population:
    """Size and make-up of a drawn market.

    Every vendor holds the same number of alliances and every partner the same number of vendors.
    """

    vendors: int = parameter(
        6, 2, 2_000_000, "count", "vendors in the market", "assumed", symbol="V"
    )
    alliances_per_vendor: int = parameter(
        10, 1, 10_000, "count", "alliances each vendor holds", "assumed", symbol="n"
    )
    vendors_per_partner: int = parameter(
        3, 1, 100, "count", "competing vendors each partner works with", "assumed", symbol="deg"
    )
    bench: int = parameter(
        5,
        0,
        1_000,
        "count",
        "prospects on each vendor's bench, whom it may recruit",
        "assumed",
        symbol="nb",
    )
    dog_vendors: float = parameter(
        0.6, 0, 1, "1", "share of vendors with a short-term culture", "assumed", symbol="dog_v"
    )
    dog_partners: float = parameter(
        0.5, 0, 1, "1", "share of partners with a short-term culture", "assumed", symbol="dog_p"
    )


def draw_world(
    population: Population, parameters: Parameters, seed: int, replications: Sequence[int]
) -> World:
    """Draw one world a replication.

    Args:
        population: Size and make-up.
        parameters: Used for the size and the value of partners.
        seed: Seed of the run.
        replications: Numbers of the replications.
    """
    numbers = np.asarray(replications)
    luck = WorldLuck(seed, numbers)
    vendors, rows = population.vendors, population.vendors * rounds(population)
    partners = rows // population.vendors_per_partner
    vendor, partner = draw_network(luck, population)
    facts, bench = draw_facts(luck, rows), {}
    if population.bench:
        order = seat_order(luck, population)
        facts = {name: values.take(order, axis=-1) for name, values in facts.items()}
        is_prospect = order % rows >= vendors * population.alliances_per_vendor
        bench = {"status": np.where(is_prospect, PROSPECT, PARTNER).astype(np.int8), "order": order}
    return World(
        replications=numbers,
        vendor=vendor,
        partner=partner,
        vendor_horizon=draw_horizons(luck, "vendor", vendors, population.dog_vendors),
        partner_horizon=draw_horizons(luck, "partn", partners, population.dog_partners),
        **draw_partners(luck, partners, parameters),
        **facts,
        **bench,
    )


def rounds(population: Population) -> int:
    """Return the rows each vendor is dealt: its alliances first, then its prospects."""
    return population.alliances_per_vendor + population.bench


def seat_order(luck: WorldLuck, population: Population) -> Array:
    """Return the place of each row among those of replication after replication.

    Rows stand vendor by vendor, but all alliances of a replication come before its prospects when
    luck is dealt: a bench never changes the luck of the alliances.
    """
    held, bench = population.alliances_per_vendor, population.bench
    vendor = np.arange(population.vendors)[:, None]
    alliances = vendor * held + np.arange(held)
    prospects = population.vendors * held + vendor * bench + np.arange(bench)
    of_one = np.concatenate([alliances, prospects], axis=1).ravel()
    return np.add.outer(len(of_one) * np.arange(luck.worlds), of_one).ravel().astype(np.int32)


def draw_network(luck: WorldLuck, population: Population) -> tuple[Array, Array]:
    """Deal vendors to partners; return the vendor and the partner of each alliance, by vendor.

    In each round every vendor is dealt once, at random, to one of ``vendors / vendors_per_partner``
    partners; so no vendor meets a partner twice. The last `bench` rounds deal prospects.

    Raises:
        ValueError: A partner would be left with fewer vendors.
    """
    dealt_out, vendors = rounds(population), population.vendors
    if vendors % population.vendors_per_partner:
        raise ValueError(
            f"{vendors} vendors given; must be a multiple of vendors_per_partner, "
            f"{population.vendors_per_partner}"
        )
    partners = dealt_out * vendors // population.vendors_per_partner
    partner = np.empty((luck.worlds, vendors, dealt_out), np.int32)
    for number in range(dealt_out):
        order = luck.order(f"deal{number}", vendors)
        place = number * vendors + np.arange(vendors)
        dealt = np.broadcast_to(place // population.vendors_per_partner, order.shape)
        np.put_along_axis(partner[:, :, number], order, dealt, axis=1)
    partner += partners * np.arange(luck.worlds, dtype=np.int32)[:, None, None]
    return np.arange(luck.worlds * vendors, dtype=np.int32).repeat(dealt_out), partner.ravel()


def draw_horizons(luck: WorldLuck, side: str, rows: int, dogs: float) -> Array:
    """Draw cultures: dog with chance `dogs`, then Beta(2, 6), else cat, Beta(6, 2)."""
    is_dog = luck.uniform(f"{side}_k", rows) < dogs
    dog, cat = (luck.beta(f"{side}_h", rows, shape) for shape in (DOG, CAT))
    return np.where(is_dog, dog, cat)


def draw_partners(
    luck: WorldLuck, rows: int, p: Parameters, valuing: Array | None = None
) -> dict[str, Array]:
    """Draw value, price sensitivity and size of partners.

    Args:
        luck: Where luck comes from.
        rows: Number of partners a world.
        p: Used for the size and the value of partners.
        valuing: Chance that each values partnership; if left out, the usual share for all.
    """
    p = per_row(p, np.repeat(np.arange(luck.worlds), rows))
    chance = np.float32(p.valuing_share) if valuing is None else valuing
    value = np.where(luck.uniform("value", rows) < chance, 1.0, p.low_value)
    spread, size = p.partner_size_spread, np.float32(p.partner_size)
    drift = np.float32(0.5 * spread * spread)
    noise = np.exp(np.float32(spread) * luck.normal("size", rows) - drift)
    return {
        "value": value,
        "price_sensitivity": luck.uniform("price", rows, 0.5, 1.5),
        "size": size * noise,
    }


def draw_facts(luck: WorldLuck, rows: int) -> dict[str, Array]:
    """Draw where alliances start: trust, discount, ties and factors."""
    factors = np.empty((N_FACTORS, luck.worlds * rows), np.float32)
    for i, factor in enumerate(factors):
        factor[:] = luck.beta(f"factor{i}", rows, (4, 5))
    return {
        "trust": luck.beta("trust", rows, (12, 12)),
        "vendor_trust": luck.beta("v_trust", rows, (12, 12)),
        "factors": factors,
        "discount": luck.uniform("discount", rows, 0.15, 0.25),
        "threads": luck.uniform("threads", rows, 1.0, 2.0),
    }
