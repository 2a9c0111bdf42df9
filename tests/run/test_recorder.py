"""The recorder by hand: whose numbers, of which quarter, and when "after" is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.core.state import PROSPECT
from sim.policies import Levers, Preset
from sim.run import recorder as module
from sim.run.measures import MEASURES
from sim.run.recorder import Recorder

WORLDS, ROWS, QUARTERS = 2, 3, 4
RECORDED = WORLDS * ROWS
BEYOND = 2  # rows of rivals after those recorded


@pytest.fixture(autouse=True)
def _factors_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "refresh_derived_factors", lambda *_: None)


@pytest.fixture(autouse=True)
def _measures_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "by_alliance", lambda name, seen: getattr(seen, name, seen.revenue))


def at_quarter(number: int, status: list[int] | None = None) -> Any:
    """A moment at which revenue is 10 a quarter and 1 a row, and factors are the quarter."""
    rows = RECORDED + BEYOND
    alliances = SimpleNamespace(
        revenue=10.0 * number + np.arange(float(rows)),
        trust=np.full(rows, 0.1 * number),
        vendor_trust=np.zeros(rows),
        intent=np.zeros(rows),
        status=np.array(status if status else [PROSPECT + 1] * rows),
        factors=np.full((12, rows), float(number)) + np.arange(float(rows)),
    )
    return SimpleNamespace(
        alliances=alliances,
        recorded=slice(0, RECORDED),
        quarter=number,
        scenario=SimpleNamespace(quarters=QUARTERS),
    )


def recorded(status: list[int] | None = None, panel: tuple[str, ...] = ("revenue",)) -> Recorder:
    recorder = Recorder((WORLDS, ROWS), QUARTERS, panel)
    recorder.start(at_quarter(-1, status))
    for number in range(QUARTERS):
        recorder.record(at_quarter(number, status))
    return recorder


def test_outcomes_are_sums_or_means_over_the_rows_recorded() -> None:
    outcomes = recorded().outcomes
    assert set(outcomes) == set(MEASURES)
    np.testing.assert_allclose(outcomes["revenue"], [[3, 33, 63, 93], [12, 42, 72, 102]])
    for name, measure in MEASURES.items():
        if measure.how == "mean" and name == "trust":
            np.testing.assert_allclose(outcomes[name], [[0, 0.1, 0.2, 0.3]] * 2)


def test_the_panel_is_by_world_quarter_and_row() -> None:
    panel = recorded().panel["revenue"]
    assert panel[0].tolist() == [[0, 1, 2], [10, 11, 12], [20, 21, 22], [30, 31, 32]]
    assert panel[1, 0].tolist() == [3, 4, 5]
    assert recorded(panel=()).panel == {}


def test_factors_are_those_before_the_first_and_after_the_last_quarter() -> None:
    factors = recorded().factors
    assert factors.shape == (2, WORLDS, ROWS, 12)
    assert factors[0, :, :, 0].tolist() == [[-1, 0, 1], [2, 3, 4]]
    assert factors[1, :, :, 5].tolist() == [[3, 4, 5], [6, 7, 8]]


def test_a_prospect_is_no_account() -> None:
    account = PROSPECT + 1
    status = [account, account, PROSPECT, account, PROSPECT, PROSPECT, account, account]
    kept = recorded(status)
    np.testing.assert_equal(kept.panel["revenue"][0, 1], [10, 11, np.nan])
    np.testing.assert_equal(kept.panel["revenue"][1, 1], [13, np.nan, np.nan])
    np.testing.assert_equal(kept.factors[1, :, :, 0], [[3, 4, np.nan], [6, np.nan, np.nan]])
    np.testing.assert_allclose(kept.outcomes["trust"], [[0, 0.1, 0.2, 0.3]] * 2)


def test_a_result_has_the_name_and_the_worlds() -> None:
    kept = recorded()
    made = kept.result(Preset("mine", Levers(), "Mine"), np.array([4, 5]))
    assert (made.policy, made.title, made.replications.tolist()) == ("mine", "Mine", [4, 5])
    assert made.outcomes is kept.outcomes
    assert made.factors is kept.factors
