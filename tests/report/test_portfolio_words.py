"""What people read of advice: sentences, rows and notes, against hand-made advice."""

from __future__ import annotations

from dataclasses import replace

from made_by_hand import ADVICE, ALMA, BORA, CARA, HALF, ITEMS, PLAN, RULED, RULED_ITEMS

from sim.base.intervals import Interval
from sim.portfolio.advice import Advice
from sim.portfolio.plan import Drop, Robust
from sim.portfolio.treatments import INVEST, KEEP, LEAVE, REPLACE, WIN_BACK
from sim.report.portfolio import (
    CHANCE,
    FACTS,
    advice_notes,
    advice_rows,
    by_stake,
    find_out,
    next_steps,
    plan_sentences,
    questions,
    share_of,
    shortened,
    verdict_sentence,
)


def told_of(gain: Interval) -> str:
    return verdict_sentence(replace(ADVICE, plan=replace(PLAN, gain=gain)), 20).split("; ")[-1]


def test_the_verdict_on_all_together() -> None:
    assert verdict_sentence(ADVICE, 20) == (
        "Invest in Alma and Dora; maintain Bora; leave Cara: together 11.6 M€ [10.8, 12.4] of "
        "5-year profit, for 80 of 120 days a quarter; +521 k€ [167, 876] against Push for all."
    )
    assert told_of(Interval(5.0, -9.0, 20.0)) == "that cannot be told from Push for all."
    assert told_of(Interval(-50.0, -90.0, -20.0)) == "-50 k€ [-90, -20] against Push for all."
    assert verdict_sentence(RULED, 20).startswith(
        "Invest in Alma and Dora; maintain Bora; leave Cara: with the default rules together 11.6"
    )


def test_every_way_has_its_words() -> None:
    names = [KEEP, WIN_BACK, REPLACE, REPLACE]
    told = verdict_sentence(replace(ADVICE, plan=replace(PLAN, choice=names)), 20)
    assert told.startswith("Go on as today with Alma; win back Bora; replace Cara and Dora: ")


def test_many_alliances_are_counted() -> None:
    many = [replace(ALMA, name=f"A{n}") for n in range(7)]
    plan = replace(PLAN, choice=[INVEST] * 7)
    assert verdict_sentence(replace(ADVICE, alliances=many, plan=plan), 4).startswith(
        "Invest in 7 alliances: together 11.6 M€ [10.8, 12.4] of 1-year profit"
    )


def test_how_the_plan_stands_beside_investing_in_all() -> None:
    def told(lead: Interval | None, ahead: float | None = None) -> list[str]:
        rules = None if ahead is None else Robust(ahead, (0.0, 0.0, 0.0))
        plan = replace(PLAN, all_in=lead, all_in_rules=rules)
        return plan_sentences(replace(ADVICE, plan=plan))

    lead = Interval(90.0, 40.0, 140.0)
    assert told(None) == []
    assert told(lead) == ["To invest in all alike would earn +90 k€ [40, 140] against it."]
    assert told(Interval(9.0, -40.0, 40.0)) == ["To invest in all alike cannot be told from it."]
    beside = "+90 k€ [40, 140] against it with the default rules"
    assert told(lead, 0.75) == [
        f"To invest in all alike would earn more in 75% of the rule sets ({beside})."
    ]
    assert told(lead, 0.749) == [
        f"Whether to invest in all alike would earn more is not known: {beside}, but more in 74% "
        "of the rule sets."
    ]
    assert told(lead, 0.25) == [
        f"To invest in all alike would earn less in 75% of the rule sets ({beside})."
    ]
    assert told(lead, 0.0)[0].startswith("To invest in all alike would earn less in all rule sets")


def test_what_holds_of_the_plan_whatever_the_rules() -> None:
    assert plan_sentences(RULED) == [
        "Luck and rules together: against Push for all it stands at +480 k€ in the middle of 200 "
        "plausible rule sets, between -210 k€ and +1.64 M€ in nine of ten, and is ahead in 99% of "
        "the rule sets; 1 of 4 verdicts is clear, under luck alone 3 would be.",
        "Whether to invest in all alike would earn more is not known: +90 k€ [40, 140] against it "
        "with the default rules, but more in 56% of the rule sets.",
    ]
    assert share_of(1.0) == "all rule sets"
    assert share_of(0.999) == "99% of the rule sets"
    none = replace(RULED, alliances=RULED_ITEMS[1:3])
    assert "; 0 of 2 verdicts are clear, under luck alone 1 would be." in plan_sentences(none)[0]


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
    few = replace(PLAN, days=60.0, drops=[Drop("Dora", REPLACE, LEAVE, 9.0)])
    assert next_steps(replace(ADVICE, plan=few))[2] == (
        "There are 60 days a quarter and few newcomers on the bench, too few for every verdict: "
        "leave Dora."
    )


