"""The dominant phases as a good user of polars writes them: lazy expressions, one row an alliance.

Views, score, ranking, building, shares and joint opportunities of a quarter; about half of the
model's time. Bench-only: polars is no dependency of the product. A test holds it to the phases.

`quarter` takes a frame made once and kept between quarters, so that no conversion counts against
polars. Tried and slower: eager contexts; `group_by` and a join for the sums by partner; ranks
within a list, an array or a long frame. No faster on one thread: the in-memory engine, other batch
sizes.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import polars as pl
from polars import col

from sim.core.quarter import Quarter
from sim.core.state import N_FACTORS
from sim.model.factors import (
    ACCELERATORS,
    ALIGNMENT,
    BUILT,
    EXECUTION,
    FLEXIBILITY,
    KNOWLEDGE,
    LONG_TERM,
    TRUST,
    VISION,
)
from sim.model.inner_circle import REGION_MULTIPLES
from sim.model.quarter import Parameters
from tests.benchmarks.dominant import COLUMNS, LEVERS

RESULTS = ("measured_score", "teamwork", "share", "arms_length_inflow", "joint_inflow")
PHASES = {"alignment": ALIGNMENT, "execution": EXECUTION, "vision": VISION}
F = [col(f"factor{j}") for j in range(N_FACTORS)]

Step = dict[str, pl.Expr]
"""Columns that need nothing of each other, only of the steps before."""


def frame_of(now: Quarter) -> pl.DataFrame:
    """Return a row an alliance: its state, its vendor's levers, its partner."""
    alliance, partner = now.alliances, now.partner_index
    # Copied, as a frame may share memory with numpy, and other forms change factors in place.
    factors = {f"factor{j}": alliance.factors[j].copy() for j in range(N_FACTORS)}
    state = {name: getattr(alliance, name) for name in COLUMNS}
    levers = {name: getattr(now.levers, name)[now.vendor_index] for name in LEVERS}
    price = now.partners.price_sensitivity[partner]
    known = {"partner": partner.astype(np.uint32), "price_sensitivity": price}
    return pl.DataFrame(factors | state | levers | known)


def draw(rng: np.random.Generator, rows: int, partners: int) -> Any:
    """Return the quarter's normal draws: views, arm's length, joint, rivals."""
    shapes = ((N_FACTORS, rows), rows, rows, partners)
    return tuple(rng.standard_normal(shape) for shape in shapes)


def luck(partner: pl.Series, draws: Any) -> list[pl.Series]:
    """Return the draws as columns, those of rivals by the partner that they court."""
    view, arms, joint, rival = draws
    return [
        *(pl.Series(f"view{j}", view[j]) for j in range(N_FACTORS)),
        pl.Series("arms_luck", arms),
        pl.Series("joint_luck", joint),
        pl.Series("rival_luck", rival).gather(partner),
    ]


def closed(growth: pl.Expr) -> pl.Expr:
    """Return the share of a gap that work closes."""
    return 1 - (-growth).exp()


def levels() -> tuple[Step, Step]:
    """Return how far alignment, then execution of an alliance have come."""
    executed = pl.sum_horizontal(F[j] for j in EXECUTION) / len(EXECUTION)
    return (
        {"alignment": pl.min_horizontal(F[j] for j in ALIGNMENT)},
        {"teamwork": pl.min_horizontal("alignment", executed)},
    )


def opening(p: Parameters) -> Step:
    """Return what the quarter begins with: mirrored factors, sharpness of views, pulls, claims."""
    fourth = col("trust") * col("trust") * (col("trust") * col("trust"))
    price = p.discount_pull * col("price_sensitivity") * col("discount")
    return {
        f"factor{TRUST}": 0.5 * (col("trust") + col("vendor_trust")),
        f"factor{LONG_TERM}": col("intent"),
        "shift": p.view_bias * (1 - col("assessment")),
        "sd": p.view_noise + (p.assessment_noise - p.view_noise) * col("assessment"),
        "paid": col("relationship_days") * col("useful_time"),
        "plans": col("spend") * (1 - col("disruption")),
        "gain": p.vision_workshop_gain * col("workshop") * col("live"),
        "kept": 1 - p.factor_decay * col("live"),
        "pull": col("live") * (p.loyalty_pull * col("loyalty") + price).exp(),
        "claim": col("allied") * fourth / (fourth + p.invitation_trust**4) * col("intent"),
    }


def views(p: Parameters) -> Step:
    """Return the factors as seen, the sums by partner, days a factor and speed of work."""
    free = col("paid") * (1 - col("threading") - col("contingency")) + col("partner_days")
    start = pl.sum_horizontal(F[j] for j in ACCELERATORS) / len(ACCELERATORS) - 0.5
    speed = p.build_rate * (1 + p.accelerator_strength * start)
    return {
        **{f"seen{j}": F[j] + col("shift") + col("sd") * col(f"view{j}") for j in range(N_FACTORS)},
        "pulls": col("pull").sum().over("partner"),
        "claims": col("claim").sum().over("partner"),
        "days": pl.max_horizontal(0.0, free / col("focus") - p.setup_days),
        "speed": speed * col("reciprocity") * col("live"),
    }


