"""One's own history: read, weighed, and honest about what it tells."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.problems import ProblemsError
from sim.ensemble.history import (
    AHEAD,
    SUMMARIES,
    Fit,
    Rerun,
    covered,
    fit,
    learned,
    rerun,
    summaries,
)
from sim.ensemble.sets import drawn, size_of, some
from sim.portfolio.history import History, read_history
from sim.report.history import history_sentences, learned_rows

QUARTERS, PARTNERS, SETS = 8, 6, 64


def text_of(rows):
    return "\n".join(["partner;quarter;revenue;discount", *(";".join(row) for row in rows)])


def written(tmp_path, rows):
    path = tmp_path / "past.csv"
    path.write_text(text_of(rows), "utf-8")
    return path


def usual_rows(quarters=6, partners=3):
    return [
        [f"P{p}", f"2024 Q{q}", str(100 * (p + 1) + q), "17,5 %"]
        for p in range(partners)
        for q in range(1, quarters + 1)
    ]


def test_a_file_is_read_by_partner_and_quarter(tmp_path):
    rows = usual_rows()
    del rows[3]
    history = read_history(written(tmp_path, rows))
    assert history.partners == ["P0", "P1", "P2"]
    assert history.quarters == [f"2024 Q{q}" for q in range(1, 7)]
    assert history.revenue[0].tolist() == [101, 102, 103, 0, 105, 106]
    assert history.discount[1].tolist() == [0.175] * 6
    assert np.isnan(history.discount[0, 3])
    assert history.policy == "status_quo"


def test_everything_wrong_is_told_at_once(tmp_path):
    rows = usual_rows()
    rows[0][2], rows[1][2], rows[2][3] = "-5", "much", "140"
    rows.append(list(rows[5]))
    with pytest.raises(ProblemsError) as caught:
        read_history(written(tmp_path, rows))
    told = "\n".join(caught.value.problems)
    assert "row 3, revenue: 'much' given; must be a number" in told
    assert "row 2, revenue: '-5' given; must be 0 or more" in told
    assert "discount: '140' given; must be from 0 to 1, or a percentage" in told
    assert "row 20: P0 in 2024 Q6 stands in row 7 too" in told


def test_too_short_a_past_is_refused(tmp_path):
    with pytest.raises(ProblemsError, match="2 partners in 4 quarters; needs at least 3 in 6"):
        read_history(written(tmp_path, usual_rows(4, 2)))


def test_summaries_of_a_steady_past_by_hand():
    steady = np.full((3, 8), 50.0)
    found = dict(zip(SUMMARIES, summaries(steady, np.full((3, 8), 0.2)), strict=True))
    assert found["growth of revenue, last year over first"] == pytest.approx(0)
    assert found["spread of partners' revenue"] == pytest.approx(0)
    assert found["share of partner-quarters without revenue, last year"] == 0
    assert found["discount in the last year"] == pytest.approx(0.2)


def test_summaries_do_not_hang_on_the_scale():
    luck = np.random.default_rng(1)
    revenue, discount = luck.random((4, 8)), luck.random((4, 8))
    assert summaries(revenue, discount) == pytest.approx(summaries(1000 * revenue, discount))


def test_doubled_revenue_in_the_last_year_is_growth():
    revenue = np.array([[1.0] * 4 + [2.0] * 4] * 3)
    assert summaries(revenue, revenue * 0)[0] == pytest.approx(np.log(2), abs=2e-3)


@pytest.fixture(scope="module")
def world():
    """Rule sets, and a vendor's past in each."""
    sets = drawn(SETS, 5)
    return sets, rerun(sets, PARTNERS, QUARTERS, "status_quo", 9)


def past_of(again, at, world=0):
    return History(
        [f"P{p}" for p in range(PARTNERS)],
        [str(q) for q in range(QUARTERS)],
        again.revenue[at, world, :, :QUARTERS],
        again.discount[at, world, :, :QUARTERS],
        "status_quo",
        [],
    )


def test_intervals_cover_the_rules_of_vendors_that_are_known(world):
    sets, again = world
    hits, trials = 0, 0
    for at in range(SETS):
        others = np.arange(SETS) != at
        rest = Rerun(again.revenue[others], again.discount[others])
        found = fit(past_of(again, at), rest, QUARTERS)
        assert found.weights.sum() == pytest.approx(1)
        for item in learned(some(sets, others), found):
            hits += item.low <= sets[item.name][at] <= item.high
            trials += 1
    assert 0.8 < hits / trials < 0.97  # 90% is aimed at, with few sets


def test_the_sets_nearest_to_the_truth_weigh_most(world):
    _, again = world
    ranks = []
    for at in range(SETS):
        found = fit(past_of(again, at), again, QUARTERS)
        ranks.append((found.weights > found.weights[at]).sum())
    assert np.median(ranks) < SETS / 4


def test_a_past_like_no_other_is_refused(world):
    _, again = world
    odd = past_of(again, 0)
    odd.revenue[:] = np.outer(np.ones(PARTNERS), 10.0 ** np.arange(QUARTERS))
    with pytest.raises(ProblemsError, match="no plausible rule set looks like it; the nearest"):
        fit(odd, again, QUARTERS)


def test_quarters_held_out_are_counted(world):
    sets, again = world
    inside, held = covered(past_of(again, 1), again)
    assert held == 2
    assert 0 <= inside <= held
    assert again.revenue.shape == (size_of(sets), 6, PARTNERS, QUARTERS + AHEAD)


def test_what_is_learned_is_said_and_the_rest_is_prior():
    sets = {"trust_gain": np.array([0.1, 0.2, 0.3, 0.4]), "negativity": np.array([2.0, 4, 2, 4])}
    found = Fit(np.array([0.5, 0.5, 0.0, 0.0]), 1.0, np.ones((4, 1, 3)))
    told = learned(sets, found)
    assert [(item.name, round(item.gone, 2)) for item in told] == [
        ("trust_gain", 0.8),
        ("negativity", 0.0),
    ]
    assert learned_rows(told)[1:] == [
        ["trust gain", "1/q", "0.1 to 0.4", "0.1 to 0.2", "80%"],
        ["negativity", "1", "2 to 4", "2 to 4", "prior only"],
    ]
    history = History(["A", "B", "C"], list("123456"), np.ones((3, 6)), np.ones((3, 6)), "vst", [])
    assert history_sentences(history, found, told, (1, 2)) == [
        "Your history (3 partners, 6 quarters, policy vst) weighs 4 plausible rule sets; as much "
        "as 2 of them remain.",
        "It tells of trust gain; of the other 1 parameters it tells next to nothing, and what is "
        "said of them is what was believed before.",
        "Had it ended 2 quarters ago, 1 of the 2 that followed would have lain in the 90% band "
        "that was foretold.",
    ]
