"""The default population: a market of vendors and partners drawn at random, cultures and all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.model import Parameters
from sim.parameter import parameter
from sim.state import N_FACTORS
from sim.world import World

DOG, CAT = (2.0, 6.0), (6.0, 2.0)


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
    dog_vendors: float = parameter(
        0.6, 0, 1, "1", "share of vendors with a short-term culture", "assumed", symbol="dog_v"
    )
    dog_partners: float = parameter(
        0.5, 0, 1, "1", "share of partners with a short-term culture", "assumed", symbol="dog_p"
    )


def draw_horizons(rng: np.random.Generator, size: int, dogs: float) -> Array:
    """Draw cultures: dog with chance `dogs`, then Beta(2, 6), else cat, Beta(6, 2)."""
    is_dog = rng.random(size) < dogs
    dog, cat = rng.beta(*DOG, size), rng.beta(*CAT, size)
    return np.where(is_dog, dog, cat)


def draw_network(rng: np.random.Generator, population: Population) -> tuple[Array, Array]:
    """Deal vendors to partners; return the vendor and the partner of each alliance, by vendor.

    In each of `alliances_per_vendor` rounds every vendor is dealt once, at random, to one of
    ``vendors / vendors_per_partner`` partners; so no vendor meets a partner twice.
    """
    rounds, vendors = population.alliances_per_vendor, population.vendors
    order = rng.permuted(np.tile(np.arange(vendors), (rounds, 1)), axis=1)
    vendor = order.ravel()
    partner = np.arange(vendor.size) // population.vendors_per_partner
    by_vendor = np.argsort(vendor, kind="stable")
    return vendor[by_vendor], partner[by_vendor]


def draw_world(
    population: Population, parameters: Parameters, seed: int, replications: Sequence[int]
) -> World:
    """Draw one world a replication, each from a random stream of its own.

    Args:
        population: Size and make-up.
        parameters: Used for the size and the value of partners.
        seed: Seed of the run; the stream is (seed, "world", replication).
        replications: Numbers of the replications.
    """
    return World.concatenate(
        [_draw_replication(population, parameters, seed, number) for number in replications]
    )


def _draw_replication(population: Population, p: Parameters, seed: int, number: int) -> World:
    rng = world_stream(seed, number)
    vendor, partner = draw_network(rng, population)
    n, partners = len(vendor), len(vendor) // population.vendors_per_partner
    facts = draw_facts(rng, n)
    return World(
        replications=np.array([number]),
        vendor=vendor,
        partner=partner,
        vendor_horizon=draw_horizons(rng, population.vendors, population.dog_vendors),
        partner_horizon=draw_horizons(rng, partners, population.dog_partners),
        **draw_partners(rng, partners, p),
        **facts,
    )


def world_stream(seed: int, replication: int) -> np.random.Generator:
    """Return the random stream that a replication's world is drawn from."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 0, replication])))


def draw_partners(
    rng: np.random.Generator, size: int, p: Parameters, valuing: Array | None = None
) -> dict[str, Array]:
    """Draw value, price sensitivity and size of partners.

    Args:
        rng: Where luck comes from.
        size: Number of partners.
        p: Used for the size and the value of partners.
        valuing: Chance that each values partnership; if left out, the usual share for all.
    """
    chance = p.valuing_share if valuing is None else valuing
    value = np.where(rng.random(size) < chance, 1.0, p.low_value)
    sensitivity = rng.uniform(0.5, 1.5, size)
    spread = p.partner_size_spread
    noise = np.exp(spread * rng.standard_normal(size) - 0.5 * spread * spread)
    return {"value": value, "price_sensitivity": sensitivity, "size": p.partner_size * noise}


def draw_facts(rng: np.random.Generator, size: int) -> dict[str, Array]:
    """Draw where alliances start: trust, discount, ties and factors."""
    return {
        "trust": rng.beta(12.0, 12.0, size),
        "vendor_trust": rng.beta(12.0, 12.0, size),
        "factors": rng.beta(4.0, 5.0, (N_FACTORS, size)),
        "discount": rng.uniform(0.15, 0.25, size),
        "threads": rng.uniform(1.0, 2.0, size),
    }
