"""What people read of a sweep, against hand-made outcomes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analyse.prim import Box
from sim.analyse.verdict import judge
from sim.base.intervals import Interval
from sim.base.wording import money, money_interval
from sim.config.schema import Config
from sim.report.sweep_words import (
    box_in_words,
    outcome_interval,
    outcome_value,
    sweep_sentences,
    verdict_rows,
)
from sim.sweep.read import SweepOutcomes

CONFIG = Config(policies=["transactional", "vst"])


def outcomes_of(push: list[list[float]], vst: list[list[float]]) -> SweepOutcomes:
    """Two policies at some points, the first the baseline; a list of worlds a point."""
    values = np.array([push, vst], dtype=np.float64)
    return SweepOutcomes(
        policies=["transactional", "vst"],
        titles=["Transactional", "VST"],
        baseline="transactional",
        points=[{"trust_gain": float(number)} for number in range(len(push))],
        values={"profit": values},
        baselines={"profit": values[0]},
    )


@pytest.fixture
def baseline_wins() -> SweepOutcomes:
    return outcomes_of([[500.0, 510.0], [400.0, 420.0]], [[100.0, 120.0], [100.0, 100.0]])


def test_a_baseline_that_wins_is_not_compared_with_itself(baseline_wins: SweepOutcomes) -> None:
    told = sweep_sentences(judge(baseline_wins), baseline_wins, CONFIG)
    assert told[0] == (
        "Over 2 futures, Transactional earns most: 458 k€ [362, 553] of 5-year profit, and it is "
        "what the others are compared with; VST comes next, -352 k€ [-384, -321] against it. It is "
        "best in 100% of the futures, and best on average in 100% of resampled luck."
    )
    assert not any("0 k€ [" in sentence for sentence in told)


def test_another_that_wins_is_compared_with_the_baseline() -> None:
    outcomes = outcomes_of([[100.0, 120.0], [100.0, 100.0]], [[500.0, 510.0], [400.0, 420.0]])
    told = sweep_sentences(judge(outcomes), outcomes, CONFIG)
    assert "VST earns most: 458 k€ [362, 553] of 5-year profit, +352 k€ [321, 384]" in told[0]
    assert "against Transactional. It is best in" in told[0]


def test_the_rows_of_a_verdict(baseline_wins: SweepOutcomes) -> None:
    head, first, second = verdict_rows(judge(baseline_wins))
    assert dict(zip(head, first, strict=True))["vs baseline [95%]"] == "baseline"
    assert dict(zip(head, second, strict=True))["vs baseline [95%]"] == "-352 k€ [-384, -321]"


def test_a_box_in_plain_words() -> None:
    def box(limits: dict[str, tuple[float, float] | tuple[str, ...]]) -> str:
        return box_in_words(Box(limits, coverage=1.0, density=1.0, mass=1.0))

    assert box({}) == "now and then; no input that was varied tells when"
    assert box({"trust_gain": (0.1, 0.2), "scenario": ("base", "recession")}) == (
        "trust gain is 0.1 to 0.2 and the scenario is base or recession"
    )


def test_outcomes_are_told_in_their_units():
    assert outcome_interval("profit", Interval(1500.0, 1400.0, 1600.0)) == money_interval(
        Interval(1500.0, 1400.0, 1600.0)
    )
    assert outcome_interval("lost", Interval(0.5, 0.4, 0.625)) == "50.0% [40.0, 62.5]"
    assert outcome_interval("signed", Interval(3.2, 2.0, 4.4)) == "3.2 [2.0, 4.4]"
    assert outcome_value("profit", 1500.0) == money(1500.0)
    assert outcome_value("lost", 0.5) == "50.0%"
    assert outcome_value("returned", 1.25) == "1.2"
