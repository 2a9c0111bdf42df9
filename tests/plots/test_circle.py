import numpy as np
import pytest

from sim.compare.circle import LINKS, PANEL, circle_strengths
from sim.run.result import Result

R, QUARTERS, ACCOUNTS = 6, 12, 5


def result(**columns):
    """Return a run in which nothing moves but the columns given, as (R, quarters, accounts)."""
    shape = (R, QUARTERS, ACCOUNTS)
    panel = {name: np.zeros(shape) for name in PANEL}
    panel |= {k: np.broadcast_to(v, shape).copy() for k, v in columns.items()}
    return Result("p", "P", np.arange(R), {}, panel, np.zeros((2, R, ACCOUNTS, 12)))


def strength(run, cause, effect):
    return next(
        s for s in circle_strengths(run) if (s.link.cause, s.link.effect) == (cause, effect)
    )


@pytest.fixture
def noise():
    return np.random.default_rng(8).normal(size=(2, R, QUARTERS, ACCOUNTS))


def test_effect_proportional_to_cause_has_strength_one(noise):
    shown = strength(result(ask=noise[0], demand=3.0 * noise[0] + 2.0), "ask", "demand")
    assert shown.interval.mean == pytest.approx(1.0)
    assert shown.interval.low == pytest.approx(1.0)
    assert shown.measured == R


def test_opposite_moves_have_strength_minus_one(noise):
    shown = strength(result(ask=noise[0], trust=-0.1 * noise[0]), "ask", "trust")
    assert shown.interval.mean == pytest.approx(-1.0)


def test_the_effect_is_looked_for_in_the_next_quarter(noise):
    later = np.roll(noise[0], 1, axis=1)
    shown = strength(result(trust=noise[0], invitation=later), "trust", "invitation")
    assert shown.interval.mean == pytest.approx(1.0)
    same = strength(result(trust=noise[0], invitation=noise[0]), "trust", "invitation")
    assert abs(same.interval.mean) < 0.5


def test_differences_between_accounts_do_not_count(noise):
    levels = 100.0 * np.arange(ACCOUNTS)
    run = result(ask=noise[0] + levels, demand=noise[0] - levels)
    assert strength(run, "ask", "demand").interval.mean == pytest.approx(1.0)


def test_one_cause_and_noise_give_the_correlation(noise):
    cause, effect = noise[0], noise[0] + noise[1]
    cells = [(a - a.mean(axis=1, keepdims=True)).reshape(R, -1) for a in (cause, effect)]
    wanted = np.mean([np.corrcoef(x, y)[0, 1] for x, y in zip(*cells, strict=True)])
    shown = strength(result(demand=cause, discount=effect), "demand", "discount")
    assert shown.interval.mean == pytest.approx(wanted)
    assert shown.interval.low < wanted < shown.interval.high


def test_two_causes_of_the_gap_share_it(noise):
    joint = noise[0, :, :, :1] + 10.0
    margin = noise[1, :, :, :1]
    share = 0.3 + 0.01 * margin
    sold = 100.0 * np.ones((1, 1, ACCOUNTS))
    gap = -2.0 * joint - 1.0 * margin
    run = result(joint_revenue=joint / ACCOUNTS, revenue=sold, margin=share * sold, quota_gap=gap)
    spread = gap[..., 0].std(axis=1)
    for name, slope, cause in (("joint_revenue", -2.0, joint), ("margin_share", -1.0, margin)):
        wanted = slope * cause[..., 0].std(axis=1) / spread
        assert strength(run, name, "quota_gap").interval.mean == pytest.approx(wanted.mean())


def test_what_happens_after_the_end_does_not_count(noise):
    ended = np.zeros((R, QUARTERS, ACCOUNTS))
    ended[:, 6:, 0] = 1.0
    demand = noise[0].copy()
    demand[:, 7:, 0] = -50.0
    run = result(ask=noise[0], demand=demand, terminated=ended)
    assert strength(run, "ask", "demand").interval.mean == pytest.approx(1.0)


def test_without_variation_nothing_is_measured(noise):
    ask = noise[0].copy()
    ask[0] = 1.0
    assert strength(result(ask=ask, demand=noise[0]), "ask", "demand").measured == R - 1
    still = strength(result(ask=1.0, demand=noise[0]), "ask", "demand")
    assert still.measured == 0
    assert np.isnan(still.interval.mean)


def test_every_link_is_measured_once(noise):
    assert [s.link for s in circle_strengths(result())] == list(LINKS)


def test_a_run_without_the_panel_is_refused():
    run = Result("p", "P", np.arange(R), {}, {"ask": np.zeros((R, 2, 1))}, np.zeros(0))
    with pytest.raises(ValueError, match="quota_gap"):
        circle_strengths(run)