def ranking() -> Step:
    """Return the score as seen and which of the built factors are among the weakest."""
    seen = [col(f"seen{j}") for j in BUILT]
    candidates = range(len(BUILT))
    # One comparison a pair, which polars evaluates once for both; ties go to the earlier.
    lower = {
        (a, b): (seen[b] < seen[a]).cast(pl.Int8) for a in candidates for b in candidates[a + 1 :]
    }
    chosen = {}
    for a in candidates:
        rank = pl.lit(a, pl.Int8)  # as if each were the next lowest
        for b in candidates[a + 1 :]:
            rank += lower[a, b]
        for b in candidates[:a]:
            rank -= lower[b, a]
        chosen[f"chosen{BUILT[a]}"] = rank < col("focus").cast(pl.Int8)
    score = 100 / N_FACTORS * pl.sum_horizontal(f"seen{j}" for j in range(N_FACTORS))
    return {"measured_score": score} | chosen


def work(p: Parameters) -> Step:
    """Return the share of a gap that work closes, by the phase that a factor belongs to.

    A step of its own: polars would evaluate it anew in each `when` that it stands in.
    """
    floor, days = p.gate_floor, col("days")
    gates = {name: floor + (1 - floor) * col(name) for name in ("alignment", "teamwork")}
    planned = col("paid") * col("contingency")
    flexibly = pl.when(f"chosen{FLEXIBILITY}").then(days).otherwise(0.0) + planned
    return {
        "closed_alignment": closed(col("speed") * days),
        "closed_execution": closed(col("speed") * gates["alignment"] * days),
        "closed_vision": closed(col("speed") * gates["teamwork"] * days),
        "closed_flexibility": closed(col("speed") * gates["alignment"] * flexibly),
    }


def building() -> Step:
    """Return the built factors a quarter on."""
    built = {}
    for j in BUILT:
        phase = next(name for name, factors in PHASES.items() if j in factors)
        if_chosen = pl.when(f"chosen{j}")
        grown = if_chosen.then(col(f"closed_{phase}")).otherwise(0.0)
        if j == FLEXIBILITY:
            grown = col("closed_flexibility")
        begun = F[j] + if_chosen.then(col("gain")).otherwise(0.0) * (1 - F[j])
        built[f"factor{j}"] = begun * (col("kept") - grown) + grown
    return built


def outcomes(p: Parameters) -> Step:
    """Return the share of the partner's spend and the inflow of deals."""
    spread = p.opportunity_noise
    arms, joint = (
        (spread * col(name) - 0.5 * spread * spread).exp() for name in ("arms_luck", "joint_luck")
    )
    selling = col("selling_days") * col("useful_time") + col("partner_days")
    reach = p.base_reach + (1 - p.base_reach) * closed(selling / p.reach_days)
    crowd = pl.max_horizontal(0.0, col("claims") - col("claim"))
    claimed = col("claim") / (1 + p.crowding * crowd) * (0.75 + 0.5 * F[KNOWLEDGE])
    reached = pl.lit(pl.Series(REGION_MULTIPLES)).gather(col("regions").cast(pl.UInt32))
    rival = (p.rival_attraction + p.rival_noise * col("rival_luck")).exp()
    return {
        "share": col("pull") / (col("pulls") + rival),
        "arms_length_inflow": col("live") * col("plans") * reach * arms,
        "joint_inflow": col("plans") * p.joint_potential * reached * claimed * joint,
    }


@cache
def steps(p: Parameters) -> tuple[Step, ...]:
    """Return the quarter, step by step."""
    alignment, teamwork = levels()
    return (
        opening(p) | alignment,
        views(p) | teamwork,
        ranking(),
        work(p),
        building(),
        outcomes(p) | alignment,
        teamwork,
    )


def quarter(frame: pl.DataFrame, p: Parameters, draws: Any) -> pl.DataFrame:
    """Return the frame a quarter on: new factors, and the results."""
    lazy = frame.lazy().with_columns(luck(frame["partner"], draws))
    for step in steps(p):
        lazy = lazy.with_columns(**step)
    return lazy.select(*dict.fromkeys((*frame.columns, *RESULTS))).collect()


def run(now: Quarter, rng: np.random.Generator, draws: Any = None) -> Any:
    """Run the dominant phases on a state; the factors change in place."""
    draws = draws or draw(rng, len(now.vendor_index), len(now.partners.horizon))
    after = quarter(frame_of(now), now.parameters, draws)
    for j in range(N_FACTORS):
        now.alliances.factors[j] = after[f"factor{j}"]
    return tuple(after[name].to_numpy() for name in RESULTS)
