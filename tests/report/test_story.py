"""What people read of a comparison: sentences and the table, against hand-made standings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_by_hand import ABOUTS, BASE, LIKE_PUSH, PLANT, SECOND

from sim.base.wording import written_in
from sim.config.schema import Config
from sim.report.story import find_out, next_steps, question, tell, title_of
from sim.report.table import comparison_rows


def test_the_answer_in_sentences() -> None:
    assert tell([BASE, PLANT, LIKE_PUSH], 20, 100) == [
        "Plant earns most: 6.00 M€ [5.50, 6.50] of 5-year profit, +5.00 M€ [4.55, 5.45] against "
        "Push; 1 of 2 clearly beat Push.",
        "Plant is behind Push first, by 278 k€ at its deepest; from quarter 6 on it is ahead (in "
        "97% of worlds by the end), and it finishes +5.00 M€ [4.55, 5.45] against it.",
        "Under Push partners' trust ends at 10%, the discount at 40%, and 90% of alliances are "
        "lost or demoted; under Plant it is 50%, 20% and 20%.",
        "Like push cannot be told from Push with 100 replications: the interval of the difference "
        "holds 0.",
    ]


def test_the_dip_is_told_against_the_push_whatever_the_baseline() -> None:
    usual = replace(BASE, policy="status_quo", title="Status quo")
    told = tell([usual, PLANT], 20, 100, [BASE, replace(PLANT, crossover=9)])
    assert "against Status quo" in told[0]
    assert told[1] == (
        "Plant is behind Push first, by 278 k€ at its deepest; from quarter 9 on it is ahead (in "
        "97% of worlds by the end), and it finishes +5.00 M€ [4.55, 5.45] against it."
    )
    assert told[2].startswith("Under Status quo")


def test_the_same_in_dollars() -> None:
    with written_in("USD"):
        told = tell([BASE, PLANT], 20, 100)
    assert told[0] == (
        "Plant earns most: $6.00M [5.50, 6.50] of 5-year profit, +$5.00M [4.55, 5.45] against Push."
    )
    assert "by $278k at its deepest" in told[1]


def test_what_to_do_next() -> None:
    assert next_steps([BASE, PLANT, LIKE_PUSH, SECOND], ABOUTS) == [
        "Move from Push to Plant. Planting first.",
        "Agree on the dip beforehand: Plant falls behind by 278 k€ on average and is ahead for "
        "good from quarter 6.",
        "If that asks too much, Second is next: +4.00 M€ [3.70, 4.30] against Push.",
    ]
    ahead_at_once = replace(PLANT, crossover=1, depth=0.0)
    assert next_steps([BASE, ahead_at_once], ABOUTS) == ["Move from Push to Plant. Planting first."]
    assert next_steps([BASE, LIKE_PUSH], ABOUTS) == [
        "Stay with Push for now: nothing compared with it is clearly better."
    ]
    assert next_steps([BASE], ABOUTS) == []


def test_what_to_find_out_first() -> None:
    config = Config(policies=["vst"])
    own = (
        "How your own alliances stand: this market is drawn. A file with them "
        "(population=csv population.path=FILE) gives advice on each."
    )
    assert find_out(config, [BASE, PLANT]) == [own]
    assert find_out(config, [BASE, PLANT, LIKE_PUSH]) == [
        own,
        "Whether Like push differs from the baseline at all: 100 worlds cannot tell; "
        "half_width=0.1 draws more.",
    ]


def test_the_question_and_the_title() -> None:
    config = Config(policies=["vst"], quarters=6)
    assert title_of(config) == "Push or relationship?"
    assert question(config, ["Push", "Plant", "VST"]) == (
        "A vendor lives by its alliances. Which way of working with partners earns most in "
        "6 quarters: Push, Plant or VST?"
    )
    assert question(config, ["VST"]) == (
        "What does a vendor earn in 6 quarters that works by the policy VST?"
    )


@pytest.mark.parametrize(
    ("quarters", "revenue"),
    [
        (4, ["revenue Q1-4"]),
        (6, ["revenue Q1-4", "revenue Q3-6"]),
        (20, ["revenue Q1-4", "revenue Q17-20"]),
    ],
)
def test_revenue_is_that_of_the_quarters_named_and_no_column_comes_twice(
    quarters: int, revenue: list[str]
) -> None:
    head, base, plant = comparison_rows([BASE, PLANT], quarters, 0.08)
    assert [name for name in head if name.startswith("revenue")] == revenue
    assert base[5:-5] == ["400 k€", "300 k€"][: len(revenue)]
    assert len(head) == len(base) == len(plant) == len(set(head))


def test_the_table_of_a_run_of_five_years() -> None:
    assert comparison_rows([BASE, PLANT], 20, 0.08) == [
        ["Policy", "5-year profit [95%]", "vs baseline [95%]", "NPV at 8%", "lowest cash",
         "revenue Q1-4", "revenue Q17-20", "trust", "margin", "discount", "lost or demoted",
         "ahead from"],
        ["Push", "1.00 M€ [0.90, 1.10]", "baseline", "800 k€", "-50 k€", "400 k€", "300 k€",
         "10%", "20%", "40%", "90%", ""],
        ["Plant", "6.00 M€ [5.50, 6.50]", "+5.00 M€ [4.55, 5.45]", "4.50 M€", "-700 k€", "400 k€",
         "300 k€", "50%",
         "20%", "20%", "20%", "Q6 (97% of worlds)"],
    ]  # fmt: skip
