"""Rule sets for advice: chosen by weight and seed, one a world, what is set held in all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.core.rules import varying
from sim.ensemble.advice import MOST_SETS, by_weight, rules_for
from sim.model.quarter import Parameters
from sim.portfolio import COLUMNS, Portfolio, PortfolioMarket
from sim.run.setting import Setting

SETS = {"unit_cost": np.linspace(0.4, 0.7, 8), "trust_gain": np.linspace(0.1, 0.2, 8)}


def setting_of(alliances: int, **changes: Any) -> Setting:
    facts = {name: np.full(alliances, np.nan) for name in COLUMNS}
    portfolio = Portfolio(tuple(f"P{i}" for i in range(alliances)), facts)
    return Setting(draw=PortfolioMarket(portfolio), replications=20, **changes)


def test_sets_that_weigh_alike_are_taken_once_and_by_seed() -> None:
    assert by_weight(8, None, 8, 1).tolist() == list(range(8))
    few = by_weight(600, None, 100, 1)
    assert len(set(few.tolist())) == 100
    assert few.tolist() == sorted(few.tolist())
    assert few.tolist() == by_weight(600, np.full(600, 0.3), 100, 1).tolist()
    assert few.tolist() != by_weight(600, None, 100, 2).tolist()


@pytest.mark.parametrize("seed", range(5))
def test_heavy_sets_are_taken_as_often_as_they_weigh(seed: int) -> None:
    weights = np.array([0.0, 3.0, 1.0, 0.0, 4.0])
    assert by_weight(5, weights, 8, seed).tolist() == [1, 1, 1, 2, 4, 4, 4, 4]


def test_each_rule_set_has_a_world_of_its_own() -> None:
    rules = rules_for(setting_of(3, done=0, precision="double"), SETS)
    assert rules.setting.replications == 8
    assert rules.setting.world_numbers is None
    assert rules.setting.precision == "single"
    known = varying(rules.setting.parameters)
    assert {name: values.tolist() for name, values in known.items()} == {
        name: values.tolist() for name, values in SETS.items()
    }
    assert rules.known["your gross margin"].tolist() == SETS["unit_cost"].tolist()
    assert set(rules.known) == {"your gross margin"}


def test_what_somebody_set_holds_in_every_rule_set() -> None:
    setting = setting_of(3, parameters=replace(Parameters(), unit_cost=0.3))
    rules = rules_for(setting, SETS)
    assert rules.setting.parameters.unit_cost == 0.3
    assert list(varying(rules.setting.parameters)) == ["trust_gain"]
    assert rules.known == {}


def test_a_large_portfolio_is_asked_in_fewer_sets() -> None:
    many = {"trust_gain": np.linspace(0.1, 0.2, 600)}
    sizes = [rules_for(setting_of(n), many).setting.replications for n in (24, 1500, 5000)]
    assert sizes == [MOST_SETS, 40, 30]
    chosen = rules_for(setting_of(2), many, np.arange(600) == 7).setting.parameters.trust_gain
    assert set(chosen.tolist()) == {many["trust_gain"][7]}
