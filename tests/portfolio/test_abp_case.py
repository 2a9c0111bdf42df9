"""The published case: does going through VST beat staying transactional, and by how much?"""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.intervals import mean_interval
from sim.market.population import Population
from sim.model.factors import LONG_TERM, OBJECTIVE, OPERATIONS, STRATEGY, TRUST
from sim.policies import find
from sim.portfolio import Portfolio, PortfolioMarket, read_portfolio
from sim.portfolio.case import CaseOutcome, case_outcome, case_path, ratio_interval
from sim.portfolio.coverage import departures
from sim.run.result import Result
from sim.run.setting import Setting
from sim.run.simulate import simulate

MISSING = (OBJECTIVE, OPERATIONS, STRATEGY, TRUST, LONG_TERM)


@pytest.fixture(scope="module")
def case() -> Portfolio:
    return read_portfolio(case_path())


@pytest.fixture(scope="module")
def results(case: Portfolio) -> dict[str, Result]:
    setting = Setting(draw=PortfolioMarket(case, Population()), replications=300)
    return simulate([find("transactional"), find("vst")], setting)


@pytest.fixture(scope="module")
def outcome(results: dict[str, Result]) -> CaseOutcome:
    return case_outcome(results["vst"], results["transactional"])


def test_the_case_is_one_partner_in_the_uk(case: Portfolio) -> None:
    assert case.names == ("Partner B",)
    assert case.facts["regions"].tolist() == [1.0]


def test_the_score_is_55_in_every_world_whatever_the_policy(results: dict[str, Result]) -> None:
    for result in results.values():
        factors = result.factors[0, :, 0]
        np.testing.assert_allclose(100 * factors.mean(axis=1), 55.0, atol=1e-9)
        assert set(np.argsort(factors[0])[:5].tolist()) == set(MISSING)


def test_the_model_follows_the_file(case: Portfolio) -> None:
    from sim.model.quarter import Parameters

    assert departures(case, Population(), Parameters(), seed=1) == []


def test_vst_beats_staying_transactional(outcome: CaseOutcome) -> None:
    assert outcome.gain.low > 0


def test_what_was_published_comes_out_in_kind(outcome: CaseOutcome) -> None:
    """The score rises within 90 days, business multiplies in 18 months, and regions are added."""
    assert outcome.start_score.mean == pytest.approx(55.0)
    assert outcome.score_after_quarter.low > 55.0
    assert 0.5 < outcome.agreed < 0.9
    assert outcome.multiple_agreed.low > 3.0
    assert outcome.multiple_agreed.high < 6.0
    assert outcome.multiple.mean < outcome.multiple_agreed.mean
    assert outcome.multiple_otherwise.high < 1.0
    assert outcome.regions.low > 2.0


def test_the_interval_of_a_ratio_is_that_of_its_linearisation() -> None:
    rng = np.random.default_rng(1)
    whole = rng.uniform(1, 3, 400)
    part = 2 * whole + rng.normal(0, 0.1, 400)
    interval = ratio_interval(part, whole)
    spread = mean_interval((part - interval.mean * whole) / whole.mean())
    assert interval.mean == pytest.approx(part.mean() / whole.mean())
    assert interval.high - interval.low == pytest.approx(spread.high - spread.low)
    assert interval.low < 2 < interval.high
    assert np.isnan(ratio_interval(part[:0], whole[:0]).mean)
