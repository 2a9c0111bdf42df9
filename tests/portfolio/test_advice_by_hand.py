"""Advice on profits written by hand: verdict, gap, what tells, trust change, what has ended."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.base.intervals import Interval
from sim.portfolio import advice as module
from sim.portfolio.advice import (
    NAMES,
    Advice,
    AllianceAdvice,
    Outlook,
    as_table,
    choose,
    confidence,
    explained_share,
    worlds_for,
)
from sim.portfolio.treatments import INVEST, LEAVE, MAINTAIN

WORLDS = 10
ALTERNATING = np.array([1.0, -1.0] * 5)


@pytest.fixture
def advised(monkeypatch: pytest.MonkeyPatch) -> list[AllianceAdvice]:
    """Two partners: the first pays best at maintenance, to the second a bet is open."""
    assert (INVEST, MAINTAIN, LEAVE) == NAMES
    first = {INVEST: 50.0 + ALTERNATING, MAINTAIN: 70.0 - ALTERNATING, LEAVE: np.full(WORLDS, 20.0)}
    # Invest wins 1000 in four worlds of ten and less than leaving in the others.
    large = np.array([1000.0] * 4 + [9.0] * 6)
    second = {INVEST: large, MAINTAIN: np.full(WORLDS, -5.0), LEAVE: np.full(WORLDS, 10.0)}
    ends: dict[str, dict[str, np.ndarray]] = {}
    for at, name in enumerate(NAMES):
        ends[name] = {
            "profit": np.stack([first[name], second[name]], axis=1),
            "trust": np.full((WORLDS, 2), [0.7 - 0.1 * at, 0.3]),
            "partners": np.tile([[1.0, 1.0], [0.0, 1.0]], (5, 1)),
            "terminated": np.full((WORLDS, 2), [0.1 * at, 0.0]),
        }
    start = {
        "trust": np.stack([ALTERNATING * 0.1 + 0.5, np.full(WORLDS, 0.4)], axis=1),
        module.SCORE: np.full((WORLDS, 2), [60.0, 40.0]),
        "culture_gap": np.full((WORLDS, 2), [0.2, 0.6]),
        "values_partnership": np.tile([[1.0, 0.0], [0.0, 0.0]], (5, 1)),
        "contacts": np.stack([ALTERNATING, np.arange(10.0) < 4], axis=1).astype(float),
        "culture": np.stack([ALTERNATING + 0.6 * np.repeat([1, -1], 5)] * 2, axis=1),
    }
    monkeypatch.setattr(
        module,
        "drawn_facts",
        lambda _: [("culture", "trust", "contacts"), ("trust", "contacts")],
    )
    portfolio: Any = ["Alma", "Bora"]

    class Held(list[str]):
        names = portfolio

    return module._advice(Held(portfolio), ends, start)  # type: ignore[arg-type]


def test_the_verdict_the_next_best_and_the_gap(advised: list[AllianceAdvice]) -> None:
    alma, _ = advised
    assert (alma.name, alma.verdict, alma.next_best, alma.bet) == ("Alma", MAINTAIN, INVEST, "")
    assert (alma.best_share, alma.confidence) == (1.0, "clear")
    assert alma.gain.mean == 20  # 70 - 50
    half = 2.2622 * np.sqrt(40 / 9) / np.sqrt(10)  # the gap is 22 and 18 by turns
    assert alma.gain.high == pytest.approx(20 + half, abs=1e-3)
    assert {pair: float(told.mean) for pair, told in alma.differences.items()} == {
        "invest - maintain": -20,
        "invest - leave": 30,
        "maintain - leave": 50,
    }


def test_a_treatment_that_is_best_in_most_worlds_stands_before_one_that_wins_rarely(
    advised: list[AllianceAdvice],
) -> None:
    bora = advised[1]
    assert (bora.verdict, bora.next_best, bora.best_share) == (LEAVE, INVEST, 0.6)
    assert bora.gain.mean == pytest.approx(10 - (4000 + 54) / 10)
    assert bora.gain.high < 0
    assert (bora.bet, bora.confidence) == (INVEST, "bet")


def test_an_alliance_under_each_treatment(advised: list[AllianceAdvice]) -> None:
    alma, bora = advised
    assert {name: told.trust for name, told in alma.outlook.items()} == {
        INVEST: pytest.approx(0.7), MAINTAIN: pytest.approx(0.6), LEAVE: pytest.approx(0.5),
    }  # fmt: skip
    assert [told.ended for told in alma.outlook.values()] == pytest.approx([0, 0.1, 0.2])
    assert [alma.outlook[INVEST].partner, bora.outlook[INVEST].partner] == [0.5, 1.0]
    assert bora.outlook[INVEST].profit.mean == 405.4
    assert (alma.trust, alma.score) == (pytest.approx(0.5), 60)
    assert (bora.culture_gap, alma.value_chance) == (pytest.approx(0.6), 0.5)
    assert alma.drawn == ("culture", "trust", "contacts")


def test_what_explains_most_of_the_gap_is_told_first_and_two_at_most(
    advised: list[AllianceAdvice],
) -> None:
    alma, bora = advised
    assert alma.telling == ("trust", "contacts")  # each explains all; culture 1 / 1.36 of it
    assert bora.telling == ("contacts",)  # trust does not vary


def test_the_share_that_a_fact_explains() -> None:
    fact = np.array([[1.0, 1.0, 5.0], [2.0, 2.0, 5.0], [3.0, 3.0, 5.0]])
    gain = np.array([[10.0, 3.0, 1.0], [20.0, 4.0, 2.0], [30.0, 3.0, 3.0]])
    np.testing.assert_allclose(explained_share(fact, gain), [1, 0, 0])
    np.testing.assert_allclose(explained_share(fact, -gain), [1, 0, 0])
    bent = np.array([[0.0], [1.0], [0.0], [3.0]])
    found = explained_share(np.arange(4.0)[:, None], bent)
    assert found[0] == pytest.approx(np.corrcoef(np.arange(4.0), bent[:, 0])[0, 1] ** 2)


def test_the_best_on_average_yields_only_where_it_is_best_in_less_than_half() -> None:
    def chosen(*profit: list[float]) -> tuple[int, int, list[float]]:
        verdict, top, shares = choose(np.array(profit)[:, :, None])
        return int(verdict[0]), int(top[0]), shares[:, 0].tolist()

    assert chosen([9.0, 0.0], [1.0, 1.0]) == (0, 0, [0.5, 0.5])  # half is enough
    assert chosen([9.0, 0.0, 0.0], [1.0, 1.0, 1.0]) == (1, 0, pytest.approx([1 / 3, 2 / 3]))
    assert chosen([9.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0])[:2] == (0, 0)  # 1/3 each


@pytest.mark.parametrize(
    ("low", "share", "word"),
    [(1.0, 0.8, "clear"), (1.0, 0.79, "likely"), (1.0, 0.5, "likely"), (1.0, 0.49, "close call"),
     (0.0, 0.9, "close call")],
)  # fmt: skip
def test_how_sure_in_a_word(low: float, share: float, word: str) -> None:
    assert confidence(Interval(2.0, low, 3.0), share) == word


def test_a_large_portfolio_meets_fewer_worlds_but_thirty() -> None:
    assert worlds_for(1000, 400) == 100
    assert worlds_for(24, 400) == 400
    assert worlds_for(1_000_000, 400) == 30
    assert worlds_for(1_000_000, 20) == 20


def test_the_table_says_how_trust_changes_and_what_has_ended() -> None:
    item = AllianceAdvice(
        name="Alma", verdict=INVEST, bet="", confidence="likely", best_share=0.6,
        next_best=LEAVE, gain=Interval(5.0, 4.0, 6.0),
        differences={"invest - leave": Interval(5.0, 4.0, 6.0)},
        outlook={LEAVE: Outlook(Interval(3.0, 2.0, 4.0), trust=0.3, partner=0.4, ended=0.5)},
        trust=0.75, score=61.0, culture_gap=0.2, value_chance=0.7,
        drawn=("values_partnership", "culture gap"), telling=("culture gap", "trust"),
    )  # fmt: skip
    plan, half = SimpleNamespace(choice=[INVEST]), SimpleNamespace(choice=[LEAVE])
    [row] = as_table(Advice([item], plan, half, 9))  # type: ignore[arg-type]
    assert row == {
        "name": "Alma", "verdict": INVEST, "bet": "", "confidence": "likely", "best_share": 0.6,
        "next_best": LEAVE, "within_days": INVEST, "with_half_the_days": LEAVE,
        "gain_keur": 5.0, "gain_keur_low": 4.0, "gain_keur_high": 6.0,
        "invest_minus_leave_keur": 5.0, "invest_minus_leave_keur_low": 4.0,
        "invest_minus_leave_keur_high": 6.0,
        "leave_profit_keur": 3.0, "leave_profit_keur_low": 2.0, "leave_profit_keur_high": 4.0,
        "leave_trust_change": pytest.approx(-0.45), "leave_still_partner_share": 0.4,
        "leave_ended_share": 0.5,
        "start_trust": 0.75, "start_score": 61.0, "culture_gap": 0.2, "value_chance": 0.7,
        "drawn": "values_partnership culture_gap", "find_out_first": "culture_gap trust",
    }  # fmt: skip
    sure = replace(item, confidence="clear")
    [row] = as_table(Advice([sure], plan, half, 9))  # type: ignore[arg-type]
    assert row["find_out_first"] == ""


def test_facts_are_those_of_the_partner_and_the_vendor_of_each_alliance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "focal_rows", lambda world: np.array([0, 1, 3, 4]))
    world = SimpleNamespace(
        vendor=np.array([0, 0, 1, 2, 2]),
        partner=np.array([0, 1, 2, 3, 4]),
        vendor_horizon=np.array([0.5, 9.0, 0.9]),
        partner_horizon=np.array([0.1, 0.7, 9.0, 0.3, 1.0]),
        trust=np.arange(5.0),
        value=np.array([1.0, 0.5, 9.0, 0.0, 1.0]),
        size=np.arange(5.0) * 100,
        discount=np.arange(5.0) / 10,
        threads=np.arange(5.0) + 7,
        replications=[0, 1],
    )
    found = {name: value.tolist() for name, value in module._facts(world).items()}  # type: ignore[arg-type]
    assert found == {
        "trust": [[0, 1], [3, 4]],
        "culture": [[0.1, 0.7], [0.3, 1.0]],
        "culture_gap": [pytest.approx([0.4, 0.2]), pytest.approx([0.6, 0.1])],
        "values_partnership": [[1, 0], [0, 1]],
        "yearly_revenue": [[0, 100], [300, 400]],
        "discount": [pytest.approx([0, 0.1]), pytest.approx([0.3, 0.4])],
        "contacts": [[7, 8], [10, 11]],
    }
