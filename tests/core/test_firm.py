"""A firm's own numbers as parameters of the model, and back."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.problems import ProblemsError
from sim.core.parameter import specs
from sim.market.firm import NUMBERS, USUAL_DISCOUNT, USUAL_TRUST, Place, model_values
from sim.market.population import Population, draw_world
from sim.model.quarter import Parameters

PLACE = Place(alliances=20, discount=0.25, parameters=Parameters(cycle_trust=0.4))


def test_each_number_is_worked_out_by_hand() -> None:
    firm = {
        "gross_margin": 0.4,  # 60 k€ cost of 75 k€ revenue is 45 of 100 at list
        "people": 8,  # 8 x 60 days over 20 alliances
        "day_cost": 900,
        "win_rate": 0.253,  # 0.2 x (1 + 0.53 x 0.5)
        "sales_cycle": 6,  # 2 quarters are 0.8 of 2.5
    }
    assert model_values(firm, PLACE) == pytest.approx(
        {
            "unit_cost": 0.45,
            "capacity_days": 24,
            "day_cost": 0.9,
            "base_win_rate": 0.2,
            "joint_cycle": 2.5,
        }
    )


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.name)
def test_defaults_and_ranges_are_those_of_the_parameters(number) -> None:  # type: ignore[no-untyped-def]
    known = {spec.name: spec for spec in specs(Parameters)}[number.parameter]
    back = model_values({number.name: number.default(PLACE)}, PLACE)
    assert back == pytest.approx({number.parameter: known.default})
    for end in number.allowed(PLACE):
        value = model_values({number.name: end}, PLACE)[number.parameter]
        assert known.low <= value <= known.high


def test_everything_wrong_is_said_in_the_firms_words() -> None:
    with pytest.raises(ProblemsError) as caught:
        model_values({"people": 100, "gross_margin": 1.2, "peple": 3, "day_cost": np.nan}, PLACE)
    assert caught.value.problems == [
        "Alliance team: 100 people given; must be from 1.667 people to 40 people",
        "Gross margin: 120% given; must be from -6.67% to 100%",
        "no number of a firm 'peple' (did you mean people?); there are day_cost, gross_margin, "
        "people, quota, sales_cycle, win_rate",
        "Cost of a day: nan € given; must be from 200 € to 2,000 €",
    ]


def test_the_usual_trust_and_discount_are_those_of_the_worlds_drawn() -> None:
    world = draw_world(Population(), Parameters(), 1, range(200))
    assert world.trust.mean() == pytest.approx(USUAL_TRUST, abs=0.005)
    assert world.discount.mean() == pytest.approx(USUAL_DISCOUNT, abs=0.001)
