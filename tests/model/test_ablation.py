import numpy as np

from sim.core.parameter import specs
from sim.model.ablation import ablate, switches
from sim.model.quarter import Levers, Parameters


def test_a_mechanism_is_switched_off_by_its_parameters():
    changed = ablate(Parameters(), ["capacity", "slipping"])
    assert changed.saturation == changed.slip == 0
    assert changed.held == ()
    assert changed.support_share == Parameters().support_share


def test_a_mechanism_that_hangs_on_a_lever_is_switched_off_by_holding_it():
    changed = ablate(ablate(Parameters(), ["win_back"]), ["review", "capacity"])
    assert changed.held == (("review", 0.0), ("win_back", 0.0))
    assert changed.saturation == 0


def test_a_held_lever_stands_whatever_the_policies_say(start_of):
    now = start_of(
        levers={"win_back": np.array([0.3, 0.6]), "push": 0.4},
        parameters={"held": (("win_back", 0.0), ("review", 0.25))},
    )
    assert list(now.levers.win_back) == [0, 0]
    assert list(now.levers.review) == [0.25, 0.25]
    assert list(now.levers.push) == [0.4, 0.4]


def test_every_switch_is_a_parameter_or_lever_at_its_neutral_value():
    known = {s.name: s for declared in (Parameters, Levers) for s in specs(declared)}
    for mechanism, neutral in switches().items():
        for name in neutral:
            assert known[name].switch == mechanism
