"""Sentences, amounts and rows at their edges: what is said one step before and after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_by_hand import ABOUTS, BASE, LIKE_PUSH, PLANT, SECOND, around

from sim.base.intervals import Interval
from sim.base.wording import (
    counted,
    listed,
    listed_some,
    money,
    money_interval,
    number,
    span,
    written_in,
    years,
)
from sim.compare.policies import Compared
from sim.config.schema import Config
from sim.report.story import find_out, next_steps, question, setting_line, tell, title_of
from sim.report.table import aligned, comparison_rows, crossover, first_quarters, last_quarters

WORSE = replace(PLANT, policy="worse", title="Worse", profit=around(400, 90), gain=around(-600, 90))
LEVEL = replace(PLANT, gain=Interval(300.0, 0.0, 600.0))


def test_units_change_at_a_thousand_and_digits_at_ten() -> None:
    assert [money(x) for x in (999.0, 1000.0, -1000.0, 9_990.0, 10_000.0, -10_000.0)] == [
        *("999 k€", "1.00 M€", "-1.00 M€", "9.99 M€", "10.0 M€", "-10.0 M€")
    ]
    assert money_interval(Interval(900.0, 800.0, 999.0)) == "900 k€ [800, 999]"
    assert money_interval(Interval(900.0, 800.0, 1000.0)) == "0.90 M€ [0.80, 1.00]"
    assert money_interval(Interval(-900.0, -1000.0, -800.0)) == "-0.90 M€ [-1.00, -0.80]"
    assert money_interval(Interval(9_000.0, 8_000.0, 9_990.0)) == "9.00 M€ [8.00, 9.99]"
    assert money_interval(Interval(5.0, 1.0, 2.0)) == "5 k€ [1, 2]"
    assert money_interval(Interval(1000.0, 1.0, 2.0)) == "1.00 M€ [0.00, 0.00]"


def test_signs_stand_before_the_currency() -> None:
    with written_in("GBP"):
        assert [money(-5.0), money(5.0, signed=True), money(5.0)] == ["-£5k", "+£5k", "£5k"]
    with written_in("SEK"):
        assert money_interval(Interval(-5.0, -6.0, -4.0)) == "-SEK 5k [-6, -4]"


def test_numbers_and_counts_at_their_edges() -> None:
    assert [number(x, 0, signed=True) for x in (1.0, -1.0, -0.4, 0.0)] == ["+1", "-1", "0", "0"]
    assert [number(x, 2) for x in (-0.001, 1000.0, -0.01)] == ["0.00", "1,000.00", "-0.01"]
    assert [years(4), years(8), years(5), years(3)] == [
        "1-year",
        "2-year",
        "5-quarter",
        "3-quarter",
    ]
    assert [span(8), span(5), span(1)] == ["2 years", "5 quarters", "1 quarter"]
    assert [counted(0, "world"), counted(2, "world")] == ["0 worlds", "2 worlds"]
    assert [listed([]), listed(["A"]), listed(["A", "B"])] == ["", "A", "A and B"]
    assert listed_some(list("ABCDEF")) == "A, B, C, D, E and F"
    assert listed_some(list("ABCDEFG")) == "A, B, C, D, E and 2 more"


def test_one_policy_alone() -> None:
    assert tell([BASE], 8, 100) == [
        "Push earns 1.00 M€ [0.90, 1.10] of 2-year profit; 90% of its alliances are lost or "
        "demoted by the end."
    ]


def test_all_that_beat_the_baseline_are_counted() -> None:
    assert tell([BASE, PLANT, SECOND], 20, 100)[0].endswith("; all the others clearly beat Push.")
    assert tell([BASE, PLANT, SECOND, WORSE], 20, 100)[0].endswith(
        "; 2 of 3 clearly beat Push, Worse clearly does not."
    )
    assert tell([BASE, PLANT], 20, 100)[0].endswith(" against Push.")
    assert "cannot be told" not in " ".join(tell([BASE, PLANT, WORSE], 20, 100))


def test_nobody_that_beats_the_baseline_is_said() -> None:
    told = tell([BASE, LEVEL, WORSE], 20, 100)
    assert told[0] == "No policy clearly beats Push, which earns 1.00 M€ [0.90, 1.10]."
    assert told[-1].startswith("Plant cannot be told from Push with 100 replications")
    under = replace(LEVEL, gain=Interval(-300.0, -600.0, 0.0))
    assert tell([BASE, under], 20, 100)[-1].startswith("Plant cannot be told from Push")


def test_when_a_policy_is_ahead() -> None:
    never = replace(PLANT, crossover=None, crossed=0.0, gain=around(-50, 10))
    assert tell([BASE, never], 20, 100)[1] == (
        "Plant never gets ahead of Push for good within 20 quarters; at the end it stands at "
        "-50 k€ [-60, -40]."
    )
    at_once = replace(PLANT, crossover=1, depth=0.0)
    assert tell([BASE, at_once], 20, 100)[1] == "Plant is ahead of Push from the first quarter on."
    unsure = replace(PLANT, gain=Interval(100.0, 0.0, 200.0))
    assert "from quarter 6 on it is on average ahead (in 97%" in tell([BASE, unsure], 20, 100)[1]
    unknown = replace(PLANT, crossed=None)
    assert "(in 0% of worlds by the end)" in tell([BASE, unknown], 20, 100)[1]


def test_the_relationship_is_told_of_whoever_wins() -> None:
    other = replace(SECOND, policy="relationship_first", title="Relationship first")
    told = tell([BASE, PLANT, other], 20, 100)
    assert told[0].startswith("Plant earns most")
    assert told[1].startswith("Relationship first is behind Push first")
    assert "under Plant it is" in told[2]


def test_the_best_of_those_clearly_ahead_comes_first_in_what_to_do() -> None:
    first, _, second = next_steps([BASE, SECOND, LEVEL, replace(PLANT, policy="plant")], ABOUTS)
    assert first == "Move from Push to Plant. Planting first."
    assert second.startswith("If that asks too much, Second is next")
    assert next_steps([BASE, LEVEL], ABOUTS)[0].startswith("Stay with Push for now")
    no_dip = replace(PLANT, depth=0.0)
    assert len(next_steps([BASE, no_dip], ABOUTS)) == 1
    never = replace(PLANT, crossover=None)
    assert len(next_steps([BASE, never], ABOUTS)) == 1
    small = replace(PLANT, depth=-0.6)
    assert "falls behind by 1 k€" in next_steps([BASE, small], ABOUTS)[1]


def test_several_that_cannot_be_told_apart_differ_in_the_plural() -> None:
    other = replace(LIKE_PUSH, title="Other")
    assert find_out(Config(policies=["vst"]), [BASE, LIKE_PUSH, other])[1].startswith(
        "Whether Like push and Other differ from the baseline at all: 100 worlds"
    )
    own = Config.model_validate({"policies": ["vst"], "population": {"path": "own.csv"}})
    assert find_out(own, [BASE, PLANT]) == []


def test_a_portfolio_is_named_in_title_and_question() -> None:
    keys = {"policies": ["vst"], "name": "best_policy", "population": {"path": "own.csv"}}
    config = Config.model_validate(keys)
    assert title_of(config) == "own.csv: Best policy"
    assert question(config, ["VST"]) == (
        "With the alliances of this portfolio, which way of working earns most in 5 years, and "
        "which alliances are worth the effort?"
    )
    keys["population"] = {"path": "own.csv", "title": "Our partners"}  # type: ignore[assignment]
    assert title_of(Config.model_validate(keys)) == "Our partners: Best policy"
    assert question(Config(policies=["vst"]), ["A", "B"]).endswith("earns most in 5 years: A or B?")


def test_what_was_simulated_in_a_line() -> None:
    config = Config(policies=["vst"])
    line = setting_line(config)
    assert line.endswith(
        "; 5-year horizon; 100 worlds; rivals follow status quo, partners are "
        f"{config.partners.name}."
    )
    assert "here" not in line
    keys = {"policies": ["vst"], "ablate": ["discount_ratchet", "rivals"], "replications": 7,
            "scenario": {"market": {3: 0.5}}}  # fmt: skip
    changed = setting_line(Config.model_validate(keys))
    assert ", here market={3: 0.5}; 5-year horizon; 7 worlds;" in changed
    assert changed.endswith("; switched off: discount_ratchet, rivals.")


def test_a_setting_goes_by_its_titles_and_without_them_by_its_names() -> None:
    def line(population: dict[str, str], scenario: dict[str, str]) -> str:
        told = {"policies": ["vst"], "population": population, "scenario": scenario}
        return setting_line(Config.model_validate(told))

    titled = {"name": "mine", "title": "Our market", "about": "made up"}
    named = {"name": "yours", "about": "as well"}
    assert line(titled, named).startswith("Our market (made up); scenario yours: as well; 5-year")
    assert line(named, titled).startswith("yours (as well); scenario Our market: made up; 5-year")


def test_who_is_behind_is_behind_for_sure() -> None:
    near = replace(LIKE_PUSH, gain=Interval(-5.0, -10.5, 0.5))
    assert tell([BASE, PLANT, near], 20, 100)[0].endswith("; 1 of 2 clearly beat Push.")
    sure = replace(LIKE_PUSH, gain=Interval(-5.0, -10.5, -0.5))
    assert tell([BASE, PLANT, sure], 20, 100)[0].endswith(
        "; 1 of 2 clearly beat Push, Like push clearly does not."
    )


def test_what_is_sure_is_sure_by_half_an_amount_and_not_by_nothing() -> None:
    def gain(low: float, high: float) -> Compared:
        return replace(PLANT, gain=Interval(0.5 * (low + high), low, high))

    def other(low: float, high: float) -> Compared:
        return replace(gain(low, high), policy="other", title="Other", profit=around(1, 0))

    def ranking(*compared: Compared) -> str:
        return tell([BASE, *compared], 20, 100)[0]

    assert ranking(gain(0.5, 9)).startswith("Plant earns most: ")
    assert ranking(gain(0.0, 9)).startswith("No policy clearly beats Push, ")
    assert ranking(PLANT, other(0.5, 9)).endswith("; all the others clearly beat Push.")
    assert ranking(PLANT, other(0.0, 9)).endswith("; 1 of 2 clearly beat Push.")
    assert ranking(PLANT, other(-9, 0.0)).endswith("; 1 of 2 clearly beat Push.")
    assert "from quarter 6 on it is ahead (in" in tell([BASE, gain(0.5, 9)], 20, 100)[1]
    assert "from quarter 6 on it is on average ahead" in tell([BASE, gain(0.0, 9)], 20, 100)[1]
    never = replace(gain(2, 4), crossover=None)
    assert tell([BASE, never], 20, 100)[1].endswith("; at the end it stands at +3 k€ [2, 4].")
    assert next_steps([BASE, gain(0.5, 9)], ABOUTS)[0].startswith("Move from Push to Plant. ")
    assert next_steps([BASE, gain(0.0, 9)], ABOUTS)[0].startswith("Stay with Push for now: ")


@pytest.mark.parametrize(
    ("quarters", "first", "last"),
    [(3, "Q1-3", "Q1-3"), (4, "Q1-4", "Q1-4"), (5, "Q1-4", "Q2-5"), (8, "Q1-4", "Q5-8")],
)
def test_the_quarters_of_a_year(quarters: int, first: str, last: str) -> None:
    assert (first_quarters(quarters), last_quarters(quarters)) == (first, last)


def test_from_when_on_a_policy_is_ahead() -> None:
    assert crossover(replace(PLANT, crossed=1.0)) == "Q6"
    assert crossover(replace(PLANT, crossover=None, crossed=0.25)) == "never (25% of worlds)"
    assert crossover(BASE) == ""


def test_columns_hold_what_their_heads_say() -> None:
    apart = replace(
        PLANT, first_year=around(111, 1), last_year=around(222, 1), trust=around(0.11, 0),
        margin=around(0.22, 0), discount=around(0.33, 0), lost=around(0.44, 0),
    )  # fmt: skip
    assert comparison_rows([apart], 20, 0.08)[1][5:11] == [
        *("111 k€", "222 k€", "11%", "22%", "33%", "44%")
    ]


def test_a_table_is_aligned_under_its_head() -> None:
    rows = [["Policy", "profit", "lost"], ["Push", "10 k€", ""], ["Relationship", "1.00 M€", "4%"]]
    assert aligned([["Policy", "lost"]]) == "Policy  lost\n------------"
    assert aligned(rows).splitlines() == [
        "Policy         profit  lost",
        "---------------------------",
        "Push            10 k€",
        "Relationship  1.00 M€    4%",
    ]
