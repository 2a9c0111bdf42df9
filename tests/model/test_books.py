import pytest

from sim.model.books import booked_revenue, keep_books, pulled_discount


def test_pulled_deals_get_the_spot_discount_on_top():
    assert pulled_discount(0.2, 0.1, 0.4) == pytest.approx(0.3)


def test_the_discount_on_pulled_deals_is_capped_at_the_highest():
    assert pulled_discount(0.35, 0.1, 0.4) == pytest.approx(0.4)
    assert pulled_discount(0.4, 0.3, 0.4) == pytest.approx(0.4)


def test_revenue_is_list_at_each_price():
    assert booked_revenue(100.0, 50.0, 0.8, 0.7) == pytest.approx(115)


def keeping(quarter_of, **more):
    given = {
        "parameters": {
            "spot_discount": 0.2,
            "unit_cost": 0.5,
            "day_cost": 0.75,
            "arms_length_deal": 25.0,
            "joint_deal": 100.0,
        },
        "won_arms_length": 100.0,
        "won_joint": 200.0,
        "month3_list": 60.0,
        "pulled_arms_length": 50.0,
        "pulled_joint": 100.0,
        "discount": 0.2,
        "ask": 0.5,
        "relationship_days": 8.0,
        "selling_days": 4.0,
        "vision_cost": 12.0,
        "velocity_gain": 1.5,
    }
    now = quarter_of(**given | more)
    keep_books(now)
    return now.alliances


def test_the_books_by_hand(quarter_of):
    alliance = keeping(quarter_of)  # pulled deals at a discount of .3
    assert alliance.arms_length_revenue == pytest.approx([115] * 4)
    assert alliance.joint_revenue == pytest.approx([230] * 4)
    assert alliance.month3_revenue == pytest.approx([153] * 4)
    assert alliance.list_value == pytest.approx([450] * 4)
    assert alliance.margin == pytest.approx([120] * 4)
    assert alliance.profit == pytest.approx([99] * 4)
    assert alliance.deals == pytest.approx([6 + 2] * 4)


def test_the_cap_on_discounts_binds_in_the_books(quarter_of):
    alliance = keeping(quarter_of, discount=0.38, parameters={"highest_discount": 0.4})
    assert alliance.arms_length_revenue == pytest.approx([62 + 30] * 4)


def test_days_and_visions_cost_even_where_nothing_is_sold(quarter_of):
    nothing = {"won_arms_length": 0.0, "won_joint": 0.0, "month3_list": 0.0}
    nothing |= {"pulled_arms_length": 0.0, "pulled_joint": 0.0}
    alliance = keeping(quarter_of, **nothing)
    assert alliance.margin == pytest.approx([0] * 4)
    assert alliance.profit == pytest.approx([-9 - 12] * 4)
    assert alliance.deals == pytest.approx([0] * 4)


def test_one_team_execution_changes_the_value_of_a_joint_deal_not_the_number(quarter_of):
    plain = keeping(quarter_of, velocity_gain=1.0, won_joint=100.0, pulled_joint=0.0)
    better = keeping(quarter_of, velocity_gain=3.0, won_joint=300.0, pulled_joint=0.0)
    assert plain.deals == pytest.approx([7] * 4)
    assert better.deals == pytest.approx([7] * 4)
    assert better.joint_revenue == pytest.approx([240] * 4)