def test_what_to_do_next_holds_in_most_rule_sets() -> None:
    first, bet, _ = next_steps(RULED)
    assert first == (
        "Begin where it matters most: Alma (invest, +1.07 M€) and Dora (invest, +300 k€) over the "
        "next best way, best in at least 50% of the rule sets."
    )
    assert bet.endswith(
        "less than half of the rule sets, so it is not advised before more is known."
    )
    newcomer = replace(RULED, alliances=[replace(BORA, bet=REPLACE)])
    assert next_steps(newcomer)[0].startswith("To replace Bora (the bench has 5) is a bet: ")


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
    rows = advice_rows(ADVICE, ITEMS, 20)
    assert rows == [
        ["Alliance", "what to do", "how sure", "5-year gain [95%]", "over", "best in worlds",
         "beats Push", "score", "trust", "still partner", "find out first"],
        ["Alma", "invest", "clear", "+1.07 M€ [0.91, 1.23]", "maintain", "96%", "99%", "64", "62%",
         "90%", ""],
        ["Bora", "maintain", "invest is a bet", "-216 k€ [-319, -113]", "invest", "53%", "99%",
         "64", "62%", "80%", "whether it values partnership and how far it trusts you"],
        ["Cara", "leave", "close call", "+5 k€ [-20, 30]", "maintain", "45%", "99%", "64", "62%",
         "40%", CHANCE],
        ["Dora", "invest", "likely", "+300 k€ [200, 400]", "maintain", "60%", "99%", "64", "62%",
         "90%", "how far it trusts you"],
    ]  # fmt: skip
    assert shortened(rows)[1] == ["Alma", "invest", "clear", "+1.07 M€ [0.91, 1.23]", "maintain",
                                  "96%", "99%"]  # fmt: skip
    assert [item.name for item in by_stake(ADVICE)] == ["Alma", "Dora", "Bora", "Cara"]
    outlook = {KEEP: ALMA.outlook[INVEST]}
    (_, going_on) = advice_rows(ADVICE, [replace(ALMA, verdict=KEEP, outlook=outlook)], 20)
    assert going_on[6] == ""


def test_the_table_with_rule_sets_says_what_luck_alone_would_say() -> None:
    head, _, bora, *_ = advice_rows(RULED, RULED_ITEMS, 20)
    assert head[5:9] == ["best in rule sets", "beats Push", "luck alone", "score"]
    assert bora[5:9] == ["53%", "99%", "invest, clear", "64"]
    assert shortened([head, bora])[1][-1] == "invest, clear"


def test_the_notes_say_the_days_and_the_worlds() -> None:
    notes = advice_notes(ADVICE, 30.0)
    assert notes[0] == (
        "Each alliance is judged with the others held at what Push does for them. Each way of "
        "treating it meets the same 100 worlds: keep on (Push), invest (15 relationship and 15 "
        "selling days a quarter), maintain (4.5 relationship and 15 selling days a quarter) and "
        "leave (no paid days). Levers are those of the policies VST (invest), Balanced (maintain) "
        "and Do nothing (leave), but for the days."
    )
    assert "best in at least 80% of worlds; likely, in at least 50%; close call" in notes[2]
    assert "invest (6 relationship and 6 selling" in advice_notes(ADVICE, 12.0)[0]
    outlook = {REPLACE: ALMA.outlook[LEAVE]}
    newcomers = replace(ADVICE, alliances=[replace(ALMA, outlook=outlook)])
    assert (
        "replace (for a newcomer from the bench 15 relationship and 15 selling days a quarter)"
        in advice_notes(newcomers, 30.0)[0]
    )


def test_the_notes_say_when_rule_sets_were_asked() -> None:
    notes = advice_notes(RULED, 30.0)
    assert "meets the same 100 worlds, and 200 more of a plausible rule set each: keep" in notes[0]
    assert "A way that is best in less than 50% of the rule sets is not advised" in notes[1]
    assert notes[2].endswith("luck alone is what would be said under the default rules.")
    assert "rule set" not in " ".join(advice_notes(ADVICE, 30.0))
