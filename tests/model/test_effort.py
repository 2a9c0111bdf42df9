import numpy as np
import pytest

from sim.model.effort import partner_weight, planting_share, ratio, spread_effort


def test_without_segmentation_all_partners_weigh_the_same():
    assert partner_weight(np.array([0.0, 0.3, 1.0]), 0.0) == pytest.approx([1, 1, 1])


def test_segmentation_favours_partners_thought_to_value_partnership():
    assert partner_weight(np.array([0.5, 0.1]), 2.0) == pytest.approx([0.25, 0.01])


def test_weights_clip_estimates_that_noise_has_thrown_out_of_range():
    assert partner_weight(np.array([-2.0, 0.04, 3.0]), 1.0) == pytest.approx([0.05, 0.05, 1.0])


def test_an_adaptive_vendor_plants_while_weak_and_harvests_when_strong():
    assert planting_share(0.5, 1.0, 60.0, 46.0) == pytest.approx(0.64)
    assert planting_share(0.5, 0.5, 60.0, 80.0) == pytest.approx(0.4)
    assert planting_share(0.5, 0.0, 60.0, 0.0) == pytest.approx(0.5)


def test_the_planting_share_stays_a_share():
    assert planting_share(0.9, 1.0, 100.0, 0.0) == 1.0
    assert planting_share(0.1, 1.0, 0.0, 100.0) == 0.0


def test_a_part_of_little_is_its_share():
    assert ratio(np.array([0.25, 3.0]), np.array([0.5, 4.0])) == pytest.approx([0.5, 0.75])


def test_a_part_of_nothing_is_nothing():
    assert ratio(np.array([3.0, 3.0, 0.0]), np.array([4.0, 0.0, 0.0])) == pytest.approx(
        [0.75, 0, 0]
    )


def test_days_go_by_segmented_weight_and_selling_equally(quarter_of):
    now = quarter_of(
        levers={
            "relationship_share": np.array([0.5, 0.25]),
            "segmentation": np.array([1.0, 0.0]),
            "capacity_use": np.array([1.0, 0.5]),
        },
        parameters={"capacity_days": 30.0},
        value_estimate=[0.8, 0.2, 0.8, 0.2],
        measured_score=50.0,
    )
    spread_effort(now)
    assert now.alliances.relationship_days == pytest.approx([24, 6, 3.75, 3.75])
    assert now.alliances.selling_days == pytest.approx([15, 15, 11.25, 11.25])


def test_an_adaptive_vendor_weighs_scores_as_it_weighs_partners(quarter_of):
    now = quarter_of(
        levers={"segmentation": 1.0, "adaptation": np.array([1.0, 0.0]), "goal": 60.0},
        parameters={"capacity_days": 30.0},
        value_estimate=[0.8, 0.2, 0.8, 0.2],
        measured_score=[50.0, 30.0, 50.0, 30.0],
    )
    spread_effort(now)  # mean score .8 50 + .2 30 = 46: share .64 of 60 days
    assert now.alliances.relationship_days == pytest.approx([30.72, 7.68, 24, 6])
    assert now.alliances.selling_days == pytest.approx([10.8, 10.8, 15, 15])


def test_ended_accounts_get_no_days_but_their_capacity_stays(quarter_of):
    now = quarter_of(parameters={"capacity_days": 30.0}, status=[0, 2, 2, 2], measured_score=50.0)
    spread_effort(now)
    assert now.alliances.relationship_days == pytest.approx([30, 0, 0, 0])
    assert now.alliances.selling_days == pytest.approx([30, 0, 0, 0])


def test_a_mere_customer_is_sold_to_but_not_nurtured(quarter_of):
    now = quarter_of(parameters={"capacity_days": 30.0}, status=[0, 1, 1, 1], measured_score=50.0)
    spread_effort(now)
    assert now.alliances.relationship_days == pytest.approx([30, 0, 0, 0])
    assert now.alliances.selling_days == pytest.approx([15, 15, 15, 15])


def test_a_vendor_walks_away_only_above_its_gap(quarter_of):
    now = quarter_of(
        levers={"walk_gap": 0.5},
        parameters={"capacity_days": 30.0},
        culture_gap=[0.5, 0.6, 0.6, 0.6],
        measured_score=50.0,
    )
    spread_effort(now)
    assert now.alliances.relationship_days == pytest.approx([30, 0, 0, 0])
    assert now.alliances.selling_days == pytest.approx([30, 0, 0, 0])


def test_a_demoted_account_is_worked_on_as_far_as_it_is_to_be_won_back(quarter_of):
    now = quarter_of(
        levers={"win_back": np.array([0.5, 0.0]), "segmentation": 1.0},
        parameters={"capacity_days": 30.0},
        status=[0, 1, 0, 1],
        value_estimate=[0.5, 1.0, 0.5, 1.0],
        measured_score=50.0,
    )
    spread_effort(now)
    assert now.alliances.effort_weight == pytest.approx([0.5, 0.5, 0.5, 0])
    assert now.alliances.relationship_days == pytest.approx([15, 15, 30, 0])
    assert now.alliances.selling_days == pytest.approx([15, 15, 15, 15])


def test_nothing_is_spent_on_prospects_or_to_win_back_who_ended(quarter_of):
    now = quarter_of(
        levers={"win_back": 1.0},
        parameters={"capacity_days": 30.0},
        status=[0, 3, 0, 2],
        measured_score=50.0,
    )
    spread_effort(now)
    assert now.alliances.relationship_days == pytest.approx([30, 0, 30, 0])
    assert now.alliances.selling_days == pytest.approx([30, 0, 30, 0])


def test_a_vendor_beyond_its_credit_line_has_cut_its_team(quarter_of):
    now = quarter_of(
        parameters={"capacity_days": 30.0, "credit_cut": 0.4},
        vendors={"strain": [1.0, 0.0]},
        measured_score=50.0,
    )
    spread_effort(now)
    assert now.alliances.relationship_days == pytest.approx([9, 9, 15, 15])
    assert now.alliances.selling_days == pytest.approx([9, 9, 15, 15])
