"""All experiments, and many studies at once on the cores there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import numpy as np

from experiments import (
    base_rates,
    campaigns,
    customers,
    dogs_and_cats,
    effort_share,
    exits,
    follow_up,
    j_curve,
    key_person,
    leading_indicators,
    micromanagement,
    partner_limits,
    patience,
    profits,
    quarter_end,
    recruiting,
    reviews,
    score_and_revenue,
    segmentation,
    shock,
    tipping_point,
    trust_asymmetry,
    vicious_circle,
    vst_on_55,
    win_back,
)
from experiments.frame import NO_CLAIM, Experiment, Row
from sim.ensemble.worlds import Worlds

EXPERIMENTS: tuple[Experiment, ...] = tuple(
    module.EXPERIMENT
    for module in (
        vicious_circle,
        j_curve,
        score_and_revenue,
        vst_on_55,
        effort_share,
        dogs_and_cats,
        segmentation,
        follow_up,
        micromanagement,
        shock,
        key_person,
        trust_asymmetry,
        tipping_point,
        quarter_end,
        base_rates,
        leading_indicators,
        partner_limits,
        win_back,
        recruiting,
        reviews,
        customers,
        campaigns,
        exits,
        patience,
        profits,
    )
)
THEORY = ("tipping_point",)
"""Experiments that also solve the mean field; they take longest."""

Job = TypeVar("Job")
Done = TypeVar("Done")


def all_rows(worlds: Worlds, leave_out: Sequence[str] = ()) -> list[Row]:
    """Return the rows of all experiments, in the order of the facts."""
    found = [
        row
        for experiment in EXPERIMENTS
        if experiment.name not in leave_out
        for row in experiment.rows(worlds)
    ]
    return sorted_rows(found)


def sorted_rows(rows: Iterable[Row]) -> list[Row]:
    """Return rows in the order of the facts."""
    return sorted(rows, key=lambda row: int(row.fact) if row.fact.isdigit() else 99)


def in_parallel(work: Callable[[Job], Done], jobs: Iterable[Job]) -> list[Done]:
    """Return the work done on each job, in order, on all cores."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, jobs))


def broken(base: Mapping[str, Row], changed: Mapping[str, Row]) -> list[str]:
    """Return the claims that hold in the base and not in the changed model."""
    holding = [id_ for id_, row in base.items() if row.verdict == "holds"]
    return [id_ for id_ in holding if changed[id_].verdict != "holds"]


def fact_of(id_: str) -> str:
    """Return the fact that a row's id belongs to."""
    return Row(id_, "", np.empty(0), "", NO_CLAIM).fact
