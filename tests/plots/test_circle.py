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


def test_the_links_and_their_lags():
    assert [(link.cause, link.effect, link.lag, link.level) for link in LINKS] == [
        ("quota_gap", "ask", 0, "account"),
        ("ask", "demand", 0, "account"),
        ("demand", "discount", 0, "account"),
        ("discount", "margin_share", 1, "account"),
        ("margin_share", "quota_gap", 0, "vendor"),
        ("ask", "trust", 0, "account"),
        ("trust", "invitation", 1, "account"),
        ("invitation", "joint_revenue", 1, "account"),
        ("joint_revenue", "quota_gap", 0, "vendor"),
    ]


def cell_by_cell(panel, links):
    """Return the slopes of one effect on its causes, one replication and cell after the other."""
    found = []
    for world in range(R):
        rows = []
        for account in range(ACCOUNTS):
            own = []
            for quarter in range(max(link.lag for link in links), QUARTERS):
                ended = quarter > 0 and panel["terminated"][world, quarter - 1, account]
                cells = [panel[links[0].effect][world, quarter, account]]
                cells += [panel[link.cause][world, quarter - link.lag, account] for link in links]
                if not ended and np.isfinite(cells).all():
                    own.append(cells)
            if own:
                rows += [list(row) for row in np.array(own) - np.mean(own, axis=0)]
        unit = np.array(rows) / np.std(rows, axis=0)
        found.append(np.linalg.lstsq(unit[:, 1:], unit[:, 0], rcond=None)[0])
    return np.mean(found, axis=0)


def test_strengths_are_least_squares_over_the_cells_that_are_known():
    rng = np.random.default_rng(21)
    panel = {name: rng.normal(size=(R, QUARTERS, ACCOUNTS)) for name in PANEL}
    panel["revenue"] = np.where(
        rng.random((R, QUARTERS, ACCOUNTS)) < 0.2, 0.0, panel["revenue"] ** 2
    )
    panel["margin"] += 0.3 * panel["revenue"]
    panel["terminated"] = np.zeros((R, QUARTERS, ACCOUNTS))
    panel["terminated"][:, 7:, 1] = panel["terminated"][:, 4:, 3] = 1.0
    panel["demand"][:, :3, 0] = panel["trust"][:, 1:, 4] = np.nan  # of trust one cell is left
    run = result(**panel)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(panel["revenue"] > 0, panel["margin"] / panel["revenue"], np.nan)
    known = panel | {"margin_share": share}
    for link in LINKS:
        if link.level == "account":
            shown = strength(run, link.cause, link.effect)
            assert shown.measured == R
            assert shown.interval.mean == pytest.approx(cell_by_cell(known, [link])[0])


def test_the_gap_is_regressed_on_sums_over_accounts_that_are_known():
    rng = np.random.default_rng(22)
    panel = {name: rng.normal(size=(R, QUARTERS, ACCOUNTS)) for name in PANEL}
    panel["revenue"] = panel["revenue"] ** 2
    panel["terminated"] = np.zeros((R, QUARTERS, ACCOUNTS))
    panel["terminated"][:, 5:, 2] = 1.0
    for name in ("revenue", "margin", "joint_revenue"):
        panel[name][:, 6:, 2] = np.nan
    panel["quota_gap"] = np.repeat(panel["quota_gap"][:, :, :1], ACCOUNTS, axis=2)
    run = result(**panel)
    margin, revenue, joint = (
        np.nansum(panel[name], axis=2) for name in ("margin", "revenue", "joint_revenue")
    )
    wanted = []
    for world in range(R):
        rows = np.stack([panel["quota_gap"][world, :, 0], margin[world] / revenue[world],
                         joint[world]])  # fmt: skip
        y, *x = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
        wanted.append(np.linalg.lstsq(np.transpose(x), y, rcond=None)[0])
    found = [strength(run, cause, "quota_gap").interval.mean
             for cause in ("margin_share", "joint_revenue")]  # fmt: skip
    assert found == pytest.approx(np.mean(wanted, axis=0).tolist())


def test_a_slope_wants_a_quarter_more_than_accounts_and_causes():
    # Of one account's cells its mean takes one and the slope another; a third is to spare.
    for quarters, measured in ((1, 0), (2, 0), (3, R)):
        ask = np.full((R, QUARTERS, ACCOUNTS), np.nan)
        ask[:, :quarters, 0] = np.arange(quarters)
        shown = strength(result(ask=ask, demand=ask), "ask", "demand")
        assert shown.measured == measured


def test_causes_that_move_as_one_are_not_told_apart():
    rng = np.random.default_rng(23)
    moves = rng.normal(size=(R, QUARTERS, 1)) + 10.0
    sold, apart = np.ones((R, QUARTERS, ACCOUNTS)), rng.normal(size=(R, QUARTERS, 1))
    for share, measured in ((3e-6, 0), (1e-3, R)):  # of variance, 1e-11 and 1e-6 are not shared
        joint = moves + share * apart
        run = result(joint_revenue=joint, revenue=sold, margin=moves, quota_gap=moves)
        assert strength(run, "joint_revenue", "quota_gap").measured == measured


def test_variation_is_told_from_rounding_by_the_size_of_what_varies():
    noise = np.random.default_rng(24).normal(size=(R, QUARTERS, ACCOUNTS))
    for spread, measured in ((1e-7, R), (1e-11, 0)):
        ask = 1.0 + spread * noise
        assert strength(result(ask=ask, demand=noise), "ask", "demand").measured == measured
        ask[:, :, 0] = 0.0
        assert strength(result(ask=ask, demand=noise), "ask", "demand").measured == measured
    small = 1e-6 * (1.0 + 1e-5 * noise)
    small[:, 3, 2] = np.nan
    assert strength(result(ask=small, demand=noise), "ask", "demand").measured == R
