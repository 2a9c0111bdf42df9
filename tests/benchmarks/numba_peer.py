"""The dominant phases as somebody writes them with numba in an afternoon: one loop, `@njit`.

Views, score, ranking, building, shares and joint opportunities of a quarter; about half of the
model's time. Bench-only: numba is no dependency of the product. A test holds it to the phases.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from sim.core.quarter import Quarter
from sim.model.inner_circle import REGION_MULTIPLES
from tests.benchmarks.dominant import COLUMNS, LEVERS

BUILT = np.array([0, 1, 2, 4, 5, 6, 7, 9, 11])
GATE = np.array([0, 0, 0, 1, 1, 2, 2, 1, 1])
PARAMETERS = (
    "view_noise", "assessment_noise", "view_bias", "build_rate", "factor_decay", "setup_days",
    "accelerator_strength", "vision_workshop_gain", "gate_floor", "loyalty_pull", "discount_pull",
    "base_reach", "reach_days", "opportunity_noise", "joint_potential", "invitation_trust",
    "crowding", "rival_attraction", "rival_noise",
)  # fmt: skip


@njit
def draw(rng: np.random.Generator, rows: int, partners: int) -> Any:
    """Return the quarter's normal draws: views, arm's length, joint, rivals."""
    view = np.empty((12, rows))
    arms, joint, rival = np.empty(rows), np.empty(rows), np.empty(partners)
    for i in range(rows):
        for j in range(12):
            view[j, i] = rng.standard_normal()
        arms[i] = rng.standard_normal()
        joint[i] = rng.standard_normal()
    for i in range(partners):
        rival[i] = rng.standard_normal()
    return view, arms, joint, rival


@njit
def levels(f: Any, i: int) -> Any:
    """Return how far alignment and execution of an alliance have come."""
    alignment = min(f[0, i], f[1, i], f[2, i])
    executed = (f[3, i] + f[4, i] + f[5, i] + f[9, i] + f[10, i] + f[11, i]) / 6
    return alignment, min(alignment, executed)


@njit
def quarter(
    f: Any, columns: Any, levers: Any, p: Any, vendor: Any, partner: Any, price: Any,
    multiples: Any, draws: Any,
) -> Any:  # fmt: skip
    """Change `f` in place; return score, teamwork, share, arm's-length and joint inflow."""
    (trust, vendor_trust, intent, loyalty, discount, live, allied, workshop, paid_days, useful,
     partner_days, reciprocity, disruption, regions, selling_days, spend) = columns  # fmt: skip
    (assessment, focus, threading, contingency) = levers
    (sd_one, sd_both, bias, build_rate, decay, setup, strength, workshop_gain, floor, by_loyalty,
     by_price, reach0, reach_days, spread, potential, half, crowding, rival0,
     rival_sd) = p  # fmt: skip
    view, arms_luck, joint_luck, rival = draws
    n = len(vendor)
    measured, teamwork = np.empty(n), np.empty(n)
    pull, claim, arms, joint = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    pulls, claims = np.zeros(len(rival)), np.zeros(len(rival))
    seen, chosen = np.empty(12), np.empty(9)
    for i in range(n):
        v = vendor[i]
        f[3, i], f[8, i] = 0.5 * (trust[i] + vendor_trust[i]), intent[i]
        sd = sd_one + (sd_both - sd_one) * assessment[v]
        total = 0.0
        for j in range(12):
            seen[j] = f[j, i] + bias * (1 - assessment[v]) + sd * view[j, i]
            total += seen[j]
        measured[i] = 100 * total / 12
        for a in range(9):
            lower = 0
            for b in range(9):
                mine, other = seen[BUILT[a]], seen[BUILT[b]]
                if other < mine or (other == mine and b < a):
                    lower += 1
            chosen[a] = 1.0 if lower < focus[v] else 0.0
        paid = paid_days[i] * useful[i]
        free = paid * (1 - threading[v] - contingency[v]) + partner_days[i]
        days = max(0.0, free / focus[v] - setup)
        speed = build_rate * (1 + strength * ((f[0, i] + f[3, i] + f[6, i]) / 3 - 0.5))
        speed *= reciprocity[i]
        alignment, executed = levels(f, i)
        if live[i] > 0:
            for a in range(9):
                j = BUILT[a]
                gate = 1.0
                if GATE[a] == 1:
                    gate = floor + (1 - floor) * alignment
                elif GATE[a] == 2:
                    gate = floor + (1 - floor) * executed
                work = chosen[a] * days
                if j == 11:
                    work += paid * contingency[v]
                closed = -np.expm1(-speed * gate * work)
                x = f[j, i] + workshop_gain * chosen[a] * workshop[i] * (1 - f[j, i])
                f[j, i] = x * (1 - decay) + (1 - x) * closed
        teamwork[i] = levels(f, i)[1]
        q = partner[i]
        pull[i] = live[i] * np.exp(by_loyalty * loyalty[i] + by_price * price[q] * discount[i])
        pulls[q] += pull[i]
        fourth = trust[i] ** 4
        claim[i] = allied[i] * fourth / (fourth + half**4) * intent[i]
        claims[q] += claim[i]
    for i in range(n):
        q = partner[i]
        pull[i] /= pulls[q] + np.exp(rival0 + rival_sd * rival[q])
        selling = selling_days[i] * useful[i] + partner_days[i]
        reach = reach0 + (1 - reach0) * -np.expm1(-selling / reach_days)
        plans = spend[i] * (1 - disruption[i])
        arms[i] = live[i] * plans * reach * np.exp(spread * arms_luck[i] - 0.5 * spread * spread)
        crowd = max(0.0, claims[q] - claim[i])
        share = claim[i] / (1 + crowding * crowd) * (0.75 + 0.5 * f[6, i])
        reached = multiples[int(regions[i])]
        noise = np.exp(spread * joint_luck[i] - 0.5 * spread * spread)
        joint[i] = plans * potential * reached * share * noise
    return measured, teamwork, pull, arms, joint


def run(now: Quarter, rng: np.random.Generator, draws: Any = None) -> Any:
    """Run the dominant phases on a state; the factors change in place."""
    alliance = now.alliances
    return quarter(
        alliance.factors,
        tuple(getattr(alliance, name) for name in COLUMNS),
        tuple(getattr(now.levers, name) for name in LEVERS),
        tuple(float(getattr(now.parameters, name)) for name in PARAMETERS),
        now.vendor_index,
        now.partner_index,
        now.partners.price_sensitivity,
        REGION_MULTIPLES,
        draws or draw(rng, len(now.vendor_index), len(now.partners.horizon)),
    )
