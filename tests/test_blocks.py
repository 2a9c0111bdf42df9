"""Results do not depend on how replications are cut into blocks, nor on who runs the blocks."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

import sim.run.simulate
from sim.core.draws import AddressedLuck
from sim.core.scenario import quiet
from sim.market.population import Population, draw_world
from sim.market.source import Market
from sim.model.quarter import Parameters
from sim.policies import find
from sim.run.engine import begin, quarters
from sim.run.setting import Setting
from sim.run.simulate import blocks, run_block, simulate

POLICIES = [find("transactional"), find("vst"), find("adaptive")]
PRECISIONS = ("double", "single")
ALLIANCES = Market().rows
SETTING = Setting(replications=9, panel=("trust", "revenue"), watch="all")


def bits(result):
    """Return every array of a result by name."""
    return {
        "replications": result.replications,
        "factors": result.factors,
        **{f"outcomes/{name}": values for name, values in result.outcomes.items()},
        **{f"panel/{name}": values for name, values in result.panel.items()},
    }


def assert_same(one, other):
    assert list(one) == list(other)
    for policy in one:
        ours, theirs = bits(one[policy]), bits(other[policy])
        assert list(ours) == list(theirs)
        for name, values in ours.items():
            assert np.array_equal(values, theirs[name], equal_nan=True), f"{policy}, {name}"


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("together", [1, 2, 4])
def test_the_size_of_a_block_changes_no_bit(monkeypatch, precision, together):
    setting = replace(SETTING, precision=precision)
    whole = simulate(POLICIES, setting)
    rows = together * ALLIANCES
    monkeypatch.setattr(sim.run.simulate, "BLOCK_BYTES", rows * setting.dtype.itemsize)
    assert len(list(blocks(setting))) > 1
    assert_same(simulate(POLICIES, setting), whole)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_a_replication_alone_gets_the_bits_it_gets_in_a_batch(precision):
    setting = replace(SETTING, precision=precision)
    batch = simulate(POLICIES, setting)
    for number in (0, 4, 8):
        for alone in run_block(POLICIES, setting, np.array([number])):
            together = batch[alone.policy]
            for name, values in alone.outcomes.items():
                assert np.array_equal(values[0], together.outcomes[name][number]), name


@pytest.mark.parametrize("precision", PRECISIONS)
def test_two_workers_give_the_bits_of_one(precision):
    setting = replace(SETTING, precision=precision)
    done = []
    assert_same(
        simulate(POLICIES, replace(setting, workers=2), done.append), simulate(POLICIES, setting)
    )
    assert done == [5, 4]


def test_worlds_that_are_done_are_left_out_and_change_no_other():
    (whole,), (rest,) = (
        simulate(POLICIES[:1], replace(SETTING, done=done)).values() for done in (0, 4)
    )
    assert rest.replications.tolist() == [4, 5, 6, 7, 8]
    for name, values in rest.outcomes.items():
        assert np.array_equal(values, whole.outcomes[name][4:]), name


@pytest.mark.parametrize(("replications", "workers"), [(1, 2), (2, 1), (9, 2), (2000, 3)])
def test_blocks_hold_every_replication_once_and_keep_all_workers_busy(replications, workers):
    cut = list(blocks(Setting(replications=replications, workers=workers)))
    assert np.array_equal(np.concatenate(cut), np.arange(replications))
    assert len(cut) >= min(workers, replications)
    assert max(len(c) for c in cut) * ALLIANCES * 8 <= sim.run.simulate.BLOCK_BYTES


@pytest.mark.parametrize("policy", ["transactional", "balanced", "adaptive"])
def test_looking_where_nobody_acts_on_it_changes_no_state(policy):
    world = draw_world(Population(), Parameters(), 1, [0, 1])
    focal = np.isin(np.arange(12), [0, 6])
    followers = [(find(policy), np.flatnonzero(focal))]
    followers += [(find("status_quo"), np.flatnonzero(~focal))]
    states = []
    for watched in (None, np.zeros(12, bool), focal):
        luck = AddressedLuck(1, np.arange(2), world.rows, order=world.order)
        now = begin(world, followers, Parameters(), quiet(8), luck)
        now.watched = watched
        *_, last = quarters(now, followers)
        states.append(last)
    unused = {"viewed", "measured_score", "value_estimate"}
    unused |= {"arms_length_revenue", "month3_revenue", "list_value", "margin", "profit", "deals"}
    unused |= {"present_value", "promise", "cash"}
    for table in ("alliances", "vendors", "partners", "markets"):
        everywhere, *others = (vars(getattr(state, table)) for state in states)
        for name in set(everywhere) - unused:
            for other in others:
                assert np.array_equal(everywhere[name], other[name]), name
    seen = [state.alliances.measured_score[focal[world.vendor]] for state in states]
    assert np.array_equal(seen[0], seen[2])


def test_a_world_arranged_goes_the_same_way_row_by_row():
    world = draw_world(Population(), Parameters(), 1, [0, 1, 2])
    focal = np.isin(np.arange(18), [0, 6, 12])
    arranged = world.arranged(focal)
    assert np.array_equal(arranged.vendor[:45], np.repeat([0, 1, 2], 15))
    rows = np.argsort(~focal[world.vendor], kind="stable")
    ends = []
    for given, first in ((world, focal), (arranged, np.arange(18) < 3)):
        luck = AddressedLuck(1, np.arange(3), given.rows, order=given.order)
        followers = [(find("vst"), np.flatnonzero(first))]
        followers += [(find("status_quo"), np.flatnonzero(~first))]
        *_, last = quarters(begin(given, followers, Parameters(), quiet(8), luck), followers)
        ends.append(vars(last.alliances))
    there, here = ends
    for name in set(there) - {"vendor"}:
        assert np.array_equal(there[name][..., rows], here[name]), name


def test_in_single_precision_no_column_turns_double():
    world = draw_world(Population(), Parameters(), 1, [0, 1])
    luck = AddressedLuck(1, np.arange(2), world.rows, np.float32, world.order)
    followers = [(find("segmented"), np.array([0, 6])), (find("adaptive"), np.array([1, 7]))]
    followers += [(find("vst"), np.array([2, 8])), (find("status_quo"), np.r_[3:6, 9:12])]
    now = begin(world, followers, Parameters(), quiet(3), luck, np.float32)
    for state in quarters(now, followers):
        for table in (state.alliances, state.vendors, state.partners, state.markets, state.levers):
            for name, values in vars(table).items():
                assert values.dtype != np.float64, name


def test_a_setting_can_be_sent_to_another_process():
    setting = Setting(replications=2, quarters=3)
    sent = pickle.loads(pickle.dumps(setting))
    here, there = (simulate([find("vst")], s)["vst"] for s in (setting, sent))
    assert np.array_equal(here.outcomes["profit"], there.outcomes["profit"])
