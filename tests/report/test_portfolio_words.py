"""What people read of advice: sentences, rows and notes, against hand-made advice."""

from __future__ import annotations

from dataclasses import replace

from made_by_hand import ADVICE, ALMA, CARA, HALF, ITEMS, PLAN

from sim.base.intervals import Interval
from sim.portfolio.advice import Advice
from sim.portfolio.treatments import INVEST
from sim.report.portfolio import (
    CHANCE,
    FACTS,
    advice_notes,
    advice_rows,
    by_stake,
    find_out,
    next_steps,
    questions,
    shortened,
    verdict_sentence,
)


def told_of(gain: Interval) -> str:
    return verdict_sentence(replace(ADVICE, plan=replace(PLAN, gain=gain)), 20).split("; ")[-1]


def test_the_verdict_on_all_together() -> None:
    assert verdict_sentence(ADVICE, 20) == (
        "Invest in Alma and Dora; maintain Bora; leave Cara: together 11.6 M€ [10.8, 12.4] of "
        "5-year profit, for 80 of 120 days a quarter; +521 k€ [167, 876] against what all alike "
        "earn at best (invest in all)."
    )
    assert told_of(Interval(5.0, -9.0, 20.0)) == (
        "that cannot be told from what all alike earn at best (invest in all)."
    )
    assert told_of(Interval(-50.0, -90.0, -20.0)) == (
        "-50 k€ [-90, -20] against what all alike earn at best (invest in all), so better treat "
        "all alike."
    )


def test_many_alliances_are_counted_and_one_is_compared_with_nothing() -> None:
    many = [replace(ALMA, name=f"A{n}") for n in range(7)]
    plan = replace(PLAN, choice=[INVEST] * 7)
    assert verdict_sentence(Advice(many, plan, HALF, 100), 4).startswith(
        "Invest in 7 alliances: together 11.6 M€ [10.8, 12.4] of 1-year profit"
    )
    alone = Advice([ALMA], replace(PLAN, choice=[INVEST]), HALF, 100)
    assert verdict_sentence(alone, 20).endswith("for 80 of 120 days a quarter.")


def test_what_to_do_next_and_what_to_drop() -> None:
    assert next_steps(ADVICE) == [
        "Begin where it matters most: Alma (invest, +1.07 M€) and Dora (invest, +300 k€) over the "
        "next best way.",
        "To invest in Bora is a bet: it earns more on average, but is best in less than half of "
        "the worlds, so it is not advised before more is known.",
        "With half of those days (40): leave Dora and Bora. The portfolio then earns 8.00 M€ "
        "[7.00, 9.00].",
    ]
    short = replace(ADVICE, plan=replace(PLAN, days=60.0, drops=HALF.drops))
    assert next_steps(short)[2] == (
        "There are 60 days a quarter, too few for every verdict: leave Dora and Bora."
    )


def test_what_to_find_out_first_is_ranked_by_the_money_that_hangs_on_it() -> None:
    assert questions(ADVICE) == [
        "How far it trusts you: Bora and Dora.",
        "Whether it values partnership: Bora.",
        "For 1 more alliance that is not clear, no single fact would tell: the rest is chance.",
    ]
    assert questions(Advice([ALMA, CARA], PLAN, HALF, 100)) == [
        "No single fact would tell for the 1 alliance that is not clear: the rest is chance, so "
        "look again in a year."
    ]
    assert questions(Advice([ALMA], PLAN, HALF, 100)) == []


def test_what_to_find_out_on_one_alliance() -> None:
    assert [find_out(item) for item in ITEMS] == [
        "",
        "whether it values partnership and how far it trusts you",
        CHANCE,
        "how far it trusts you",
    ]
    assert "luck" not in CHANCE


def test_every_fact_that_may_be_missing_has_words() -> None:
    from sim.portfolio.coverage import IF_OPEN, SCORE

    assert set(FACTS) == {SCORE, *IF_OPEN} - {"regions"}


def test_the_table() -> None:
    rows = advice_rows(ITEMS, 20)
    assert rows == [
        ["Alliance", "what to do", "how sure", "5-year gain [95%]", "over", "best in worlds",
         "score", "trust", "still partner", "find out first"],
        ["Alma", "invest", "clear", "+1.07 M€ [0.91, 1.23]", "maintain", "96%", "64", "62%",
         "90%", ""],
        ["Bora", "maintain", "invest is a bet", "-216 k€ [-319, -113]", "invest", "53%", "64",
         "62%", "80%", "whether it values partnership and how far it trusts you"],
        ["Cara", "leave", "close call", "+5 k€ [-20, 30]", "maintain", "45%", "64", "62%", "40%",
         CHANCE],
        ["Dora", "invest", "likely", "+300 k€ [200, 400]", "maintain", "60%", "64", "62%", "90%",
         "how far it trusts you"],
    ]  # fmt: skip
    assert shortened(rows)[1] == ["Alma", "invest", "clear", "+1.07 M€ [0.91, 1.23]", "maintain",
                                  "96%"]  # fmt: skip
    assert [item.name for item in by_stake(ADVICE)] == ["Alma", "Dora", "Bora", "Cara"]


def test_the_notes_say_the_days_and_the_worlds() -> None:
    notes = advice_notes(ADVICE, 30.0)
    assert notes[0].startswith(
        "Each way of treating an alliance meets the same 100 worlds: invest (15 relationship and "
        "15 selling days a quarter), maintain (4.5 relationship and 15 selling days a quarter) "
        "and leave (no paid days)."
    )
    assert notes[0].endswith(
        "Invest and maintain follow the policy Balanced but for the days and leave follow the "
        "policy Do nothing but for the days."
    )
    assert "best in at least 80% of worlds; likely, in at least 50%; close call" in notes[1]
    assert "invest (6 relationship and 6 selling" in advice_notes(ADVICE, 12.0)[0]
