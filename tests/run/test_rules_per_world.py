"""A parameter may have one value a replication: each world then meets its own rules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.base.problems import ProblemsError
from sim.core.parameter import specs
from sim.core.rules import of_worlds, per_row
from sim.ensemble.worlds import random_parameters
from sim.model.quarter import Parameters
from sim.run import simulate as core
from sim.run.setting import Setting
from sim.run.simulate import simulate

POLICIES = ["vst", "adaptive", "transactional"]


def other_value(spec):
    """Return a value that a parameter may have, away from its default."""
    if spec.name == "lowest_discount":
        return 0.15  # it must stay under the highest
    value = spec.low + 0.75 * (spec.high - spec.low)
    return round(value) if spec.is_whole else value


def test_each_world_meets_its_own_value_of_each_parameter():
    known = list(specs(Parameters))
    values = {s.name: np.full(len(known), float(s.default)) for s in known}
    for at, spec in enumerate(known):
        values[spec.name][at] = other_value(spec)
    world = np.zeros(len(known), int)
    together = simulate(
        POLICIES,
        Setting(
            parameters=Parameters(**values),
            replications=len(known),
            world_numbers=world,
            quarters=6,
        ),
    )
    for at, spec in enumerate(known):
        rules = replace(Parameters(), **{spec.name: other_value(spec)})
        alone = simulate(POLICIES, Setting(parameters=rules, replications=1, quarters=6))
        for policy, result in alone.items():
            for outcome, kept in result.outcomes.items():
                ours = together[policy].outcomes[outcome][at]
                told = f"{spec.name}, {policy}, {outcome}"
                assert np.allclose(ours, kept[0], rtol=1e-5, atol=1e-6), told


def test_one_value_a_world_gives_the_bits_of_plain_numbers():
    sets = [random_parameters(np.random.default_rng([3, number])) for number in range(12)]
    names = [spec.name for spec in specs(Parameters)]
    arrays = {name: np.array([float(getattr(p, name)) for p in sets]) for name in names}
    world = np.zeros(len(sets), int)
    with np.errstate(all="ignore"):
        together = simulate(
            POLICIES,
            Setting(parameters=Parameters(**arrays), replications=len(sets), world_numbers=world),
        )
        for number, plain in enumerate(sets):
            alone = simulate(POLICIES, Setting(parameters=plain, replications=1))
            for policy, result in alone.items():
                for outcome, kept in result.outcomes.items():
                    ours = together[policy].outcomes[outcome][number]
                    told = f"set {number}, {policy}, {outcome}"
                    np.testing.assert_array_equal(ours, kept[0], err_msg=told)


def test_all_at_once_and_in_any_block(monkeypatch):
    luck = np.random.default_rng(3)
    values = {
        s.name: luck.uniform(0.7, 1.0, 6) * s.default
        for s in specs(Parameters)
        if not s.is_whole and s.low <= 0.7 * s.default
    }
    setting = Setting(parameters=replace(Parameters(), **values), replications=6, quarters=8)
    whole = simulate(POLICIES, setting)
    monkeypatch.setattr(core, "BLOCK_BYTES", 1)
    for policy, result in simulate(POLICIES, setting).items():
        for outcome, kept in result.outcomes.items():
            assert np.array_equal(kept, whole[policy].outcomes[outcome]), outcome


def test_a_world_may_stand_more_than_once():
    gains = np.array([0.05, 0.05, 0.3, 0.3])
    setting = Setting(
        parameters=replace(Parameters(), trust_gain=gains),
        world_numbers=np.array([0, 1, 0, 1]),
        replications=4,
    )
    trust = simulate(["balanced"], setting)["balanced"].last("trust").reshape(2, 2)
    for gain, ours in zip((0.05, 0.3), trust, strict=True):
        rules = replace(Parameters(), trust_gain=gain)
        usual = simulate(["balanced"], Setting(parameters=rules, replications=2))["balanced"]
        assert ours == pytest.approx(usual.last("trust"), rel=1e-6)


def test_plain_numbers_take_no_detour():
    p = Parameters()
    assert per_row(p, np.zeros(5, np.intp)) is p
    assert of_worlds(p, np.array([1])) is p


def test_values_must_be_one_a_replication():
    parameters = replace(Parameters(), trust_gain=np.array([0.1, 0.2]))
    with pytest.raises(ProblemsError, match=r"trust_gain: \(2,\) values given; must be \(3,\)"):
        Setting(parameters=parameters, replications=3)


def test_the_parameters_of_all_worlds_in_order_are_those_given():
    rules = replace(Parameters(), trust_gain=np.array([0.1, 0.2, 0.3]))
    assert of_worlds(rules, np.arange(3)) is rules
    assert of_worlds(rules, np.array([2, 1, 0])).trust_gain.tolist() == [0.3, 0.2, 0.1]
    assert of_worlds(rules, np.arange(2)).trust_gain.tolist() == [0.1, 0.2]


def test_some_rows_meet_their_own_values_and_a_slice_is_spread_once():
    rules = per_row(
        replace(Parameters(), trust_gain=np.array([0.1, 0.2])), np.array([0, 0, 1, 1, 1])
    )
    assert rules.at(slice(None)) is rules
    assert rules.at(slice(1, 3)).trust_gain.tolist() == [0.1, 0.2]
    assert rules.at(slice(1, 4)).trust_gain.tolist() == [0.1, 0.2, 0.2]
    assert rules.at(slice(1, 3)) is rules.at(slice(1, 3))
    assert rules.at(np.array([4, 0])).trust_gain.tolist() == [0.2, 0.1]
