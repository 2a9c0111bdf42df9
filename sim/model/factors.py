"""The twelve relationship factors (the spider diagram), their score and the three phases.

Source: seed 002 (nine best practices, alignment -> execution -> shared vision), seed 000 (twelve
points measured), seed 003 (agreed KPIs, autonomy, flexibility).
"""

from __future__ import annotations

import numpy as np

from sim.base.arrays import Array

FACTORS = (
    "clear objective",
    "operational alignment",
    "relationship strategy",
    "trust and credibility",
    "performance metrics",
    "communication",
    "knowledge exchange",
    "organisational alignment",
    "long-term relationship",
    "agreed KPIs",
    "autonomy",
    "flexibility",
)
OBJECTIVE, OPERATIONS, STRATEGY, TRUST, METRICS, COMMUNICATION = range(6)
KNOWLEDGE, ORGANISATION, LONG_TERM, KPIS, AUTONOMY, FLEXIBILITY = range(6, 12)

ALIGNMENT = (OBJECTIVE, OPERATIONS, STRATEGY)
EXECUTION = (TRUST, METRICS, COMMUNICATION, KPIS, AUTONOMY, FLEXIBILITY)
VISION = (KNOWLEDGE, ORGANISATION, LONG_TERM)
ACCELERATORS = (OBJECTIVE, TRUST, KNOWLEDGE)
BUILT = tuple(i for i in range(12) if i not in (TRUST, LONG_TERM, AUTONOMY))
"""The nine factors built by work; the others mirror trust, intent and control."""


def mean_of(factors: Array, chosen: tuple[int, ...]) -> Array:
    """Return the mean of the chosen factors, added one by one so that batches agree bit by bit."""
    total = factors[chosen[0]] + factors[chosen[1]]
    for i in chosen[2:]:
        total += factors[i]
    total *= 1.0 / len(chosen)
    return total


def score(factors: Array) -> Array:
    """Return the relationship score, 0..100: ``100 * mean(factors)``, equal weights."""
    return 100.0 * mean_of(factors, tuple(range(12)))


def alignment_level(factors: Array) -> Array:
    """Return how far alignment has come: its weakest factor, 0..1."""
    objective, operations, strategy = (factors[i] for i in ALIGNMENT)
    return np.minimum(np.minimum(objective, operations), strategy)


def execution_level(factors: Array) -> Array:
    """Return how far execution has come: ``min(alignment, mean of the execution factors)``."""
    aligned, executed = alignment_level(factors), mean_of(factors, EXECUTION)
    return np.minimum(aligned, executed)


def vision_level(factors: Array) -> Array:
    """Return how far the shared vision has come: ``min(execution, mean of the vision factors)``."""
    return np.minimum(execution_level(factors), mean_of(factors, VISION))
