"""Targets and how near a rule set must come to them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.config.ensemble import Recipe
from sim.core.parameter import specs
from sim.ensemble.build import build
from sim.ensemble.figures import FIGURES
from sim.ensemble.sets import doubted, drawn, from_cube, rules_of, size_of, some, world_numbers
from sim.ensemble.stored import stored_sets, write_sets
from sim.ensemble.targets import Target, is_plausible, measured, scaled, targets
from sim.model.quarter import Parameters


def target(**given):
    known = {"figure": "ended", "group": "C", "source": "somebody", "published": 0.5}
    known |= {"scale": "linear", "observation": 0.03, "discrepancy": 0.04, "simulation": 0.0}
    return Target(**(known | given))


def test_tolerances_add_up_as_variances():
    assert target().tolerance == pytest.approx(0.05)
    assert target(simulation=0.12).tolerance == pytest.approx(0.13)
    assert target().accepted == pytest.approx((0.4, 0.6))


def test_implausibility_counts_tolerances():
    assert target().implausibility(np.array([0.5, 0.6, 0.35])).tolist() == pytest.approx([0, 2, 3])
    assert target().implausibility(np.array([np.nan])).tolist() == [np.inf]


def test_a_logarithmic_target_counts_ratios():
    fold = target(published=5.0, scale="log", observation=np.log(2), discrepancy=0.0)
    assert fold.implausibility(np.array([10.0, 2.5, 20.0])).tolist() == pytest.approx([1, 1, 2])
    assert fold.accepted == pytest.approx((1.25, 20.0))
    assert fold.implausibility(np.array([-1.0])).tolist() == [np.inf]


def test_a_set_must_meet_every_target():
    known = [target(), target(figure="win_rate", published=0.25)]
    figures = {"ended": np.array([0.5, 0.5, 0.7]), "win_rate": np.array([0.25, 0.4, 0.25])}
    assert is_plausible(figures, known).tolist() == [True, False, False]
    assert is_plausible({"ended": figures["ended"]}, known).tolist() == [True, True, False]


def test_judged_tolerances_can_be_halved():
    (half,) = scaled([target(simulation=0.1)], 0.5)
    assert (half.observation, half.discrepancy, half.simulation) == (0.015, 0.02, 0.1)


def test_the_table_names_figures_that_are_measured():
    known = targets()
    assert {t.figure for t in known} <= set(FIGURES)
    assert {t.group for t in known} == {"C", "seed", "anchor"}
    assert all(t.tolerance > 0 for t in known)


def test_every_plausible_range_lies_in_the_allowed_one_and_has_a_source():
    for spec in specs(Parameters):
        low, high = spec.plausible
        assert spec.low <= low <= spec.default <= high <= spec.high, spec.name
        assert spec.belief


def test_the_cube_ends_at_the_ends_of_what_is_plausible():
    axes = len(doubted())
    sets = from_cube(np.stack([np.zeros(axes), np.ones(axes)]))
    for spec in doubted():
        low, high = spec.plausible
        assert sets[spec.name][1] == pytest.approx(high)
        if spec.name != "lowest_discount":
            assert sets[spec.name][0] == pytest.approx(low)


def test_half_of_the_sets_lie_on_either_side_of_the_prior_median():
    sets = drawn(64, 1)
    assert size_of(sets) == 64
    spec = {s.name: s for s in doubted()}["trust_gain"]
    low, high = spec.plausible
    middle = from_cube(np.full((1, len(doubted())), 0.5))["trust_gain"][0]
    assert low < middle < high
    assert (sets["trust_gain"] < middle).sum() == 32


def test_sets_meet_the_same_worlds():
    sets = {"trust_gain": np.array([0.1, 0.2])}
    assert rules_of(sets, 3).trust_gain.tolist() == [0.1] * 3 + [0.2] * 3
    assert world_numbers(sets, 3).tolist() == [0, 1, 2, 0, 1, 2]
    assert some(sets, np.array([1]))["trust_gain"].tolist() == [0.2]


def test_figures_of_sets_are_those_of_each_alone():
    sets = drawn(4, 2)
    names = ["ended", "win_rate", "business_after_18_months", "loss_over_gain"]
    together = measured(sets, names, worlds=2, seed=5)
    alone = measured(some(sets, slice(2, 3)), names, worlds=2, seed=5)
    for name in names:
        assert together[name][2] == pytest.approx(alone[name][0], rel=1e-9, nan_ok=True), name


def test_stored_sets_come_back_and_others_are_refused(tmp_path, monkeypatch):
    from sim.ensemble import stored

    monkeypatch.setattr(stored, "ensemble_folder", lambda: tmp_path)
    stored_sets.cache_clear()
    with pytest.raises(ValueError, match=r"sets.csv: missing; experiment=plausible builds it"):
        stored_sets()
    sets = drawn(8, 3)
    write_sets(tmp_path, sets, {"why": "a test"})
    assert stored_sets()["trust_gain"] == pytest.approx(sets["trust_gain"], rel=1e-5)
    stored_sets.cache_clear()
    del sets["trust_gain"]
    write_sets(tmp_path, sets, {})
    with pytest.raises(ValueError, match=r"other parameters \(trust_gain\)"):
        stored_sets()
    stored_sets.cache_clear()


def test_a_build_finds_sets_and_goes_on_where_it_was(tmp_path):
    pytest.importorskip("sklearn")
    recipe = Recipe(sets=1, first=64, later=16, waves=2, candidates=16, worlds=1, fresh=1, steps=20)
    wide = [
        target(figure="win_rate", published=0.25, observation=0.2),
        target(figure="ended", observation=1.0),
    ]
    calls: list[str] = []
    first = build(recipe, wide, tmp_path, lambda wave, done, total: calls.append(wave))
    assert calls == ["wave1", "wave2", "filter"]
    assert size_of(first.sets) == 16
    kept = sorted(path.stat().st_mtime_ns for path in tmp_path.iterdir())
    again = build(recipe, wide, tmp_path, lambda *told: None)
    assert sorted(path.stat().st_mtime_ns for path in tmp_path.iterdir()) == kept
    for name, values in first.sets.items():
        assert np.array_equal(values, again.sets[name])
    assert [row["wave"] for row in first.passed] == ["wave 1", "wave 2", "filter"]


def test_the_readme_tells_how_many_rule_sets_there_are():
    stored_sets.cache_clear()
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert f"holds in {size_of(stored_sets())}\n  plausible rule sets" in readme
    assert size_of(stored_sets()) >= 500


def test_the_stored_sets_met_every_target():
    """They were filtered in fresh worlds; the figures kept beside them say so."""
    from sim.base.paths import ensemble_folder

    kept = json.loads((ensemble_folder() / "sets.json").read_text("utf-8"))["figures"]
    figures = {name: np.array(values) for name, values in kept.items()}
    known = targets()
    assert set(figures) == {target.figure for target in known}
    assert is_plausible(figures, known).all()
