"""What survives doubt about the rules: shares, bands, regret, and the words for them."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.intervals import Interval
from sim.compare.policies import Compared
from sim.ensemble.doubt import Doubt, doubt, run_paths, weighted_quantiles
from sim.ensemble.sets import some
from sim.model.quarter import Parameters
from sim.policies import find
from sim.report.doubt import doubt_rows, doubt_sentences
from sim.run.setting import Setting
from sim.run.simulate import simulate

TEN = np.arange(10.0)


def made(push, rest, *, weights=None, sets=None):
    """Return a doubt over ten rule sets: the push is the baseline."""
    profit = np.array([push, *rest], float)
    share = np.full(profit.shape[1], 1.0) if weights is None else np.array(weights, float)
    names = ["push", "first", "second"][: len(profit)]
    return Doubt(
        policies=names,
        titles=[name.capitalize() for name in names],
        baseline="push",
        sets={"unit_cost": TEN / 10, "trust_gain": np.full(10, 0.14)} if sets is None else sets,
        weights=share / share.sum(),
        paths=np.stack([0.5 * profit, profit], axis=-1),
    )


def compared(name, gain):
    one = Interval(1000.0, 900.0, 1100.0)
    return Compared(
        policy=name, title=name.capitalize(), profit=one, gain=gain, present_value=one,
        lowest_cash=one, first_year=one, last_year=one,
        trust=one, margin=one, discount=one, lost=one, crossover=None, crossed=None, depth=0.0,
    )  # fmt: skip


def test_quantiles_are_those_of_the_weight_not_of_the_number():
    values = np.array([3.0, 1.0, 2.0])
    assert weighted_quantiles(values, np.array([1.0, 1.0, 1.0]), (0.05, 0.5, 0.95)) == [1, 2, 3]
    assert weighted_quantiles(values, np.array([8.0, 1.0, 1.0]), (0.05, 0.5, 0.95)) == [1, 3, 3]


def test_shares_count_rule_sets():
    told = made(np.zeros(10), [TEN - 2, [5.0] * 10])
    assert told.ahead.tolist() == pytest.approx([0.0, 0.7, 1.0])
    assert told.best.tolist() == pytest.approx([0.0, 0.3, 0.7])  # of two alike the first
    assert told.band(1) == (-2, 2, 7)


def test_the_course_is_the_band_of_each_quarter():
    told = made(np.full(10, 4.0), [TEN, [5.0] * 10], weights=[91, *[1] * 9])
    assert told.course(1).tolist() == [[-2.0, -4.0], [-2.0, -4.0], [0.0, 0.0]]
    assert told.course(1)[:, -1].tolist() == list(told.band(1))
    assert told.course(0).tolist() == [[0.0, 0.0]] * 3


def test_regret_is_what_a_policy_gives_up_and_the_safest_gives_up_least():
    told = made(np.zeros(10), [TEN - 2, [5.0] * 10])
    assert told.regret.tolist() == [7, 7, 2]
    assert told.titles[told.safest] == "Second"


def test_a_set_of_more_weight_counts_more():
    told = made(np.zeros(10), [TEN - 2, [5.0] * 10], weights=[91, *[1] * 9])
    assert told.ahead[1] == pytest.approx(0.07)
    assert told.band(1)[1] == -2


def test_the_table_puts_luck_beside_rules():
    told = made(np.zeros(10), [1000 * TEN + 500, [2000.0] * 10])
    rows = doubt_rows(
        told,
        [
            compared("push", None),
            compared("first", Interval(3000.0, 2500.0, 3500.0)),
            compared("second", Interval(2000.0, 1900.0, 2100.0)),
        ],
    )
    assert rows[1] == ["Push", "baseline", "baseline", "", "0%", "9.50 M€"]
    assert rows[2] == [
        "First", "+3.00 M€ [2.50, 3.50]", "4.50 M€ [500 k€, 9.50 M€]", "100%", "80%", "1.50 M€",
    ]  # fmt: skip
    assert rows[3] == [
        "Second", "+2.00 M€ [1.90, 2.10]", "2.00 M€ [2.00 M€, 2.00 M€]", "100%", "20%", "7.50 M€",
    ]  # fmt: skip


def test_what_is_robust_is_said_and_what_is_not_is_not_ranked():
    told = doubt_sentences(made(np.zeros(10), [1000 * (TEN - 4), [900.0] * 10]))
    assert told == [
        "Whatever the rules: Second beats Push in all 10 plausible rule sets.",
        "It depends on rules that nobody has measured whether First (50%) is ahead of Push.",
        "Which one is best is not known: First is it most often, in 50% of the rule sets. Second "
        "gives up least where it does worst (4.10 M€).",
        "First falls behind above all where unit cost is under 0.3: there in 100% of the rule "
        "sets.",
        "How far First is ahead follows unit cost most; of these you can look up gross margin.",
    ]


def test_a_policy_that_falls_behind_everywhere_is_named():
    told = doubt_sentences(made(np.zeros(10), [np.full(10, -5.0), np.full(10, 8.0)]))
    assert told[1] == "First falls behind Push in all 10 plausible rule sets."
    assert told[2] == (
        "Second is the best of them in 100% of the rule sets; Second gives up least where it does "
        "worst (0 k€)."
    )


def test_the_default_rules_alone_are_the_run_itself():
    """One set of defaults, in the first worlds, is an ordinary run in single precision."""
    sets = {"trust_gain": np.array([Parameters().trust_gain])}
    policies = [find("transactional"), find("balanced")]
    setting = Setting(quarters=8, replications=3, precision="single")
    told = doubt(policies, "transactional", setting, sets, worlds=3)
    usual = simulate(policies, setting)
    for at, result in enumerate(usual.values()):
        assert told.profit[at, 0] == pytest.approx(result.total("profit").mean(), rel=1e-5)


def test_what_somebody_set_holds_in_every_rule_set():
    sets = {"unit_cost": np.array([0.3, 0.7]), "trust_gain": np.array([0.1, 0.2])}
    policies = [find("transactional"), find("balanced")]
    fixed = Setting(quarters=8, parameters=Parameters(unit_cost=0.4))
    told = doubt(policies, "transactional", fixed, sets)
    assert list(told.sets) == ["trust_gain"]
    alike = doubt(policies, "transactional", fixed, {"trust_gain": sets["trust_gain"]})
    assert np.array_equal(told.profit, alike.profit)


def test_what_is_not_all_is_not_rounded_up_to_all():
    profit = np.full(1000, 5.0)
    profit[:4] = -1.0
    told = made(np.zeros(1000), [profit], sets={"unit_cost": np.linspace(0, 1, 1000)})
    assert doubt_sentences(told)[0] == (
        "Whatever the rules: First beats Push in at least 99% of 1000 plausible rule sets."
    )


def test_rule_sets_may_be_run_in_parts():
    sets = {"unit_cost": np.array([0.3, 0.5, 0.7])}
    policies, setting = [find("transactional"), find("balanced")], Setting(quarters=6)
    whole = run_paths(policies, setting, sets)
    parts = [run_paths(policies, setting, some(sets, at)) for at in (slice(0, 1), slice(1, 3))]
    assert whole.shape == (2, 3, 6)
    assert np.array_equal(np.concatenate(parts, axis=1), whole)
    assert np.array_equal(doubt(policies, "balanced", setting, sets).paths, whole)


def test_paths_are_what_has_been_earned_up_to_each_quarter():
    sets = {"trust_gain": np.array([Parameters().trust_gain])}
    setting = Setting(quarters=5, replications=3, precision="single")
    (path,) = run_paths([find("balanced")], setting, sets, worlds=3)
    usual = simulate([find("balanced")], setting)["balanced"].cumulative("profit").mean(axis=0)
    assert path[0] == pytest.approx(usual, rel=1e-5)
