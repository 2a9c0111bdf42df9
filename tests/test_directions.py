"""Raise this, and that must move this way: one row a mechanism, on common random numbers."""

from __future__ import annotations

import math
from typing import NamedTuple

import pytest

from experiments.frame import Row, above, below
from sim.core.parameter import specs
from sim.ensemble.worlds import Worlds, member
from sim.model.quarter import Parameters
from sim.policies import Levers

WORLDS = Worlds(seed=404, number=60)


class Direction(NamedTuple):
    raised: str
    to: float
    policy: str
    outcome: str
    sign: int
    why: str


PARAMETERS = [
    # market and books
    Direction("market_growth", 0.03, "balanced", "revenue", +1, "demand grows each quarter"),
    Direction("unit_cost", 0.6, "balanced", "margin", -1, "each deal costs more to serve"),
    Direction("day_cost", 1.0, "balanced", "profit", -1, "effort is paid by the day"),
    Direction("capacity_days", 50, "balanced", "score", +1, "more days build more"),
    # execution
    Direction("base_execution", 0.6, "balanced", "useful_time", +1, "fewer plans are lost"),
    Direction("follow_up_time", 0.3, "balanced", "useful_time", -1, "following up takes time"),
    Direction("control_time", 0.5, "transactional", "useful_time", -1, "so does control"),
    Direction("control_execution", 0.9, "transactional", "execution", +1, "control does execute"),
    Direction("habit_gain", 0.3, "balanced", "execution", +1, "follow-up becomes a habit"),
    Direction("fear_strength", 0.8, "transactional", "execution", -1, "pressure leaves fear"),
    Direction("milestone_time", 0.3, "culture_aware", "useful_time", -1, "milestones take time"),
    # building
    Direction("build_rate", 0.5, "balanced", "score", +1, "a day of work builds more"),
    Direction("factor_decay", 0.1, "balanced", "score", -1, "what is not nurtured fades"),
    Direction("setup_days", 2.0, "balanced", "score", -1, "less of the effort is left to build"),
    Direction("gate_floor", 0.8, "balanced", "score", +1, "later phases wait less for earlier"),
    Direction("view_noise", 0.5, "balanced", "score", -1, "work goes to the wrong factors"),
    Direction("low_value", 0.5, "balanced", "score", +1, "partners put more of their own in"),
    Direction("valuing_share", 0.5, "balanced", "joint_revenue", +1, "more partners reciprocate"),
    Direction("culture_gap_weight", 1.4, "balanced", "trust", -1, "cultures fit less"),
    Direction("milestone_bridge", 1.0, "culture_aware", "trust", +1, "milestones bridge a gap"),
    Direction("autonomy_weight", 1.0, "transactional", "contact", -1, "the controlled withdraw"),
    Direction("contact_days", 6.0, "balanced", "contact", -1, "a day of work is met less"),
    Direction("thread_growth", 0.2, "balanced", "threads", +1, "effort weaves more ties"),
    Direction("thread_decay", 0.1, "balanced", "threads", -1, "ties loosen"),
    # selling
    Direction("rival_attraction", 2.5, "balanced", "arms_length_revenue", -1, "rivals win more"),
    Direction("discount_pull", 6.0, "balanced", "arms_length_revenue", +1, "discounts pull harder"),
    Direction("loyalty_pull", 2.5, "balanced", "arms_length_revenue", +1, "loyal partners buy"),
    Direction("lure", 0.6, "balanced", "loyalty", -1, "rival offers erode loyalty"),
    Direction("joint_potential", 6.0, "balanced", "joint_revenue", +1, "there is more to pitch"),
    Direction("invitation_trust", 0.6, "balanced", "invitation", -1, "fewer are let in"),
    Direction("crowding", 1.0, "balanced", "joint_revenue", -1, "allied vendors share the pie"),
    Direction("base_win_rate", 0.4, "balanced", "joint_revenue", +1, "more pitches are won"),
    Direction("win_rate_trust", 1.0, "balanced", "joint_revenue", +1, "trust wins pitches"),
    Direction("highest_exponent", 1.5, "vst", "joint_revenue", +1, "one team multiplies value"),
    Direction("lowest_exponent", 0.9, "balanced", "joint_revenue", +1, "poor teams lose less"),
    # the ask
    Direction("quota_share", 0.5, "transactional", "ask", +1, "the quota is missed by more"),
    Direction("full_ask_gap", 0.6, "transactional", "ask", -1, "a gap alarms less"),
    Direction("ask_weight", 0.7, "transactional", "trust", -1, "an ask is a breach"),
    Direction("spot_discount", 0.25, "transactional", "margin", -1, "pulled deals go cheaper"),
    Direction("demand_by_ask", 0.7, "transactional", "discount", +1, "who is asked asks back"),
    Direction("demand_base", 0.2, "balanced", "discount", +1, "disloyal partners want more"),
    Direction("discount_easing", 0.3, "balanced", "discount", -1, "trust eases the price"),
    # trust
    Direction("trust_gain", 0.25, "transactional", "trust", -1, "under a push all news is bad"),
    Direction("negativity", 5.0, "balanced", "trust", -1, "bad news weighs more"),
    Direction("damage_rate", 0.5, "transactional", "damage", +1, "a breach marks the name"),
    Direction("damage_healing", 0.15, "transactional", "damage", -1, "names heal"),
    Direction("neglect_weight", 0.2, "do_nothing", "trust", -1, "neglect is bad news"),
    Direction("misfit_weight", 0.4, "balanced", "trust", -1, "an unmet horizon is bad news"),
    Direction("refusal_weight", 0.9, "relationship_first", "trust", -1, "refusing is bad news"),
    Direction("control_weight", 0.8, "transactional", "trust", -1, "control is bad news"),
    Direction("success_half", 1.0, "balanced", "trust", -1, "success impresses less"),
    Direction("low_value_intent", 0.8, "balanced", "intent", +1, "all partners aim higher"),
    # people, visions, regions, endings
    Direction("turnover_rate", 0.15, "balanced", "trust", -1, "contacts take trust with them"),
    Direction("turnover_loss", 0.9, "balanced", "joint_revenue", -1, "and the joint pipeline"),
    Direction("vision_intent", 0.9, "vst", "intent", +1, "a vision binds"),
    Direction("vision_support_cost", 40.0, "vst", "profit", -1, "free support is paid for"),
    Direction("vision_break_trust", 0.6, "vst", "committed", -1, "visions break sooner"),
    Direction("region_intent", 0.9, "vst", "regions", -1, "regions need more will"),
    Direction("region_wait", 5, "vst", "regions", -1, "regions follow each other later"),
    Direction("demotion_intent", 0.2, "balanced", "partners", -1, "the unwilling are demoted"),
    Direction("base_termination", 0.05, "balanced", "terminated", +1, "alliances end by chance"),
    Direction("distrust_termination", 0.2, "transactional", "terminated", +1, "distrust ends them"),
]

