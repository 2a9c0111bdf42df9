"""The two engines agree bit by bit: every column, every quarter; and the test would notice."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from sim import policies
from sim.core.scenario import NEUTRAL, Scenario, quiet
from sim.market.population import Population
from sim.market.source import Market
from sim.mesa_engine import AllianceModel, Partner, Vendor
from sim.model.quarter import QUARTER, Levers
from sim.policies import Preset
from sim.policies import partners as partner_policies

QUARTERS = 12
SIZES = (
    {"vendors": 6, "alliances_per_vendor": 10, "vendors_per_partner": 3, "bench": 5},
    {"vendors": 4, "alliances_per_vendor": 7, "vendors_per_partner": 2, "bench": 0},
    {"vendors": 10, "alliances_per_vendor": 3, "vendors_per_partner": 5, "bench": 3},
    {"vendors": 2, "alliances_per_vendor": 1, "vendors_per_partner": 1, "bench": 2},
)
SHOCKS = {
    "market": 0.6,
    "disruption": 0.5,
    "forced_ask": 1.0,
    "forced_good_news": 0.9,
    "forced_bad_news": 0.9,
    "forced_turnover": 1.0,
    "killed": 1.0,
    "building_frozen": 1.0,
    "vision_allowed": 0.0,
    "endings_allowed": 0.0,
}


def shocked(hook: str, value: float) -> Scenario:
    """Return a scenario in which one thing happens to everybody in quarters 4 to 6."""
    path = np.full((QUARTERS, 1), NEUTRAL[hook])
    path[4:7] = value
    return replace(quiet(QUARTERS), **{hook: path})


SCENARIOS = {hook: shocked(hook, value) for hook, value in SHOCKS.items()}
CASES = [
    (policy, scenario, SIZES[i % len(SIZES)], i)
    for i, (policy, scenario) in enumerate(
        (p, s) for p in policies.names() for s in ("quiet", "everything")
    )
] + [
    (policies.names()[i % len(policies.names())], scenario, SIZES[i % 2], i)
    for i, scenario in enumerate(SCENARIOS)
]


ROWS = Market().rows
LIVELY = Preset(
    "lively",
    Levers(
        push=0.5,
        segmentation=1.0,
        focus=3,
        assessment=0.5,
        milestones=0.3,
        walk_gap=0.7,
        contingency=0.1,
        vision=1.0,
        adaptation=0.5,
        review=0.5,
        win_back=0.5,
        recruit=1.0,
        campaign=0.5,
    ),
)
"""A policy that uses every lever."""
EVENTFUL = {
    "demotion_intent": 0.4,
    "return_intent": 0.3,
    "return_trust": 0.1,
    "credit_line": 0.0,
    "slip": 0.2,
    "ask_conquest": 1.0,
    "vision_reciprocity": 0.5,
}
"""Parameters under which accounts come and go and credit runs out."""


def test_every_hook_is_tried():
    assert set(SCENARIOS) == {f.name for f in fields(Scenario)}


@pytest.mark.parametrize(
    ("policy", "name", "size", "seed"), CASES, ids=[f"{c[0]}-{c[1]}-{c[3]}" for c in CASES]
)
def test_every_column_of_every_quarter_is_equal(numpy_run, compare, busy, policy, name, size, seed):
    rows = Market(Population(**size)).rows
    usual = {"quiet": quiet(QUARTERS), "everything": busy(QUARTERS, rows)}
    given = {"scenario": (usual | SCENARIOS)[name], "seed": seed, "replication": seed % 3} | size
    model = AllianceModel(policy, **given)
    assert compare(model, numpy_run(policy, **given)) is None


@pytest.mark.parametrize("partners", partner_policies.names())
def test_partner_policies_are_equal(numpy_run, compare, partners):
    model = AllianceModel("vst", "transactional", partners)
    assert compare(model, numpy_run("vst", "transactional", partners)) is None


def test_other_parameters_are_equal(numpy_run, compare):
    changed = {"negativity": 1.0, "turnover_rate": 0.3, "most_threads": 1.0, "region_wait": 1}
    model = AllianceModel("adaptive", **changed)
    assert compare(model, numpy_run("adaptive", parameters=changed)) is None


def test_every_phase_is_some_agents_turn():
    for side in (Vendor, Partner):
        turns = [phase.turn for phase in QUARTER if phase.actor == side.side]
        assert len(set(turns)) == len(turns) > 10
        assert all(callable(getattr(side, turn)) for turn in turns)
    assert {phase.actor for phase in QUARTER} == {"market", "vendor", "partner"}


@pytest.mark.parametrize(
    ("side", "turn"),
    [
        (side, phase.turn)
        for side in (Vendor, Partner)
        for phase in QUARTER
        if phase.actor == side.side
    ],
)
def test_a_side_that_misses_its_first_turns_is_noticed(numpy_run, compare, busy, side, turn):
    def absent(self) -> None:
        if self.view.quarter > 4:  # at rest, as a run begins, some turns change nothing
            getattr(super(missing, self), turn)()

    missing = type("Missing", (side,), {turn: absent})
    given = {"scenario": busy(QUARTERS, ROWS), "seed": 3, "bench": 5}
    model = AllianceModel(LIVELY, **{f"{side.side}_class": missing}, **given, **EVENTFUL)
    with np.errstate(all="ignore"):  # what was never set is 0, and some phases divide by it
        found = compare(model, numpy_run(LIVELY, parameters=EVENTFUL, **given))
    assert found is not None
    assert found[0] <= 4


def test_with_everything_switched_on_all_happens_in_both(numpy_run, compare, busy):
    given = {"scenario": busy(QUARTERS, ROWS), "seed": 3, "bench": 5}
    happened = {name: 0.0 for name in ("signed", "returned", "conquered", "campaigning")}
    strained = 0.0
    for now in numpy_run(LIVELY, LIVELY, parameters=EVENTFUL, **given):
        happened = {k: n + getattr(now.alliances, k).sum() for k, n in happened.items()}
        strained += now.vendors.strain.sum()
    assert all(happened.values())
    assert strained
    assert np.any(now.vendors.cash != 0.0)
    model = AllianceModel(LIVELY, LIVELY, **given, **EVENTFUL)
    assert compare(model, numpy_run(LIVELY, LIVELY, parameters=EVENTFUL, **given)) is None


def test_a_phase_that_is_wrong_in_the_last_bit_is_noticed(numpy_run, compare):
    class Slip(Partner):
        def judge(self) -> None:
            super().judge()
            seen = self.view.alliances
            seen.trust = np.nextafter(seen.trust, 1.0) if self.row == 19 else seen.trust

    found = compare(AllianceModel(partner_class=Slip), numpy_run())
    assert found is not None
    quarter, columns = found
    assert quarter == 0
    assert "alliances.trust" in columns


def test_shuffling_changes_nothing(numpy_run, compare):
    model = AllianceModel("segmented")
    model.random.seed(99)
    assert compare(model, numpy_run("segmented")) is None
