"""The two engines agree bit by bit: every column, every quarter; and the test would notice."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from sim import policies
from sim.core.scenario import NEUTRAL, Scenario, quiet
from sim.mesa_engine import AllianceModel, Partner, Vendor
from sim.model.quarter import QUARTER
from sim.policies import partners as partner_policies

QUARTERS = 12
SIZES = (
    {"vendors": 6, "alliances_per_vendor": 10, "vendors_per_partner": 3},
    {"vendors": 4, "alliances_per_vendor": 7, "vendors_per_partner": 2},
    {"vendors": 10, "alliances_per_vendor": 3, "vendors_per_partner": 5},
    {"vendors": 2, "alliances_per_vendor": 1, "vendors_per_partner": 1},
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


def test_every_hook_is_tried():
    assert set(SCENARIOS) == {f.name for f in fields(Scenario)}


@pytest.mark.parametrize(
    ("policy", "name", "size", "seed"), CASES, ids=[f"{c[0]}-{c[1]}-{c[3]}" for c in CASES]
)
def test_every_column_of_every_quarter_is_equal(numpy_run, compare, busy, policy, name, size, seed):
    alliances = size["vendors"] * size["alliances_per_vendor"]
    usual = {"quiet": quiet(QUARTERS), "everything": busy(QUARTERS, alliances)}
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
def test_a_side_that_misses_its_first_two_turns_is_noticed(numpy_run, compare, busy, side, turn):
    def absent(self) -> None:
        if self.view.quarter > 1:  # at rest, as a run begins, some turns change nothing
            getattr(super(missing, self), turn)()

    missing = type("Missing", (side,), {turn: absent})
    policy = "transactional" if side is Vendor else "vst"
    given = {"scenario": busy(QUARTERS, 60), "seed": 3}
    model = AllianceModel(policy, **{f"{side.side}_class": missing}, **given)
    with np.errstate(all="ignore"):  # what was never set is 0, and some phases divide by it
        found = compare(model, numpy_run(policy, **given))
    assert found is not None
    assert found[0] <= 1


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