LEVERS = [
    Direction("push", 1.0, "balanced", "trust", -1, "asks are breaches"),
    Direction("concession", 1.0, "balanced", "discount", +1, "granted demands stick"),
    Direction("follow_up", 1.0, "balanced", "execution", +1, "what is followed up gets done"),
    Direction("control", 1.0, "balanced", "trust", -1, "partners mind control"),
    Direction("threading", 0.4, "balanced", "threads", +1, "effort goes to ties"),
    Direction("vision", 1.0, "balanced", "committed", +1, "offered visions are accepted"),
    Direction("relationship_share", 0.0, "balanced", "trust", -1, "without contact trust fades"),
    Direction("assessment", 1.0, "balanced", "score", +1, "the weakest factors are found"),
    Direction("capacity_use", 0.3, "balanced", "score", -1, "fewer days build less"),
]


def name(row: Direction) -> str:
    return f"{row.raised}-{row.outcome}"


def assert_moves(row: Direction, base, changed) -> None:
    """The mean over quarters moves, by a margin that luck does not explain."""
    before, after = (result.outcomes[row.outcome].mean(axis=1) for result in (base, changed))
    expected = above(0.0) if row.sign > 0 else below(0.0)
    found = Row("", row.why, after - before, "", expected)
    assert found.verdict == "holds", f"{row}: {found.mean:.4g} [{found.low:.4g}, {found.high:.4g}]"
    assert not math.isclose(found.mean, 0.0, abs_tol=1e-12)


@pytest.mark.parametrize("row", PARAMETERS, ids=name)
def test_raising_a_parameter_moves_an_outcome(row):
    (base,) = WORLDS.run(row.policy)
    (changed,) = WORLDS.run(row.policy, changes=((row.raised, row.to),))
    assert_moves(row, base, changed)


@pytest.mark.parametrize("row", LEVERS, ids=name)
def test_moving_a_lever_moves_an_outcome(row):
    base, changed = WORLDS.run(row.policy, member(row.policy, **{row.raised: row.to}))
    assert_moves(row, base, changed)


def test_the_table_raises_known_parameters_within_their_ranges():
    known = {spec.name: spec for kind in (Parameters, Levers) for spec in specs(kind)}
    for row in PARAMETERS + LEVERS:
        assert known[row.raised].low <= row.to <= known[row.raised].high, row
    assert all(row.to > known[row.raised].default for row in PARAMETERS)
