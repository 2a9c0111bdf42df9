"""Doubt about the rules at the edges of what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.parameter import specs
from sim.ensemble import doubt as module
from sim.ensemble.doubt import (
    Doubt,
    can_be_found_out,
    held_fixed,
    left_open,
    weighted_quantiles,
)
from sim.model.quarter import Parameters
from sim.policies import find
from sim.report.doubt import _limit, doubt_sentences
from sim.run.setting import Setting

TWENTY = np.arange(20.0)
KNOWN = {spec.name: spec for spec in specs(Parameters)}


def made(*rest, sets=None):
    profit = np.array([np.zeros(20), *rest])
    names = ["push", "first", "second", "third"][: len(profit)]
    return Doubt(
        policies=names,
        titles=[name.capitalize() for name in names],
        baseline="push",
        sets={"unit_cost": TWENTY / 20} if sets is None else sets,
        weights=np.full(20, 0.05),
        paths=np.stack([0.5 * profit, profit], axis=-1),
    )


def ahead_in(count):
    """Return a gain that is above zero in so many of the twenty rule sets."""
    return np.where(count > TWENTY, 5.0, -5.0)


def test_ahead_of_the_baseline_is_strictly_ahead():
    assert made(np.zeros(20), ahead_in(19)).ahead.tolist() == pytest.approx([0, 0, 0.95])


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (19, "Whatever the rules: First beats Push in at least 95% of 20 plausible rule sets."),
        (18, "It depends on rules that nobody has measured whether First (90%) is ahead of Push."),
        (2, "It depends on rules that nobody has measured whether First (10%) is ahead of Push."),
        (0, "First falls behind Push in all 20 plausible rule sets."),
    ],
)
def test_what_is_robust_and_what_depends(count, told):
    assert doubt_sentences(made(ahead_in(count)))[0] == told


def test_several_are_told_together_by_the_least_of_them():
    told = doubt_sentences(made(ahead_in(20), ahead_in(19)))
    assert told[0] == (
        "Whatever the rules: First and Second beat Push in at least 95% of 20 plausible rule sets."
    )
    told = doubt_sentences(made(ahead_in(0), np.where(TWENTY == 0, 0.0, -5.0)))
    assert told[0] == "First and Second fall behind Push in all 20 plausible rule sets."
    told = doubt_sentences(made(ahead_in(10), ahead_in(5)))
    assert "whether First (50%) and Second (25%) are ahead of Push." in told[0]


@pytest.mark.parametrize(
    ("count", "told"),
    [(15, "First is the best of them in 75% of the rule sets; "), (14, "Which one is best is not")],
)
def test_a_best_one_is_named_from_three_in_four_on(count, told):
    said = doubt_sentences(made(ahead_in(count), np.full(20, -6.0)))
    best = next(sentence for sentence in said if "gives up least" in sentence)
    assert best.startswith(told)
    assert best.endswith("gives up least where it does worst (5 k€).")


def test_where_a_policy_falls_behind_is_asked_of_two_at_most():
    told = doubt_sentences(made(ahead_in(10), ahead_in(8), ahead_in(6)))
    where = [sentence for sentence in told if "falls behind above all" in sentence]
    assert where == [
        "First falls behind above all where unit cost is above 0.5: there in 100% of the rule "
        "sets.",
        "Second falls behind above all where unit cost is above 0.4: there in 100% of the rule "
        "sets.",
    ]
    assert made(ahead_in(10)).behind_where(1).limits == {"unit_cost": (0.5, 0.95)}


def test_a_limit_in_words():
    values = [0.1, 0.5, 0.9]
    share, days = KNOWN["unit_cost"], KNOWN["day_cost"]
    assert (share.unit, days.unit) == ("1", "k€/d")
    assert _limit(share, 0.2, 0.8, values) == "unit cost is from 0.2 to 0.8"
    assert _limit(share, 0.1, 0.8, values) == "unit cost is under 0.8"
    assert _limit(share, 0.2, 0.9, values) == "unit cost is above 0.2"
    assert _limit(days, 0.2, 0.9, values) == "day cost is above 0.2 k€/d"


def test_what_decides_is_what_ranks_follow_most():
    rng = np.random.default_rng(1)
    sets = {
        "patience": rng.random(20),
        "unit_cost": TWENTY,
        "trust_gain": -((TWENTY - 2) ** 3),
        "trust_loss": np.full(20, 0.2),
        "day_cost": TWENTY + 8 * rng.random(20),
    }
    told = made(np.exp(TWENTY / 5), sets=sets)
    assert told.deciding(1)[:2] == ["unit_cost", "trust_gain"]
    assert told.deciding(1)[2] == "day_cost"
    assert len(told.deciding(1)) == 3
    label = can_be_found_out()["unit_cost"].lower()
    sentence = doubt_sentences(told)[-1]
    assert sentence.startswith("How far First is ahead follows unit cost, trust gain and day cost")
    assert f"; of these you can look up {label}" in sentence


def test_alone_there_is_nothing_to_say():
    assert doubt_sentences(made()) == []


def test_bands_and_regret_at_the_weighted_points():
    told = made(TWENTY, np.full(20, 10.0))
    assert told.band(1) == (0, 9, 18)
    assert told.regret.tolist() == [18, 9, 8]
    assert told.titles[told.safest] == "Second"
    assert told.best.tolist() == pytest.approx([0, 0.5, 0.5])  # of two alike the first
    assert weighted_quantiles(np.array([5.0]), np.array([2.0]), (0.0, 1.0)) == [5, 5]
    assert weighted_quantiles(np.array([1.0, 2.0]), np.array([1.0, 1.0]), (0.5, 0.51)) == [1, 2]


def test_what_somebody_set_is_what_is_said_to_be_fixed_and_what_differs_from_the_defaults():
    assert held_fixed(Setting()) == {}
    assert held_fixed(Setting(parameters=Parameters(unit_cost=0.4))) == {"unit_cost": 0.4}
    usual = Parameters().unit_cost
    assert held_fixed(Setting(fixed=["unit_cost"])) == {"unit_cost": usual}
    sets = {"unit_cost": TWENTY, "trust_gain": TWENTY}
    assert left_open(sets, Setting(fixed=["unit_cost"])).keys() == {"trust_gain"}


def test_a_rule_set_has_its_share_and_two_worlds_unless_told(monkeypatch):
    asked = []

    def run_paths(policies, setting, sets, worlds, progress):
        asked.append((list(sets), worlds))
        return np.zeros((len(policies), 4, 3))

    monkeypatch.setattr(module, "run_paths", run_paths)
    sets = {"unit_cost": TWENTY[:4] / 4, "trust_gain": TWENTY[:4] / 8}
    policies = [find("vst"), find("balanced")]
    told = module.doubt(policies, "vst", Setting(fixed=("trust_gain",)), sets)
    assert (told.policies, told.titles) == (["vst", "balanced"], [p.title for p in policies])
    assert (told.baseline, list(told.sets)) == ("vst", ["unit_cost"])
    assert told.weights.tolist() == [0.25] * 4
    weighed = module.doubt(policies, "vst", Setting(), sets, np.array([1.0, 1, 2, 4]), worlds=5)
    assert weighed.weights.tolist() == [0.125, 0.125, 0.25, 0.5]
    assert asked == [(["unit_cost", "trust_gain"], 2), (["unit_cost", "trust_gain"], 5)]


def test_several_that_fall_behind_are_told_by_the_one_that_does_so_least():
    told = doubt_sentences(made(ahead_in(0), ahead_in(1)))
    assert told[0] == (
        "First and Second fall behind Push in at least 95% of 20 plausible rule sets."
    )


def test_where_it_falls_behind_is_not_asked_of_who_does_almost_everywhere_or_nowhere():
    def of_hundred(ahead):
        gain = np.where(np.arange(100) < ahead, 5.0, -5.0)
        return Doubt(
            policies=["push", "first"], titles=["Push", "First"], baseline="push",
            sets={"unit_cost": np.arange(100.0)}, weights=np.full(100, 0.01),
            paths=np.stack([np.zeros(100), gain])[..., None],
        )  # fmt: skip

    def asked(ahead):
        return "falls behind above all" in " ".join(doubt_sentences(of_hundred(ahead)))

    assert [asked(ahead) for ahead in (1, 10, 90, 99)] == [False, True, True, False]


def test_where_nothing_tells_when_it_falls_behind_nothing_is_said():
    by_turns = made(np.where(TWENTY % 2 == 0, 5.0, -5.0))
    assert by_turns.behind_where(1).limits == {}
    assert "falls behind above all" not in " ".join(doubt_sentences(by_turns))


def test_what_decides_is_told_of_the_policy_that_is_best_most_often():
    told = doubt_sentences(made(ahead_in(5), TWENTY - 4.5))
    assert told[-1].startswith("How far Second is ahead follows unit cost most")
