"""Advice on profits written by hand: verdict, gap, what tells, trust change, what has ended."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.base.intervals import Interval
from sim.model.quarter import Parameters
from sim.portfolio import advice as module
from sim.portfolio import judge
from sim.portfolio.advice import (
    Advice,
    AllianceAdvice,
    LuckAlone,
    Outlook,
    advice_on,
    explained_share,
    worlds_for,
)
from sim.portfolio.advice_table import as_table
from sim.portfolio.judge import Judged
from sim.portfolio.treatments import (
    INVEST,
    KEEP,
    LEAVE,
    MAINTAIN,
    NAMES,
    REPLACE,
    WIN_BACK,
    possible,
)
from sim.portfolio.verdict import choose, confidence, held

WORLDS = 10
ALTERNATING = np.array([1.0, -1.0] * 5)


class Held(list[str]):
    """As much of a portfolio as advice needs."""

    names = ("Alma", "Bora")


MAY = possible((), 2, 0)


def judged(first: dict[str, Any], second: dict[str, Any]) -> Judged:
    """Two partners with profits given by treatment, and none by the others."""
    ends: dict[str, dict[str, np.ndarray]] = {}
    for at, name in enumerate(NAMES):
        columns = [np.broadcast_to(given.get(name, 0.0), WORLDS) for given in (first, second)]
        ends[name] = {
            "profit": np.stack(columns, axis=1).astype(float),
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
    return Judged(ends, start)


FIRST = {INVEST: 50.0 + ALTERNATING, MAINTAIN: 70.0 - ALTERNATING, LEAVE: 20.0, KEEP: 69.0}
# Invest wins 1000 in four worlds of ten and less than leaving in the others.
SECOND = {INVEST: [1000.0] * 4 + [9.0] * 6, MAINTAIN: -5.0, LEAVE: 10.0, KEEP: -9.0}


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> None:
    open_facts = [("culture", "trust", "contacts"), ("trust", "contacts")]
    monkeypatch.setattr(module, "drawn_facts", lambda _: open_facts)


@pytest.fixture
def advised(facts: None) -> list[AllianceAdvice]:
    """Two partners: the first pays best at maintenance, to the second a bet is open."""
    portfolio: Any = Held(Held.names)
    return advice_on(portfolio, [judged(FIRST, SECOND)], MAY, {})


def test_the_verdict_the_next_best_and_the_gap(advised: list[AllianceAdvice]) -> None:
    alma, _ = advised
    assert (alma.name, alma.verdict, alma.next_best, alma.bet) == ("Alma", MAINTAIN, KEEP, "")
    assert (alma.best_share, alma.beats_now, alma.confidence) == (0.5, 0.5, "likely")
    assert alma.gain.mean == 1  # 70 - 69
    half = 2.2622 * np.sqrt(10 / 9) / np.sqrt(10)  # the gap is 0 and 2 by turns
    assert alma.gain.high == pytest.approx(1 + half, abs=1e-3)
    assert {name: float(told.mean) for name, told in alma.over_now.items()} == {
        INVEST: -19,
        MAINTAIN: 1,
        LEAVE: -49,
    }
    assert alma.luck is None


def test_a_treatment_that_is_best_in_most_worlds_stands_before_one_that_wins_rarely(
    advised: list[AllianceAdvice],
) -> None:
    bora = advised[1]
    assert (bora.verdict, bora.next_best, bora.best_share) == (LEAVE, INVEST, 0.6)
    assert bora.beats_now == 1
    assert bora.gain.mean == pytest.approx(10 - (4000 + 54) / 10)
    assert bora.gain.high < 0
    assert (bora.bet, bora.confidence) == (INVEST, "bet")


def test_what_holds_in_rule_sets_is_said_beside_luck_alone(facts: None) -> None:
    """Luck alone says invest in both; in rule sets that is best in four of ten, and in all."""
    alone = judged({INVEST: 90.0, MAINTAIN: 70.0}, {INVEST: 90.0})
    four_of_ten = [1000.0] * 4 + [-9.0] * 6
    leave = [10.0] * 7 + [1.0] * 3
    ruled = judged({INVEST: four_of_ten, LEAVE: leave, MAINTAIN: 4.0}, {INVEST: 90.0})
    portfolio: Any = Held(Held.names)
    alma, bora = advice_on(portfolio, [alone, ruled], MAY, {"your margin": ALTERNATING})
    assert (bora.verdict, bora.confidence, bora.best_share) == (INVEST, "clear", 1)
    assert alma.luck == LuckAlone(INVEST, "clear", 1.0)
    assert (alma.verdict, alma.best_share, alma.confidence) == (MAINTAIN, 0.3, "bet")
    assert alma.bet == INVEST  # so it is not left


def test_rules_that_can_be_looked_up_are_told_where_the_gain_follows_them(facts: None) -> None:
    ruled = judged({INVEST: 50.0 + ALTERNATING}, {INVEST: 5.0})
    portfolio: Any = Held(Held.names)
    rare = np.arange(10.0) == 3
    known = {"your margin": ALTERNATING + 0.5 * rare, "your quota": rare}
    alma, bora = advice_on(portfolio, [ruled, ruled], MAY, known)
    assert alma.telling == ("trust", "contacts")  # each explains all; the margin most of it
    assert bora.telling == ()  # nothing varies
    monkey = judged({INVEST: 50.0 + ALTERNATING + rare}, {INVEST: 5.0 + rare})
    _, bora = advice_on(portfolio, [monkey, monkey], MAY, known)
    assert bora.telling == ("your quota",)


def test_verdicts_hold_in_half_of_the_rule_sets_or_begin_nothing_new() -> None:
    def verdict(**profit: list[float]) -> str:
        nothing = [-9.0] * len(profit["leave"])
        rows = [profit.get(name.replace(" ", "_"), nothing) for name in NAMES]
        by_treatment = np.array(rows)[:, :, None]
        chosen, _, shares = choose(by_treatment)
        return NAMES[held(by_treatment, chosen, shares)[0]]

    assert verdict(invest=[9, 9, -9, -9], leave=[1, 1, 1, 1]) == LEAVE  # 1 over 0
    assert verdict(invest=[9, 9, -1, -1], leave=[1, 1, 1, 1]) == INVEST  # half is enough
    # Nothing is best in half of five: replacing is in two, so is leaving, investing is in one.
    few = {"replace": [0, 3, 3, 0, 0], "leave": [0.8] * 5, "keep_on": [0.0] * 5}
    assert verdict(**few, invest=[9, -1, -1, -1, -1], maintain=[0.1] * 5) == MAINTAIN  # 1 over 0.8
    assert verdict(**few, invest=[7, -1, -1, -1, -1], maintain=[0.1] * 5) == LEAVE  # 0.6
    assert verdict(**few, win_back=[9, -1, -1, -1, -1], maintain=[-0.1] * 5) == KEEP


def test_who_can_be_treated_how() -> None:
    can = possible(("customer", "partner", ""), 3, 5)
    told = {name: row.tolist() for name, row in zip(NAMES, can, strict=True)}
    assert told == {
        KEEP: [True, True, True],
        INVEST: [False, True, True],
        WIN_BACK: [True, False, False],
        REPLACE: [True, True, True],
        MAINTAIN: [True, True, True],
        LEAVE: [True, True, True],
    }
    assert possible((), 2, 0)[NAMES.index(REPLACE)].tolist() == [False, False]
    assert possible((), 2, 1)[NAMES.index(INVEST)].tolist() == [True, True]


def test_nobody_is_advised_what_it_cannot_be_given(facts: None) -> None:
    portfolio: Any = Held(Held.names)
    best = {INVEST: 90.0, WIN_BACK: 50.0, REPLACE: 99.0}
    may = possible(("customer", "partner"), 2, 0)
    alma, bora = advice_on(portfolio, [judged(best, best)], may, {})
    assert (alma.verdict, bora.verdict) == (WIN_BACK, INVEST)
    assert list(alma.outlook) == [KEEP, WIN_BACK, MAINTAIN, LEAVE]
    assert list(bora.over_now) == [INVEST, MAINTAIN, LEAVE]


def test_an_alliance_under_each_treatment(advised: list[AllianceAdvice]) -> None:
    alma, bora = advised
    assert {name: told.trust for name, told in alma.outlook.items()} == {
        KEEP: pytest.approx(0.7), INVEST: pytest.approx(0.6), MAINTAIN: pytest.approx(0.3),
        LEAVE: pytest.approx(0.2),
    }  # fmt: skip
    assert [told.ended for told in alma.outlook.values()] == pytest.approx([0, 0.1, 0.4, 0.5])
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
    assert chosen([1.0, 0.0, 0.0], [0.0, 9.0, 0.0], [0.0, 0.0, 1.0])[:2] == (1, 1)  # no more


@pytest.mark.parametrize(
    ("gain", "share", "is_highest", "word"),
    [
        (Interval(2.0, 1.0, 3.0), 0.8, True, "clear"),
        (Interval(2.0, 1.0, 3.0), 0.79, True, "likely"),
        (Interval(2.0, 1.0, 3.0), 0.5, True, "likely"),
        (Interval(2.0, 1.0, 3.0), 0.49, True, "close call"),
        (Interval(2.0, 0.0, 3.0), 0.9, True, "close call"),
        (Interval(1.0, np.nan, np.nan), 1.0, True, "close call"),
        (Interval(-2.0, -3.0, -1.0), 0.9, False, "bet"),
        (Interval(-2.0, -3.0, 0.0), 0.9, False, "close call"),
        (Interval(-2.0, -3.0, -1.0), 0.6, True, "likely"),
    ],
)
def test_how_sure_in_a_word(gain: Interval, share: float, is_highest: bool, word: str) -> None:
    assert confidence(gain, share, is_highest) == word


def test_a_large_portfolio_meets_fewer_worlds_but_thirty() -> None:
    assert worlds_for(1000, 400) == 60
    assert worlds_for(24, 400) == 400
    assert worlds_for(1_000_000, 400) == 30
    assert worlds_for(1_000_000, 20) == 20


def test_the_table_says_how_trust_changes_and_what_has_ended() -> None:
    gain = Interval(5.0, 4.0, 6.0)
    item = AllianceAdvice(
        name="Alma", verdict=WIN_BACK, bet="", confidence="likely", best_share=0.6, beats_now=0.7,
        next_best=LEAVE, gain=gain, over_now={WIN_BACK: gain},
        outlook={WIN_BACK: Outlook(Interval(3.0, 2.0, 4.0), trust=0.3, partner=0.4, ended=0.5)},
        trust=0.75, score=61.0, culture_gap=0.2, value_chance=0.7,
        drawn=("values_partnership", "culture gap"), telling=("culture gap", "trust"),
        luck=LuckAlone(INVEST, "clear", 0.9),
    )  # fmt: skip
    plan, half = SimpleNamespace(choice=[INVEST]), SimpleNamespace(choice=[LEAVE])
    [row] = as_table(Advice([item], plan, half, 9))  # type: ignore[arg-type]
    assert row == {
        "name": "Alma", "verdict": WIN_BACK, "bet": "", "confidence": "likely",
        "best_share": 0.6, "beats_going_on_share": 0.7,
        "next_best": LEAVE, "within_days": INVEST, "with_half_the_days": LEAVE,
        "luck_alone_verdict": INVEST, "luck_alone_confidence": "clear",
        "luck_alone_best_share": 0.9,
        "gain_keur": 5.0, "gain_keur_low": 4.0, "gain_keur_high": 6.0,
        "win_back_over_going_on_keur": 5.0, "win_back_over_going_on_keur_low": 4.0,
        "win_back_over_going_on_keur_high": 6.0,
        "win_back_profit_keur": 3.0, "win_back_profit_keur_low": 2.0,
        "win_back_profit_keur_high": 4.0,
        "win_back_trust_change": pytest.approx(-0.45), "win_back_still_partner_share": 0.4,
        "win_back_ended_share": 0.5,
        "start_trust": 0.75, "start_score": 61.0, "culture_gap": 0.2, "value_chance": 0.7,
        "drawn": "values_partnership culture_gap", "find_out_first": "culture_gap trust",
    }  # fmt: skip
    sure = replace(item, confidence="clear", luck=None)
    [row] = as_table(Advice([sure], plan, half, 9))  # type: ignore[arg-type]
    assert row["find_out_first"] == ""
    assert not any(name.startswith("luck_alone") for name in row)
    other = replace(item, name="Bora", outlook={}, over_now={})
    plan.choice, half.choice = [INVEST, LEAVE], [LEAVE, LEAVE]
    rows = as_table(Advice([item, other], plan, half, 9))  # type: ignore[arg-type]
    assert list(rows[1]) == list(rows[0])
    assert (rows[1]["win_back_profit_keur"], rows[1]["win_back_ended_share"]) == ("", "")


def test_facts_are_those_of_the_partner_and_the_vendor_of_each_alliance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judge, "focal_rows", lambda world: np.array([0, 1, 3, 4]))
    factors = np.arange(12.0)[:, None] * np.array([1.0, 2.0, 3.0, 4.0]) / 100
    monkeypatch.setattr(judge, "start_factors", lambda world, p, rows: factors)
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
    setting = SimpleNamespace(parameters=Parameters())
    given: Any = (world, setting, np.array([0, 1]))
    found = {name: value.tolist() for name, value in judge._facts(*given).items()}
    assert found.pop(module.SCORE) == [pytest.approx([5.5, 11]), pytest.approx([16.5, 22])]
    assert found == {
        "trust": [[0, 1], [3, 4]],
        "culture": [[0.1, 0.7], [0.3, 1.0]],
        "culture_gap": [pytest.approx([0.4, 0.2]), pytest.approx([0.6, 0.1])],
        "values_partnership": [[1, 0], [0, 1]],
        "yearly_revenue": [[0, 100], [300, 400]],
        "discount": [pytest.approx([0, 0.1]), pytest.approx([0.3, 0.4])],
        "contacts": [[7, 8], [10, 11]],
    }
