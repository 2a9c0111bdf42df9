"""What a reader is told about facts that were given, drawn or out of reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.market.population import Population
from sim.model.factors import BUILT
from sim.model.quarter import Parameters
from sim.portfolio import Portfolio, coverage, departures, notes
from sim.portfolio.columns import FACTOR_COLUMNS
from sim.portfolio.coverage import drawn_facts

Make = Callable[..., Portfolio]


def told(portfolio: Portfolio) -> list[str]:
    return departures(portfolio, Population(), Parameters(), seed=1)


def test_every_fact_is_counted_and_the_open_ones_named(portfolio_of: Make) -> None:
    portfolio = portfolio_of(7, trust=[0.5, *[float("nan")] * 6], discount=0.2)
    lines = {item.fact: str(item) for item in coverage(portfolio)}
    assert lines["discount"] == "discount: given for all 7"
    assert lines["trust"] == "trust: given for 1 of 7; drawn for P1, P2, P3, P4, P5 and 1 more"
    assert lines["regions"].startswith("regions: given for 0 of 7; home region only for P0")


def test_a_score_or_all_built_factors_make_the_relationship_known(portfolio_of: Make) -> None:
    nan = float("nan")
    factors = {FACTOR_COLUMNS[i]: [nan, 50, 50, nan] for i in BUILT}
    factors["communication"] = [50, 50, nan, nan]
    first = coverage(portfolio_of(4, score=[nan, nan, nan, 60], **factors))[0]
    assert first.fact == "score or factors"
    assert first.open == ("P0", "P2")


def test_a_guess_counts_as_not_known(portfolio_of: Make) -> None:
    portfolio = portfolio_of(
        4, score=50, culture=0.5, trust=0.5, yearly_revenue=400, discount=0.2, contacts=2
    )
    portfolio.facts["values_partnership"][:] = [1.0, 0.0, 0.3, float("nan")]
    value = ("values_partnership",)
    assert drawn_facts(portfolio) == [(), (), value, value]


def test_facts_the_model_cannot_hold_are_reported(portfolio_of: Make) -> None:
    portfolio = portfolio_of(3, discount=[0.55, 0.2, 0.05], contacts=[1, 9, 5])
    assert told(portfolio) == [
        "P2: discount 5% given; starts at the model's lowest, 10%",
        "P0: discount 55% given; starts at the model's highest, 40%",
        "P1: contacts 9 given; starts at the model's highest, 5",
    ]


def test_scores_out_of_reach_are_reported(portfolio_of: Make) -> None:
    (line,) = told(portfolio_of(2, score=[100, 55]))
    assert line.startswith("P0: score 100 given; out of reach in ")
    assert "of the worlds (it starts at 9" in line


def test_the_example_needs_no_excuse(example: Portfolio) -> None:
    assert told(example) == []


@pytest.mark.parametrize(("own", "word"), [(None, "drawn"), (0.5, "given")])
def test_notes_say_whose_culture_is_known(portfolio_of: Make, own: float | None, word: str) -> None:
    lines = notes(portfolio_of(2), Population(), Parameters(), 1, own_culture=own)
    assert len(lines) == 9
    assert any(line.startswith(f"culture of the vendor itself: {word}") for line in lines)
